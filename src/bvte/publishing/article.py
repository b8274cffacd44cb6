"""An executed notebook as a document: the parts that its cells show, numbered; every form is made from it."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from nbformat import NotebookNode

from bvte.evidence.language import speaking
from bvte.judgement.finding import DRAFT, Status
from bvte.presentation.anchors import address_part, data_anchor, number_anchors, unused_anchor
from bvte.presentation.document import (
    MIME_TYPE,
    NARROW_TYPE,
    PNG_TYPE,
    SVG_TYPE,
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Item,
    Listing,
    Paragraph,
    Part,
    Prose,
    Table,
    from_json,
    mapped_blocks,
    walk_blocks,
)
from bvte.presentation.handling import marked_title
from bvte.presentation.markdown import blocks_of
from bvte.presentation.phrases import Look, Span, Time, flat_text, phrase, text_of_lines
from bvte.presentation.prose_rows import with_prose_below, without_marks
from bvte.presentation.texts import say
from bvte.publishing.folding import fold_empty_sections
from bvte.publishing.gaps import fold_gaps, lists_gaps, note_once, once_for_all, told_in_place, without_dashes
from bvte.publishing.parameters import FIRST_CHART, NOTEBOOKS
from bvte.publishing.report import PageContext, newness_line
from bvte.publishing.row_links import link_rows

NOT_SHOWN = {"parameters", "injected-parameters", "setup"}
TOLD = ("headline", "province", "as_of", "evidence_period", "evidence_date", "evidence_until")
# Levels of the headings that the list of contents leads to, and ids that the page has itself.
CONTENTS, TAKEN = (2, 3), ("main", "contents", "citation")


@dataclass(frozen=True)
class ShownCell:
    """What a cell shows; `code` is how it was computed, "" where it shows no table or figure."""

    blocks: tuple[Block, ...]
    code: str = ""


@dataclass(frozen=True)
class Article:
    """A report in one language.

    name : its file name without ending; kind, place : what it is and of where, in words;
    meta : headline, evidence date and what else the page tells the index; command : makes it again; values :
    parameter name -> value.
    """

    name: str
    language: str
    title: str
    kind: str
    place: str
    meta: dict[str, str]
    command: str
    cells: tuple[ShownCell, ...]
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def newness(self) -> str:
        """From which day it sees and how new its evidence is, in a line."""
        with speaking(self.language):
            return newness_line(self.meta)

    @property
    def about(self) -> dict[str, Any]:
        """What the index tells of it, and finds it by: its facts, the indicators that it has a figure of, or none,
        those figures and its sources, each with its place on the page."""
        # A place is that on the page, whose tables have fewer columns than those of the forms.
        searched = {"figures": figures_of(self.reading.all_tables, self.place), "sources": sources_of(self.blocks)}
        searched["publishers"] = publishers_of(self.blocks)
        searched["opened"] = _opened_exhibit(self, self.meta.get("notebook", ""))
        return {"title": self.title, **self.meta, **indicators_of(self.all_tables), **searched}

    @property
    def is_paper(self) -> bool:
        """Whether it is a paper of an office, which says what kind it is (Decree 30/2020)."""
        return any(isinstance(block, Paragraph) and block.role == "paper" for block in self.blocks)

    @property
    def reading(self) -> "Article":
        """The report as it is read: what a table has no figure for in one line (`gaps`), what all its rows say
        once, in a paper of an office a note once, since it is read from its beginning; its forms keep their columns."""
        changed_too = note_once() if self.is_paper else without_dashes
        listed = any(map(lists_gaps, walk_blocks(self.blocks)))
        with speaking(self.language):
            changed = (
                mapped_blocks(cell.blocks, lambda block: changed_too(once_for_all(fold_gaps(block, listed))))
                for cell in self.cells
            )
            cells = zip(self.cells, map(told_in_place, changed), strict=True)
            return replace(self, cells=tuple(replace(cell, blocks=blocks) for cell, blocks in cells))

    @property
    def on_paper(self) -> "Article":
        """The report as it is read on sheets: prose that has no column there stands below its row, and in a paper of an
        office a status is a word without a mark."""
        read, plain = self.reading, without_marks if self.is_paper else lambda block: block
        cells = (
            replace(cell, blocks=mapped_blocks(cell.blocks, lambda block: plain(with_prose_below(block))))
            for cell in read.cells
        )
        return replace(read, cells=tuple(cells))

    @property
    def blocks(self) -> list[Block]:
        """All blocks below the title, in their order."""
        shown = (block for cell in self.cells for block in cell.blocks)
        return [block for block in shown if not (isinstance(block, Heading) and block.level == 1)]

    @property
    def tables(self) -> list[Table]:
        """The numbered tables, in their order."""
        return [block for block in walk_blocks(self.blocks) if isinstance(block, Table)]

    @property
    def figures(self) -> list[Figure]:
        """The charts, in their order."""
        return [block for block in walk_blocks(self.blocks) if isinstance(block, Figure)]

    @property
    def all_tables(self) -> list[Table]:
        """The tables and those under the charts, in their order, each with the number of its exhibit."""
        exhibits = (block for block in walk_blocks(self.blocks) if isinstance(block, Table | Figure))
        found = (_numbers_of(block) if isinstance(block, Figure) else block for block in exhibits)
        return [table for table in found if table]

    @property
    def headings(self) -> list[Heading]:
        """The headings that the list of contents leads to."""
        found = (block for block in walk_blocks(self.blocks) if isinstance(block, Heading))
        return [heading for heading in found if heading.level in CONTENTS]


def _numbers_of(figure: Figure) -> Table | None:
    """The table under a chart."""
    about = {"number": figure.number, "anchor": data_anchor(figure.anchor)}
    return replace(figure.numbers, **about) if figure.numbers else None


def read_article(executed: NotebookNode, setting: PageContext, name: str) -> Article:
    """The document of an executed notebook, its exhibits numbered; `name` : file name of its forms without ending.

    Raises pydantic.ValidationError for a part that is not one.
    """
    found = (cell for cell in executed.cells if is_shown(cell))
    told = [(cell.cell_type == "markdown", list(parts_of(cell)), _code_of(cell)) for cell in found]
    return compose_article(told, setting, name)


def compose_article(told: Sequence[tuple[bool, list[Part], str]], setting: PageContext, name: str) -> Article:
    """The document of what cells show, its exhibits numbered. told : of each cell whether it is prose, its parts, its
    code."""
    with speaking(setting.language):
        folded = fold_empty_sections(
            [(is_prose, tuple(map(_with_mark, _cell_blocks(parts)))) for is_prose, parts, _ in told]
        )
        numbered = _exhibit_numberer()
        shown = link_rows([mapped_blocks(blocks, numbered) for blocks in folded], has_figure)
        made = zip(told, shown, strict=True)
        cells = tuple(
            ShownCell(blocks, code if _has_exhibit(parts) else "") for (_, parts, code), blocks in made if blocks
        )
        title = next(
            (b.text for c in cells for b in walk_blocks(c.blocks) if isinstance(b, Heading) and b.level == 1), ""
        )
        meta = _index_facts([part for _, parts, _ in told for part in parts], setting)
        kind = NOTEBOOKS[setting.notebook].title
        return Article(name, setting.language, title, kind, setting.place, meta, setting.command, cells, setting.values)


def _with_mark(block: Block) -> Block:
    """A block, the title of a report with the words of its marks before it: so every form has them."""
    if not (isinstance(block, Heading) and block.level == 1):
        return block
    return replace(block, content=phrase(marked_title(block.content)))


def is_shown(cell: NotebookNode) -> bool:
    """Whether a reader of the report sees a cell."""
    return not NOT_SHOWN & set(cell.metadata.get("tags", ()))


def parts_of(cell: NotebookNode) -> Iterator[Part]:
    """The parts that a cell shows; prose that it holds itself is one."""
    if cell.cell_type == "markdown":
        yield Prose(blocks_of(cell.source))
    for output in cell.get("outputs", ()):
        if MIME_TYPE in output.get("data", {}):
            yield _with_drawing(from_json(output.data[MIME_TYPE]), output.data)


def _with_drawing(part: Part, data: NotebookNode) -> Part:
    """A figure with its drawing, which has types of its own."""
    if not isinstance(part, Figure):
        return part
    drawn = {"svg": "".join(data[SVG_TYPE]), "narrow": "".join(data.get(NARROW_TYPE, ""))}
    return replace(part, **drawn, png=b64decode(data.get(PNG_TYPE, "")))


def _cell_blocks(parts: list[Part]) -> tuple[Block, ...]:
    found = (part.blocks if isinstance(part, Prose) else (part,) for part in parts)
    return tuple(block for blocks in found for block in blocks)


def _code_of(cell: NotebookNode) -> str:
    return cell.source if cell.cell_type == "code" else ""


def _has_exhibit(parts: list[Part]) -> bool:
    return any(not isinstance(part, Prose) for part in parts)


def _exhibit_numberer() -> Callable[[Block], Block]:
    """A function that gives each exhibit its number, and it and each heading an anchor, in the order of its calls."""
    numbers, taken = {Table: count(1), Figure: count(1)}, set(TAKEN)

    def numbered(block: Block) -> Block:
        if isinstance(block, Table | Figure):
            number = block.number or say(f"exhibits.{block.kind}", number=next(numbers[type(block)]))
            return replace(block, number=number, anchor=_new_anchor(number, taken))
        if isinstance(block, Heading) and block.level in CONTENTS:
            return replace(block, anchor=_new_anchor(block.text, taken))
        return block

    return numbered


def _new_anchor(text: str, taken: set[str]) -> str:
    """A text as an id of the page, with the first number that makes it the only one; it is taken from now on."""
    name = unused_anchor(address_part(text), taken)
    taken.add(name)
    return name


def _index_facts(parts: list[Part], setting: PageContext) -> dict[str, str]:
    """What the index tells of the report: headline, how new it is, kind and place."""
    told = {key: value for part in parts if isinstance(part, Prose) for key, value in part.meta.items()}
    facts = {key.replace("_", "-"): told[key] for key in told if key in TOLD}
    return {name: getattr(setting, name) for name in ("notebook", "place", "language", "period", "line")} | facts


def _opened_exhibit(article: Article, notebook: str) -> str:
    """The id of the table or chart that the list of reports leads to, "" where the report has none."""
    key = NOTEBOOKS[notebook].opened if notebook in NOTEBOOKS else ""
    if key == FIRST_CHART:
        return next((figure.anchor for figure in article.figures), "")
    return next((t.anchor for t in article.tables if key and key in [column.key for column in t.columns]), "")


def indicators_of(tables: list[Table]) -> dict[str, dict[str, str]]:
    """Code -> name of the indicators of which a table of the report has a figure ("indicators"), and of those
    of which it only says that there is none ("silent"). A target, a number of targets, or the baseline beside
    a target without data is no figure; one in another row is."""
    rows = [row for table in tables for row in table.rows]
    found = _named_indicators(row for row in rows if has_figure(row))
    none = _named_indicators(row for row in rows if _has_no_data(row) or any(_has_gap(cell) for cell in row))
    return {"indicators": found, "silent": {code: none[code] for code in none if code not in found}}


# A unit that is printed behind its number without a space, in both languages.
PERCENT = "%"


def figures_of(tables: list[Table], own: str = "") -> dict[str, dict[str, str]]:
    """Code of an indicator -> its figures as printed, with their time, and place where that is not the report's `own`
    -> id of the first cell where each stands."""
    found: dict[str, dict[str, str]] = {}
    for table in tables:
        for row, anchors in zip(table.rows, number_anchors(table), strict=True):
            if code := next((cell.code for cell in row if cell.code), ""):
                pairs = enumerate(zip(row, table.columns, strict=False))  # a row of one wide cell has no more
                told = [(at, cell) for at, (cell, column) in pairs if _is_figure(cell, column.key)]
                for at, cell in told:
                    time = _heading(cell, table.columns[at], len(told) > 1) or _time_of(row)
                    about = [text for text in (time, _place_of(row[:at], table)) if text and text != own]
                    found.setdefault(code, {}).setdefault(_printed_of(cell, row, ", ".join(about)), anchors[at])
    return found


# Columns that name the area of the figures to their right.
PLACES = ("area", "place")


def _place_of(before: tuple[Cell, ...], table: Table) -> str:
    """The area that the cells before a figure name, "" where they name none."""
    return next((named.text for named, column in zip(before, table.columns, strict=False) if column.key in PLACES), "")


def _time_of(row: tuple[Cell, ...]) -> str:
    """The time that a row has in a cell of its own."""
    return next((line for part in row if not _has_figures(part) and (line := _line_of_time(part))), "")


# Columns of two figures of which the second may be of another indicator, whose name stands before it.
SIDES = ("one_figure", "other_figure")


def _is_figure(cell: Cell, column: str) -> bool:
    """Whether a cell tells a figure of its row; one that begins with a name has figures of several indicators, or of
    another one."""
    first = text_of_lines(cell.lines[:1])
    is_named = not any(datum.text in first for datum in cell.data)
    return _has_figures(cell) and not (is_named and (len(cell.data) > 1 or column in SIDES))


def _has_figures(cell: Cell) -> bool:
    return any(datum.strength for datum in cell.data)


def _heading(cell: Cell, column: Column, is_among_others: bool) -> str:
    """What a column says of a figure: of a form's own column what it counts, and when; of another its label, where
    other figures stand beside this one and it has no time of its own."""
    is_of_form = column.period and not column.key
    if not (is_of_form and is_among_others):
        return _line_of_time(cell) or (column.label if is_among_others else "")
    return ", ".join(filter(None, (column.label, _line_of_time(cell) or column.period)))


def _printed_of(cell: Cell, row: tuple[Cell, ...], about: str) -> str:
    """The line of a figure as printed, a percentage with its sign, and what it is of.

    about : its time and place, and what its column counts; "" for none of them.
    """
    lines = [text_of_lines([line]) for line in cell.lines]
    printed = next((line for line in lines if any(datum.text in line for datum in cell.data)), lines[0])
    # A count beside its rate has a unit of its own.
    units = {d.unit for d in cell.data if d.unit} or {*(part.unit for part in row), *(part.text for part in row)}
    if printed[-1:].isdigit() and units & {PERCENT, "percent"}:
        printed += PERCENT
    return f"{printed} ({about})" if about and about not in printed else printed


def _line_of_time(cell: Cell) -> str:
    """The line of a cell that says a time, "" for none."""
    time = next((piece.text for piece in cell.content.walk() if isinstance(piece, Time)), None)
    return next((text for line in cell.lines if time and time in (text := text_of_lines([line]))), "")


def sources_of(blocks: list[Block]) -> dict[str, str]:
    """Id of a source in the list of sources -> its title."""
    return {item.anchor: flat_text(title.content) for item, title in _listed_sources(blocks)}


def publishers_of(blocks: list[Block]) -> dict[str, str]:
    """Id of a source -> what else is said of it: meaning of its title, publisher, date, address."""
    listed = (
        (item.anchor, flat_text(item.content), flat_text(title.content)) for item, title in _listed_sources(blocks)
    )
    return {anchor: whole.replace(title, "", 1).strip(" .") for anchor, whole, title in listed}


def _listed_sources(blocks: list[Block]) -> Iterator[tuple[Item, Span]]:
    """The items of the list of sources, each with its title."""
    items = (item for block in walk_blocks(blocks) if isinstance(block, Listing) for item in block.items)
    for item in items:
        if title := next(item.content.spans(Look.TITLE), None):
            yield item, title


def _named_indicators(rows: Iterable[tuple[Cell, ...]]) -> dict[str, str]:
    """Code -> name of the indicators that rows name first, or all of a row that folds several."""
    return {span.code: flat_text(span.content) for row in rows for span in _names_of(row)}


def _names_of(row: tuple[Cell, ...]) -> list[Span]:
    named = [span for cell in row for span in cell.content.spans(Look.INDICATOR)]
    return named if any(cell.span > 1 for cell in row) else named[:1]


def has_figure(row: tuple[Cell, ...]) -> bool:
    """Whether a row of a table has a figure, and not only a target or that there is none."""
    return not _has_no_data(row) and any(datum.strength for cell in row for datum in cell.data)


def _has_no_data(row: tuple[Cell, ...]) -> bool:
    return any(cell.status.removeprefix(DRAFT) == Status.NO_DATA for cell in row)


def _has_gap(cell: Cell) -> bool:
    return any(cell.content.spans(Look.GAP))
