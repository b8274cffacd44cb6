"""All phases of an area: one table of each indicator over the years with the nation beside, and which are drawn."""

import pandas as pd

from bvte.evidence.collection import Evidence
from bvte.evidence.rows import AreaLevel
from bvte.judgement.comparability import may_compare
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.message import Certainty, certainty_of, nation_beside
from bvte.judgement.stories import indicators_over_time, of_year, story_indicators, table_years
from bvte.presentation import cells, numbers
from bvte.presentation.document import Column, Prose, Table, make_table
from bvte.presentation.message import certainty_mark
from bvte.presentation.parts import columns, nothing
from bvte.presentation.path_chart import moved_sentence
from bvte.presentation.phrases import NOTHING, Phrase, link, phrase, row_anchor, small
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
    """Each indicator with figures of two years, in the last years of phases and the years of reports.

    The nation's figure stands below the area's where both may be read side by side; a figure that does not compare
    with the one before says so.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> table = bvte.across_table(evidence, evidence.province.code)
    >>> len(table.columns) <= 1 + 4
    True
    """
    years, codes = table_years(evidence, area), indicators_over_time(evidence, area)
    found = {code: [of_year(evidence, code, area, year) for year in years] for code in codes}
    told = story_indicators(evidence, area)
    shown = [code for code in codes if sum(map(bool, found[code])) > (0 if code in told else 1)]
    if not shown:
        return nothing("page.across_none")
    rows = [_row(evidence, code, found[code]) for code in shown]
    heads = (*columns(("indicator",)), *(Column(str(year), "num", f"year_{year}", str(year)) for year in years))
    alone = [evidence.indicators[code].short.text for code in codes if code not in shown]
    note = [say("page.across_note"), *([say("page.across_alone", names="; ".join(alone))] if alone else [])]
    if evidence.area(area).level == AreaLevel.country:
        return make_table(say("page.across_caption_of_nation"), heads, rows, " ".join(note))
    return make_table(say("page.across_caption"), heads, rows, " ".join([say("page.across_beside"), *note]))


def _row(evidence: Evidence, code: str, found: list[Estimate | None]) -> tuple[Phrase, ...]:
    """An indicator and its figures."""
    card = evidence.indicators[code]
    unit = next(estimate.unit for estimate in found if estimate)
    made, before = [cells.indicator(card, unit)], None
    for estimate in found:
        made.append(_cell(evidence, estimate, before))
        before = estimate or before
    return tuple(made)


def _cell(evidence: Evidence, estimate: Estimate | None, before: Estimate | None) -> Phrase:
    """A figure, the nation's below it, and whether it compares with the figure before."""
    if estimate is None:
        return phrase(NOTHING)
    notes = []
    if nation := nation_beside(evidence, estimate):
        place = evidence.area(nation.area).text("name")
        facts = {"place": place, "figure": numbers.bare(nation), "year": nation.year}
        notes.append(say("page.across_nation" if nation.year == estimate.year else "page.across_nation_of", **facts))
    if before and not may_compare(evidence, before, estimate):
        notes.append(say("page.across_apart"))
    return phrase(cells.of_year(estimate), *(small(note) for note in notes))


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
