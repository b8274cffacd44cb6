"""Areas of one level beside each other in one year: what differs by more than chance, and never who is first.

Everything here is made from figures that may be shown (`estimates`): no number rests on a withheld count, so that none
can tell one. Areas stand in the order of the file of areas. Methods: `methods/funnel`, `overdispersion`,
`multiplicity`; what changed is in `area_change`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.record import Recomputed, one_line
from bvte.evidence.rows import LEVELS, Area
from bvte.evidence.value import SCALES
from bvte.judgement.area_lineage import Pair, counts_behind
from bvte.judgement.estimates import Estimate, estimates_of, withheld_estimates

if TYPE_CHECKING:
    from bvte.methods.multiplicity import OutsideByChance
    from bvte.methods.overdispersion import Overdispersion, Scores

# Fewer areas are no comparison: one of them may be anything.
FEWEST_AREAS = 5


class Absence(StrEnum):
    """Why an area is not compared."""

    WITHHELD = auto()
    NO_COUNTS = auto()
    NO_FIGURE = auto()


class Standing(StrEnum):
    """Where an area stands beside all together: told apart from chance, on which side, or not."""

    WITHIN = auto()
    ABOVE = auto()
    BELOW = auto()
    FAR_ABOVE = auto()
    FAR_BELOW = auto()


@dataclass(frozen=True)
class AreaFigure:
    """An area with its figure as it may be shown, the two counts behind it, and why it has none."""

    area: Area
    estimate: Estimate | None
    counts: Pair | None
    absence: Absence | None


@dataclass(frozen=True)
class AreaComparison(Recomputed):
    """The areas of a level inside an area, in one year. `frame()` is a row an area."""

    evidence: Evidence
    indicator: str
    year: int
    level: str
    area: str
    figures: tuple[AreaFigure, ...]

    def __repr__(self) -> str:
        return one_line(f"{self.indicator} {self.year} {self.level}", f"{len(self.counted)}/{len(self.figures)} areas")

    @property
    def card(self) -> Indicator:
        """The card of the indicator."""
        return self.evidence.indicators[self.indicator]

    @property
    def scale(self) -> int:
        """What one printed unit of the rate stands for: 100 of percent."""
        return SCALES[self.card.unit]

    @cached_property
    def counted(self) -> tuple[AreaFigure, ...]:
        """The areas that have both counts."""
        return tuple(figure for figure in self.figures if figure.counts)

    @property
    def sources(self) -> list[str]:
        """Ids of the sources of what is compared, each once."""
        return list(dict.fromkeys(code for f in self.figures if f.estimate for code in f.estimate.sources))

    @cached_property
    def events(self) -> pd.Series:
        """Events by area code, of those that are compared."""
        return pd.Series({f.area.code: f.counts[0] for f in self.counted if f.counts}, dtype=float)

    @cached_property
    def people(self) -> pd.Series:
        """Whom the events are among, by area code."""
        return pd.Series({f.area.code: f.counts[1] for f in self.counted if f.counts}, dtype=float)

    @property
    def centre(self) -> float:
        """The rate of all compared areas together, a share of 1: no mean of their rates."""
        return float(self.events.sum() / self.people.sum())

    @cached_property
    def is_share(self) -> bool:
        """Whether the events are some of the people, and not counted beside them."""
        return self.card.unit == "percent" and bool((self.events <= self.people).all())

    def scores(self, people: Any = None) -> Scores:
        """The areas on a scale where chance is near normal, or an area of each of these sizes at the common rate."""
        from bvte.methods.overdispersion import arcsine_scores, root_ratio_scores

        n = self.people if people is None else people
        x = self.events if people is None else self.centre * n
        return arcsine_scores(x, n, self.centre) if self.is_share else root_ratio_scores(x, self.centre * n)

    @cached_property
    def spread(self) -> Overdispersion:
        """How much more the areas vary than chance."""
        from bvte.methods.overdispersion import estimate_overdispersion

        return estimate_overdispersion(self.scores())

    @property
    def is_widened(self) -> bool:
        """Whether the limits have to allow for more than chance: areas clearly differ, and nearly all would lie
        outside."""
        return self.spread.is_clear and self.spread.tau2 > 0

    @cached_property
    def numbers(self) -> pd.DataFrame:
        """What is worked out of each compared area, by its code; rates in the unit of the indicator."""
        return _numbers(self)

    def outside(self, level: float) -> OutsideByChance:
        """How many areas lie outside the exact limits of `level` (0.95, 0.998) by chance, beside how many do."""
        from bvte.methods import multiplicity

        tail = (1 - level) / 2
        if self.is_share:
            chances = multiplicity.chance_outside_shares(self.people, self.centre, tail)
        else:
            chances = multiplicity.chance_outside_counts(self.centre * self.people, tail)
        return multiplicity.outside_by_chance(chances, int((self.numbers["p"] < 2 * tail).sum()))

    def frame(self) -> pd.DataFrame:
        """A row an area, in the order of the file: figure, counts, limits, shrunk rate, where it stands, why it is
        not compared. Shares and rates in the unit of the indicator."""
        from bvte.judgement.frames import build_frame

        return build_frame(map(self._row, self.figures), AREAS, self)

    def _row(self, figure: AreaFigure) -> dict:
        code = figure.area.code
        told = self.numbers.loc[code].to_dict() if figure.counts else {}
        rate = float(figure.estimate.value) if figure.estimate else np.nan
        about = {"area": code, "name": figure.area.text("name"), "value": rate, "absence": figure.absence or ""}
        return {**dict.fromkeys(AREAS), "standing": "", **about, **told}


AREAS = (
    dict.fromkeys(("area", "name"), "str")
    | dict.fromkeys(("value", "events", "people", "rate", "low", "high", "expected", "p", "holm", "bh"), "float64")
    | dict.fromkeys(("shrunken", "shrunken_low", "shrunken_high", "weight"), "float64")
    | {"standing": "str", "absence": "str"}
)


def comparison_subjects(evidence: Evidence, area: str) -> list[tuple[str, int, str]]:
    """Indicator, year and level of every comparison that the rows allow: at least five areas have both counts."""
    found = []
    for (indicator, year, level), codes in _candidates(evidence, area).items():
        if len(codes) >= FEWEST_AREAS:
            compared = compare_areas(evidence, indicator, year, level, area)
            if len(compared.counted) >= FEWEST_AREAS and compared.events.sum() > 0:
                found.append((indicator, year, level))
    return sorted(found)


def _candidates(evidence: Evidence, area: str) -> dict[tuple[str, int, str], set[str]]:
    """What has rows of a rate with its counts, or of the count behind one, in areas of a level inside an area."""
    of_count = defaultdict(list)
    for card in evidence.indicators.values():
        if card.numerator_indicator and card.denominator_indicator and card.unit in SCALES:
            of_count[card.numerator_indicator].append(card.id)
    found: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for row in evidence.observations.values():
        card = evidence.indicators[row.indicator]
        own = [card.id] if card.unit in SCALES and row.numerator is not None and row.denominator is not None else []
        for indicator in (*own, *of_count[row.indicator]):
            level = next((a.level for a in evidence.states_of(row.area) if a.level in LEVELS), None)
            if level and area in evidence.areas_above(row.area):
                found[indicator, row.period.year, str(level)].add(row.area)
    return found


def compare_areas(
    evidence: Evidence, indicator: str, during: int, level: str, area: str | None = None
) -> AreaComparison:
    """The areas of a level (`district`, `commune`) beside each other in a year; area : inside which, by default that of
    the folder. Raises CodeError.

    >>> import bvte
    >>> bvte.compare_areas(bvte.load("dien-bien"), "child_marriage_rate", 2016, "commune").year
    2016
    """
    own = area or evidence.province.code
    card = evidence.indicators[indicator]
    figures = tuple(_figure(evidence, card, one, during) for one in _places(evidence, during, level, own))
    return AreaComparison(evidence, indicator, during, level, own, figures)


def _places(evidence: Evidence, year: int, level: str, area: str) -> list[Area]:
    """The units of a level on the last day of a year, or on their own last day where they ended in it."""
    ended = evidence.level_ended(level, date(year, 12, 31))
    day = min(ended, date(year, 12, 31)) if ended else date(year, 12, 31)
    return evidence.units(level, area, day) if day.year >= year else []


def _figure(evidence: Evidence, card: Indicator, area: Area, year: int) -> AreaFigure:
    """The figure of an area: the firmest that has counts behind it, else the firmest, else why there is none."""
    found = [r for r in estimates_of(evidence, card.id, area.code) if r.year == year and r.is_of_one_year]
    found.sort(key=lambda r: r.strength.rank)
    counted = next((r for r in found if counts_behind(evidence, r)), None)
    if counted:
        return AreaFigure(area, counted, counts_behind(evidence, counted), None)
    if found:
        return AreaFigure(area, found[0], None, Absence.NO_COUNTS)
    codes = filter(None, (card.id, card.numerator_indicator, card.denominator_indicator))
    hidden = any(r.year == year for code in codes for r in withheld_estimates(evidence, code, area.code))
    return AreaFigure(area, None, None, Absence.WITHHELD if hidden else Absence.NO_FIGURE)


def _numbers(of: AreaComparison) -> pd.DataFrame:
    """The columns of `AreaComparison.numbers`."""
    from bvte.methods import multiplicity, overdispersion, proportions

    x, n, per = of.events, of.people, of.scale
    expected = of.centre * n
    if of.is_share:
        limits = proportions.Limits(*(per * end for end in proportions.wilson_interval(x, n)))
        p = multiplicity.share_p_values(x, n, of.centre)
    else:
        limits, p = proportions.rate_interval(x, n, per=per), multiplicity.count_p_values(x, expected)
    shrunk = overdispersion.shrunken_rates(x, n, per=per)
    judged = _allowing_for_spread(of) if of.is_widened else p
    columns = {"events": x, "people": n, "rate": per * x / n, "low": limits.low, "high": limits.high}
    columns |= {"expected": expected, "p": p, "holm": multiplicity.adjusted_p(judged, "holm")}
    columns |= {"bh": multiplicity.adjusted_p(judged, "benjamini_hochberg"), "weight": shrunk.weight}
    columns |= {"shrunken": shrunk.rate, "shrunken_low": shrunk.low, "shrunken_high": shrunk.high}
    return pd.DataFrame(columns).assign(standing=_standings(x, expected, judged))


def _allowing_for_spread(of: AreaComparison) -> pd.Series:
    """Two-sided p of each area where areas differ by tau2 besides chance: of its distance over the wider error."""
    from scipy.stats import norm

    scores = of.scores()
    z = scores.z * scores.error / np.sqrt(scores.error**2 + of.spread.tau2)
    return pd.Series(2 * norm.sf(np.abs(z)), of.events.index)


def _standings(x: pd.Series, expected: pd.Series, p: pd.Series) -> np.ndarray:
    """On which side an area is, and how far: beyond 95 %, or far beyond, 99.8 %."""
    above = x > expected
    rules = [(p < 0.002) & above, (p < 0.002) & ~above, (p < 0.05) & above, (p < 0.05) & ~above]
    names = [Standing.FAR_ABOVE, Standing.FAR_BELOW, Standing.ABOVE, Standing.BELOW]
    return np.select(rules, list(map(str, names)), str(Standing.WITHIN))


def area_series(of: AreaComparison, codes: list[str]) -> pd.DataFrame:
    """The figures of some of the areas over all years, one a year, as a frame of estimates."""
    from bvte.judgement.frames import frame_of_estimates

    found = []
    for code in codes:
        years: dict[int, Estimate] = {}
        born = next((f.area.valid_from for f in of.figures if f.area.code == code), None) or date.min
        for r in sorted(estimates_of(of.evidence, of.indicator, code), key=lambda r: r.strength.rank):
            # A unit of today may have the code of another that went into it.
            if r.is_of_one_year and r.period.last >= born:
                years.setdefault(r.year, r)
        found += [years[year] for year in sorted(years)]
    return frame_of_estimates(of.evidence, found)
