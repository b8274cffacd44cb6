"""What the slides of a report say: one message a slide, its exhibit cut to what a room can read, its sources.

PowerPoint and the HTML deck are both made from this plan, so that they cannot differ.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from bvte.presentation.document import Block, Box, Figure, Heading, Listing, Paragraph, SideBySide, Table
from bvte.presentation.phrases import Run
from bvte.presentation.texts import say
from bvte.publishing.article import Article
from bvte.publishing.forms.office import signed_run
from bvte.publishing.forms.sheet_plan import spread_row

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


def plan_slides(article: Article) -> tuple[Slide, ...]:
    """The slides of a report, in the order of the page."""
    known = _listed_sources(article)
    found = [_title_slide(article)]
    for heading, blocks in _page_sections(article.blocks):
        title = heading or article.meta.get("headline") or article.title
        # A heading without anything below it is still a station of the talk.
        found += list(_section_slides(title, blocks)) or [Slide("text", heading)] * bool(heading)
    return tuple(replace(slide, sources=tuple(_cited_sources(slide, known))) for slide in found)


def _title_slide(article):
    """Title, kind and place, how new it is."""
    lines = [article.kind, article.place, article.newness]
    return Slide("title", article.title, "\n".join(filter(None, lines)))


def _page_sections(blocks):
    """Pairs of a heading and the blocks below it, "" for those before the first one."""
    heading, below = "", []
    for block in blocks:
        if isinstance(block, Heading):
            yield heading, below
            heading, below = block.text, []
        else:
            below.append(block)
    yield heading, below


def _section_slides(heading: str, blocks: list[Block]) -> Iterator[Slide]:
    """The slides of a section: what it says, then each table and figure by itself."""
    blocks = list(_shown_blocks(blocks))
    exhibits = [block for block in blocks if isinstance(block, Table | Figure)]
    texts = [block for block in blocks if isinstance(block, Paragraph | Listing)]
    lead = texts[:1] if texts and isinstance(texts[0], Paragraph) else []
    cited = [block for block in texts if isinstance(block, Listing) and any(item.anchor for item in block.items)]
    said = [
        runs for block in texts if block not in cited for runs in _block_points(block) if _plain_line(runs) != heading
    ]
    if said and (not exhibits or len(said) > len(lead)) and not cited:
        yield _text_slide(heading, said)
    remarks = tuple(_plain_line(block.runs) for block in lead)
    for exhibit in exhibits:
        yield _exhibit_slide(heading, exhibit, remarks)
    for listing in cited:
        yield from _source_slides(heading, listing)


def _shown_blocks(blocks):
    """Blocks with what stands in boxes; what is no matter for a room left out."""
    for block in blocks:
        if isinstance(block, Box) and block.role not in NOT_SHOWN:
            yield from _shown_blocks(block.blocks)
        elif not isinstance(block, Box | SideBySide) and getattr(block, "role", "") not in NOT_SHOWN:
            yield block


def _block_points(block):
    return [block.runs] if isinstance(block, Paragraph) else [item.runs for item in block.items]


def _plain_line(runs):
    return " ".join("".join(run.text for run in runs).split())


def _text_slide(heading: str, said: list[tuple[Run, ...]]) -> Slide:
    """A slide of points; those that find no room stand in the notes."""
    shown, left = [], MOST_LINES - TITLE_LINES * (ceil(len(heading) / TITLE_LETTERS) - 1)
    for runs in said[:MOST_POINTS]:
        left -= _point_lines(runs)
        if shown and left < 0:
            break
        shown.append(runs)
    rest = tuple(_plain_line(runs) for runs in said[len(shown) :])
    pointer = say("slides.more_points", count=len(rest)) if rest else ""
    return Slide("text", heading, points=tuple(shown), pointer=pointer, remarks=rest)


def _point_lines(runs):
    """Lines that a point takes, with the space below it."""
    parts = "".join(map(signed_run, runs)).split("\n")
    return 0.4 + sum(ceil(max(len(part), 1) / LINE_LETTERS) for part in parts)


def _exhibit_slide(heading: str, exhibit: Table | Figure, remarks: tuple[str, ...]) -> Slide:
    """A slide with one table or figure under its caption."""
    subtitle = f"{exhibit.number}. {exhibit.caption}"
    if isinstance(exhibit, Figure):
        remarks = (*remarks, exhibit.alt, exhibit.note)
        return Slide("figure", heading, subtitle, exhibit=exhibit, remarks=tuple(filter(None, remarks)))
    short = shorten_table(exhibit)
    remarks = (*remarks, exhibit.note) if exhibit.note else remarks
    pointer = _whole_pointer(exhibit, short)
    return Slide("table", heading, subtitle, exhibit=short, pointer=pointer, remarks=remarks)


def _whole_pointer(table: Table, short: Table) -> str:
    """Where the whole of a shortened table stands, "" where the slide shows it."""
    if short == table:
        return ""
    shown, rows = len(short.rows), len(table.rows)
    key = "whole_table" if shown < rows else "whole_cells"
    return say(f"slides.{key}", table=table.number, shown=shown, rows=rows)


def _source_slides(heading, listing):
    """The list of sources, as many a slide as can be read."""
    numbered = [(Run(f"[{number}] "), *item.runs) for number, item in enumerate(listing.items, start=1)]
    for start in range(0, len(numbered), SOURCES_A_SLIDE):
        yield Slide("sources", heading, points=tuple(numbered[start : start + SOURCES_A_SLIDE]))


def _listed_sources(article):
    """Id -> (number, text) of the sources that the report lists."""
    lists = [block for block in article.blocks if isinstance(block, Listing) and block.ordered]
    return {
        item.anchor.removeprefix(SOURCE[1:]): (number, _plain_line(item.runs))
        for block in lists
        for number, item in enumerate(block.items, 1)
        if item.anchor
    }


def _cited_sources(slide, known):
    """The sources of what a slide shows, in the order of their numbers."""
    runs = [run for point in slide.points for run in point]
    codes = {run.href.removeprefix(SOURCE) for run in runs if run.href.startswith(SOURCE)}
    table = slide.exhibit if isinstance(slide.exhibit, Table) else getattr(slide.exhibit, "numbers", None)
    for cell in (cell for row in table.rows for cell in row) if table else ():
        codes |= {code for code, _ in cell.sources} | {code for datum in cell.data for code in datum.sources}
    return sorted(known[code] for code in codes if code in known)


MOST_COLUMNS = 6
# Letters on a line across a slide and lines below each other, at the least legible size.
LETTERS, LINES = 122, 18
# A column of prose wants no more than this many letters on a line.
WIDEST = 44
# Letters of a number with its words that stay on one line.
MOST_OF_A_NUMBER = 22
# Letters of a cell of prose.
MOST_LETTERS = 90
CUT = " …"


def shorten_table(table):
    """The table with what fits; the table itself where all of it does."""
    kept = _kept_columns(table)
    columns = tuple(table.columns[place] for place in kept)
    rows = tuple(tuple(_cut_cell(cell) for cell in _kept_cells(row, kept)) for row in table.rows)
    fitting = replace(table, columns=columns, rows=rows)
    shown = replace(fitting, rows=rows[: _fitting_rows(fitting)])
    return table if shown == table else shown


def _kept_columns(table):
    """Places of the columns that are shown, in their order.

    The first, what names the rows, what says how firm a figure is, and the fullest of the others.
    """
    rows = [spread_row(row) for row in table.rows]
    filled = {
        place: sum(bool(row[place] and row[place].text and not row[place].is_missing) for row in rows)
        for place in range(1, len(table.columns))
    }
    needed = [n for n in filled if any(row[n] and (row[n].is_header or row[n].strength) for row in rows)]
    fullest = sorted(filled, key=lambda place: (place not in needed, -filled[place], place))
    return [0, *sorted(fullest[: MOST_COLUMNS - 1])]


def _kept_cells(row, kept):
    """The cells of the kept columns; one over several of them keeps what it still covers."""
    start, found = 0, []
    for cell in row:
        covered = [place for place in kept if start <= place < start + cell.span]
        if covered:
            found.append(replace(cell, span=len(covered)))
        start += cell.span
    return found


def _cut_cell(cell):
    """A cell with its first line, and the second where that is small print (a unit, a time)."""
    lines = cell.lines[:1]
    if len(cell.lines) > 1 and all(run.small for run in cell.lines[1]):
        lines = cell.lines[:2]
    text = "\n".join("".join(run.text for run in line) for line in lines)
    if len(text) > MOST_LETTERS and not cell.status:
        text = text[:MOST_LETTERS].rpartition(" ")[0] + CUT
        lines = ((Run(text),),)
    elif len(lines) < len(cell.lines) and not cell.status:
        lines = (*lines[:-1], (*lines[-1], Run(CUT)))
    return cell if lines == cell.lines else replace(cell, shortened=lines)


def column_shares(table):
    """Share of each column of the width, all together 1: what must not break, and of what is left by need."""
    texts = [[column.label for column in table.columns], *map(_row_texts, table.rows)]
    held = list(zip(*texts, strict=True))
    least = [_least_letters(column, texts) for column, texts in zip(table.columns, held, strict=True)]
    wanted = [min(max(map(_longest_line, column)) + 2, WIDEST) for column in held]
    more = [max(want - need, 1) for want, need in zip(wanted, least, strict=True)]
    left = max(0, LETTERS - sum(least))
    letters = [need + left * want / sum(more) for need, want in zip(least, more, strict=True)]
    return [count / sum(letters) for count in letters]


def _least_letters(column, texts):
    """Letters of the longest word of a column; a number stays on one line with the words around it."""
    _, *below = texts
    words = [word for text in texts for word in text.split()]
    lines = [line for text in below for line in text.split("\n")] if column.kind == "num" else []
    return min(max(map(len, [*words, *lines, "-"])), MOST_OF_A_NUMBER) + 2


def _row_texts(row):
    """The text of each column of a row; what goes over several columns sets no width."""
    return ["" if cell is None or cell.span > 1 else cell.text for cell in spread_row(row)]


def _longest_line(text):
    return max(map(len, text.split("\n")))


def _fitting_rows(table):
    """How many rows fit below the headings; at least one."""
    shares = column_shares(table)
    left = LINES - _row_lines([column.label for column in table.columns], shares)
    for number, row in enumerate(table.rows):
        left -= _row_lines(_row_texts(row), shares)
        if left < 0:
            return max(number, 1)
    return len(table.rows)


def _row_lines(texts, shares):
    """Lines that a row takes, with the space around it."""
    return 0.4 + max(
        sum(ceil(max(len(line), 1) / (LETTERS * share)) for line in text.split("\n"))
        for text, share in zip(texts, shares, strict=True)
    )
