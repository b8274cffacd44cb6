"""Which figures of a form add up to which, for what a workbook checks and for what is asked about an answer."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from bvte.evidence.national import report_layout, request_rules


@dataclass(frozen=True)
class Sum:
    """A whole and its parts of one kind, by their indicators.

    is_complete : whether these are all of its parts, which have to add up to it; else none may be more than it.
    """

    whole: str
    parts: tuple[str, ...]
    is_complete: bool


def sums_of(indicators: Collection[str]) -> list[Sum]:
    """The sums of some indicators, as the forms have them, in their order; those of which no part is there are none.

    >>> [(one.whole, len(one.parts)) for one in sums_of(["orphaned_count", "orphaned_boys", "orphaned_girls"])]
    [('orphaned_count', 2)]
    """
    found: dict[tuple[str, str | None], dict[str, None]] = defaultdict(dict)
    for form in report_layout().forms.values():
        for part, whole, breakdown in form.parts:
            found[whole, breakdown][part] = None
    made = (_sum_of(whole, breakdown, [*parts], indicators) for (whole, breakdown), parts in found.items())
    return [one for one in made if one.whole in indicators and one.parts]


def _sum_of(whole: str, breakdown: str | None, parts: list[str], indicators: Collection[str]) -> Sum:
    """A sum with those of its parts that are there; complete where they are all of it."""
    known = tuple(part for part in parts if part in indicators)
    is_all = len(parts) > 1 if breakdown else whole in _complete_wholes()
    return Sum(whole, known, is_all and len(known) == len(parts))


def _complete_wholes() -> set[str]:
    """The wholes whose rows are all of their parts: of a matrix in each of its columns."""
    named, found = request_rules().complete, set[str]()
    for form in report_layout().forms.values():
        columns: list[str | None] = [*form.columns] or [None]
        found |= {row.of(column) for row in form.rows for column in columns if row.of(columns[0]) in named}
    return found
