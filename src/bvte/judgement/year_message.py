"""What a yearly report says first: the children of its year, then what harms them, the gravest first.

Chosen from the forms and cards and never from a list, so that another folder gives its own.
"""

from collections.abc import Iterator

from bvte.evidence.indicator import Direction, Group
from bvte.evidence.national import FormKind
from bvte.evidence.rows import Programme, Target
from bvte.judgement.annual import Annual
from bvte.judgement.comparability import may_compare
from bvte.judgement.estimates import Estimate, Strength
from bvte.judgement.message import Statement, make_statement, statements_on
from bvte.judgement.statutory_forms import FilledForm, FilledRow, FormCell
from bvte.judgement.vantage import is_old
from bvte.judgement.year_drafts import first_phase, is_worse, shortfalls

# Sentences on children at most: one or two more say how the targets stand, so that six are read.
MOST_OF_CHILDREN = 4
# Results short of the nation's target that are named first; section IV names all.
MOST_MISSED = 3
# Harm that protection answers for goes before that which other sectors do; of a household it is no child's.
HARMED = (Group.protection, Group.health_nutrition, Group.education, Group.culture_play, Group.participation)


def statements_of_year(report: Annual) -> list[Statement]:
    """The numbers of children first, then what harms them: what grew worse, then the surest figures.

    >>> import bvte
    >>> report = bvte.annual(bvte.load("dien-bien"), 2025)
    >>> 0 < len(statements_of_year(report)) <= MOST_OF_CHILDREN
    True
    """
    told = [*_counts_of_children(report), *_harm(report)]
    first = {statement.estimate.indicator: statement for statement in reversed(told)}
    return [s for s in told if first[s.estimate.indicator] is s][:MOST_OF_CHILDREN]


def missed_targets(report: Annual) -> list[tuple[Estimate, Target]]:
    """Results that surely miss the nation's target of the year, of those that are not told before.

    None in a year without a figure of children.
    """
    named = {statement.estimate for statement in statements_of_year(report)}
    return [pair for pair in shortfalls(report) if pair[0] not in named][:MOST_MISSED] if named else []


def statements_told(report: Annual) -> list[Statement]:
    """Every figure that the report begins with or judges its targets by, for the table of what each rests on."""
    judged = {s.estimate: s for s in statements_on(report.known, report.findings)}
    missed = (make_statement(report.known, first_phase(report), own) for own, _ in missed_targets(report))
    told = (*statements_of_year(report), *missed)
    return list({**{s.estimate: judged.get(s.estimate, s) for s in told}, **judged}.values())


def without_targets(report: Annual) -> list[Programme]:
    """Approved programmes of the year of which no target was found."""
    return [p for p in report.programmes if p.status == "approved" and not report.known.targets_of(p.id)]


def _counts_of_children(report: Annual) -> Iterator[Statement]:
    """How many children there are, and how many of those groups that the law names: first rows of their forms. Where
    those were not counted alone, what was counted together with others."""
    for form in report.forms.values():
        if form.rows and (form.form.areas_of or form.form.kind == FormKind.matrix):
            own = list(_statement_of(report, form, form.rows[0]))
            yield from own or _joint_counts(report, form.rows[0].cells[0].indicator)


def _joint_counts(report: Annual, indicator: str) -> Iterator[Statement]:
    """What the forms have of counts that an indicator is a part of, beside others."""
    cards = report.known.indicators
    rows = ((form, row) for form in report.forms.values() for row in form.rows if not row.units)
    for form, row in rows:
        card = cards.get(row.cells[0].indicator)
        if card and indicator in card.at_least_sum_of:
            yield from _statement_of(report, form, row)


def _harm(report: Annual) -> list[Statement]:
    """Figures of the year, or of the year before, of which less would be better."""
    found = [s for form in report.forms.values() for row in form.rows for s in _harm_of(report, form, row)]
    return sorted(found, key=lambda statement: _gravity(report, statement))


def _harm_of(report: Annual, form: FilledForm, row: FilledRow) -> Iterator[Statement]:
    """A statement of a row that tells of harm; what is worked out here and parts of a row stand elsewhere."""
    card = report.known.indicators.get(row.cells[0].indicator)
    if card and card.better == Direction.down and card.group in HARMED and not row.row.part_of:
        yield from (s for s in _statement_of(report, form, row) if s.estimate.strength != Strength.DERIVED)


def _gravity(report: Annual, statement: Statement) -> tuple[bool, int, int]:
    """Smaller for graver: worse than before, then by the sector that answers, then the surest."""
    own = statement.estimate
    group = report.known.indicators[own.indicator].group
    return not is_worse(report, statement.before, own), HARMED.index(group), own.strength.rank


def _statement_of(report: Annual, form: FilledForm, row: FilledRow) -> Iterator[Statement]:
    """What a row tells of the year, or of the year before; nothing where neither has a figure to show."""
    cell = row.cells[0]
    own = cell.this or cell.last
    if own and own.area == report.area and not row.units:
        parts = tuple(_parts(report, form, row, own))
        yield make_statement(report.known, first_phase(report), own, before=_before(report, cell, own), parts=parts)


def _parts(report: Annual, form: FilledForm, row: FilledRow, whole: Estimate) -> Iterator[Estimate]:
    """Figures of the same time of what a row holds, where less of them would be better too."""
    below = (other for other in form.rows if other.row.part_of == row.row.indicator and not other.row.by)
    found = (r for other in below for r in (other.cells[0].this or other.cells[0].last,) if r)
    cards = report.known.indicators
    yield from (r for r in found if r.period == whole.period and cards[r.indicator].better == Direction.down)


def _before(report: Annual, cell: FormCell, own: Estimate) -> Estimate | None:
    """The newest earlier figure, of those the first that may be compared; None where there is none or an old one."""
    earlier = [r for r in (cell.last, cell.other) if r and r.period.last < own.period.first and r.unit == own.unit]
    known = [r for r in earlier if not is_old(report.known, r)]
    return next((r for r in known if may_compare(report.known, r, own)), next(iter(known), None))
