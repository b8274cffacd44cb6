"""The prose of a notebook in the reader's language.

A notebook holds its prose once, in Vietnamese; another language stands in a gettext file beside it
(`en/NAME.po`), as documentation tools keep it and translators' tools open it: the id of the cell as context,
the Vietnamese text, its translation
(https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html).
"""

from pathlib import Path

import nbformat
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from nbformat import NotebookNode

from bvte.evidence.language import LANGUAGES
from bvte.presentation.texts import say

# The language in which notebooks are written.
WRITTEN = LANGUAGES[0]


def notebook_in(path: Path, language: str) -> NotebookNode:
    """A notebook with its prose in a language; a cell without a translation keeps its own words.

    Raises FileNotFoundError.
    """
    notebook = nbformat.read(path, as_version=4)
    known = read_translations(path, language)
    for cell in prose_of(notebook):
        if cell.id in known:
            cell.source = str(known[cell.id].string)
    return notebook


def prose_of(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells of a notebook that hold prose."""
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def translation_file(path: Path, language: str) -> Path:
    """Where the translations of a notebook stand."""
    return path.parent / language / f"{path.stem}.po"


def read_translations(path: Path, language: str) -> dict[str, Message]:
    """Id of a cell -> its translation; none for the language of the notebook."""
    file = translation_file(path, language)
    if language == WRITTEN or not file.exists():
        return {}
    with file.open("rb") as stream:
        return {str(message.context): message for message in read_po(stream) if message.id and message.string}


def translation_problems(path: Path, language: str) -> list[str]:
    """What is wrong with the translations of a notebook, a sentence each, in the active language: missing
    ones, those of no cell, and those whose Vietnamese text was changed since."""
    known, prose = read_translations(path, language), prose_of(nbformat.read(path, as_version=4))
    if language == WRITTEN:
        return []
    found = {cell.id: _problem_of(cell, known.get(cell.id)) for cell in prose}
    found |= dict.fromkeys(known.keys() - found.keys(), "unused")
    file = f"{language}/{path.stem}.po"
    return [say(f"problems.translation.{kind}", file=file, cell=cell) for cell, kind in sorted(found.items()) if kind]


def _problem_of(cell: NotebookNode, translation: Message | None) -> str:
    """What is wrong with the translation of a cell, "" for nothing."""
    if translation is None:
        return "missing"
    return "stale" if translation.id != cell.source or translation.fuzzy else ""
