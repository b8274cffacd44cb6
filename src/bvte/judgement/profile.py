"""The profile of a district or commune: its own figures, each beside province and nation, and what it is asked for.

Its figures are the estimates of `estimates_of`, so that no small count is among them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from bvte.evidence.asking import question
from bvte.evidence.collection import Evidence
from bvte.evidence.national import RespondentKind, request_rules
from bvte.evidence.period import Period
from bvte.evidence.record import one_line
from bvte.evidence.rows import Area
from bvte.evidence.value import COUNTS
from bvte.judgement.comparability import may_compare
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import Estimate, estimates_of, withheld_estimates
from bvte.judgement.message import Certainty, certainty_of, figure_beside, nation_beside
from bvte.judgement.unit_figures import heirs, profile_year

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class OwnFigure:
    """The newest figure of its kind of an area, the one before it, and what may stand beside it.

    earlier : None also where nothing may be compared; province, nation : None where nothing is alike and near in time;
    former : the area as it was then, where its borders or level were others, else None; against : figures of the area
    that contradict it.
    """

    estimate: Estimate
    certainty: Certainty
    earlier: Estimate | None = None
    province: Estimate | None = None
    nation: Estimate | None = None
    former: Area | None = None
    against: tuple[Estimate, ...] = ()

    @property
    def beside(self) -> tuple[Estimate, ...]:
        """The figures that stand beside it, of the province first."""
        return tuple(filter(None, (self.province, self.nation)))


@dataclass(frozen=True)
class Profile:
    """What is known of an area by the end of a year.

    figures : the newest of each kind, in the order of the catalogue; withheld : how many are there that may not be
    shown; asked : what its kind of body is asked for of the year, None where nobody is; known : indicators of which the
    area has a figure of that year; heirs : codes of the areas that took its land over, where it ended.
    """

    evidence: Evidence
    area: str
    year: int
    figures: tuple[OwnFigure, ...]
    withheld: int = 0
    asked: RespondentKind | None = None
    known: frozenset[str] = field(default_factory=frozenset)
    heirs: tuple[str, ...] = ()

    @property
    def place(self) -> Area:
        """The area as it was at the end of the year, or of its life."""
        states = self.evidence.states_of(self.area)
        return next((a for a in reversed(states) if (a.valid_from or date.min).year <= self.year), states[0])

    @property
    def sources(self) -> list[str]:
        """Ids of all sources of the page, in the order in which it names them."""
        shown = (r for f in self.figures for r in (f.estimate, *filter(None, (f.earlier,)), *f.beside, *f.against))
        return list(dict.fromkeys(code for estimate in shown for code in estimate.sources))

    def frame(self) -> "pd.DataFrame":
        """The figures as a frame of estimates (`frames.estimates`), with those of `province` and `nation` as text."""
        from bvte.judgement.frames import frame_of_estimates

        told = {f.estimate: f for f in self.figures}
        beside = {name: lambda r, name=name: _printed(getattr(told[r], name)) for name in ("province", "nation")}
        return frame_of_estimates(self.evidence, told, **beside)

    def __repr__(self) -> str:
        return one_line(f"profile {self.area} {self.year}", f"{len(self.figures)} figures, {self.withheld} withheld")

    def _repr_html_(self) -> str:
        from bvte.judgement.frames import show_frame

        return show_frame(self.frame(), ("name", "year", "printed", "unit", "strength", "province", "nation"))


def _printed(estimate: Estimate | None) -> str:
    """A figure in the signs of the data, "" for none."""
    return f"{estimate.comparator} {estimate.value}" if estimate else ""


def profile(evidence: Evidence, area: str, of_year: int | None = None) -> Profile:
    """What is known of a district or commune by the end of a year, by default of the newest that there is.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> district = next(a.code for a in evidence.areas.values() if a.level == "district")
    >>> bvte.profile(evidence, district).asked is None
    True
    """
    year = of_year or profile_year(evidence, area)
    known = [r for r in own_estimates(evidence, area) if r.period.last.year <= year]
    return Profile(
        evidence,
        area,
        year,
        _with_doubted(list(_own_figures(evidence, known))),
        len([last for last in _withheld_ends(evidence, area) if last.year <= year]),
        _asked_kind(evidence, area, year),
        frozenset(r.indicator for r in known if r.year == year),
        heirs(evidence, area),
    )


@question
def own_estimates(evidence: Evidence, area: str) -> list[Estimate]:
    """The estimates of an area that may be shown, by the order of the catalogue and by time."""
    return [estimate for code in _told_indicators(evidence, area) for estimate in estimates_of(evidence, code, area)]


@question
def _withheld_ends(evidence: Evidence, area: str) -> list[date]:
    """The last day of each figure of an area that may not be shown."""
    codes = _told_indicators(evidence, area)
    return [r.period.last for code in codes for r in withheld_estimates(evidence, code, area)]


def _told_indicators(evidence: Evidence, area: str) -> list[str]:
    """Indicators of which an area may have an estimate, in the order of the catalogue."""
    told = {row.indicator for row in evidence.observations.values() if row.area == area}
    cards = evidence.indicators.values()
    return [card.id for card in cards if told & {card.id, card.numerator_indicator, *card.all_of}]


def _own_figures(evidence: Evidence, known: Iterable[Estimate]) -> Iterator[OwnFigure]:
    """The newest figure of each indicator, unit, statistic and definition; of one time the firmest."""
    kinds: dict[tuple[object, ...], list[Estimate]] = {}
    for estimate in known:
        kinds.setdefault((estimate.indicator, estimate.unit, estimate.statistic, estimate.definition), []).append(
            estimate
        )
    for found in kinds.values():
        newest = max(found, key=lambda r: (r.period.last, r.period.first, -r.strength.rank))
        yield _own_figure(evidence, newest, [r for r in found if r.period.last < newest.period.first])


def _with_doubted(figures: list[OwnFigure]) -> tuple[OwnFigure, ...]:
    """The figures, of which those are open that a contradicting one was worked out from: one of the two is wrong."""
    behind = {row for figure in figures for other in figure.against for row in other.rows}
    return tuple(replace(f, certainty=Certainty.OPEN) if behind & {*f.estimate.rows} else f for f in figures)


def _own_figure(evidence: Evidence, newest: Estimate, before: list[Estimate]) -> OwnFigure:
    earlier = max(before, key=lambda r: (r.period.last, -r.strength.rank), default=None)
    return OwnFigure(
        newest,
        certainty_of(evidence, newest),
        earlier if earlier and may_compare(evidence, earlier, newest) else None,
        _province_beside(evidence, newest),
        nation_beside(evidence, newest),
        _former_state(evidence, newest),
        _against(evidence, newest),
    )


def _against(evidence: Evidence, own: Estimate) -> tuple[Estimate, ...]:
    """The figures of an area that contradict one of it."""
    found = conflicts(evidence, own.area, [own.indicator])
    sides = [c.estimates for c in found if c.is_contradiction and own in c.estimates]
    return tuple(dict.fromkeys(r for side in sides for r in side if r != own))


def _province_beside(evidence: Evidence, own: Estimate) -> Estimate | None:
    """The figure of a province that holds the area; of a count only that of the same time, of which it is a part."""
    above = sorted(code for code in evidence.areas_above(own.area) if evidence.area(code).level == "province")
    found = (figure_beside(evidence, own, code) for code in above)
    return next((r for r in found if r and (own.unit not in COUNTS or r.period == own.period)), None)


def has_ended(evidence: Evidence, area: str) -> bool:
    """Whether an area is over on the day of the evidence, so that none of its bodies can answer any more."""
    last = evidence.area(area).valid_to
    return last is not None and last < evidence.day


def _former_state(evidence: Evidence, estimate: Estimate) -> Area | None:
    """The state of the area in the time of a figure, where a later one of the same code has other borders."""
    states = evidence.states_of(estimate.area)
    then = [a for a in states if a.covers(estimate.period)]
    return then[-1] if then and then[-1] is not states[-1] else None


def _asked_kind(evidence: Evidence, area: str, year: int) -> RespondentKind | None:
    """What a body of the area is asked for of a year: nobody where the area was over at its end, or is by now."""
    if has_ended(evidence, area):
        return None
    then = Period(date(year, 12, 31), date(year, 12, 31))
    levels = {state.level for state in evidence.states_of(area) if state.covers(then)}
    return next((kind for kind in request_rules().respondents.values() if kind.of_level in levels), None)
