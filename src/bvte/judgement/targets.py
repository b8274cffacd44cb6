"""Is a target met? Interval logic on what was published, each source by itself."""

from dataclasses import dataclass

from bvte.evidence.period import whole_year
from bvte.judgement.changes import change_readings
from bvte.judgement.comparability import compare
from bvte.judgement.finding import Finding, Reason
from bvte.judgement.progress import progress
from bvte.judgement.reading import STRENGTHS, Reading
from bvte.judgement.readings import readings
from bvte.judgement.remarks import remarks
from bvte.methods import interval
from bvte.methods.achievement import CHANGES, satisfying_set


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
    """The finding for one target: status, reasons, readings, change since the baseline, progress."""
    in_phase = _in_phase(evidence, target, area)
    latest, baseline = _latest(in_phase), baseline_of(target, area)
    start = baseline or before_phase(evidence, target, area)
    comparison = compare(evidence, start, latest) if latest and start else None
    way = (
        progress(evidence.indicators[target.indicator], target, start, latest, comparison) if latest else None
    )
    status, reason, deciding = _status(evidence, target, in_phase, latest, way)
    comparable = baseline and comparison and comparison.verdict != "not_comparable"
    change = interval.difference(latest.interval, baseline.interval) if comparable else None
    reasons = (reason, *_way_reasons(status, way, start), *remarks(evidence, target, deciding))
    return Finding(
        target,
        area,
        status,
        reasons,
        deciding,
        latest,
        baseline,
        change,
        comparison if baseline else None,
        way,
    )


def _in_phase(evidence, target, area):
    """Readings inside the phase and not after the due year, of the kind that the target speaks of."""
    start = evidence.programmes[target.programme].start
    if target.condition in CHANGES and evidence.indicators[target.indicator].kind != "change":
        return change_readings(evidence, target, area)
    published = [
        r
        for r in readings(evidence, target.indicator, area)
        if start <= r.year <= target.due_year and r.unit == target.unit and r.statistic != "total"
    ]
    return published or (change_readings(evidence, target, area) if target.condition in CHANGES else [])


def before_phase(evidence, target, area):
    """The firmest of the newest readings from before the phase, for a target without a printed baseline."""
    start = evidence.programmes[target.programme].start
    known = readings(evidence, target.indicator, area)
    before = [r for r in known if r.year < start and r.unit == target.unit and r.statistic == "level"]
    return min(before, key=lambda r: (-r.year, STRENGTHS.index(r.strength)), default=None)


def _latest(in_phase):
    """The newest reading; of several in one year the firmest."""
    newest = [r for r in in_phase if r.year == in_phase[-1].year]
    return min(newest, key=lambda r: (STRENGTHS.index(r.strength), -r.period.last.toordinal()), default=None)


def baseline_of(target, area):
    """The baseline that the programme itself printed, as a reading."""
    if target.baseline is None:
        return None
    comparator = target.baseline_comparator or "="
    strength = {"=": "published", "~": "approximate"}.get(comparator, "bound")
    return Reading(
        target.indicator, area, whole_year(target.baseline_year), "level", target.unit, target.baseline,
        comparator, target.baseline_value, strength, (), (target.source,),
    )  # fmt: skip


def verdict_under(target, reading):
    """Under one reading alone: "met", "not_met", or "undecided" where it leaves both possible."""
    high = None if target.value_to is None else float(target.value_to)
    wanted = satisfying_set(target.condition, float(target.value), high)
    if interval.within(reading.interval, wanted):
        return "met"
    return "not_met" if interval.disjoint(reading.interval, wanted) else "undecided"


def _status(evidence, target, in_phase, latest, way):
    """Status, its reason and the readings that it rests on: those of the due year, else the latest one."""
    if latest is None:
        return "no_data", Reason("no_observation"), ()
    verdicts = {r: verdict_under(target, r) for r in in_phase if r.year == target.due_year}
    if not verdicts:
        facts = {"year": latest.year, "due": target.due_year, "verdict": verdict_under(target, latest)}
        return _on_the_way(evidence, target, way), Reason("only_earlier_value", facts), (latest,)
    return _from_due_year(verdicts, latest)


def _on_the_way(evidence, target, way):
    """Status before the due year's figure: a course while that year is still to come, else undecided."""
    if target.due_year <= evidence.year:
        return "cannot_be_decided"
    if way.main is None:
        return "not_assessable"
    return "on_course" if way.main.on_course else "off_course"


def _way_reasons(status, way, start):
    """Which method gave a course, which methods contradict it, or why there is none."""
    if status == "not_assessable":
        return way.refusals[:1]
    if status not in ("on_course", "off_course"):
        return ()
    dissent = [Reason("methods_disagree", {"assessment": way.dissent[0]})] if way.dissent else []
    return (Reason("course_by_method", {"assessment": way.main, "start": start}), *dissent)


def _from_due_year(verdicts, latest):
    """Status, reason and deciding readings from what each reading of the due year says by itself."""
    deciding = {reading: verdict for reading, verdict in verdicts.items() if verdict != "undecided"}
    if not deciding:
        return "cannot_be_decided", Reason("interval_straddles", {"reading": latest}), tuple(verdicts)
    if len(set(deciding.values())) == 2:
        return "contested", Reason("sources_disagree", {"verdicts": deciding}), tuple(deciding)
    status = next(iter(deciding.values()))
    return status, Reason("interval_decides", {"readings": tuple(deciding)}), tuple(deciding)
