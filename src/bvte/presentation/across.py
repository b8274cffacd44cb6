"""All phases of an area: one table of each indicator over the years with the nation beside, and which are drawn."""

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.rows import AreaLevel
from bvte.judgement.estimates import Estimate, estimates_of, firmest
from bvte.judgement.message import Certainty, certainty_of, nation_beside
from bvte.judgement.stories import move_of, story_indicators
from bvte.presentation import cells, dates, numbers
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.message import certainty_mark
from bvte.presentation.parts import columns, nothing
from bvte.presentation.path_chart import moved_sentence
from bvte.presentation.phrases import NOTHING, Phrase, link, phrase, row_anchor
from bvte.presentation.texts import say


def across_sentences(evidence: Evidence, area: str) -> list[tuple[Phrase, Certainty]]:
    """How each indicator that has most to tell moved, the nation beside, and how sure its newest figure is."""
    return [_sentence(evidence, code, area) for code in story_indicators(evidence, area)]


def _sentence(evidence: Evidence, code: str, area: str) -> tuple[Phrase, Certainty]:
    found = estimates_of(evidence, code, area)
    newest = max(found, key=lambda r: (r.year, -r.strength.rank))
    told, certainty = link(row_anchor(code), moved_sentence(evidence, code, found)), certainty_of(evidence, newest)
    if nation := nation_beside(evidence, newest):
        place, year = evidence.area(nation.area).text("name"), nation.year
        beside = say("message.nation", place=place, figure=numbers.labelled(nation), time=year)
        told = phrase(told, "; ", beside)
    return phrase(told, ". ", certainty_mark(certainty)), certainty


def across_table(evidence: Evidence, area: str) -> Table | Prose:
    """Each indicator with figures of two years, or with the nation's beside: earlier ones, the newest, the nation's.

    An indicator moves only between figures that compare; where the newest compares with none before, that is said.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> {len(row) for row in bvte.across_table(evidence, evidence.province.code).rows}
    {5}
    """
    found = {code: known for code in evidence.indicators if (known := estimates_of(evidence, code, area))}
    shown = [code for code, known in found.items() if _is_shown(evidence, known)]
    if not shown:
        return nothing("page.across_none")
    rows = [_row(evidence, code, found[code]) for code in shown]
    left = [evidence.indicators[code].short.text for code in found if code not in shown]
    alone = say("page.across_alone", names="; ".join(left)) if left else ""
    heads = columns(("indicator", "earlier:num", "latest:num", "moved", "nation:num"))
    if evidence.area(area).level == AreaLevel.country:
        return make_table(say("page.across_caption_of_nation"), heads[:-1], [row[:-1] for row in rows], alone)
    return make_table(say("page.across_caption"), heads, rows, f"{say('page.across_note')} {alone}".strip())


def _is_shown(evidence: Evidence, known: list[Estimate]) -> bool:
    """Whether a row has something to lay beside its newest figure."""
    return len({r.year for r in known}) > 1 or nation_beside(evidence, known[-1]) is not None


def _row(evidence: Evidence, code: str, known: list[Estimate]) -> tuple[Phrase | str, ...]:
    """An indicator: its figures before the newest, that one, how it moved, the nation's nearest in time."""
    newest = firmest(r for r in known if r.year == known[-1].year) or known[-1]
    earlier = [r for r in known if r != newest]
    return (
        cells.indicator(evidence.indicators[code], newest.unit),
        cells.paragraphs(map(cells.estimate_with_year, earlier)) or NOTHING,
        cells.estimate_with_year(newest),
        _moved(evidence, known),
        cells.estimate_with_year(nation_beside(evidence, newest)),
    )


def _moved(evidence: Evidence, known: list[Estimate]) -> str:
    """How an indicator moved, from which figure on; that it does not compare; "–" of a single year."""
    move = move_of(evidence, known)
    if move is None:
        return NOTHING
    since = {"figure": numbers.bare(move.first), "time": dates.time_text(move.first)}
    key = "disputed" if move.is_disputed else move.direction or "apart"
    return say(f"page.across_moved.{key}", **since)


def stories(shown: pd.DataFrame, evidence: Evidence, area: str) -> pd.DataFrame:
    """The rows of a frame of estimates whose indicators have most to tell over all phases.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> area = evidence.province.code
    >>> frame = bvte.estimates(evidence, areas=area)
    >>> bvte.stories(frame, evidence, area)["indicator"].nunique() <= 5
    True
    """
    return shown[shown["indicator"].isin(story_indicators(evidence, area))]
