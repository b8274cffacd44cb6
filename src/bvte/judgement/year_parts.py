"""What the provinces that a merged one was made of published of the year: nobody published it of the whole."""

from collections.abc import Iterable
from dataclasses import replace

from bvte.evidence.merged import predecessors
from bvte.judgement.annual import Annual, current_programmes
from bvte.judgement.message import Statement
from bvte.judgement.year_message import MOST_OF_CHILDREN, statements_of_year


def statements_of_parts(report: Annual) -> list[Statement]:
    """What each part of a merged province would have begun its report with, in the order of the parts; nothing where
    the province has figures of its own, and of one that is older.

    >>> import bvte
    >>> statements_of_parts(bvte.annual(bvte.load("dien-bien"), 2025))
    []
    """
    parts = [] if statements_of_year(report) else predecessors(report.known, report.area)
    told = (statement for part in parts for statement in statements_of_year(_of_part(report, part)))
    return [*told][:MOST_OF_CHILDREN]


def asked_with_parts(report: Annual, numbers: Iterable[str]) -> set[str]:
    """Indicators of some forms, by their numbers, as the report or one of a part fills them: a form has further rows
    where its area has figures. The row that counts the units below names no figure."""
    filled = [report.forms, *(_of_part(report, part).forms for part in predecessors(report.known, report.area))]
    rows = [row for forms in filled for number in numbers for row in forms[number].rows if not row.units]
    return {cell.indicator for row in rows for cell in row.cells}


def _of_part(report: Annual, part: str) -> Annual:
    """The report as a part of the province would have filled it."""
    programmes = current_programmes(report.known, report.year, part)
    return replace(report, area=part, programmes=programmes, results=())
