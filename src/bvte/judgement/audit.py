"""Is a target itself sound? Each check looks at one target of a programme and names what is wrong with it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bvte.evidence.codes import resolve
from bvte.evidence.collection import Evidence
from bvte.evidence.record import one_line
from bvte.judgement.audit_baseline import BASELINE_CHECKS
from bvte.judgement.audit_meaning import MEANING_CHECKS
from bvte.judgement.audit_subject import Flag, Subject

if TYPE_CHECKING:
    import pandas as pd

CHECKS = (*BASELINE_CHECKS, *MEANING_CHECKS)


@dataclass(frozen=True)
class Audit:
    """The flags of a programme's targets: `flags` maps a target's id to its flags, in check order."""

    evidence: object
    programme: object
    area: str
    subjects: tuple
    flags: dict = field(default_factory=dict)

    def __getitem__(self, target: str) -> tuple[Flag, ...]:
        """The flags of a target by its id. Raises CodeError, with the nearest right one."""
        return self.flags[resolve("target", target, self.flags)]

    def frame(self) -> "pd.DataFrame":
        """The audit as a frame, one row a target and check; its columns stand in `result_frames.AUDIT`."""
        from bvte.judgement.result_frames import frame_audit  # itself made of audits

        return frame_audit(self)

    def __repr__(self) -> str:
        counted = Counter(flag.code for flags in self.flags.values() for flag in flags)
        told = ", ".join(f"{n} {code}" for code, n in counted.items())
        return one_line(f"audit {self.programme.id} {self.area}", f"{len(self.flags)} targets", told)

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(self.frame().query("flagged"), ("target", "name", "check", "remedy", "source"))

    @property
    def sources(self):
        """Ids of the sources of the targets, their baselines and all that a flag rests on, each once."""
        flags = (flag for found in self.flags.values() for flag in found)
        named = (code for flag in flags for code in flag.sources(self.evidence))
        baselines = (code for s in self.subjects if s.baseline for code in s.baseline.sources)
        return list(dict.fromkeys([*(s.target.source for s in self.subjects), *baselines, *named]))

    @property
    def flagged(self):
        """Targets with at least one flag."""
        return [s.target for s in self.subjects if self.flags[s.target.id]]


def audit(evidence: Evidence, programme: str, area: str | None = None) -> Audit:
    """The audit of every target of a programme, in its own area or in another one.

    Raises KeyError for an unknown programme.

    >>> import bvte
    >>> audited = bvte.audit(bvte.load("dien-bien"), "cpp_2021_2025_db_draft")
    >>> audited.frame()["flagged"].sum() == sum(len(audited[code]) for code in audited.flags)
    np.True_
    """
    phase = evidence.programmes[programme]
    where = area or phase.area
    subjects = tuple(Subject(evidence, target, where) for target in evidence.targets_of(programme))
    flags = {s.target.id: tuple(flag for check in CHECKS if (flag := check(s))) for s in subjects}
    return Audit(evidence, phase, where, subjects, flags)


def check_codes():
    """Codes of all checks, in their order: the columns of an audit picture."""
    return [check.__name__ for check in CHECKS]
