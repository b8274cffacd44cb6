"""The cards of the cells of forms, which stand nowhere else: the 14 groups of children by sex, help, care and file.

A cell is an indicator: its name, unit, law and whole stand in the form, and how sensitive it is follows from the form
and from its whole. A card in `indicators.yml` always goes before.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from bvte.evidence.indicator import Direction, Group, Indicator, IndicatorKind, JudgedBy, Origin, Sensitivity, Words
from bvte.evidence.national import Form, FormRow, report_layout, settings_of
from bvte.evidence.spoken_folder import Spoken, spoken_folder
from bvte.evidence.value import COUNTS, MONEY, SHARES

# Letters that a chart has for a name (see `rules.wording`).
LONGEST_SHORT = 45


def form_cards(
    cards: Mapping[str, Indicator], used: Iterable[str] | None = None, origin: Origin = Origin.province
) -> dict[str, Indicator]:
    """Cards for the cells of forms that have none among some, by code, in the order of the forms.

    used : the codes that are wanted, by default those of all cells; origin : whose cards they are.

    >>> form_cards({}, ["children_under16_boys"])["children_under16_boys"].unit.value
    'children'
    """
    asked = None if used is None else {*used}
    wanted = [code for code in _cells_by_code() if code not in cards and (asked is None or code in asked)]
    return {code: _card_of_cell(code, cards, origin) for code in wanted}


def _cells_by_code() -> dict[str, tuple[str, FormRow, str | None]]:
    """Code of every cell -> (number of its form, row, column)."""
    return _cells_of(spoken_folder())


@cache
def _cells_of(spoken: Spoken) -> dict[str, tuple[str, FormRow, str | None]]:
    """The cells of the forms of a folder."""
    cells: dict[str, tuple[str, FormRow, str | None]] = {}
    for number, form in settings_of("annual_report", spoken).forms.items():
        for row in form.rows:
            columns: list[str | None] = [*form.columns] or [None]
            for column in columns:
                cells.setdefault(row.of(column), (number, row, column))
    return cells


def _card_of_cell(code: str, cards: Mapping[str, Indicator], origin: Origin) -> Indicator:
    """The card of one cell."""
    number, row, column = _cells_by_code()[code]
    layout = report_layout()
    form, texts = layout.forms[number], layout.cell_card
    name = _cell_name(form, row, column)
    whole = _whole_of(code, form)
    above = _card_above(whole, cards)
    basis = row.basis or texts.basis
    said = {language: {"form": number, "name": name[language], "basis": basis[language]} for language in name}
    definition = {language: texts.definition[language].format(**facts) for language, facts in said.items()}
    return Indicator(
        id=code,
        origin=origin,
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
    return IndicatorKind.amount if unit in MONEY else IndicatorKind.rate


def _sensitivity_of(form: Form, above: Indicator | None) -> Sensitivity:
    """Small counts of a protected form; else as sensitive as what it is a part of."""
    if form.protected:
        return Sensitivity.small_counts
    return above.sensitivity if above else Sensitivity.public
