"""What the slides of a report say: one finding a slide, its exhibit cut to what a room can read, its sources.

PowerPoint and the HTML deck are both made from this plan, so that they cannot differ. What has no finding is no
slide: a title says what was found, with its figure, and never what a table is about.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from textwrap import wrap

from bvte.presentation.column_widths import spread_row
from bvte.presentation.document import Block, Box, Cell, Figure, Heading, Listing, Paragraph, Table
from bvte.presentation.phrases import Run
from bvte.presentation.slide_room import LETTERS, fitting_rows, title_points
from bvte.presentation.texts import say
from bvte.publishing.article import Article
from bvte.publishing.forms.office import signed_run
from bvte.publishing.forms.slide_bars import BarLook, Bars, bars_of, looks_text

SOURCE = "#source-"
MOST_SLIDES = 12
# Lines of text below the title of a slide.
TEXT_LINES = 15
MOST_POINTS = 6


@dataclass(frozen=True)
class Slide:
    """One slide.

    kind : "title", "text", "table" or "figure"; points : tuple of tuples of `Run`; exhibit : the table (already
    shortened) or figure; pointer : where the whole of it stands, or ""; remarks : what the speaker may want to
    say; sources : pairs (number, text) of all that the slide shows.
    """

    kind: str
    title: str
    subtitle: str = ""
    points: tuple = ()
    exhibit: Table | Figure | None = None
    pointer: str = ""
    remarks: tuple = ()
    sources: tuple = ()

    @property
    def title_points(self) -> int:
        """Size of the title in points."""
        return title_points(self.title)

    @property
    def foot_lines(self) -> int:
        """Lines of its foot."""
        return len(wrap(self.pointer, LETTERS))


@dataclass(frozen=True)
class Found:
    """An exhibit that shows a finding: the section (its number) in which it stands, what is said before it; room : of a
    table with others for slides one of them."""

    section: int
    exhibit: Table | Figure
    said: tuple[str, ...]
    room: Table | None = None

    @property
    def title(self) -> str:
        """What is shown, in words: of what a room reads in several parts that of its part."""
        return self.room.finding if self.room and self.room.finding else self.exhibit.finding


def plan_slides(article: Article) -> tuple[Slide, ...]:
    """The slides of a report, twelve at most: what it is, its message, then its findings in the order of the page."""
    known, found = _listed_sources(article), list(_findings(article.blocks))
    opening = [_title_slide(article), *_message_slide(article.blocks)]
    chosen = _chosen(found, MOST_SLIDES - len(opening))
    shown = {id(each.exhibit) for each in chosen}
    if left := dict.fromkeys(_named(each.exhibit) for each in found if id(each.exhibit) not in shown):
        opening[0] = replace(opening[0], remarks=(say("slides.left_out", names="; ".join(left)),))
    slides = [*opening, *map(_exhibit_slide, chosen)]
    return tuple(replace(slide, sources=tuple(_cited_sources(slide, known))) for slide in slides)


def _named(exhibit: Table | Figure) -> str:
    return f"{exhibit.number}. {exhibit.caption}"


def _title_slide(article: Article) -> Slide:
    """Title, kind and place, how new it is."""
    lines = [article.kind, article.place, article.newness]
    return Slide("title", article.title, "\n".join(filter(None, lines)))


def _message_slide(blocks: list[Block]) -> Iterator[Slide]:
    """The key message as a title, its points below; those that find no room stand in the notes."""
    box = next((block for block in blocks if isinstance(block, Box) and block.role == "key"), None)
    first, *others = box.blocks if box else (None,)
    if not isinstance(first, Paragraph):
        return
    said = [runs for block in others for runs in _block_points(block)]
    # What explains the marks is no point that is left out.
    notes = [block.runs for block in others if isinstance(block, Paragraph) and block.role == "note"]
    title = _plain_line(first.runs)
    if box.room:
        yield Slide("table", title, box.room.caption, exhibit=box.room, remarks=tuple(map(_plain_line, said)))
        return
    shown, left = [], TEXT_LINES
    for runs in said[:MOST_POINTS]:
        left -= _point_lines(runs)
        if left >= 0:
            shown.append(runs)
    rest = tuple(_plain_line(runs) for runs in said if runs not in shown)
    left_out = sum(runs not in shown and runs not in notes for runs in said)
    pointer = say("slides.more_points", count=left_out) if left_out else ""
    yield Slide("text", title, points=tuple(shown), pointer=pointer, remarks=rest)


def _block_points(block: Block) -> list[tuple[Run, ...]]:
    if isinstance(block, Paragraph):
        return [block.runs]
    return [item.runs for item in block.items] if isinstance(block, Listing) else []


def _plain_line(runs: tuple[Run, ...]) -> str:
    return " ".join("".join(run.text for run in runs).split())


def _point_lines(runs: tuple[Run, ...]) -> float:
    """Lines that a point takes, with the space below it."""
    parts = "".join(map(signed_run, runs)).split("\n")
    return 0.5 + sum(ceil(max(len(part), 1) / LETTERS) for part in parts)


def _findings(blocks: list[Block]) -> Iterator[Found]:
    """The exhibits that show a finding, in the order of the page."""
    section, said = 0, []
    for block in blocks:
        if isinstance(block, Heading):
            section, said = section + (block.level == 2), []
        elif isinstance(block, Paragraph):
            said.append(_plain_line(block.runs))
        elif isinstance(block, Table | Figure) and block.finding and not _is_one_figure(block):
            rooms = (block.rooms if isinstance(block, Table) else ()) or (None,)
            yield from (Found(section, block, tuple(said), room) for room in rooms)


def _is_one_figure(exhibit: Table | Figure) -> bool:
    """Whether a chart over time has a single figure, which a sentence or a row of a table says as well."""
    drawn = bars_of(exhibit) if isinstance(exhibit, Figure) else None
    return drawn is not None and bool(drawn.axis) and sum(bar.look != BarLook.ASKED for bar in drawn.bars) < 2


def _chosen(found: list[Found], room: int) -> list[Found]:
    """As many as there is room for: the first of every section goes before the others, but for one that shows no number
    and was not made for a room."""
    sections = [each.section for each in found]
    firsts = {at for at, each in enumerate(found) if at == sections.index(each.section) and _is_for_a_room(each)}
    ranked = sorted(range(len(found)), key=lambda place: (place not in firsts, place))
    return [found[place] for place in sorted(ranked[:room])]


def _is_for_a_room(found: Found) -> bool:
    """Whether it shows numbers, or was made for a room: the plan of a day is in everyone's hands."""
    exhibit = found.exhibit
    return isinstance(exhibit, Figure) or bool(found.room) or any(cell.data for row in exhibit.rows for cell in row)


