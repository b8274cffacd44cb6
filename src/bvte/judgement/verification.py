"""How far a published result can be verified: who else prints it, who contradicts it, what is needed."""

from bvte.judgement.conflicts import conflicts
from bvte.judgement.finding import Reason
from bvte.judgement.phase import other_readings


def published_results(findings):
    """The results of a phase whose targets were not found: of these targets, then others of the same sources.

    Readings, each once, in the order of the targets and then of the catalogue.
    """
    unfound = [f for f in findings if f.status == "target_not_found"]
    sources = {f.target.source for f in unfound}
    own = [r for f in unfound for r in f.deciding if sources & set(r.sources)]
    others = [r for r in other_readings(findings) if sources & set(r.sources)]
    return list(dict.fromkeys([*own, *others]))


def verification(evidence, reading):
    """Reasons that say how far a reading can be verified, the gravest first.

    Another figure of the same thing that does not agree; else that nobody published it, or several sources;
    else what would verify it.
    """
    for conflict in conflicts(evidence, reading.area, [reading.indicator]):
        if reading in conflict.readings:
            other = next(r for r in conflict.readings if r != reading)
            return Reason("verify_conflict", {"reading": reading, "other": other})
    if reading.strength == "derived":
        return Reason("verify_derived", {"reading": reading})
    if len(set(reading.sources)) > 1:
        return Reason("verify_agreed", {"count": len(set(reading.sources))})
    return Reason("verify_single", {"reading": reading})
