"""Rules on names: every code leads to the file that defines it, and no chain of them back to its start."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from bvte.evidence.catalogue import NATIONAL
from bvte.evidence.collection import Evidence
from bvte.evidence.national import LAYOUT
from bvte.evidence.next_phase import PREFIX
from bvte.evidence.problem import Problem, Severity, nearest_name
from bvte.evidence.rules import Problems, cell_place

# (file, column) -> table where the code must stand; a cell may hold several
REFERENCES = {
    ("programmes", "area"): "areas",
    ("programmes", "follows"): "programmes",
    ("programmes", "national"): "programmes",
    ("programmes", "source"): "sources",
    ("targets", "programme"): "programmes",
    ("targets", "indicator"): "indicators",
    ("targets", "source"): "sources",
    ("targets", "areas"): "areas",
    ("targets", "revises"): "targets",
    ("observations", "indicator"): "indicators",
    ("observations", "area"): "areas",
    ("observations", "source"): "sources",
    ("population", "area"): "areas",
    ("population", "source"): "sources",
    ("areas", "parent"): "areas",
    ("area_changes", "old_code"): "areas",
    ("area_changes", "new_code"): "areas",
    ("breaks", "indicators"): "indicators",
    ("breaks", "areas"): "areas",
    ("breaks", "source"): "sources",
    ("agencies", "area"): "areas",
    ("agencies", "paper"): "papers",
    ("agencies", "source"): "sources",
    ("annual_reports", "paper"): "papers",
    ("annual_reports", "area"): "areas",
    ("respondents", "source"): "sources",
    ("about", "area"): "areas",
    ("aims", "programme"): "programmes",
    ("aims", "indicator"): "indicators",
    ("aims", "source"): "sources",
    ("remarks", "indicator"): "indicators",
    ("remarks", "source"): "sources",
    ("tiles", "area"): "areas",
    ("explanations", "questioned"): "observations",
    ("explanations", "rests_on"): "observations",
    ("indicators", "numerator_indicator"): "indicators",
    ("indicators", "denominator_indicator"): "indicators",
    ("indicators", "parts"): "indicators",
    ("indicators", "all_of"): "indicators",
    ("indicators", "at_least_sum_of"): "indicators",
    ("indicators", "subset_of"): "indicators",
    ("indicators", "change_of"): "indicators",
    ("indicators", "nested_in"): "indicators",
    ("indicators", "reported_count"): "indicators",
    ("indicators", "reported_whole"): "indicators",
    ("indicators", "whole_indicator"): "indicators",
}

# In a break: all indicators, all areas.
ALL = "*"


def unknown_code(evidence: Evidence) -> Problems:
    """Cells that name a source, indicator, area or programme that is not defined."""
    for (file, column), table in REFERENCES.items():
        known = _codes_defined(evidence, table)
        for row in getattr(evidence, file).values():
            for code in _codes_in_cell(getattr(row, column)):
                # Of a name whose accents stand apart, only that is told.
                if known is None or unicodedata.normalize("NFC", code) in known:
                    continue
                if not (code == ALL and file == "breaks"):
                    yield Problem(
                        "unknown_code", *cell_place(file, row, column), code, table, nearest_name(code, known)
                    )
    yield from _in_editions(evidence)
    yield from _in_decisions(evidence)


def definition_not_known(evidence: Evidence) -> Problems:
    """Definitions and scopes that one slip of the pen parts from one in use elsewhere: they join nothing."""
    named = list(_definitions_named(evidence))
    used = Counter(code for _, code in named)
    allowed = ", ".join(sorted(used))
    for where, code in named:
        if near := nearest_name(code, [other for other in used if _is_meant(other, code, used)]):
            yield Problem("definition_not_known", *where, code, allowed, near, Severity.finding)


def _definitions_named(evidence: Evidence) -> Iterator[tuple[tuple[str, int | None, str], str]]:
    """File, line and column, and code of all that names a definition of figures."""
    for file, column in (("observations", "definition"), ("targets", "definition"), ("targets", "scope")):
        for row in getattr(evidence, file).values():
            if code := getattr(row, column):
                yield cell_place(file, row, column), code


def _is_meant(other: str, code: str, used: Counter[str]) -> bool:
    """Whether the other code may be meant: one in use before or more often; 2016 is not meant by 2011."""
    ours, theirs = (sorted(re.findall("[0-9]", name)) for name in (code, other))
    # Of two that are used as often the one that came first is taken for the right one.
    first = used[other] == used[code] and list(used).index(other) < list(used).index(code)
    return ours == theirs and (used[other] > used[code] or first)


def _in_editions(evidence: Evidence) -> Problems:
    """Recorded findings about an indicator that has another name by now: nothing compares with them."""
    for year, rows in evidence.editions.items():
        for row in rows.values():
            known = _codes_defined(evidence, "indicators")
            if known is not None and row.indicator not in known:
                near = nearest_name(row.indicator, known)
                yield Problem(
                    "unknown_code", f"editions/{year}.csv", row.line, "indicator", row.indicator, "indicators", near
                )


def _in_decisions(evidence: Evidence) -> Problems:
    """Decisions of a workshop on a target that is not defined."""
    for day, rows in evidence.decisions.items():
        file = f"workshops/{day}.csv"
        for code, row in rows.items():
            known = _codes_defined(evidence, "targets")
            # What is carried on to a phase that nobody drafted has the code of the target that it comes from.
            if known is not None and code.removeprefix(PREFIX) not in known:
                near = nearest_name(code, known)
                yield Problem("unknown_code", file, row.line, "target", code, "targets", near)


def _codes_defined(evidence: Evidence, table: str) -> set[str] | None:
    """Codes that a table defines, also in rows that could not be read; None where its file could not be.

    An area has one code through all its states.
    """
    # A figure of an office may be of a cell of a form, which has its card from there.
    own = (f"{table}.csv", f"{table}.yml")
    files = (*own, *(f"{NATIONAL}/{name}" for name in own), *([LAYOUT] if table == "indicators" else []))
    rejected = [p for p in evidence.rejected if p.file in files]
    if any(problem.facts.get("unread") for problem in rejected):
        return None
    rows = getattr(evidence, table)
    named = {a.code for a in rows.values()} if table == "areas" else set(rows)
    return named | {problem.facts["id"] for problem in rejected if "id" in problem.facts}


def _codes_in_cell(cell: Any) -> Sequence[str]:
    """The codes in a cell: none, one, or several."""
    if cell is None:
        return ()
    return (cell,) if isinstance(cell, str) else cell


# (file, column) of what names others of its file and may never come back to where it began.
LINKS = (
    ("programmes", "national"),
    ("areas", "parent"),
    ("targets", "revises"),
    *(
        ("indicators", column)
        for column in (
            "numerator_indicator",
            "denominator_indicator",
            "parts",
            "all_of",
            "subset_of",
            "change_of",
            "nested_in",
            "whole_indicator",
            "reported_count",
            "reported_whole",
        )
    ),
)


def in_a_circle(evidence: Evidence) -> Problems:
    """Rows that come back to themselves by what they name in one column, told once a circle."""
    for file, column in LINKS:
        rows = {getattr(row, "code", None) or row.id: row for row in getattr(evidence, file).values()}
        told: set[str] = set()
        for code, row in rows.items():
            circle = _find_circle(rows, column, code)
            if circle and not told & set(circle):
                told |= set(circle)
                yield Problem("in_a_circle", *cell_place(file, row, column), " > ".join([*circle, code]))


def _find_circle(rows: dict[str, Any], column: str, start: str) -> list[str]:
    """The codes from `start` back to itself, empty where no way leads back."""
    ways, seen = [[start]], set()
    while ways:
        way = ways.pop()
        for code in _codes_named(rows, column, way[-1]):
            if code == start:
                return way
            if code not in seen:
                seen.add(code)
                ways.append([*way, code])
    return []


def _codes_named(rows: dict[str, Any], column: str, code: str) -> Sequence[str]:
    """What a row names in a column."""
    cell = getattr(rows[code], column) if code in rows else None
    return (cell,) if isinstance(cell, str) else cell or ()
