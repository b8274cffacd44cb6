"""What indicators mean and why they are watched, from their cards."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from bvte.evidence.indicator import Indicator, Origin
from bvte.judgement.frames import findings_of
from bvte.judgement.targets import Findings
from bvte.presentation import cells
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.parts import columns, nothing
from bvte.presentation.phrases import Phrase, phrase, small
from bvte.presentation.texts import say

# Cards that all provinces have alike, told once below the table.
SHARED = (Origin.national, Origin.remarked)
# Cards that a page shows without being asked.
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
    """Meaning and purpose of the wanted indicators, from their cards."""
    if not wanted:
        return nothing("page.no_targets")
    told = [cards[code] for code in wanted]
    rows = tuple((_card_name(card), *(_card_text(card, field) for field in ("definition", "why"))) for card in told)
    heads = columns(("indicator", "definition:wide", "why:wide"))
    shared = any(card.origin in SHARED for card in told)
    return make_table(say("page.definitions_caption"), heads, rows, say("page.card.shared") if shared else "")


def _card_name(card: Indicator) -> Phrase:
    """The name of an indicator; where the province reads a card of the catalogue otherwise, that it does."""
    name = cells.indicator(card)
    own = card.origin == Origin.own_reading
    return phrase(name, " ", small(say("page.card.own_reading"))) if own else name


def _card_text(card: Indicator, field: str) -> str | Phrase:
    """A text of a card, below it why the province reads it otherwise and what the province remarks on it."""
    told = [getattr(card, field).text]
    if field == "definition" and card.differs:
        told.append(say("page.card.differs", why=card.differs))
    told += [say("page.card.remark", text=row.text("text")) for row in card.remarks if row.field == field]
    return cells.paragraphs(told) if len(told) > 1 else told[0]
