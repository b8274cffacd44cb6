"""The rules that a data folder must keep: each returns the rows that break it."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from bvte.evidence.indicator import Origin
from bvte.evidence.problem import Problem, Severity
from bvte.evidence.rows import Observation

Problems: TypeAlias = Iterator[Problem]


def observation_problem(
    code: str,
    row: Observation,
    column: str,
    found: object,
    allowed: object,
    other: str | None = None,
    severity: Severity = Severity.error,
    **facts: object,
) -> Problem:
    """A problem of an observation; what the publication itself breaks is a finding, kept as printed."""
    severity = Severity.finding if code in row.acknowledged else severity
    facts = {"row": row.id, "indicator": row.indicator, **facts}
    return Problem(
        code, row.file_of("observations"), row.line, column, str(found), str(allowed), other, severity, facts
    )


def cell_place(file: str, row: Any, column: str) -> tuple[str, int | None, str]:
    """File, line and column of a cell; an indicator has no line but its own name."""
    if file == "indicators":
        written = "indicators.yml" if row.origin in (Origin.province, Origin.own_reading) else "national/indicators.yml"
        return written, None, f"{row.id}.{column}"
    return row.file_of(file), row.line, column
