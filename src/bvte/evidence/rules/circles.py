"""Rules on what refers to its own kind: nothing lies in itself, is a part of itself or follows itself."""

from bvte.evidence.problem import Problem, cell_place

# (file, column) of what names others of its file and may never come back to where it began.
LINKS = (
    ("programmes", "national"), ("areas", "parent"),
    *(("indicators", column) for column in (
        "numerator_indicator", "denominator_indicator", "parts", "all_of", "subset_of", "change_of",
        "nested_in", "whole_indicator", "reported_count", "reported_whole",
    )),
)  # fmt: skip


def in_a_circle(evidence):
    """Rows that come back to themselves by what they name in one column, told once a circle."""
    for file, column in LINKS:
        rows = {getattr(row, "code", None) or row.id: row for row in getattr(evidence, file).values()}
        told = set()
        for code, row in rows.items():
            circle = _find_circle(rows, column, code)
            if circle and not told & set(circle):
                told |= set(circle)
                yield Problem("in_a_circle", *cell_place(file, row, column), " > ".join([*circle, code]))


def _find_circle(rows, column, start):
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


def _codes_named(rows, column, code):
    """What a row names in a column."""
    cell = getattr(rows[code], column) if code in rows else None
    return (cell,) if isinstance(cell, str) else cell or ()
