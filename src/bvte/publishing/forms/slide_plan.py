"""What the slides of a report say: one message a slide, its exhibit cut to what a room can read, its sources.

PowerPoint and the HTML deck are both made from this plan, so that they cannot differ.
"""

from dataclasses import dataclass, replace
from math import ceil

from bvte.publishing.article import Box, Columns, Figure, Heading, Listing, Run, Table, Text
from bvte.publishing.forms.slide_table import shortened
from bvte.publishing.forms.status_mark import signed
from bvte.publishing.forms.words import FORM_WORDS

SOURCE = "#source-"
# Lines of text that a slide holds in a size that the last row can read.
MOST_LINES, LINE_LETTERS, MOST_POINTS, SOURCES_A_SLIDE = 11, 80, 7, 5
# A line of the title takes the room of this many of the text, and holds this many letters.
TITLE_LINES, TITLE_LETTERS = 1.5, 50
# What is there for the writer of the report, belongs to a letter or lies on the tables is nothing to show.
NOT_SHOWN = {"to-write", "recipient", "placemat", "cards"}


@dataclass(frozen=True)
class Slide:
    """One slide.

    kind : "title", "text", "table", "figure" or "sources"; points : tuple of tuples of `Run`; exhibit : the
    table (already shortened) or figure; pointer : where the whole of it stands, or ""; remarks : what the
    speaker may want to say; sources : pairs (number, text) of all that the slide shows.
    """

    kind: str
    title: str
    subtitle: str = ""
    points: tuple = ()
    exhibit: Table | Figure | None = None
    pointer: str = ""
    remarks: tuple = ()
    sources: tuple = ()


def slides(article):
    """The slides of a report, in the order of the page."""
    known = _sources(article)
    found = [_opening(article)]
    for heading, blocks in _sections(article.blocks):
        title = heading or article.meta.get("headline") or article.title
        # A heading without anything below it is still a station of the talk.
        found += list(_section(title, blocks, article.language)) or [Slide("text", heading)] * bool(heading)
    return tuple(replace(slide, sources=tuple(_cited(slide, known))) for slide in found)


def _opening(article):
    """Title, kind and place, how new it is."""
    lines = [article.kind, article.place, article.meta.get("newness", "")]
    return Slide("title", article.title, "\n".join(filter(None, lines)))


def _sections(blocks):
    """Pairs of a heading and the blocks below it, "" for those before the first one."""
    heading, below = "", []
    for block in blocks:
        if isinstance(block, Heading):
            yield heading, below
            heading, below = block.text, []
        else:
            below.append(block)
    yield heading, below


def _section(heading, blocks, language):
    """The slides of a section: what it says, then each table and figure by itself."""
    blocks = list(_unpacked(blocks))
    exhibits = [block for block in blocks if isinstance(block, Table | Figure)]
    texts = [block for block in blocks if isinstance(block, Text | Listing)]
    lead = texts[:1] if texts and isinstance(texts[0], Text) else []
    cited = [block for block in texts if isinstance(block, Listing) and any(a for a, _ in block.items)]
    said = [
        runs for block in texts if block not in cited for runs in _points(block) if _plain(runs) != heading
    ]
    if said and (not exhibits or len(said) > len(lead)) and not cited:
        yield _text(heading, said, language)
    remarks = tuple(_plain(block.runs) for block in lead)
    for exhibit in exhibits:
        yield _exhibit(heading, exhibit, remarks, language)
    for listing in cited:
        yield from _source_slides(heading, listing)


def _unpacked(blocks):
    """Blocks with what stands in boxes; what is no matter for a room left out."""
    for block in blocks:
        if isinstance(block, Box) and block.kind not in NOT_SHOWN:
            yield from _unpacked(block.blocks)
        elif not isinstance(block, Box | Columns) and getattr(block, "kind", "") not in NOT_SHOWN:
            yield block


def _points(block):
    return [block.runs] if isinstance(block, Text) else [runs for _, runs in block.items]


def _plain(runs):
    return " ".join("".join(run.text for run in runs).split())


def _text(heading, said, language):
    """A slide of points; those that find no room stand in the notes."""
    shown, left = [], MOST_LINES - TITLE_LINES * (ceil(len(heading) / TITLE_LETTERS) - 1)
    for runs in said[:MOST_POINTS]:
        left -= _lines(runs)
        if shown and left < 0:
            break
        shown.append(runs)
    rest = tuple(_plain(runs) for runs in said[len(shown) :])
    pointer = FORM_WORDS[language]["more_points"].format(count=len(rest)) if rest else ""
    return Slide("text", heading, points=tuple(shown), pointer=pointer, remarks=rest)


def _lines(runs):
    """Lines that a point takes, with the space below it."""
    parts = "".join(map(signed, runs)).split("\n")
    return 0.4 + sum(ceil(max(len(part), 1) / LINE_LETTERS) for part in parts)


def _exhibit(heading, exhibit, remarks, language):
    """A slide with one table or figure under its caption."""
    subtitle = f"{exhibit.number}. {exhibit.caption}"
    if isinstance(exhibit, Figure):
        remarks = (*remarks, exhibit.alt, exhibit.note)
        return Slide("figure", heading, subtitle, exhibit=exhibit, remarks=tuple(filter(None, remarks)))
    short = shortened(exhibit)
    remarks = (*remarks, exhibit.note) if exhibit.note else remarks
    pointer = _whole(exhibit, short, FORM_WORDS[language])
    return Slide("table", heading, subtitle, exhibit=short, pointer=pointer, remarks=remarks)


def _whole(table, short, words):
    """Where the whole of a shortened table stands, "" where the slide shows it."""
    if short == table:
        return ""
    shown, rows = len(short.rows), len(table.rows)
    return words["whole_table" if shown < rows else "whole_cells"].format(
        table=table.number, shown=shown, rows=rows
    )


def _source_slides(heading, listing):
    """The list of sources, as many a slide as can be read."""
    numbered = [(Run(f"[{number}] "), *runs) for number, (_, runs) in enumerate(listing.items, start=1)]
    for start in range(0, len(numbered), SOURCES_A_SLIDE):
        yield Slide("sources", heading, points=tuple(numbered[start : start + SOURCES_A_SLIDE]))


def _sources(article):
    """Id -> (number, text) of the sources that the report lists."""
    lists = [block for block in article.blocks if isinstance(block, Listing) and block.ordered]
    return {
        anchor.removeprefix(SOURCE[1:]): (number, _plain(runs))
        for block in lists
        for number, (anchor, runs) in enumerate(block.items, 1)
        if anchor
    }


def _cited(slide, known):
    """The sources of what a slide shows, in the order of their numbers."""
    runs = [run for point in slide.points for run in point]
    codes = {run.href.removeprefix(SOURCE) for run in runs if run.href.startswith(SOURCE)}
    table = slide.exhibit if isinstance(slide.exhibit, Table) else getattr(slide.exhibit, "numbers", None)
    for cell in (cell for row in table.rows for cell in row) if table else ():
        codes |= {code for code, _ in cell.sources} | {code for datum in cell.data for code in datum.sources}
    return sorted(known[code] for code in codes if code in known)
