"""An executed notebook as a document: the parts that its cells show, numbered; every form is made from it."""

import re
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from nbformat import NotebookNode

from bvte.evidence.language import speaking
from bvte.judgement.finding import DRAFT, Status
from bvte.presentation.document import (
    MIME_TYPE,
    PNG_TYPE,
    SVG_TYPE,
    Block,
    Cell,
    Figure,
    Heading,
    Part,
    Prose,
    Table,
    from_json,
    mapped_blocks,
    walk_blocks,
)
from bvte.presentation.markdown import blocks_of
from bvte.presentation.phrases import Look, flat_text
from bvte.presentation.texts import say
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import PageContext, newness_line

NOT_SHOWN = {"parameters", "injected-parameters", "setup"}
TOLD = ("headline", "as_of", "evidence_period", "evidence_date")
# Levels of the headings that the list of contents leads to, and ids that the page has itself.
CONTENTS, TAKEN = (2, 3), ("main", "contents")


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
        """What the index tells of it: its facts, and the indicators that it has a figure of, or none."""
        return {"title": self.title, **self.meta, **indicators_of(self.all_tables)}

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
    return replace(figure.numbers, number=figure.number) if figure.numbers else None


def read_article(executed: NotebookNode, setting: PageContext, name: str) -> Article:
    """The document of an executed notebook, its exhibits numbered; `name` : file name of its forms without ending.

    Raises pydantic.ValidationError for a part that is not one.
    """
    with speaking(setting.language):
        found = [cell for cell in executed.cells if is_shown(cell)]
        parts = [list(parts_of(cell)) for cell in found]
        numbered = _exhibit_numberer()
        cells = tuple(
            ShownCell(mapped_blocks(_cell_blocks(told), numbered), _code_of(cell, told))
            for cell, told in zip(found, parts, strict=True)
        )
        title = next(
            (b.text for c in cells for b in walk_blocks(c.blocks) if isinstance(b, Heading) and b.level == 1), ""
        )
        meta = _index_facts([part for told in parts for part in told], setting)
        kind = NOTEBOOKS[setting.notebook].title
        return Article(name, setting.language, title, kind, setting.place, meta, setting.command, cells, setting.values)


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
    return replace(part, svg="".join(data[SVG_TYPE]), png=b64decode(data.get(PNG_TYPE, "")))


def _cell_blocks(parts: list[Part]) -> tuple[Block, ...]:
    found = (part.blocks if isinstance(part, Prose) else (part,) for part in parts)
    return tuple(block for blocks in found for block in blocks)


def _code_of(cell: NotebookNode, parts: list[Part]) -> str:
    """The code of a cell that shows a table or figure."""
    shows_exhibit = any(not isinstance(part, Prose) for part in parts)
    return cell.source if cell.cell_type == "code" and shows_exhibit else ""


def _exhibit_numberer() -> Callable[[Block], Block]:
    """A function that gives each exhibit its number and each heading its anchor, in the order of its calls."""
    numbers, taken = {Table: count(1), Figure: count(1)}, set(TAKEN)

    def numbered(block: Block) -> Block:
        if isinstance(block, Table | Figure) and not block.number:
            return replace(block, number=say(f"exhibits.{block.kind}", number=next(numbers[type(block)])))
        if isinstance(block, Heading) and block.level in CONTENTS:
            anchor = _unused_anchor(address_part(block.text), taken)
            taken.add(anchor)
            return replace(block, anchor=anchor)
        return block

    return numbered


def address_part(text: str) -> str:
    """A text as part of an address, without Vietnamese marks ("Mục tiêu đạt" becomes "muc-tieu-dat")."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _unused_anchor(wanted: str, taken: set[str]) -> str:
    """The id itself, or with the first number that makes it the only one."""
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def _index_facts(parts: list[Part], setting: PageContext) -> dict[str, str]:
    """What the index tells of the report: headline, how new it is, kind and place."""
    told = {key: value for part in parts if isinstance(part, Prose) for key, value in part.meta.items()}
    facts = {key.replace("_", "-"): told[key] for key in told if key in TOLD}
    return {name: getattr(setting, name) for name in ("notebook", "place", "language", "period")} | facts


def indicators_of(tables: list[Table]) -> dict[str, dict[str, str]]:
    """Code -> name of the indicators of which a table of the report has a figure ("indicators"), and of those
    of which it only says that there is none ("silent"). A target, a number of targets, or the baseline beside
    a target without data is no figure; one in another row is."""
    rows = [row for table in tables for row in table.rows]
    found = _named_indicators(row for row in rows if _has_figure(row))
    none = _named_indicators(row for row in rows if _has_no_data(row) or any(_has_gap(cell) for cell in row))
    return {"indicators": found, "silent": {code: none[code] for code in none if code not in found}}


def _named_indicators(rows: Iterable[tuple[Cell, ...]]) -> dict[str, str]:
    """Code -> name of the indicators that rows name first."""
    names = (next((span for cell in row for span in cell.content.spans(Look.INDICATOR)), None) for row in rows)
    return {span.code: flat_text(span.content) for span in names if span}


def _has_figure(row: tuple[Cell, ...]) -> bool:
    return not _has_no_data(row) and any(datum.strength for cell in row for datum in cell.data)


def _has_no_data(row: tuple[Cell, ...]) -> bool:
    return any(cell.status.removeprefix(DRAFT) == Status.NO_DATA for cell in row)


def _has_gap(cell: Cell) -> bool:
    return any(cell.content.spans(Look.GAP))
