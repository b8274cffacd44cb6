"""What is asked of a process that makes reports, and what it answers; both small enough to travel."""

from dataclasses import dataclass, field

from bvte.publishing.failure import Failure
from bvte.publishing.report import Report


@dataclass(frozen=True)
class Task:
    """One report to make.

    notebooks : folder of the notebooks; engine : name of a papermill engine; memory : bytes of address space
    that its notebook may take, None for no limit.
    """

    report: Report
    notebooks: str
    engine: str
    memory: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a task: the files of the report (path -> bytes) and what the index tells, or a failure.

    lacking : forms that cannot be made on this machine (ending -> code of the reason); seconds : how long it
    took.
    """

    report: Report
    files: dict = field(default_factory=dict)
    about: dict = field(default_factory=dict)
    lacking: dict = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0
