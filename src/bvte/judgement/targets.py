"""The findings of a programme: each of its targets judged on what was published, and what stands beside.

Remarks to a status, other results of the phase, its conflicts and breaks, what is unknown, how far a result
can be verified.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import ModuleType

import pandas as pd

from bvte.evidence.codes import resolve_code
from bvte.evidence.collection import Evidence
from bvte.evidence.lookups import heirs_of
from bvte.evidence.national import programme_kinds
from bvte.evidence.record import Recomputed, one_line
from bvte.evidence.rows import Break, Programme, Source, SourceKind, Target
from bvte.judgement.answers import answers_of, newest_answer
from bvte.judgement.baselines import baseline_of, before_phase
from bvte.judgement.comparability import break_ahead, breaks_in_years, compare, may_compare
from bvte.judgement.conflict_kinds import Conflicts
from bvte.judgement.conflicts import Others, conflicts, conflicts_with, opposed_to, paired_rates, weigh_pair
from bvte.judgement.estimates import Estimate, Strength, estimates_of
from bvte.judgement.finding import Comparability, Comparison, Finding, Reason, ReasonCode, Status
from bvte.judgement.progress import assess_progress
from bvte.judgement.target_terms import Standing, base_year, is_change, target_standing
from bvte.judgement.verdicts import conclude_target
from bvte.methods import interval


@dataclass(frozen=True)
class Findings(Recomputed):
    """The findings of one programme in one area, in the order of its targets."""

    evidence: Evidence
    programme: Programme
    area: str
    items: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, target: str) -> Finding:
        """The finding of a target by its id. Raises CodeError, with the nearest right one."""
        known = {finding.target.id: finding for finding in self.items}
        return known[resolve_code("target", target, known)]

    @property
    def codes(self) -> list[str]:
        """Ids of the targets."""
        return [finding.target.id for finding in self.items]

    def frame(self) -> "pd.DataFrame":
        """The findings as a frame, one row a target; its columns stand in `result_frames.FINDINGS`.

        >>> import bvte
        >>> bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db").frame()["status"].dtype.name
        'category'
        """
        return _frames().frame_findings(self)

    def estimates(self, targets: str | Iterable[str] | None = None) -> "pd.DataFrame":
        """The estimates of the targets' indicators as a frame (see `frames.estimates`); `used_by` names the
        targets whose verdict rests on one. targets : only those that the verdicts on these rest on."""
        return _frames().frame_estimates(self, targets)

    def shown_estimates(self) -> list[Estimate]:
        """The estimates behind the frame of estimates, in its order."""
        return _frames().shown_estimates(self)

    @cached_property
    def others(self) -> tuple[Estimate, ...]:
        """As `other_estimates`: every part of a page asks for them."""
        return tuple(_other_estimates(self))

    def __repr__(self) -> str:
        counted = Counter(finding.label for finding in self.items)
        statuses = ", ".join(f"{number} {label}" for label, number in counted.items())
        name = self.programme.name_vi
        return one_line(name[:NAME], self.area, f"{len(self)} targets: {statuses}" if statuses else "no target")

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame  # itself made of findings

        return show_frame(self.frame(), SHOWN)


# Characters of a programme's name before the line says how its targets stand, and columns of its small table.
NAME = 80
SHOWN = ("target", "name", "status", "condition", "target_value", "unit", "latest_value", "latest_year", "reasons")


def _frames() -> ModuleType:
    """The frames of results, which are made of these classes."""
    from bvte.judgement import result_frames

    return result_frames


def judge(evidence: Evidence, programme: str, area: str | None = None) -> Findings:
    """Findings for every target of a programme, in its own area or in another one.

    Raises KeyError for an unknown programme.

    >>> import bvte
    >>> findings = bvte.judge(bvte.load("dien-bien"), "cpp_2016_2020_db")
    >>> [findings[code].status for code in findings.codes] == findings.frame()["status"].tolist()
    True
    """
    return _judge_once(evidence, programme, area or evidence.programmes[programme].area)


# Footnotes, requests and the nation's targets ask again; the evidence of a page does not change.
@lru_cache(maxsize=32)
def _judge_once(evidence: Evidence, programme: str, area: str) -> Findings:
    items = tuple(judge_target(evidence, target, area) for target in evidence.targets_of(programme))
    return Findings(evidence, evidence.programmes[programme], area, items)


def judge_target(evidence: Evidence, target: Target, area: str) -> Finding:
    """The finding for one target: status, reasons, estimates, change since the baseline, progress."""
    answers = answers_of(evidence, target, area)
    latest, baseline = newest_answer(answers), baseline_of(evidence, target, area)
    start = baseline or before_phase(evidence, target, area)
    comparison = compare(evidence, start, latest) if latest and start else None
    card = evidence.indicators[target.indicator]
    ahead = break_ahead(evidence, latest, target.due_year) if latest else None
    way = assess_progress(card, target, start, latest, comparison, ahead) if latest else None
    status, reasons, deciding = conclude_target(evidence, target, area, answers, way, start)
    reasons += finding_remarks(evidence, target, deciding)
    change = _since_baseline(evidence, target, baseline, latest, comparison)
    is_draft = target_standing(evidence, target) == Standing.DRAFT
    return Finding(target, area, status, reasons, deciding, latest, baseline, *change, way, is_draft)


def _since_baseline(
    evidence: Evidence,
    target: Target,
    baseline: Estimate | None,
    latest: Estimate | None,
    comparison: Comparison | None,
) -> tuple[pd.Interval | None, Comparison | None]:
    """The change since the printed baseline and whether there may be one; a wanted change is one itself."""
    if baseline is None or latest is None or comparison is None or is_change(evidence, target):
        return None, None
    if comparison.verdict == Comparability.NOT_COMPARABLE:
        return None, comparison
    return interval.subtract_intervals(latest.interval, baseline.interval), comparison


# A count that doubles or halves between two published years is more likely a change of register than of life.
JUMP = 2
# The condition of a target in the very words of a printed bound.
SAME_WORDS = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}


def finding_remarks(evidence: Evidence, target: Target, used: Sequence[Estimate]) -> tuple[Reason, ...]:
    """What a reader must know beside the status."""
    found = []
    for estimate in used:
        if target.stated == "yes" and _repeats_target(target, estimate):
            found.append(Reason(ReasonCode.REPEATS_THE_TARGET, {"estimate": estimate}))
        if estimate.is_derived:
            found.append(Reason(ReasonCode.DERIVED_VALUE, {"estimate": estimate}))
            for jump in count_jump(evidence, estimate):
                found += [jump, *weigh_pair(evidence, jump.facts["from"], jump.facts["to"])]
        found += _inferred_times(estimate)
        if estimate.period.is_part_year or (estimate.statistic == "total" and estimate.period.is_moment):
            found.append(Reason(ReasonCode.PART_YEAR, {"year": estimate.year}))
    return (*found, *_newer_counts(evidence, target, used), *_doubtful_sources(evidence, target, used))


def _inferred_times(estimate: Estimate) -> Iterator[Reason]:
    """Figures behind an estimate whose source does not say their time, those of one time together."""
    inferred = [part for part in _printed_grounds(estimate) if not part.period_stated]
    for period in dict.fromkeys(part.period for part in inferred):
        alike = tuple(part for part in inferred if part.period == period)
        yield Reason(ReasonCode.YEAR_INFERRED, {"estimates": alike})


def _newer_counts(evidence: Evidence, target: Target, used: Sequence[Estimate]) -> Iterator[Reason]:
    """A remark on counts that are newer than the figures of a rate and leave it open, up to the due year."""
    newest = max(used, key=lambda estimate: estimate.period.last, default=None)
    if newest is None or newest.indicator != target.indicator:
        return
    pairs = paired_rates(evidence, evidence.indicators[target.indicator], newest)
    told = {estimate.period for estimate in estimates_of(evidence, target.indicator, newest.area)}
    counts = ((pair, pair.estimates[0].period) for pair in pairs)
    figures = tuple(
        pair
        for pair, time in counts
        if newest.period.last < time.last and time.year <= target.due_year and time not in told
    )
    if figures:
        yield Reason(ReasonCode.NEWER_COUNTS, {"estimate": newest, "figures": Others(figures)})


def _printed_grounds(estimate: Estimate) -> list[Estimate]:
    """The estimates under one that were not made from others, each once."""
    return list(dict.fromkeys(ground for ground in estimate.grounds if len(ground.grounds) == 1))


def _doubtful_sources(evidence: Evidence, target: Target, used: Sequence[Estimate]) -> list[Reason]:
    """What is in doubt about the sources that a verdict needs: of its target, and of a figure that no firm
    source gives as well; each once."""
    statements = [(target.source,), *(estimate.sources for estimate in used)] if used else ()
    doubtful: dict[str, Source] = {}
    for codes in statements:
        sources = [evidence.sources[code] for code in codes]
        if all(source.doubts for source in sources):
            doubtful |= {source.id: source for source in sources}
    return [Reason(ReasonCode.SOURCE_IN_DOUBT, {"source": source}) for source in doubtful.values()]


def _repeats_target(target: Target, estimate: Estimate) -> bool:
    """Whether the due year's result was printed in the very words of its target."""
    words = SAME_WORDS.get(estimate.comparator), estimate.value, estimate.year
    return estimate.is_of_one_year and words == (target.condition, target.value, target.due_year)


