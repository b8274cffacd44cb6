"""A published value as what it is: a number with a printed precision, a bound, an approximation."""

from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pandas import Interval

Unit = StrEnum(
    "Unit",
    """
    activities billion_vnd boys_per_100_girls calls cases children communes couples districts documents
    facilities houses incidents incidents_per_year inspections million_vnd people per_1000 per_10000
    per_100000_children per_100000_live_births per_1000_live_births percent percent_per_year percentage_points
    percentage_points_per_year pupils records schools staff vnd_per_month
    """,
)
SHARES = {"percent"}
MONEY = {"billion_vnd", "million_vnd"}
COUNTS = {
    "children",
    "cases",
    "couples",
    "incidents",
    "calls",
    "documents",
    "inspections",
    "communes",
    "districts",
    "staff",
    "houses",
    "schools",
    "facilities",
    "vnd_per_month",
    "activities",
    "people",
    "pupils",
    "records",
}
# Counts of what happens and is over, so that there is no number of them on a day.
EVENTS = {"incidents", "calls", "inspections", "activities"}

# What one printed unit stands for, so that a count over a count can be put in the unit of its rate.
SCALES = {
    "percent": 100,
    "per_1000": 1_000,
    "per_10000": 10_000,
    "boys_per_100_girls": 100,
    "per_1000_live_births": 1_000,
    "per_100000_live_births": 100_000,
    "per_100000_children": 100_000,
}

# More than there is of a thing in the nation, by far: a figure above it is a slip, whatever it is of.
PERSONS = 150_000_000
MOST: dict[str, float] = {
    **dict.fromkeys(("children", "people", "cases", "couples", "staff", "records"), PERSONS),
    **SCALES,
    "communes": 20_000,
    "districts": 1_000,
    "schools": 200_000,
    "facilities": 1_000_000,
    "houses": 50_000_000,
    "percentage_points": 100,
    "percentage_points_per_year": 100,
    "billion_vnd": 100_000_000,
    "million_vnd": 100_000_000_000,
    # Nature gives 105; the most skewed districts print below 200.
    "boys_per_100_girls": 1_000,
}

# Decimals of the finest print: no publication gives more, so that more come from somebody's own division.
MOST_DECIMALS = 3

Comparator = StrEnum(
    "Comparator", {"equal": "=", "below": "<", "at_most": "<=", "above": ">", "at_least": ">=", "about": "~"}
)


def unit_limits(unit: str) -> tuple[float, float]:
    """Smallest and largest value that the unit allows, as floats; the largest may be infinite."""
    return (0.0, 100.0) if unit in SHARES else (0.0, float("inf"))


def leaves_none(comparator: str | None, value: Decimal, unit: str) -> bool:
    """Whether a print leaves no number possible: less than the least of its unit, more than the most.

    >>> leaves_none("<", Decimal(0), "percent")
    True
    """
    low, high = unit_limits(unit)
    return (comparator == "<" and value <= low) or (comparator == ">" and value >= high)


def printed_decimals(value: Decimal) -> int:
    """Digits after the point, 2 of 3.80; less than none of a number written 7E+3."""
    return -int(value.as_tuple().exponent)


def printed_step(value: Decimal, unit: str, step: Decimal | None = None) -> Decimal:
    """Width that one printed digit stands for: `step` where it is known, 0 for an exact count.

    >>> printed_step(Decimal("4.4"), "percent")
    Decimal('0.1')
    """
    if step is not None:
        return Decimal(step)
    if unit in COUNTS:
        return Decimal(0)
    return Decimal(1).scaleb(min(-printed_decimals(value), 0))


def printed_interval(comparator: str, value: Decimal, unit: str, step: Decimal | None = None) -> "Interval":
    """Read a published value as the interval of numbers that it leaves possible.

    value : Decimal as printed, in `unit`; step : what it was rounded to, where not its last digit.
    Returns a `pandas.Interval` in `unit`: 4.4 % is [4.35, 4.45], "below 3.8 %" is [0, 3.8),
    "about 68,000" with step 1,000 is [67,000, 69,000]. A print that equals the natural limit
    ("100 %") is read as the limit itself, because that is how a report says "all".
    Raises ValueError for an unknown comparator.

    >>> printed_interval("=", Decimal("4.4"), "percent")
    Interval(4.35, 4.45, closed='both')
    >>> printed_interval("<", Decimal("3.8"), "percent")
    Interval(0.0, 3.8, closed='left')
    >>> printed_interval("~", Decimal(68000), "children", Decimal(1000))
    Interval(67000.0, 69000.0, closed='both')
    """
    number = float(value)
    low, high = _limits_around(number, unit)
    if comparator in ("<", "<="):
        return _pandas_interval(low, number, "left" if comparator == "<" else "both")
    if comparator in (">", ">="):
        return _interval_above(number, high, strict=comparator == ">")
    if comparator not in ("=", "~"):
        raise ValueError(f"unknown comparator {comparator!r}")
    return _interval_around(value, (low, high), printed_step(value, unit, step), about=comparator == "~")


def _limits_around(number: float, unit: str) -> tuple[float, float]:
    """The unit's limits, widened to hold the number."""
    # A value beyond its limits is for a rule to report: reading it must not stop the check of the others.
    low, high = unit_limits(unit)
    return min(low, number), max(high, number)


def _interval_above(number: float, high: float, strict: bool) -> "Interval":
    """Everything from `number` to the natural limit, which is included when it is finite."""
    closed = {(True, True): "neither", (True, False): "right", (False, True): "left", (False, False): "both"}
    return _pandas_interval(number, high, closed[strict, high == float("inf")])


def _interval_around(value: Decimal, allowed: tuple[float, float], step: Decimal, about: bool) -> "Interval":
    """The numbers that print as `value`: half a step on each side, a whole step for "about"."""
    low, high = allowed
    if float(value) == high and not about:
        return _pandas_interval(high, high, "both")
    reach = step if about else step / 2
    return _pandas_interval(max(low, float(value - reach)), min(high, float(value + reach)), "both")


def _pandas_interval(low: float, high: float, closed: str) -> "Interval":
    """The interval; pandas is imported only here, since reading and listing rows does without it."""
    from pandas import Interval

    return Interval(low, high, closed=closed)
