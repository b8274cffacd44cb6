"""All phases of an area: one table of each indicator over the years with the nation beside, and which are drawn."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Indicator
from bvte.evidence.rows import AreaLevel
from bvte.judgement.comparability import forbidding, may_compare
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.finding import Direction
from bvte.judgement.frames import frame_of_estimates
from bvte.judgement.message import YEARS_APART, Certainty, certainty_of, nation_beside
from bvte.judgement.stories import drawn_indicators, move_of, story_indicators, yearly_figures
from bvte.presentation import cells, dates, numbers
from bvte.presentation.document import Prose, Several, Table, make_table
from bvte.presentation.many_marks import small_multiples, strengths_key
from bvte.presentation.message import certainty_mark
from bvte.presentation.other_results import subject_of
from bvte.presentation.parts import columns, folded_beyond, nothing
from bvte.presentation.path_chart import moved_sentence, total_facts, turn_text
from bvte.presentation.phrases import NOTHING, Phrase, joined, link, phrase, row_anchor
from bvte.presentation.picture import figure
from bvte.presentation.review_tables import MOST_SHOWN
from bvte.presentation.texts import say
from bvte.presentation.words import forbidding_name

# Ways of an indicator that its figures leave no doubt of.
SURE_WAYS = (Direction.ROSE, Direction.FELL)
# All ways in which the line of a folded table counts.
WAYS = (*SURE_WAYS, "open", "one_year")


def across_sentences(evidence: Evidence, area: str) -> list[tuple[Phrase, Certainty]]:
    """How each indicator that has most to tell moved, the nation beside, and how sure its newest figure is."""
    return [_sentence(evidence, code, area) for code in story_indicators(evidence, area)]


def _sentence(evidence: Evidence, code: str, area: str) -> tuple[Phrase, Certainty]:
    found = estimates_of(evidence, code, area)
    newest = yearly_figures(found)[-1]
    told, certainty = link(row_anchor(code), moved_sentence(evidence, code, found)), certainty_of(evidence, newest)
    move = move_of(evidence, found)
    ends = (move.first, move.last) if move else (newest,)
    if nations := _nations_beside(evidence, ends):
        told = joined("; ", (told, _nation_text(evidence, nations)))
    return phrase(told, ". ", certainty_mark(certainty)), certainty


def _nations_beside(evidence: Evidence, found: Iterable[Estimate]) -> list[Estimate]:
    """The nation's figures that may stand beside some of an area, each once."""
    return [nation for nation in dict.fromkeys(nation_beside(evidence, r) for r in found) if nation]


def _nation_text(evidence: Evidence, nations: list[Estimate]) -> str:
    """The nation's figures, named so once."""
    first, *more = ({"figure": numbers.labelled(nation), "time": dates.time_text(nation)} for nation in nations)
    named = say("message.nation", **first)
    return ", ".join((named, *(say("message.nation_then", **other) for other in more)))


def across_table(evidence: Evidence, area: str) -> Table | Prose:
    """Each indicator with figures of two years, or with the nation's beside: the newest, of the nation those that
    stand beside one of the area, how it moved, and the other figures.

    An indicator moves only between figures that compare; where the newest compares with no other, that is said.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> {len(row) for row in bvte.across_table(evidence, evidence.province.code).rows}
    {5}
    """
    found = {code: known for code in evidence.indicators if (known := estimates_of(evidence, code, area))}
    shown = [code for code, known in found.items() if _is_shown(evidence, known)]
    if not shown:
        return nothing("page.across_none")
    cards = evidence.indicators
    rows = [_row(evidence, code, found[code]) for code in sorted(shown, key=lambda c: subject_of(cards[c], cards))]
    left = [code for code in found if code not in shown]
    alone, order = say("page.across_alone", count=len(left)) if left else "", say("page.other_order")
    line = _ways_told(evidence, [found[code] for code in shown])
    heads = columns(("indicator", "of_last_year:num", "nation:num", "moved", "earlier"))
    if evidence.area(area).level == AreaLevel.country:
        heads, rows = (heads[:2] + heads[3:], [row[:2] + row[3:] for row in rows])
        told = " ".join(filter(None, (order, alone)))
        return folded_beyond(make_table(say("page.across_caption_of_nation"), heads, rows, told), MOST_SHOWN, line)
    note = " ".join(filter(None, (order, say("page.across_note", years=YEARS_APART), alone)))
    return folded_beyond(make_table(say("page.across_caption"), heads, rows, note), MOST_SHOWN, line)


def _ways_told(evidence: Evidence, shown: list[list[Estimate]]) -> str:
    """How many indicators surely rose, fell, or went neither way that can be told: the line of a folded table."""
    ways = Counter(_way(evidence, known) for known in shown)
    told = [say(f"page.across_ways.{way}", count=ways[way]) for way in WAYS if ways[way]]
    return say("page.across_folded", count=len(shown), ways="; ".join(told))


def _way(evidence: Evidence, known: list[Estimate]) -> str:
    if len({r.year for r in known}) == 1:
        return "one_year"
    move = move_of(evidence, known)
    return str(move.way) if move and move.way in SURE_WAYS else "open"


