"""Parts that many pages share: key messages, titles, lists, headings of columns, the sentence for nothing."""

from collections.abc import Iterable
from typing import Any

from bvte.presentation.document import Block, Box, Column, Heading, Item, Listing, Paragraph, Prose
from bvte.presentation.phrases import Phrase, phrase, strong
from bvte.presentation.texts import say

# Columns whose numbers all speak of one time: key -> the fact that is its year.
PERIODS = {"this_year": "year", "last_year": "last", "at_due": "due"}


def columns(keys: Iterable[str], group: str = "columns", **facts: Any) -> tuple[Column, ...]:
    """Columns of a table from the keys of their headings, each "key" or "key:kind"; `group` : where the texts of
    headings stand, facts : what is filled in."""
    return tuple(column(*key.partition(":")[::2], group, **facts) for key in keys)


def column(key: str, kind: str = "text", group: str = "columns", **facts: Any) -> Column:
    """A column from the key of its heading."""
    period = str(facts.get(PERIODS.get(key, ""), ""))
    return Column(say(f"{group}.{key}", **facts), kind or "text", key, period)


def nothing(key: str, **facts: Any) -> Prose:
    """The sentence that stands where a table would be empty."""
    return sentence(say(key, **facts))


def sentence(text: str | Phrase, role: str = "") -> Prose:
    """One paragraph by itself."""
    return Prose((paragraph(text, role),))


def paragraph(text: str | Phrase, role: str = "") -> Paragraph:
    """A paragraph of a text or phrase."""
    return Paragraph(phrase(text), role)


def listing(texts: Iterable[str | Phrase], role: str = "") -> tuple[Listing, ...]:
    """A list of texts or phrases; none where there is none."""
    items = tuple(Item(phrase(text)) for text in texts)
    return (Listing(items, role=role),) if items else ()


def title_blocks(title: str, lead: str, seen: str) -> tuple[Block, ...]:
    """The title of a page, the line below it, and from which day the page sees."""
    return Heading(1, phrase(title)), paragraph(lead, "lead"), paragraph(seen, "seen")


def key_box(message: str, points: Iterable[str | Phrase] = (), *further: str | Phrase) -> Box:
    """The key messages: the first in bold, its points, further ones."""
    return Box("key", (paragraph(strong(message)), *listing(points), *map(paragraph, further)))
