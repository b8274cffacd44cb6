"""Parts that many pages share: key messages, titles, lists, headings of columns, the sentence for nothing, the head
and end of an office letter."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from string import ascii_lowercase
from typing import Any

from bvte.evidence.language import active_language
from bvte.evidence.reporting import Agency
from bvte.presentation.document import (
    Block,
    Box,
    Cell,
    Column,
    Heading,
    Item,
    Listing,
    Paragraph,
    Prose,
    SideBySide,
    Table,
)
from bvte.presentation.phrases import Phrase, flat_text, joined, paragraphs, phrase, small, strong
from bvte.presentation.texts import say

# Columns whose numbers all speak of one time: key -> the fact that is its year.
PERIODS = {"this_year": "year", "last_year": "last", "at_due": "due"}

# The role of the sentence that stands where there is nothing to show.
NOTHING_ROLE = "nothing"


def columns(keys: Iterable[str], group: str = "columns", **facts: Any) -> tuple[Column, ...]:
    """Columns of a table from the keys of their headings, each "key" or "key:kind"; `group` : where the texts of
    headings stand, facts : what is filled in."""
    return tuple(column(*key.partition(":")[::2], group, **facts) for key in keys)


def column(key: str, kind: str = "text", group: str = "columns", **facts: Any) -> Column:
    """A column from the key of its heading."""
    period = str(facts.get(PERIODS.get(key, ""), ""))
    return Column(say(f"{group}.{key}", **facts), kind or "text", key, period)


def with_columns(table: Table, places: Sequence[int]) -> Table:
    """A table of only some of its columns, by their places in order; a cell over several columns is over fewer."""
    rows = tuple(tuple(_within(row, set(places))) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in places), rows=rows)


def _within(row: Sequence[Cell], places: set[int]) -> Iterator[Cell]:
    """The cells of a row that cover any of the columns."""
    at = 0
    for cell in row:
        if left := places & set(range(at, at + cell.span)):
            yield replace(cell, span=len(left))
        at += cell.span


def folded_beyond(table: Table, most: int, told: str) -> Table:
    """A table of more than so many rows as a line of a page that opens it; on paper it stands open."""
    return replace(table, folded=told) if len(table.rows) > most else table


def nothing(key: str, **facts: Any) -> Prose:
    """The sentence that stands where a table would be empty."""
    return sentence(say(key, **facts), NOTHING_ROLE)


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


# A sentence that stands in so many rows of a table is told once, below it.
REPEATED = 3


Sentences = Iterable[Iterable[str | Phrase]]


def told_once(rows: Sentences, least: int = REPEATED, of: Sentences | None = None) -> tuple[list[Phrase], list[str]]:
    """The sentences of each row of a table as one cell, and the notes that stand below the table.

    A sentence of `least` rows or more is a note with a letter, and each of its rows has the letter; `of` : the rows of
    the whole table, where only some are shown, so that these stand as they stand there.

    >>> told, notes = told_once([["same", "own"], ["same"]], least=2)
    >>> [flat_text(cell).count("same") for cell in told], len(notes)
    ([0, 0], 1)
    """
    held = [[phrase(sentence) for sentence in row if sentence] for row in rows]
    letters = note_letters(held if of is None else of, least)
    told = [paragraphs(filter(None, [*_kept(row, letters), _see_notes(row, letters)])) for row in held]
    used = {flat_text(sentence) for row in held for sentence in row}
    return told, [f"{letter} {text}" for text, letter in letters.items() if text in used]


def note_letters(rows: Sentences, least: int = REPEATED) -> dict[str, str]:
    """The letters of the notes of a table, by the sentences that stand in `least` of its rows or more."""
    found = Counter(text for row in rows for text in dict.fromkeys(map(flat_text, row)))
    repeated = [text for text, count in found.items() if count >= least]
    return {text: f"({letter})" for text, letter in zip(repeated, ascii_lowercase, strict=False)}


def _kept(row: Sequence[Phrase], letters: dict[str, str]) -> list[Phrase]:
    return [sentence for sentence in row if flat_text(sentence) not in letters]


def _see_notes(row: Sequence[Phrase], letters: dict[str, str]) -> Phrase:
    """The letters of the notes that a row has sentences in, empty where it has none."""
    named = dict.fromkeys(letters[text] for text in map(flat_text, row) if text in letters)
    return phrase(small(say("page.see_notes", notes=joined(", ", sorted(named))))) if named else phrase()


def title_blocks(title: str, lead: str, seen: str) -> tuple[Block, ...]:
    """The title of a page, the line below it, and from which day the page sees."""
    return Heading(1, phrase(title)), paragraph(lead, "lead"), paragraph(seen, "seen")


def key_box(message: str, points: Iterable[str | Phrase] = (), *further: str | Phrase) -> Box:
    """The key messages: the first in bold, its points, further ones."""
    return Box("key", (paragraph(strong(message)), *listing(points, "points"), *map(paragraph, further)))


NO_BREAK = "\u00a0"
# Longest name of a body, in letters, that the head of a letter has on one line.
ONE_LINE = 24


def letterhead(agency: Agency, reference: str, subject: str = "") -> SideBySide:
    """Who writes, with the number and subject of the paper; the name and motto of the state, place and day.

    After annex I of Decree 30/2020/NĐ-CP; number and day are left to the office.
    """
    issuer = {
        "above": in_office_lines(agency.text("above") or ""),
        "body": in_office_lines(agency.text("name") or ""),
        "reference": reference,
        "subject": subject,
    }
    nation = {
        "state": say("annual.state"),
        "motto": say("annual.motto"),
        "place-date": say("annual.place_date", place=agency.text("place")),
    }
    return SideBySide("letterhead", (_lines("issuer", issuer), _lines("nation", nation)))


def letter_end(agency: Agency) -> SideBySide:
    """Who receives a letter, and where it is signed."""
    copies = [f"{name};" for name in agency.lines("copies")]
    to = listing([say("annual.as_above"), *copies, say("annual.filed")])
    distribution = Box("distribution", (paragraph(strong(say("annual.distribution"))), *to))
    signs = agency.lines("position") or [say("annual.position")]
    places = *(paragraph(line, "position") for line in signs), paragraph(say("annual.sign_here"), "sign-here")
    return SideBySide("closing", (distribution, Box("signature", places)))


def _lines(role: str, lines: dict[str, str]) -> Box:
    """A column of a letter: its lines by their roles, without those that are empty."""
    return Box(role, tuple(paragraph(text, name) for name, text in lines.items() if text))


def in_office_lines(name: str) -> str:
    """A name in capitals; in Vietnamese it breaks as offices write it, in English where there is room."""
    return in_two_lines(name.upper()) if active_language() == "vi" else name.upper()


def in_two_lines(name: str) -> str:
    """A long name that breaks at one place only: after its dash, else nearest to its middle.

    >>> in_two_lines("ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN").replace(NO_BREAK, "_")
    'ỦY_BAN_NHÂN_DÂN TỈNH_ĐIỆN_BIÊN'
    """
    if len(name) <= ONE_LINE:
        return name
    places = [place for place, letter in enumerate(name) if letter == " "]
    dashes = [place for place in places if name[place - 1] == "-"]
    middle = min(dashes or places, key=lambda place: abs(2 * place - len(name)), default=len(name))
    first, rest = name[:middle].replace(" ", NO_BREAK), name[middle + 1 :].replace(" ", NO_BREAK)
    return f"{first} {rest}"
