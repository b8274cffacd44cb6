"""Rules on how a number is written: whole counts, digits that a print has, the unit of its card."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bvte.evidence import value
from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.problem import ACKNOWLEDGED, Problem, Severity
from bvte.evidence.rows import Observation, Row, Target
from bvte.evidence.rules import Problems

# So many times another share is still like it.
ALIKE = 2
# A point and three digits after one to three others: how Viet Nam writes thousands.
THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+")
# Units of a change, in which the target of a change may stand whatever the unit of its level.
OF_A_CHANGE = {
    "increase_per_year": {"percent_per_year", "percentage_points_per_year"},
    "decrease_per_year": {"percent_per_year", "percentage_points_per_year"},
    "decrease_by_percent": {"percent"},
}


@dataclass(frozen=True)
class WrittenNumber:
    """A number as it is written, with its row, the file and column that it stands in, and its unit."""

    file: str
    row: Any
    column: str
    number: Any
    unit: str

    def problem(self, code: str, allowed: object, **facts: object) -> Problem:
        """The problem of this number; what an observation acknowledges is a finding."""
        acknowledged = code in getattr(self.row, "acknowledged", ())
        severity = Severity.finding if acknowledged and code in ACKNOWLEDGED else Severity.error
        facts = {"row": getattr(self.row, "id", None), **facts}
        return Problem(
            code, self.file, self.row.line, self.column, str(self.number), str(allowed), severity=severity, facts=facts
        )


def written_numbers(evidence: Evidence) -> Iterator[WrittenNumber]:
    """Every `WrittenNumber` of observations, targets, population and decisions."""
    for row in evidence.observations.values():
        units = {"value": row.unit, **_units_of_counts(evidence, row)}
        yield from _numbers_of_row(row.file_of("observations"), row, units)
    for row in evidence.targets.values():
        card = evidence.indicators.get(row.indicator)
        level = card.unit if card else row.unit
        units = {"value": row.unit, "value_to": row.unit, "baseline_value": level}
        yield from _numbers_of_row(row.file_of("targets"), row, units)
    for row in evidence.population.values():
        units = {
            "total": "people",
            "under16": "people",
            "under15": "people",
            "under16_share": "percent",
            "under15_share": "percent",
        }
        yield from _numbers_of_row(row.file_of("population"), row, units)
    for day, rows in evidence.decisions.items():
        for row in rows.values():
            if row.unit:
                yield from _numbers_of_row(f"workshops/{day}.csv", row, {"value": row.unit, "value_to": row.unit})


def _units_of_counts(evidence: Evidence, row: Observation) -> dict[str, str]:
    """Units of the numerator and denominator of an observation: that of the card of each, else persons."""
    card = evidence.indicators.get(row.indicator)
    codes = {column: getattr(card, f"{column}_indicator", None) for column in ("numerator", "denominator")}
    known = {column: evidence.indicators.get(code or "") for column, code in codes.items()}
    return {column: counted.unit if counted else "people" for column, counted in known.items()}


def _numbers_of_row(file: str, row: Row, units: Mapping[str, str]) -> Iterator[WrittenNumber]:
    for column, unit in units.items():
        number = getattr(row, column)
        if number is not None:
            yield WrittenNumber(file, row, column, number, unit)


def count_not_whole(evidence: Evidence) -> Problems:
    """Counts with decimals: most often a point between thousands."""
    for figure in written_numbers(evidence):
        text = str(figure.number)
        kind = {"type": "count_with_point"} if THOUSANDS.fullmatch(text) else {}
        # 3.000 is whole, and as likely three thousand.
        if figure.unit in value.COUNTS and (kind or figure.number % 1):
            yield figure.problem("count_not_whole", text.replace(".", ""), **kind)


def point_or_thousands(evidence: Evidence) -> Problems:
    """Rates and amounts whose point may as well stand between thousands: a question, not an error."""
    for figure in written_numbers(evidence):
        text = str(figure.number)
        most = value.SCALES.get(figure.unit, float("inf"))
        if figure.unit not in value.COUNTS and THOUSANDS.fullmatch(text) and int(text.replace(".", "")) <= most:
            yield Problem(
                "point_or_thousands",
                figure.file,
                figure.row.line,
                figure.column,
                text,
                text.replace(".", ""),
                severity=Severity.finding,
            )


def asked_fraction(evidence: Evidence) -> Problems:
    """Shares of at most 1 that all others of their indicator exceed, and that a hundred times as much would be like:
    0.285 may mean 28.5 %. Where the counts behind it stand beside it, they tell."""
    shares = defaultdict(list)
    for row in evidence.observations.values():
        if row.unit in value.SHARES:
            shares[row.indicator].append(row)
    for code, rows in shares.items():
        others = [row.value for row in rows if row.value > 1]
        small = [row for row in rows if 0 < row.value <= 1]
        for row in small if len(small) == 1 and others else ():
            meant = 100 * row.value
            if min(others) / ALIKE <= meant <= max(others) * ALIKE and row.numerator is None:
                card = evidence.indicators.get(code)
                facts = {"name": card.name if card else code, "allowed": meant}
                place = row.file_of("observations"), row.line, "value"
                yield Problem("asked_fraction", *place, str(row.value), f"{meant:f}", None, Severity.finding, facts)


def digits_beyond_print(evidence: Evidence) -> Problems:
    """Numbers with more decimals than any publication prints: computed, and read as if they were exact."""
    for figure in written_numbers(evidence):
        if figure.unit not in value.COUNTS and value.printed_decimals(figure.number) > value.MOST_DECIMALS:
            shown = f"{figure.number:.{value.MOST_DECIMALS}f}"
            yield figure.problem("digits_beyond_print", shown, decimals=value.MOST_DECIMALS)


def unit_not_of_card(evidence: Evidence) -> Problems:
    """Figures and targets in another unit than the card of their indicator, without a reason for it.

    A reason is the yearly form of a unit (incidents_per_year of incidents), or a target on a change.
    """
    for table in ("observations", "targets"):
        for row in getattr(evidence, table).values():
            card = evidence.indicators.get(row.indicator)
            if card and row.unit not in (card.unit, *_units_declared(row, card)):
                figure = WrittenNumber(row.file_of(table), row, "unit", row.unit, row.unit)
                yield figure.problem("unit_not_of_card", card.unit, indicator=row.indicator)


def _units_declared(row: Observation | Target, card: Indicator) -> set[str]:
    """Units besides that of the card in which a row may stand by what it says of itself."""
    if isinstance(row, Observation):
        return {f"{card.unit}_per_year"} if row.statistic == "yearly" else set()
    if row.condition == "decrease_by_percent":
        return OF_A_CHANGE[row.condition]
    return OF_A_CHANGE.get(row.condition, set()) | {f"{card.unit}_per_year"}


def statistic_not_of_card(evidence: Evidence) -> Problems:
    """Figures counted as their kind cannot be: no rate is a sum of a year's, no call a state."""
    for row in evidence.observations.values():
        card = evidence.indicators.get(row.indicator)
        possible = _possible_statistics(card, row.unit) if card else (row.statistic,)
        if row.statistic not in possible:
            yield Problem(
                "statistic_not_of_card",
                row.file_of("observations"),
                row.line,
                "statistic",
                row.statistic,
                ", ".join(possible),
                facts={"row": row.id, "indicator": row.indicator},
            )


def _possible_statistics(card: Indicator, unit: str) -> tuple[str, ...]:
    """What a figure of a card in a unit can be."""
    if unit.endswith("_per_year"):
        return ("yearly",)
    if card.kind == "rate":
        return ("level",)
    return ("total", "yearly") if unit in value.EVENTS else ("level", "total", "yearly")


def about_without_step(evidence: Evidence) -> Problems:
    """Approximations that do not say how wide they are."""
    for row in evidence.observations.values():
        if row.comparator == "~" and row.step is None:
            place, wide = row.file_of("observations"), str(last_digit_place(row.value, row.unit))
            yield Problem("about_without_step", place, row.line, "step", str(row.value), wide)


def last_digit_place(number: Decimal, unit: str) -> int | str:
    """The place of the last digit that is not zero, but 1 for percentages from 10 on (data/README.md).

    >>> last_digit_place(Decimal(68000), "children")
    '1000'
    """
    if unit in value.SHARES and number >= 10:
        return 1
    return f"{Decimal(1).scaleb(-value.printed_decimals(number.normalize())):f}"