def _exhibit_slide(found: Found) -> Slide:
    """A slide with one table or figure under what it shows."""
    exhibit, subtitle = found.exhibit, _subtitle(found.exhibit)
    remarks = (*found.said, getattr(exhibit, "alt", ""), exhibit.note)
    told = tuple(line for remark in remarks for line in remark.splitlines())
    if isinstance(exhibit, Figure):
        drawn = bars_of(exhibit)
        legend = _figure_pointer(exhibit, drawn) if drawn else ""
        named = ("; ".join(bar.label for bar in drawn.pooled),) if drawn and drawn.pooled else ()
        return Slide("figure", found.title, subtitle, exhibit=exhibit, pointer=legend, remarks=(*named, *told))
    room = found.room
    whole = _read_columns(exhibit) if room is None else room
    whole = replace(whole, number=exhibit.number, caption=exhibit.caption)
    short = shorten_table(exhibit) if room is None else _with_last_row(whole)
    if room is None:
        return Slide("table", found.title, subtitle, (), short, _whole_pointer(exhibit, short, len(whole.rows)), told)
    # What was made for a room is no part of the report's table: what has no place on the slide stands in its notes.
    left = tuple(_row_line(row) for row in whole.rows if row not in short.rows)
    in_notes = say("slides.rows_in_notes", count=len(left)) if left else ""
    pointer = " ".join(filter(None, (room.note, in_notes)))
    return Slide("table", found.title, subtitle, exhibit=short, pointer=pointer, remarks=(*left, *told))


def _row_line(row: tuple[Cell, ...]) -> str:
    """A row as a line of the notes."""
    return "; ".join(" ".join(cell.text.split()) for cell in row if not cell.is_missing)


def _figure_pointer(figure: Figure, drawn: Bars) -> str:
    """What the looks of the bars stand for, and what lies between them; of counts without room where all of them
    stand, or how many of a number there are and that the notes name them."""
    shown = len(drawn.bars)
    if drawn.pooled:
        told = Counter(bar.printed for bar in drawn.pooled)
        each = "; ".join(say("slides.each", count=count, number=number) for number, count in told.items())
        return say("slides.pooled", each=each)
    if drawn.left:
        return say("slides.whole_table", table=figure.number, shown=shown, rows=shown + drawn.left)
    return " ".join(filter(None, (looks_text(drawn), figure.numbers.note if figure.numbers else "")))


def _subtitle(exhibit: Table | Figure) -> str:
    """Number and caption; of a caption too long for a line what follows its colon, since the title says the rest, or
    what stands before its first comma."""
    whole, (begun, colon, rest) = exhibit.caption, exhibit.caption.partition(": ")
    shown = whole if len(_named(exhibit)) <= LETTERS else rest if colon else begun.partition(", ")[0]
    return f"{exhibit.number}. {shown}"


