"""What a part of a report says, read from its blocks and cells and not from its markup."""

from collections.abc import Iterator
from typing import Any

from bvte.presentation.document import (
    Box,
    Cell,
    Figure,
    Listing,
    Paragraph,
    Prose,
    Several,
    Table,
    contents_of,
    walk_blocks,
)
from bvte.presentation.phrases import Look, flat_text


def parts_of(thing: Any) -> list[Any]:
    """The parts that a cell of a notebook shows with it."""
    return list(thing) if isinstance(thing, Several) else [thing]


def flat(text: Any) -> str:
    """A phrase, or text, on one line."""
    return flat_text(text)


def told(thing: Any) -> str:
    """All that a part says, on one line."""
    return " ".join(filter(None, (flat(text) for part in parts_of(thing) for text in _texts(part))))


def _texts(part: Any) -> Iterator[Any]:
    if isinstance(part, Prose):
        yield from contents_of(part.blocks)
        for block in walk_blocks(part.blocks):
            yield from _texts(block) if isinstance(block, Table) else ()
    elif isinstance(part, Table):
        yield from (part.caption, *(column.label for column in part.columns))
        yield from (cell.content for row in part.rows for cell in row)
        yield part.note
    elif isinstance(part, Figure):
        yield from (part.alt, part.caption, part.note)
        yield from _texts(part.numbers)


def items(prose: Prose) -> list[str]:
    """The items of the lists of a text."""
    return [flat(item.content) for item in listed(prose)]


def listed(prose: Prose) -> list[Any]:
    """The items of its lists with their anchors."""
    return [item for block in walk_blocks(prose.blocks) if isinstance(block, Listing) for item in block.items]


def boxes(prose: Prose, role: str) -> list[Box]:
    """Its boxes of a role."""
    return [block for block in walk_blocks(prose.blocks) if isinstance(block, Box) and block.role == role]


def of_role(blocks: Any, role: str) -> list[str]:
    """The paragraphs of a role."""
    found = (b for b in walk_blocks(blocks) if isinstance(b, Paragraph) and b.role == role)
    return [flat(block.content) for block in found]


def cell(content: Any) -> Cell:
    """A phrase as a cell."""
    return Cell(content)


def sources_of(part: Any) -> list[tuple[str, int]]:
    """The sources that a part cites: id and the number that it prints."""
    if isinstance(part, Table):
        contents = [cell.content for row in part.rows for cell in row]
    else:
        contents = list(contents_of(part.blocks))
    cited = (pair for content in contents for pair in Cell(content).sources)
    # Of a run, "[3]–[7]", the first is the one that the link leads to.
    return [(code, int(number.strip("[]").partition("]")[0])) for code, number in cited]


def marked(content: Any, look: Look) -> list[str]:
    """The texts of a look."""
    return [flat(span.content) for span in content.spans(look)]