def count_jump(evidence: Evidence, estimate: Estimate) -> list[Reason]:
    """A remark where the count behind a rate at least doubled or halved since its last publication."""
    if estimate.counts is None:
        return []
    count = estimate.counts[0]
    known = estimates_of(evidence, count.indicator, count.area)
    numbers = [r for r in known if r.year < count.year and r.value and not r.is_bound]
    earlier = [r for r in numbers if may_compare(evidence, r, count)]
    if not earlier or not _surely_jumped(earlier[-1].interval, count.interval):
        return []
    ratio = float(count.value / earlier[-1].value)
    return [Reason(ReasonCode.COUNT_JUMP, {"from": earlier[-1], "to": count, "ratio": ratio})]


def _surely_jumped(before: pd.Interval, now: pd.Interval) -> bool:
    """Whether all that both leave open is at least twice as much, or at most half."""
    return now.left >= JUMP * before.right or JUMP * now.right <= before.left


def other_estimates(findings: Findings) -> list[Estimate]:
    """Estimates of the phase in its area for indicators without a target in it, in catalogue order.

    Only the statistical groups that the phase's targets belong to, and the general one; all of them where no
    target is known. Of a programme about one subject only figures of that subject.
    """
    return list(findings.others)


def _other_estimates(findings: Findings) -> list[Estimate]:
    phase, cards = findings.programme, findings.evidence.indicators
    wanted = {finding.target.indicator for finding in findings}
    groups = {"general", *(cards[code].group for code in wanted)}
    others = [c for c in cards.values() if c.id not in wanted and (not wanted or c.group in groups)]
    if programme_kinds()[phase.kind].one_subject:
        subject = _subject_of(phase.kind, findings.evidence)
        others = [c for c in cards.values() if c.id in subject - wanted]
    found = (r for card in others for r in estimates_of(findings.evidence, card.id, findings.area))
    return [r for r in found if phase.start <= r.year <= phase.end]


