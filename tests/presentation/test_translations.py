"""The prose of a notebook in the reader's language, and what is wrong with its translations."""

from pathlib import Path

import nbformat
import pytest

from bvte.evidence.language import speaking
from bvte.evidence.load import project_root
from bvte.presentation.translations import WRITTEN, notebook_in, prose_of, translation_problems

NOTEBOOKS = sorted(path for place in ("", "desk") for path in (project_root() / "notebooks" / place).glob("*.ipynb"))
ENTRY = 'msgctxt "{}"\nmsgid "{}"\nmsgstr "{}"\n\n'


@pytest.fixture
def translated(tmp_path):
    """A function that writes a notebook with these cells beside these translations; its path."""

    def write(cells: dict[str, str], entries: list[tuple[str, str, str]]) -> Path:
        path = tmp_path / "sample.ipynb"
        prose = [nbformat.v4.new_markdown_cell(text, id=name) for name, text in cells.items()]
        nbformat.write(nbformat.v4.new_notebook(cells=[*prose, nbformat.v4.new_code_cell("1")]), path)
        (tmp_path / "en").mkdir()
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        text = head + "".join(ENTRY.format(*entry) for entry in entries)
        (tmp_path / "en" / "sample.po").write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_is_wholly_translated(path):
    assert translation_problems(path, "en") == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_headings_are_headings_in_both_languages(path):
    pairs = zip(*(prose_of(notebook_in(path, language)) for language in ("vi", "en")), strict=True)
    for written, other in pairs:
        assert written.id == other.id and written.source != other.source
        marks = [
            [line.partition(" ")[0] for line in cell.source.split("\n") if line.startswith("#")]
            for cell in (written, other)
        ]
        assert marks[0] == marks[1]


def test_prose_comes_in_the_language_that_is_asked_for(translated):
    path = translated({"title": "# Đầu đề", "more": "Lời"}, [("title", "# Đầu đề", "# Title"), ("more", "Lời", "Word")])
    assert [cell.source for cell in notebook_in(path, "en").cells] == ["# Title", "Word", "1"]
    assert [cell.source for cell in notebook_in(path, WRITTEN).cells] == ["# Đầu đề", "Lời", "1"]
    assert translation_problems(path, "en") == translation_problems(path, WRITTEN) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_missing_an_unused_and_a_stale_translation_are_told_with_their_cell(translated, language):
    entries = [("old", "cũ", "old"), ("gone", "mất", "gone")]
    path = translated({"old": "mới", "bare": "trơ"}, entries)
    with speaking(language):
        found = translation_problems(path, "en")
    named = [next(cell for cell in ("bare", "gone", "old") if f"“{cell}”" in line) for line in found]
    assert named == ["bare", "gone", "old"] and all("en/sample.po" in line for line in found)
    assert len({line.replace(cell, "") for line, cell in zip(found, named, strict=True)}) == 3


def test_a_cell_without_a_translation_keeps_its_own_words(translated):
    path = translated({"bare": "trơ"}, [])
    assert notebook_in(path, "en").cells[0].source == "trơ"
