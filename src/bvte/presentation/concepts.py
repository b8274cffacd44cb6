"""What the indicators of a report mean and how they are counted, from their cards."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from bvte.evidence.indicator import Indicator, Origin
from bvte.judgement.frames import findings_of
from bvte.judgement.targets import Findings
from bvte.presentation import cells
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.parts import REPEATED, columns, nothing
from bvte.presentation.phrases import Phrase, phrase, small
from bvte.presentation.texts import say

# Cards that all provinces have, be it with a remark of this one, which stands in their text.
SHARED = (Origin.national, Origin.remarked)
# Concepts that a page shows without being asked.
MOST_OPEN = 3


def definitions(findings: Findings | pd.DataFrame, of: Findings | None = None) -> Table | Prose:
    """What each targeted indicator means and why it is watched; arguments as of `scorecard`."""
    found = findings_of(findings, of)
    wanted = dict.fromkeys(finding.target.indicator for finding in found)
    table = definition_table(found.evidence.indicators, wanted)
    if not isinstance(table, Table) or len(table.rows) <= MOST_OPEN:
        return table
    return replace(table, folded=say("page.definitions_folded", count=len(table.rows)))


def definition_table(cards: Mapping[str, Indicator], wanted: Collection[str]) -> Table | Prose:
    """Meaning and purpose of the wanted indicators, from their cards; that many are shared is said once, below."""
    if not wanted:
        return nothing("page.no_targets")
    is_noted = sum(cards[code].origin in SHARED for code in wanted) >= REPEATED
    fields = ("definition", "why")
    rows = tuple((_name(cards[c], is_noted), *(_text(cards[c], field) for field in fields)) for c in wanted)
    heads, note = columns(("indicator", "definition:wide", "why:wide")), say("page.card.noted") if is_noted else ""
    return make_table(say("page.definitions_caption"), heads, rows, note)


def _name(card: Indicator, is_noted: bool) -> Phrase:
    """The name of an indicator with whose concept it is, but for what is usual: where a note says of all that they are
    shared, of those alone that are not."""
    usual = SHARED if is_noted else (Origin.province,)
    name = cells.indicator(card)
    return name if card.origin in usual else phrase(name, " ", small(say(f"page.card.{card.origin}")))


def _text(card: Indicator, field: str) -> str | Phrase:
    """A text of a card, below it why the province reads it otherwise and what the province remarks on it."""
    told = [getattr(card, field).text]
    if field == "definition" and card.differs:
        told.append(say("page.card.differs", why=card.differs))
    told += [say("page.card.remark", text=row.text("text")) for row in card.remarks if row.field == field]
    return cells.paragraphs(told) if len(told) > 1 else told[0]