def _subject_of(kind: str, evidence: Evidence) -> set[str]:
    """The indicators that programmes of a line set targets for, and the counts and levels behind these."""
    targets = (t.indicator for t in evidence.targets.values() if evidence.programmes[t.programme].kind == kind)
    cards = [evidence.indicators[code] for code in dict.fromkeys(targets)]
    behind = {code for c in cards for code in (c.id, c.numerator_indicator, c.change_of) if code}
    counted = (evidence.indicators[code].numerator_indicator for code in behind)
    return behind | {code for code in counted if code}


def next_target(findings: Findings, indicator: str) -> Target | None:
    """The target that the following phase sets for an indicator, or None."""
    evidence = findings.evidence
    heirs = heirs_of(evidence, findings.programme.id)
    targets = (t for heir in heirs for t in evidence.targets_of(heir.id) if t.indicator == indicator)
    return next(targets, None)


def phase_conflicts(findings: Findings) -> Conflicts:
    """Conflicts in the phase's years: of its targets, of the counts behind them, of the rates made of them, of its
    other results."""
    evidence, phase = findings.evidence, findings.programme
    targeted = {f.target.indicator for f in findings}
    wanted = targeted | {r.indicator for r in other_estimates(findings)}
    cards = [evidence.indicators[code] for code in wanted]
    counts = (code for card in cards for code in (card.numerator_indicator, card.denominator_indicator))
    wanted |= {code for code in counts if code}
    wanted |= {card.id for card in evidence.indicators.values() if card.numerator_indicator in targeted}
    inside = conflicts(evidence, findings.area, [i for i in evidence.indicators if i in wanted])
    return inside.only(c for c in inside if phase.start - 1 <= c.year <= phase.end + 1)


def phase_breaks(findings: Findings) -> list[Break]:
    """Breaks that fall into the phase (or its baseline year) and concern its targets' indicators, by date."""
    evidence, phase = findings.evidence, findings.programme
    wanted = {finding.target.indicator for finding in findings}
    return breaks_in_years(evidence, wanted, findings.area, phase.start - 1, phase.end)


