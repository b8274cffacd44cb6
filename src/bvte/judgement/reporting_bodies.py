"""Which bodies can say what an indicator counts, from what the yearly report asks of each kind of body."""

from collections.abc import Collection, Iterator
from datetime import date

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.national import report_layout, request_rules
from bvte.evidence.reporting import RespondentRow
from bvte.evidence.rows import LEVELS


def reporters_of(card: Indicator, levels: Collection[str] = LEVELS) -> Iterator[tuple[str, str]]:
    """Kinds of bodies that can say what an indicator counts, each once, with the statistic.

    Those that the yearly report asks for it, or for the level that it is a change of; else for what it is a share of;
    else each unit of which it is counted, of the levels that there are.
    """
    counted = {card.id, card.change_of, card.numerator_indicator, card.reported_count, *card.all_of, *card.parts}
    found = dict(_asked(counted)) or dict(_asked({card.whole_indicator}))
    if not found and card.counted_in:
        found = {name: "level" for name, kind in request_rules().respondents.items() if kind.of_level in levels}
    yield from found.items()


def _asked(indicators: Collection[str | None]) -> Iterator[tuple[str, str]]:
    """Kinds of bodies that are asked for one of some indicators, with the statistic."""
    forms = report_layout().forms
    for name, kind in request_rules().respondents.items():
        cells: list[tuple[str, str | None]] = [("level", code) for code in kind.answers]
        cells += [(ask.statistic, row.of(column)) for ask in kind.asks for row, column in ask.cells(forms[ask.form])]
        asked = next((statistic for statistic, indicator in cells if indicator in indicators), None)
        if asked:
            yield name, str(asked)


def bodies_to_ask(evidence: Evidence, area: str, indicator: str, year: int) -> tuple[str, ...]:
    """Kinds of bodies that can say what an indicator was in a year; what units that ended have told is with the body in
    charge."""
    rules, kinds = request_rules().respondents, reporters_of(evidence.indicators[indicator])
    return tuple(kind for kind, _ in kinds if _are_there_still(evidence, area, rules[kind].of_level, year))


def _are_there_still(evidence: Evidence, area: str, level: str | None, year: int) -> bool:
    """Whether the bodies of a year can be asked: one of its own always, units of a level unless all of them ended."""
    units = evidence.units(level, area, date(year, 12, 31)) if level else []
    return not units or any(unit.valid_to is None for unit in units)


def body_now(evidence: Evidence, kind: str) -> RespondentRow | None:
    """The body of a kind that is there now, whatever day a page sees from: who can act; None where none is known."""
    known = [row for row in evidence.respondents.values() if row.kind == kind and row.valid_to is None]
    return known[-1] if known else None
