"""Sections of a report that have nothing to show are a line: many together below those that do, few in their places."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bvte.presentation.document import Block, Heading, Paragraph
from bvte.presentation.parts import NOTHING_ROLE
from bvte.presentation.phrases import joined, phrase, strong
from bvte.presentation.texts import say

Blocks = tuple[Block, ...]
# Fewer empty sections are a line each where a reader looks for them.
FEWEST = 3


def fold_empty_sections(cells: Sequence[tuple[bool, Blocks]]) -> list[Blocks]:
    """The blocks of the cells of a report without its empty sections, which a last line names.

    cells : whether one is prose of the notebook, and its blocks; a section begins with a heading of prose.
    """
    sections = list(_sections(cells))
    empty = [section for section in sections if _is_empty(section, cells)]
    if len(empty) < FEWEST:
        return _in_their_places(cells, empty)
    folded = {place for section in empty for place in section}
    kept = [() if place in folded else blocks for place, (_, blocks) in enumerate(cells)]
    # The last section of a report is its list of sources, which nothing follows.
    shown = [section[-1] for section in sections if section not in empty]
    place = (shown[-2:] or [len(cells) - 1])[0]
    kept[place] = (*kept[place], _named(empty, cells))
    return kept


def _in_their_places(cells: Sequence[tuple[bool, Blocks]], empty: Sequence[range]) -> list[Blocks]:
    """The blocks of the cells, each empty section its name and that there is nothing, without what leads to it."""
    kept = [blocks for _, blocks in cells]
    for section in empty:
        heading, told = _heading(kept[section[0]]), [block for place in section[1:] for block in kept[place]]
        for place in section:
            kept[place] = ()
        if heading:
            said = joined(" ", (block.content for block in told if isinstance(block, Paragraph)))
            kept[section[0]] = (Paragraph(phrase(strong(f"{heading.text}:"), " ", said)),)
    return kept


def _sections(cells: Sequence[tuple[bool, Blocks]]) -> Iterator[range]:
    """The places of the cells of each section."""
    starts = [place for place, (is_prose, blocks) in enumerate(cells) if is_prose and _heading(blocks)]
    return (range(start, end) for start, end in pairwise([*starts, len(cells)]))


def _heading(blocks: Blocks) -> Heading | None:
    return next((block for block in blocks if isinstance(block, Heading) and block.level == 2), None)


def _is_empty(section: range, cells: Sequence[tuple[bool, Blocks]]) -> bool:
    shown = [block for place in section for block in cells[place][1] if not cells[place][0]]
    return bool(shown) and all(isinstance(block, Paragraph) and block.role == NOTHING_ROLE for block in shown)


def _named(empty: Sequence[range], cells: Sequence[tuple[bool, Blocks]]) -> Paragraph:
    """The names of the empty sections in one sentence: no section of its own, which a list of contents would name."""
    headings = (_heading(cells[section[0]][1]) for section in empty)
    names = joined("; ", (heading.text for heading in headings if heading))
    return Paragraph(phrase(say("frame.empty_named", names=names)), "note")
