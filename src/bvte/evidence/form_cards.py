"""The card of a cell of a form, for which a province has none of its own but an office sent a figure.

A cell is an indicator as soon as there is a figure of it: its name, unit and whole stand in the form, and how sensitive
it is follows from the form and from its whole. A card in `indicators.yml` always goes before.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from bvte.evidence.indicator import Direction, Group, Indicator, IndicatorKind, JudgedBy, Sensitivity, Words
from bvte.evidence.national import Form, FormRow, report_layout
from bvte.evidence.value import COUNTS, SHARES

# Letters that a chart has for a name (see `rules.wording`).
LONGEST_SHORT = 45


def form_cards(used: Iterable[str], cards: Mapping[str, Indicator]) -> dict[str, Indicator]:
    """Cards for the cells of forms among some codes that have none, by code.

    >>> form_cards(["children_under16_boys"], {})["children_under16_boys"].unit.value
    'children'
    """
    places = _cells_by_code()
    return {code: _card_of_cell(code, cards) for code in dict.fromkeys(used) if code not in cards and code in places}


@cache
def _cells_by_code() -> dict[str, tuple[str, FormRow, str | None]]:
    """Code of every cell -> (number of its form, row, column)."""
    cells: dict[str, tuple[str, FormRow, str | None]] = {}
    for number, form in report_layout().forms.items():
        for row in form.rows:
            columns: list[str | None] = [*form.columns] or [None]
            for column in columns:
                cells.setdefault(row.of(column), (number, row, column))
    return cells


def _card_of_cell(code: str, cards: Mapping[str, Indicator]) -> Indicator:
    """The card of one cell."""
    number, row, column = _cells_by_code()[code]
    layout = report_layout()
    form, texts = layout.forms[number], layout.cell_card
    name = _cell_name(form, row, column)
    whole = _whole_of(code, form)
    above = _card_above(whole, cards)
    definition = {language: texts.definition[language].format(form=number, name=name[language]) for language in name}
    return Indicator(
        id=code,
        name=Words(**name),
        short=Words(**_short_name(form, row, column)),
        definition=Words(**definition),
        unit=row.unit,
        better=Direction.ambiguous,
        better_note=texts.better_note,
        limits=(0, 100 if row.unit in SHARES else None),
        group=form.group or (above.group if above else Group.general),
        kind=_kind_of(row.unit),
        subset_of=whole if row.unit in COUNTS else None,
        why=texts.why,
        sensitivity=_sensitivity_of(form, above),
        judged_by=JudgedBy.not_judged,
    )


def _cell_name(form: Form, row: FormRow, column: str | None) -> dict[str, str]:
    """Name of a row, with that of its column, by language."""
    named = {language: row.name[language] for language in ("vi", "en")}
    if column is None:
        return named
    return {language: f"{text}: {form.columns[column][language]}" for language, text in named.items()}


def _short_name(form: Form, row: FormRow, column: str | None) -> dict[str, str]:
    """The same cut to what fits on a chart; its column stays whole."""
    names = {}
    for language in ("vi", "en"):
        text, end = row.name[language], f": {form.columns[column][language]}" if column else ""
        room = LONGEST_SHORT - len(end)
        names[language] = (text if len(text) <= room else f"{text[: room - 1].rstrip()}…") + end
    return names


def _whole_of(code: str, form: Form) -> str | None:
    """The cell that a cell is a part of: of a matrix first the one in its row."""
    wholes = [whole for part, whole, _ in form.parts if part == code]
    return wholes[-1] if wholes else None


def _card_above(whole: str | None, cards: Mapping[str, Indicator]) -> Indicator | None:
    """The nearest card of those whose part a cell is."""
    while whole and whole not in cards:
        number, *_ = _cells_by_code()[whole]
        whole = _whole_of(whole, report_layout().forms[number])
    return cards[whole] if whole else None


def _kind_of(unit: str) -> IndicatorKind:
    if unit in COUNTS:
        return IndicatorKind.count
    return IndicatorKind.amount if unit == "billion_vnd" else IndicatorKind.rate


def _sensitivity_of(form: Form, above: Indicator | None) -> Sensitivity:
    """Small counts of a protected form; else as sensitive as what it is a part of."""
    if form.protected:
        return Sensitivity.small_counts
    return above.sensitivity if above else Sensitivity.public
