"""The findings of a programme: each of its targets judged on what was published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from bvte.evidence.codes import resolve
from bvte.evidence.collection import Evidence
from bvte.evidence.record import one_line
from bvte.evidence.rows import Programme
from bvte.judgement.answers import answers_of, newest
from bvte.judgement.baselines import baseline_of, before_phase
from bvte.judgement.comparability import break_ahead, compare
from bvte.judgement.finding import Finding, standing
from bvte.judgement.levels import is_change
from bvte.judgement.progress import progress
from bvte.judgement.reading import Reading
from bvte.judgement.remarks import remarks
from bvte.judgement.verdicts import conclude
from bvte.methods import interval

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Findings:
    """The findings of one programme in one area, in the order of its targets."""

    evidence: Evidence
    programme: Programme
    area: str
    items: tuple[Finding, ...]

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, target: str) -> Finding:
        """The finding of a target by its id. Raises CodeError, with the nearest right one."""
        known = {finding.target.id: finding for finding in self.items}
        return known[resolve("target", target, known)]

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

    def readings(self) -> list[Reading]:
        """The readings behind the frame of estimates, in its order."""
        return _frames().shown_readings(self)

    def __repr__(self) -> str:
        counted = Counter(finding.label for finding in self.items)
        statuses = ", ".join(f"{number} {label}" for label, number in counted.items())
        name = self.programme.name_vi
        return one_line(
            name[:NAME], self.area, f"{len(self)} targets: {statuses}" if statuses else "no target"
        )

    def _repr_html_(self) -> str:
        return _frames().show_frame(self.frame(), SHOWN)


# Characters of a programme's name before the line says how its targets stand, and columns of its small table.
NAME = 80
SHOWN = (
    "target",
    "name",
    "status",
    "condition",
    "target_value",
    "unit",
    "latest_value",
    "latest_year",
    "reasons",
)


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
    return interval.difference(latest.interval, baseline.interval), comparison
