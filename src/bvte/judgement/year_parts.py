"""What the provinces that a merged one was made of published of the year: nobody published it of the whole."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bvte.evidence.merged import predecessors
from bvte.judgement.annual import Annual, current_programmes
from bvte.judgement.estimates import Estimate
from bvte.judgement.message import Statement
from bvte.judgement.statutory_forms import FilledForm
from bvte.judgement.vantage import is_old
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


def nearest_of_parts(report: Annual, numbers: Iterable[str]) -> list[Estimate]:
    """The newest figures that the parts of a merged province published of what some forms ask, by their numbers, where
    the report has none: form by form, each part after the other, but for what the report begins with.

    What ended more than five years before is too old to speak of a year.

    >>> import bvte
    >>> nearest_of_parts(bvte.annual(bvte.load("dien-bien"), 2025), ["1", "8"])
    []
    """
    empty = [number for number in numbers if not _has_figure(report.forms[number])]
    told = {(s.estimate.area, s.estimate.indicator) for s in statements_of_parts(report)}
    parts = [_of_part(report, part) for part in predecessors(report.known, report.area) if empty]
    found = [figure for number in empty for part in parts for figure in _figures_of(part.forms[number])]
    known = [r for r in found if (r.area, r.indicator) not in told and not is_old(report.known, r)]
    newest = sorted(known, key=lambda r: r.period.last, reverse=True)[:MOST_OF_CHILDREN]
    return [figure for figure in known if figure in newest]


def _has_figure(form: FilledForm) -> bool:
    return any(_figures_of(form))


def _figures_of(form: FilledForm) -> Iterator[Estimate]:
    """The newest figure of each cell of the area itself."""
    cells = (cell for row in form.rows if not row.units for cell in row.cells)
    yield from (figure for cell in cells if (figure := cell.this or cell.last or cell.other))


def _of_part(report: Annual, part: str) -> Annual:
    """The report as a part of the province would have filled it."""
    programmes = current_programmes(report.known, report.year, part)
    return replace(report, area=part, programmes=programmes, results=())