def unknowns(findings: Findings) -> list[Reason]:
    """What is not known, as reasons: missing figures, bounds, missing baselines, inferred years."""
    found = [] if len(findings) else [Reason(ReasonCode.NO_TARGETS_FOUND)]
    for finding in findings:
        facts = {"finding": finding}
        if finding.status == Status.TARGET_NOT_FOUND:
            found.append(Reason(ReasonCode.UNKNOWN_TARGET, facts))
        if finding.status == Status.NO_DATA:
            found.append(Reason(ReasonCode.UNKNOWN_RESULT, facts))
        elif finding.status == Status.CANNOT_BE_DECIDED and finding.latest is None:
            found.append(Reason(ReasonCode.UNKNOWN_ANSWER, facts))
        elif finding.reasons[0].code in (ReasonCode.ONLY_EARLIER_VALUE, ReasonCode.FIGURE_OF_YEARS):
            found.append(Reason(ReasonCode.UNKNOWN_DUE_YEAR, facts))
        elif finding.reasons[0].code == ReasonCode.INTERVAL_STRADDLES or finding.strength == Strength.BOUND:
            found.append(Reason(ReasonCode.UNKNOWN_EXACT_VALUE, facts))
        elif finding.status == Status.CANNOT_BE_DECIDED:
            found.append(Reason(ReasonCode.UNKNOWN_ANSWER, facts))
        if _lacks_start(findings.evidence, finding):
            found.append(Reason(ReasonCode.UNKNOWN_BASELINE, facts))
    return found


def _lacks_start(evidence: Evidence, finding: Finding) -> bool:
    """Whether it is not known where a target began: its level, or that of the year which a change counts from."""
    target, card = finding.target, evidence.indicators[finding.target.indicator]
    if card.kind != "change":
        return card.needs_start and target.baseline_value is None
    if card.change_of is None or finding.latest:
        return False
    known = estimates_of(evidence, card.change_of, finding.area)
    return all(estimate.year != base_year(evidence, target) for estimate in known)


def national_findings(findings: Findings) -> Findings | None:
    """The national programme that the phase carries out, judged on national figures, or None.

    Of one that goes on after the phase only what was due by the phase's last year, where anything was.
    """
    national, end = findings.programme.national, findings.programme.end
    if national is None:
        return None
    whole = judge(findings.evidence, national)
    due = tuple(finding for finding in whole if finding.target.due_year <= end)
    return replace(whole, items=due) if due else whole


def published_results(findings: Findings) -> list[Estimate]:
    """The results of a phase whose targets were not found: of these targets, then others of the same sources.

    Estimates, each once, in the order of the targets and then of the catalogue.
    """
    unfound = [f for f in findings if f.status == Status.TARGET_NOT_FOUND]
    sources = {f.target.source for f in unfound}
    own = [r for f in unfound for r in f.deciding if sources & set(r.sources)]
    others = [r for r in other_estimates(findings) if sources & set(r.sources)]
    return list(dict.fromkeys([*own, *others]))


def verify_result(evidence: Evidence, estimate: Estimate) -> Reason:
    """Reasons that say how far an estimate can be verified, the gravest first.

    Another figure of the same thing that does not agree; else that nobody published it, or several sources;
    else what would verify it.
    """
    if conflict := next(conflicts_with(evidence, estimate), None):
        return Reason(ReasonCode.VERIFY_CONFLICT, {"estimate": estimate, "other": opposed_to(conflict, estimate)})
    if estimate.strength == Strength.REPORTED:
        return Reason(ReasonCode.VERIFY_REPORTED, {"estimate": estimate})
    if estimate.strength == Strength.DERIVED:
        return Reason(ReasonCode.VERIFY_DERIVED, {"estimate": estimate})
    if (count := len(_of_their_own(evidence, estimate.sources))) > 1:
        return Reason(ReasonCode.VERIFY_AGREED, {"count": count})
    code = ReasonCode.VERIFY_REPRINTED if len(set(estimate.sources)) > 1 else ReasonCode.VERIFY_SINGLE
    return Reason(code, {"estimate": estimate})


def _of_their_own(evidence: Evidence, sources: Iterable[str]) -> set[str]:
    """Those that say a thing of themselves: who reprints or tells what others published is no second witness."""
    return {code for code in sources if evidence.sources[code].kind != SourceKind.secondary}
