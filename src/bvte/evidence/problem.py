"""What is wrong, or noteworthy, in a data folder: one clear finding a row."""

from dataclasses import dataclass, field
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One offence against one rule; `presentation.problems` turns it into a sentence.

    severity: "error" stops a build; "finding" is published as it is and told to the reader.
    """

    code: str
    file: str
    line: int | None
    column: str
    found: str
    allowed: str = ""
    nearest: str | None = None
    severity: str = "error"
    facts: dict = field(default_factory=dict, compare=False)


class EvidenceError(ValueError):
    """A data folder that cannot be used as it is; `problems` says why, row by row."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__(self._message())

    def _message(self):
        return "\n".join(map(_row, self.problems))


def _row(problem):
    """One problem in one line of code words, with what would be right."""
    p = problem
    right = f"; allowed: {p.allowed}" if p.allowed else ""
    near = f"; nearest: {p.nearest}" if p.nearest else ""
    return f"{p.file}:{p.line or '-'} {p.column}: {p.code} ({p.found}{right}{near})"


def of_observation(code, row, column, found, allowed, other=None, severity="error", **facts):
    """A problem of an observation; what the publication itself breaks is a finding, kept as printed."""
    severity = "finding" if code in row.acknowledged else severity
    facts = {"row": row.id, "indicator": row.indicator, **facts}
    return Problem(
        code, "observations.csv", row.line, column, str(found), str(allowed), other, severity, facts
    )


def place(file, row, column):
    """File, line and column of a cell; an indicator has no line but its own name."""
    if file == "indicators":
        return "indicators.yml", None, f"{row.id}.{column}"
    return f"{file}.csv", row.line, column


def nearest(word, known):
    """The known name most like `word`, or None where nothing is like it."""
    return next(iter(get_close_matches(str(word), [str(k) for k in known], n=1, cutoff=0.6)), None)
