"""The comparison of two folders of reports sees what a reader would see, and nothing else."""

import csv

import pytest
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from .same_reports import compare_reports

PAGE = (
    '<html><head><title>T</title></head><body><h1 id="a">T</h1><p>Rate <data value="3.8">3,8</data></p>'
    '<table class="x"><tr><td>one</td><td>two</td></tr></table><img src="a.png" alt="a line"></body></html>'
)


@pytest.fixture
def folders(tmp_path):
    """Two folders with one report of the same content."""
    for name in ("before", "after"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.html").write_text(PAGE, encoding="utf-8")
        with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["year", "value"], ["2020", "3.8"]])
        _office(folder, "3,8", 3.8)
    return tmp_path / "before", tmp_path / "after"


def _office(folder, text, number):
    document, book, deck = Document(), Workbook(), Presentation()
    document.add_table(rows=1, cols=1).cell(0, 0).text = text
    document.save(folder / "a.docx")
    book.active.append(["rate", number])
    book.save(folder / "a.xlsx")
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = text
    slide.notes_slide.notes_text_frame.text = "note"
    deck.save(folder / "a.pptx")


def test_a_folder_agrees_with_itself_and_with_another_look(folders):
    before, after = folders
    changed = PAGE.replace("<h1 id", '<h1 style="x" id').replace('class="x"', "").replace("<p>", "\n<p>\n ")
    (after / "a.html").write_text(changed, encoding="utf-8")
    assert compare_reports(before, before) == compare_reports(before, after) == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [('"3.8"', '"3.9"', "number"), ("a line", "a bar", "alt text"), ("two", "2", "text"), ("Rate", "Rat", "text")],
)
def test_a_changed_part_of_a_page_is_told(folders, old, new, kind):
    before, after = folders
    (after / "a.html").write_text(PAGE.replace(old, new), encoding="utf-8")
    (found,) = compare_reports(before, after)
    assert found.file == "a.html" and found.place.startswith(f"{kind}: ")
    assert old.strip('"') in found.before and new.strip('"') in found.after


def test_a_changed_cell_of_a_page_is_told_with_its_place(folders):
    before, after = folders
    (after / "a.html").write_text(PAGE.replace("two", "2"), encoding="utf-8")
    assert compare_reports(before, after)[0].place.endswith("row 1, cell 2")


def test_office_files_and_lines_are_compared(folders):
    before, after = folders
    _office(after, "3,9", 3.9)
    (after / "a.csv").write_text("year,value\n2020,3.9\n", encoding="utf-8")
    found = compare_reports(before, after)
    assert [(d.file, d.after) for d in found] == [
        ("a.csv", "3.9"),
        ("a.docx", "3,9"),
        ("a.pptx", "3,9"),
        ("a.xlsx", "3.9 [General]"),
    ]


def test_a_lost_file_is_told(folders):
    before, after = folders
    (after / "a.csv").unlink()
    (found,) = compare_reports(before, after)
    assert (found.file, found.before, found.after) == ("a.csv", "there", "")
