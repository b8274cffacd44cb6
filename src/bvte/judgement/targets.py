"""Is a target met? Interval logic on what was published, each source by itself."""

from dataclasses import dataclass

from bvte.evidence.period import whole_year
from bvte.judgement.comparability import compare
from bvte.judgement.finding import Finding, Reason
from bvte.judgement.reading import STRENGTHS, Reading
from bvte.judgement.readings import readings
from bvte.methods import interval
from bvte.methods.achievement import CHANGES, satisfying_set

# A count that doubles or halves between two published years is more likely a change of register than of life.
JUMP = 2
# The condition of a target in the very words of a printed bound.
SAME_WORDS = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}


@dataclass(frozen=True)
class Findings:
    """The findings of one programme in one area, in the order of its targets."""

    evidence: object
    programme: object
    area: str
    items: tuple

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)


def judge(evidence, programme, area=None):
    """Findings for every target of a programme, in its own area or in another one.

    Raises KeyError for an unknown programme.
    """
    phase = evidence.programmes[programme]
    where = area or phase.area
    items = tuple(judge_target(evidence, target, where) for target in evidence.targets_of(programme))
    return Findings(evidence, phase, where, items)


def judge_target(evidence, target, area):
    """The finding for one target: status, reasons, readings, change since the baseline."""
    in_phase = _in_phase(evidence, target, area)
    latest, baseline = _latest(in_phase), _baseline(target, area)
    status, reason, deciding = _status(target, in_phase, latest)
    comparison = compare(evidence, baseline, latest) if latest and baseline else None
    comparable = comparison and comparison.verdict != "not_comparable"
    change = interval.difference(latest.interval, baseline.interval) if comparable else None
    reasons = (reason, *_remarks(evidence, target, deciding))
    return Finding(target, area, status, reasons, deciding, latest, baseline, change, comparison)


def _in_phase(evidence, target, area):
    """Readings inside the phase and not after the due year, of the kind that the target speaks of."""
    start = evidence.programmes[target.programme].start
    if target.condition in CHANGES and evidence.indicators[target.indicator].kind != "change":
        return []  # a level does not say by how much it changed
    return [
        r
        for r in readings(evidence, target.indicator, area)
        if start <= r.year <= target.due_year and r.unit == target.unit and r.statistic != "total"
    ]


def _latest(in_phase):
    """The newest reading; of several in one year the firmest."""
    newest = [r for r in in_phase if r.year == in_phase[-1].year]
    return min(newest, key=lambda r: (STRENGTHS.index(r.strength), -r.period.last.toordinal()), default=None)


def _baseline(target, area):
    """The baseline that the programme itself printed, as a reading."""
    if target.baseline is None:
        return None
    comparator = target.baseline_comparator or "="
    strength = {"=": "published", "~": "approximate"}.get(comparator, "bound")
    return Reading(
        target.indicator, area, whole_year(target.baseline_year), "level", target.unit, target.baseline,
        comparator, target.baseline_value, strength, (), (target.source,),
    )  # fmt: skip


def _verdict(target, reading):
    """Under one reading alone: "met", "not_met", or "undecided" where it leaves both possible."""
    high = None if target.value_to is None else float(target.value_to)
    wanted = satisfying_set(target.condition, float(target.value), high)
    if interval.within(reading.interval, wanted):
        return "met"
    return "not_met" if interval.disjoint(reading.interval, wanted) else "undecided"


def _status(target, in_phase, latest):
    """Status, its reason and the readings that it rests on: those of the due year, else the latest one."""
    if latest is None:
        return "no_data", Reason("no_observation"), ()
    verdicts = {r: _verdict(target, r) for r in in_phase if r.year == target.due_year}
    if not verdicts:
        facts = {"year": latest.year, "due": target.due_year, "verdict": _verdict(target, latest)}
        return "cannot_be_decided", Reason("only_earlier_value", facts), (latest,)
    return _from_due_year(verdicts, latest)


def _from_due_year(verdicts, latest):
    """Status, reason and deciding readings from what each reading of the due year says by itself."""
    deciding = {reading: verdict for reading, verdict in verdicts.items() if verdict != "undecided"}
    if not deciding:
        return "cannot_be_decided", Reason("interval_straddles", {"reading": latest}), tuple(verdicts)
    if len(set(deciding.values())) == 2:
        return "contested", Reason("sources_disagree", {"verdicts": deciding}), tuple(deciding)
    status = next(iter(deciding.values()))
    return status, Reason("interval_decides", {"readings": tuple(deciding)}), tuple(deciding)


def _remarks(evidence, target, used):
    """What a reader must know beside the status."""
    found = []
    for reading in used:
        if _repeats(target, reading):
            found.append(Reason("repeats_the_target", {"reading": reading}))
        if reading.strength == "derived":
            found.append(Reason("derived_value", {"reading": reading}))
            found += _jump(evidence, reading)
        if not reading.period_stated:
            found.append(Reason("year_inferred", {"year": reading.year}))
        if reading.period.is_part_year:
            found.append(Reason("part_year", {"year": reading.year}))
    return tuple(found)


def _repeats(target, reading):
    """Whether the due year's result was printed in the very words of its target."""
    words = SAME_WORDS.get(reading.comparator), reading.value, reading.year
    return words == (target.condition, target.value, target.due_year)


def _jump(evidence, reading):
    """A remark where the count behind a rate at least doubled or halved since its last publication."""
    count = reading.counts[0]
    known = readings(evidence, count.indicator, count.area)
    earlier = [r for r in known if r.year < count.year and r.value and not r.is_bound]
    if not earlier or compare(evidence, earlier[-1], count).verdict == "not_comparable":
        return []
    ratio = float(count.value / earlier[-1].value)
    if 1 / JUMP < ratio < JUMP:
        return []
    return [Reason("count_jump", {"from": earlier[-1], "to": count, "ratio": ratio})]
