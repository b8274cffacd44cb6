"""Which body can give what a yearly report has no figure for; the rest is put together by whoever sends the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bvte.evidence.indicator import Words
from bvte.evidence.national import RespondentKind
from bvte.judgement.coverage import asked_bodies, unnamed_kinds
from bvte.judgement.statutory_forms import FilledForm, FilledRow

if TYPE_CHECKING:
    from bvte.judgement.annual import Annual


class Gap(NamedTuple):
    """A cell of a form without a figure of the year; column : None where the form has only one."""

    number: str
    form: FilledForm
    row: FilledRow
    column: str | None

    @property
    def key(self) -> tuple[str, str]:
        """Its form and what is counted there."""
        return self.number, self.row.row.of(self.column)


@dataclass(frozen=True)
class AskedGaps:
    """The cells that a kind of body is asked for, in the order of the forms; name : None of the sender itself; level :
    of the units whose bodies they are, None of a single body."""

    name: Words | None
    gaps: tuple[Gap, ...]
    level: str | None = None


def gaps_by_body(report: "Annual") -> list[AskedGaps]:
    """The empty cells of a report by who is asked for them; one that several count stands with each of them.

    >>> import bvte
    >>> report = bvte.annual(bvte.load("dien-bien"), 2025)
    >>> gaps_by_body(report)[-1].name is None
    True
    """
    gaps = tuple(_gaps_of(report))
    bodies = [(body.name, body.kind) for body in asked_bodies(report.known, report.year)]
    bodies += [(kind.name, kind) for kind in unnamed_kinds(report.known, report.year)]
    found = [AskedGaps(name, _asked_of(gaps, kind), kind.of_level) for name, kind in bodies]
    asked = {gap.key for one in found for gap in one.gaps}
    found.append(AskedGaps(None, tuple(gap for gap in gaps if gap.key not in asked)))
    return [one for one in found if one.gaps]


def _gaps_of(report: "Annual") -> Iterator[Gap]:
    for number, form in report.forms.items():
        yield from (Gap(number, form, row, column) for row, column in form.gaps)


def _asked_of(gaps: tuple[Gap, ...], kind: RespondentKind) -> tuple[Gap, ...]:
    forms = {gap.number: gap.form.form for gap in gaps}
    asks = ((ask.form, ask.cells(forms[ask.form])) for ask in kind.asks if ask.form in forms)
    wanted = {(number, row.of(column)) for number, cells in asks for row, column in cells}
    return tuple(gap for gap in gaps if gap.key in wanted)
