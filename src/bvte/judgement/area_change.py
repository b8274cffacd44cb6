"""What a comparison of areas says beyond one number each: how unequal, why the whole changed, with whose ages or sexes.

Like `area_comparison`, from figures that may be shown alone. Methods: `methods/inequality`, `inequality_intervals`,
`change`, `standardised`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any

import pandas as pd

from bvte.evidence.indicator import Indicator
from bvte.judgement.area_comparison import FEWEST_AREAS, AreaComparison
from bvte.judgement.area_lineage import Carried, carried_counts, counts_of_group

if TYPE_CHECKING:
    from bvte.methods.change import Kitagawa
    from bvte.methods.inequality_intervals import MeasuredInequality

# A change is told over so many years at most: areas and the way of counting do not stay the same for longer.
MOST_YEARS = 5
# Of a level's areas at least so many have to be known for a measure of all of them (WHO, as of `inequality.COVERAGE`).
COVERAGE = 0.85


class NotMeasured(StrEnum):
    """Why there is no measure of inequality."""

    TOO_MANY_MISSING = auto()
    TOO_FEW_AREAS = auto()
    NO_EVENTS = auto()


@dataclass(frozen=True)
class Inequality:
    """A measure of inequality with its interval; change : since the earlier year (change, low, high), None where there
    is no such year."""

    measure: str
    found: MeasuredInequality
    change: tuple[float, float, float] | None


@dataclass(frozen=True)
class RateChange:
    """The rate of the same areas in two years, and how much of its change is children who moved between them.

    parts : columns events_0, people_0, events_1, people_1 by area code; carried : area code -> how its earlier counts
    were put together, of those that were made of several; split : areas left out because an area that they were made of
    was split; missing : those left out for want of a count.
    """

    of: AreaComparison
    earlier: int
    parts: pd.DataFrame
    carried: dict[str, Carried]
    split: dict[str, Carried]
    missing: tuple[str, ...]

    @property
    def decomposed(self) -> Kitagawa:
        """The change of the common rate in its two parts, in the unit of the indicator."""
        from bvte.methods.change import kitagawa_decomposition

        t, per = self.parts, self.of.scale
        shares = (t[f"people_{i}"] / t[f"people_{i}"].sum() for i in (0, 1))
        rates = (per * t[f"events_{i}"] / t[f"people_{i}"] for i in (0, 1))
        return kitagawa_decomposition(*shares, *rates)


def rate_change(of: AreaComparison) -> RateChange | None:
    """The change since the earliest year of the last five in which most of the same areas have counts and that may be
    compared; None where there is none.

    >>> import bvte
    >>> rate_change(bvte.compare_areas(bvte.load("dien-bien"), "child_marriage_rate", 2016, "commune")) is None
    True
    """
    for earlier in range(of.year - MOST_YEARS, of.year):
        if not _counted_otherwise(of, earlier):
            found = _change_since(of, earlier)
            if found and len(found.parts) >= max(FEWEST_AREAS, COVERAGE * len(of.counted)):
                return found
    return None


def _counted_otherwise(of: AreaComparison, earlier: int) -> bool:
    """Whether the indicator was defined otherwise in an earlier year."""
    card = of.card
    codes = filter(None, (card.id, card.numerator_indicator, card.denominator_indicator))
    places = (of.area, *(f.area.code for f in of.counted))
    first, last = date(earlier, 1, 1), date(of.year, 12, 31)
    found = (b for code in codes for place in places for b in of.evidence.breaks_of(code, place, first, last))
    return any(b.kind == "definition" and b.effect == "not_comparable" for b in found)


def _change_since(of: AreaComparison, earlier: int) -> RateChange | None:
    told = {f.area.code: carried_counts(of.evidence, of.card, f.area.code, earlier) for f in of.counted}
    exact = {code: one for code, one in told.items() if one and one.is_exact}
    parts = pd.DataFrame(
        {
            "events_0": pd.Series({code: one.events for code, one in exact.items()}, dtype=float),
            "people_0": pd.Series({code: one.people for code, one in exact.items()}, dtype=float),
        }
    )
    parts = parts.assign(events_1=of.events, people_1=of.people)
    if parts.empty or not parts["events_0"].sum():
        return None
    carried = {code: one for code, one in exact.items() if one.areas != (code,)}
    split = {code: one for code, one in told.items() if one and not one.is_exact}
    return RateChange(of, earlier, parts, carried, split, tuple(code for code, one in told.items() if one is None))


# Of rates a spread, the mean distance from the whole, that as a share of it, and the distance as information; no
# measure of the highest and the lowest alone, which small areas make by chance and which point at two of them.
MEASURES = ("between_group_standard_deviation", "mean_difference_from_mean", "index_of_disparity", "theil_index")
# Those in the unit of the indicator; the others have their own.
IN_UNIT = MEASURES[:2]


def inequalities(of: AreaComparison, change: RateChange | None = None) -> list[Inequality] | NotMeasured:
    """How unequal the areas are, by measures that need no order of the areas; or why that cannot be said."""
    if len(of.counted) < FEWEST_AREAS:
        return NotMeasured.TOO_FEW_AREAS
    if len(of.counted) < COVERAGE * len(of.figures):
        return NotMeasured.TOO_MANY_MISSING
    if not of.events.sum():
        return NotMeasured.NO_EVENTS
    return list(_measured(of, change))


def _measured(of: AreaComparison, change: RateChange | None) -> Iterator[Inequality]:
    from bvte.methods import inequality_intervals as simulated

    for name in MEASURES:
        measure = _measure(name, of.scale)
        found = simulated.measured_inequality(measure, of.events, of.people, of.is_share)
        changed = None
        if change is not None:
            t = change.parts
            before, after = ((t[f"events_{i}"].to_numpy(), t[f"people_{i}"].to_numpy()) for i in (0, 1))
            changed = simulated.inequality_change(measure, before, after, of.is_share)
        yield Inequality(name, found, changed)


def _measure(name: str, per: float) -> Callable[[Any, Any], float]:
    """A measure of rates and populations; one in their unit of the unit of the indicator."""
    from bvte.methods import inequality

    measure, scale = getattr(inequality, name), per if name in IN_UNIT else 1
    return lambda rates, people: measure(rates * scale, people)


def standardised_rates(of: AreaComparison) -> pd.DataFrame | None:
    """The rate of each area with the ages or sexes of all together, and its events over those that the groups' common
    rates would give; None where the counts have no such parts.

    Columns by area code: `rate`, `low`, `high` (direct, in the unit of the indicator), `ratio`, `ratio_low`,
    `ratio_high` (indirect). Areas with a part missing or withheld are left out.
    """
    from bvte.methods import standardised

    tables = [_parts_of(of, codes) for codes in zip(*_matched_parts(of), strict=True)]
    if not tables:
        return None
    events, people = (pd.concat([t[i] for t in tables], axis=1, keys=range(len(tables))) for i in (0, 1))
    known = events.notna().all(axis=1) & people.gt(0).all(axis=1)
    events, people = events[known], people[known]
    if len(events) < FEWEST_AREAS or not events.sum().sum():
        return None
    direct = standardised.direct_rates(events, people, people.sum(), per=of.scale)
    indirect = standardised.indirect_ratios(events, people, events.sum(), people.sum())
    columns = {"rate": direct.rate, "low": direct.low, "high": direct.high}
    columns |= {"ratio": indirect.ratio, "ratio_low": indirect.low, "ratio_high": indirect.high}
    return pd.DataFrame(columns)


def _parts_of(of: AreaComparison, codes: tuple[str, str]) -> tuple[pd.Series, pd.Series]:
    """Events and people of one group, by area code."""
    counts = (
        pd.Series(
            {f.area.code: counts_of_group(of.evidence, code, f.area.code, of.year) for f in of.counted}, dtype=float
        )
        for code in codes
    )
    events, people = counts
    return events, people


def _matched_parts(of: AreaComparison) -> tuple[list[str], list[str]]:
    """Codes of the parts of the numerator and, in the same order, of the denominator: those whose codes end alike."""
    cards = of.evidence.indicators
    top, bottom = (
        {_group_of(code): code for code in _declared_parts(cards, whole)}
        for whole in (of.card.numerator_indicator, of.card.denominator_indicator)
    )
    if not top or top.keys() != bottom.keys():
        return [], []
    return list(top.values()), [bottom[group] for group in top]


def _declared_parts(cards: dict[str, Indicator], whole: str | None) -> tuple[str, ...]:
    return cards[whole].parts if whole else ()


def _group_of(code: str) -> str:
    """What a part is of, by the last word of its code: "boys", "girls"."""
    return code.rpartition("_")[2]
