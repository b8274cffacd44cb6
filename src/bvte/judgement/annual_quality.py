"""How good the figures of a year are, in numbers, and what they can say to each criterion of evaluation."""

from collections import Counter
from dataclasses import dataclass

from bvte.evidence.forms import Criterion, criteria
from bvte.judgement.comparability import may_join
from bvte.judgement.conflicts import conflicts
from bvte.judgement.forms import is_of
from bvte.judgement.protection import withheld
from bvte.judgement.reading import REPORTED_STRENGTHS
from bvte.judgement.readings import readings

# How much the published figures can say to a criterion, least first.
SUPPORT = ("none", "weak", "partial", "good")


def quality(report):
    """Numbers of figures of the year by code: of each strength, with inferred year, disputed, missing.

    Withheld figures are counted: that there is one is no secret.
    """
    known = ((report.known, code, report.area) for code in report.known.indicators)
    found = [r for asked in known for r in (*readings(*asked), *withheld(*asked)) if is_of(r, report.year)]
    strengths = Counter(reading.strength for reading in found)
    counts = {f"strength_{strength}": strengths[strength] for strength in REPORTED_STRENGTHS}
    counts["year_inferred"] = sum(not reading.period_stated for reading in found)
    disputed = year_conflicts(report)
    counts["conflicts"] = sum(c.is_contradiction for c in disputed)
    counts["unusual"] = len(disputed) - counts["conflicts"]
    counts["targets_without_figure"] = sum(f.status == "no_data" for f in report.findings)
    return counts | {"gaps": sum(len(form.gaps) for form in report.forms.values())}


def year_conflicts(report):
    """Conflicts of figures of which one is of the year, or is shown beside those of the year."""
    found = conflicts(report.known, report.area)
    shown = _shown(report)
    return found.only(c for c in found if any(is_of(r, report.year) or r in shown for r in c.readings))


def _shown(report):
    """The figures that the forms of the report print."""
    filled = (cell for form in report.forms.values() for row in form.rows for cell in row.cells)
    return {reading for cell in filled for reading in (cell.this, cell.last, cell.other) if reading}


@dataclass(frozen=True)
class Evaluated:
    """A criterion, how much the figures can say to it, and its indicators by what they have.

    `comparable` have two figures of the running phases that may be compared, `single` at least one, `silent`
    none. `capped` : the figures would say more than figures of this kind can.
    """

    name: str
    criterion: Criterion
    support: str
    capped: bool
    comparable: tuple
    single: tuple
    silent: tuple


def evaluation(report):
    """The evaluation frame of the year: every criterion with its support, in their order."""
    disputed = {r for c in conflicts(report.known, report.area) for r in c.readings}
    return [_evaluated(report, name, criterion, disputed) for name, criterion in criteria().items()]


def _evaluated(report, name, criterion, disputed):
    start = min((p.start for p in report.programmes), default=report.year)
    kinds = {code: _kind(report, code, start, disputed) for code in criterion.indicators}
    sets = [tuple(c for c, k in kinds.items() if k == kind) for kind in ("comparable", "single", "silent")]
    reached = _support(*map(len, sets))
    support = min(reached, criterion.at_most, key=SUPPORT.index)
    return Evaluated(name, criterion, support, support != reached, *sets)


def _kind(report, indicator, start, disputed):
    """What there is of an indicator since the running phases began (the year before is their baseline).

    Only figures of equally long spans that no other figure calls in doubt can be compared over time.
    """
    if indicator not in report.known.indicators:
        return "silent"
    found = [r for r in readings(report.known, indicator, report.area) if r.year >= start - 1]
    firm = [r for r in found if r not in disputed]
    pairs = ((one, two) for one in firm for two in firm if one.year < two.year)
    if any(may_join(report.known, *pair) for pair in pairs):
        return "comparable"
    return "single" if any(r.year >= start for r in found) else "silent"


def _support(comparable, single, silent):
    """From the numbers of indicators: good where half can be compared, partial where half have a figure."""
    total = comparable + single + silent
    if comparable + single == 0:
        return "none"
    if 2 * (comparable + single) < total:
        return "weak"
    return "good" if 2 * comparable >= total else "partial"