def _is_shown(evidence: Evidence, known: list[Estimate]) -> bool:
    """Whether a row has something to lay beside its newest figure."""
    return len({r.year for r in known}) > 1 or bool(_nations_beside(evidence, known))


def _row(evidence: Evidence, code: str, known: list[Estimate]) -> tuple[Phrase | str, ...]:
    """An indicator: its newest figure, the nation's nearest in time to that, how it moved, its other figures.

    What the nation had beside another figure stands with that, as beside the newest it would be taken for its own.
    """
    newest = yearly_figures(known)[-1]
    others = [r for r in known if r != newest]
    nations = _nations_beside(evidence, [newest])
    return (
        cells.indicator(evidence.indicators[code], newest.unit),
        cells.estimate_with_year(newest),
        cells.paragraphs(map(cells.estimate_with_year, nations)) or NOTHING,
        _moved(evidence, known, newest),
        cells.paragraphs(_with_nations(evidence, others, nations)) or NOTHING,
    )


def _with_nations(evidence: Evidence, found: list[Estimate], told: list[Estimate]) -> Iterator[Phrase]:
    """Figures, each with the nation's beside it that no other was told with (told : those that stand elsewhere)."""
    said = set(told)
    for own in found:
        nations = [nation for nation in _nations_beside(evidence, [own]) if nation not in said]
        said.update(nations)
        time = dates.when(own.period, own.period_stated)
        beside = (_nation_text(evidence, [nation]) for nation in nations)
        shown = numbers.bare(own, cells.marked(**cells.about_estimate(own)))
        yield phrase(shown, " (", joined("; ", [time, *beside]), ")")


def _moved(evidence: Evidence, known: list[Estimate], newest: Estimate) -> Phrase | str:
    """How an indicator moved, from which figure on, and since the one before where that is another way; that it
    compares with none of another time; "–" where there is none."""
    move = move_of(evidence, known)
    if move is None or move.way == "apart":
        why = _why_apart(evidence, known, newest)
        return say("page.across_moved.apart", why=why) if why else NOTHING
    since = {"figure": numbers.bare(move.first), "time": dates.time_text(move.first)}
    turn = turn_text(evidence, known, numbers.bare)
    return joined("; ", filter(None, (say(f"page.across_moved.{move.way}", **since, **total_facts(move)), turn)))


def _why_apart(evidence: Evidence, known: list[Estimate], newest: Estimate) -> str:
    """Why the newest figure may be laid beside none of another time, by the one nearest to it; "" where it may, or
    where there is none."""
    others = [r for r in known if r.period != newest.period]
    pairs = [sorted((r, newest), key=lambda r: r.period.last) for r in others]
    if not pairs or any(may_compare(evidence, *pair) for pair in pairs):
        return ""
    nearest = min(pairs, key=lambda pair: (pair[1].period.last - pair[0].period.last, -pair[0].year))
    return "; ".join(dict.fromkeys(forbidding_name(r, evidence) for r in forbidding(evidence, *nearest)))


# One panel says no more than its row of the table.
LEAST_PANELS = 2


def nation_panels(evidence: Evidence, area: str) -> Several:
    """A panel for each share or rate of an area beside which the nation's figures stand, both over the years; none
    where there are fewer than two.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> len(bvte.nation_panels(evidence, evidence.province.code)) <= 1
    True
    """
    found = [r for code in evidence.indicators for r in estimates_of(evidence, code, area) if r.is_of_one_year]
    nations = _nations_beside(evidence, found)
    codes = dict.fromkeys(r.indicator for r in nations)
    if len(codes) < LEAST_PANELS:
        return Several([])
    shown = [r for code in codes for r in (*found, *nations) if r.indicator == code]
    frame = frame_of_estimates(evidence, shown)
    grid = small_multiples(frame.assign(name=[_with_unit(evidence.indicators[r.indicator], r.unit) for r in shown]))
    # The title stands above rows of panels, which have to make room for it.
    grid.figure.set_layout_engine("constrained")
    facts = {"area": evidence.area(area).text("name"), "count": len(codes)}
    told = {"title": say("page.panels_title", **facts), "key": strengths_key(shown)}
    return Several([figure(grid, say("page.panels_caption", **facts), frame=frame, **told)])


def _with_unit(card: Indicator, unit: str) -> str:
    return f"{card.short.text} ({numbers.unit_name(unit)})"


def stories(shown: pd.DataFrame, evidence: Evidence, area: str) -> pd.DataFrame:
    """The rows of a frame of estimates whose indicators are drawn over all phases: of those that have most to tell,
    and of the counts behind them, those with figures of three times.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> area = evidence.province.code
    >>> frame = bvte.estimates(evidence, areas=area)
    >>> bool((bvte.stories(frame, evidence, area).groupby("indicator")["year"].nunique() > 2).all())
    True
    """
    order = {code: place for place, code in enumerate(drawn_indicators(evidence, area))}
    drawn = shown[shown["indicator"].isin(order)]
    return drawn.sort_values("indicator", key=lambda codes: codes.map(order), kind="stable")