def _whole_pointer(table: Table, short: Table, rows: int) -> str:
    """Where the whole of a shortened table stands, "" where the slide shows it. rows : that a slide could show."""
    if short == table:
        return ""
    shown = len(short.rows)
    key = "whole_table" if shown < rows else "whole_cells"
    return say(f"slides.{key}", table=table.number, shown=shown, rows=rows)


def _listed_sources(article: Article) -> dict[str, tuple[int, str]]:
    """Id -> (number, text) of the sources that the report lists."""
    lists = [block for block in article.blocks if isinstance(block, Listing) and block.ordered]
    return {
        item.anchor.removeprefix(SOURCE[1:]): (number, _plain_line(item.runs))
        for block in lists
        for number, item in enumerate(block.items, 1)
        if item.anchor
    }


def _cited_sources(slide: Slide, known: dict[str, tuple[int, str]]) -> list[tuple[int, str]]:
    """The sources of what a slide shows, in the order of their numbers."""
    runs = [run for point in slide.points for run in point]
    codes = {run.href.removeprefix(SOURCE) for run in runs if run.href.startswith(SOURCE)}
    table = slide.exhibit if isinstance(slide.exhibit, Table) else getattr(slide.exhibit, "numbers", None)
    for cell in (cell for row in table.rows for cell in row) if table else ():
        codes |= {code for code, _ in cell.sources} | {code for datum in cell.data for code in datum.sources}
    return sorted(known[code] for code in codes if code in known)


MOST_COLUMNS = 5
# Letters of a cell of prose that a room still reads.
MOST_LETTERS = 50


def shorten_table(table: Table) -> Table:
    """The table with the columns and rows that fit, each cell whole; the table itself where all of it does."""
    fitting = _read_columns(table)
    shown = replace(fitting, rows=fitting.rows[: fitting_rows(fitting)])
    return table if shown == table else shown


def _with_last_row(table: Table) -> Table:
    """What was made for a room with as many of its first rows as have room beside its last: that tells what nobody has
    to do yet, or how much is left, which is what a room has to know."""
    *first, last = table.rows
    tries = (replace(table, rows=(*first[:count], last)) for count in range(len(first), 0, -1))
    fallback = replace(table, rows=table.rows[: fitting_rows(table)])
    return next((shown for shown in tries if fitting_rows(shown) == len(shown.rows)), fallback)


def _read_columns(table: Table) -> Table:
    """The table with the columns that a room reads; rows that say the same in them are one."""
    rows = tuple(tuple(map(_slide_cell, row)) for row in table.rows)
    kept = _kept_columns(replace(table, rows=rows))
    columns = tuple(table.columns[place] for place in kept)
    return replace(table, columns=columns, rows=tuple(dict.fromkeys(_kept_cells(row, kept) for row in rows)))


def _slide_cell(cell: Cell) -> Cell:
    """A judgement without its reasons, which the report gives; the unit of an indicator on the line of its name; no
    name in addresses, by which rows that say the same would differ."""
    cell = replace(cell, anchor="")
    if len(cell.lines) > 1 and cell.status:
        return replace(cell, shortened=cell.lines[:1])
    if len(cell.lines) > 1 and cell.code:
        first, *others = cell.lines
        return replace(cell, shortened=((*first, *(run for line in others for run in (Run(" "), *line))),))
    return cell


def _kept_columns(table: Table) -> list[int]:
    """Places of the columns that are shown, in their order.

    The first, what names the rows, judges or says how firm a figure is, then numbers, then the fullest of the others
    that are no prose.
    """
    rows = [spread_row(row) for row in table.rows]
    held = {place: [row[place] for row in rows if row[place]] for place in range(1, len(table.columns))}
    ranks = {place: rank for place, cells in held.items() if (rank := _column_rank(cells))}
    # A table of prose alone is shown by the rows that fit.
    ranks = ranks or dict.fromkeys(held, (0,))
    return [0, *sorted(sorted(ranks, key=lambda place: (ranks[place], place))[: MOST_COLUMNS - 1])]


def _column_rank(cells: list[Cell]) -> tuple[int, ...]:
    """What goes first among the columns, the least before the others; () for an empty one and for prose."""
    filled = sum(bool(cell.text) and not cell.is_missing for cell in cells)
    if any(cell.is_header or cell.strength or cell.status for cell in cells):
        return 0, -filled
    if filled and any(cell.data for cell in cells):
        return 1, -filled
    return (2, -filled) if filled and all(len(cell.text) <= MOST_LETTERS for cell in cells) else ()


def _kept_cells(row: tuple[Cell, ...], kept: list[int]) -> tuple[Cell, ...]:
    """The cells of the kept columns; one over several of them keeps what it still covers."""
    start, found = 0, []
    for cell in row:
        covered = [place for place in kept if start <= place < start + cell.span]
        if covered:
            found.append(cell if cell.span == len(covered) else replace(cell, span=len(covered)))
        start += cell.span
    return tuple(found)
