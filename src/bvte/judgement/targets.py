"""The findings of a programme: each of its targets judged on what was published."""

from dataclasses import dataclass

from bvte.judgement.answers import answers_of, newest
from bvte.judgement.baselines import baseline_of, before_phase
from bvte.judgement.comparability import break_ahead, compare
from bvte.judgement.finding import Finding, standing
from bvte.judgement.levels import is_change
from bvte.judgement.progress import progress
from bvte.judgement.remarks import remarks
from bvte.judgement.verdicts import conclude
from bvte.methods import interval


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
    answers = answers_of(evidence, target, area)
    latest, baseline = newest(answers), baseline_of(evidence, target, area)
    start = baseline or before_phase(evidence, target, area)
    comparison = compare(evidence, start, latest) if latest and start else None
    card = evidence.indicators[target.indicator]
    ahead = break_ahead(evidence, latest, target.due_year) if latest else None
    way = progress(card, target, start, latest, comparison, ahead) if latest else None
    status, reasons, deciding = conclude(evidence, target, area, answers, way, start)
    return Finding(
        target, area, status, (*reasons, *remarks(evidence, target, deciding)), deciding, latest, baseline,
        *_since_baseline(evidence, target, baseline, latest, comparison), way,
        standing(evidence, target) == "draft",
    )  # fmt: skip


def _since_baseline(evidence, target, baseline, latest, comparison):
    """The change since the printed baseline and whether there may be one; a wanted change is one itself."""
    if baseline is None or comparison is None or is_change(evidence, target):
        return None, None
    if comparison.verdict == "not_comparable":
        return None, comparison
    return interval.subtract_intervals(latest.interval, baseline.interval), comparison
