"""A Word file as it is seen: fields, lists of lists, nested tables; and whatever is broken in one is told."""

import io
import random
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from bvte.intake.report_parts import NAMESPACE, compare_parts, parts_text, read_parts
from bvte.intake.report_text import read_report_text
from bvte.intake.word_reader import is_word_file, read_word
from bvte.intake.word_seen import SeenTable
from bvte.presentation.document import Box, Heading
from bvte.presentation.markdown import blocks_of
from bvte.presentation.parts import paragraph
from bvte.presentation.phrases import phrase
from bvte.publishing.forms.word import word_file

from ..publishing.forms.documents import document as report_of
from ..publishing.forms.documents import table
from . import word_files as word


def small_report():
    """The Word file of a report with two places, one of them written."""
    blocks = (
        Heading(2, phrase("I. Một")),
        paragraph("Lời dẫn một."),
        Box("to-write", (paragraph("Viết ở đây."),), "I"),
        table([["dòng", "1"]]),
        Heading(2, phrase("II. Hai")),
        Box("narrative", blocks_of("Đã **viết** 35 việc.\n\n- a\n- b"), "II-1"),
        paragraph("Hết."),
    )
    values = {"data": "dien-bien", "year": 2020, "language": "vi"}
    return word_file(replace(report_of(*blocks), values=values))


@pytest.fixture(scope="module")
def small():
    return small_report()


@pytest.fixture
def seen(tmp_path, small):
    """A function that appends paragraphs to the small report and returns what is seen of them."""

    def read(*blocks):
        document = docx.Document(io.BytesIO(small))
        for block in blocks:
            document.element.body.insert(len(document.element.body) - 1, block)
        document.save(tmp_path / "a.docx")
        return read_word(tmp_path / "a.docx", NAMESPACE).blocks[-len(blocks) :]

    return read


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def test_of_a_field_its_result_is_seen_and_where_it_leads(seen):
    runs = word.run("Xem ") + FIELD.format('HYPERLINK "https://a.vn/x"', word.run("trang", "<w:b/>"))
    (text,) = seen(word.paragraph(runs + word.run(" hết")))
    assert [(run.text, run.href, run.bold) for run in text.runs] == [
        ("Xem ", "", False),
        ("trang", "https://a.vn/x", True),
        (" hết", "", False),
    ]


def test_a_field_that_is_not_ended_swallows_no_other_paragraph(seen):
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
    first, second = seen(word.paragraph(begun + word.run("mất")), word.paragraph("còn"))
    assert (first.text, second.text) == ("", "còn")


def test_marks_of_lists_come_from_the_paragraph_or_from_its_style(seen):
    own = word.paragraph("số", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="999"/></w:numPr></w:pPr>')
    none = word.paragraph(
        "không", '<w:pPr><w:pStyle w:val="ListBullet"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
    )
    found = seen(word.item("chấm"), word.item("thứ tự", "ListNumber"), own, none)
    assert [(text.marker, text.level) for text in found] == [("bullet", 0), ("number", 0), ("bullet", 1), ("", 0)]


def test_looks_of_letters_come_from_the_run_or_from_its_style(seen):
    runs = word.run("a", "<w:b/>") + word.run("b", '<w:b w:val="0"/>') + word.run("c", '<w:i w:val="true"/>')
    (text,) = seen(word.paragraph(runs + word.run("d", '<w:rStyle w:val="Strong"/>')))
    assert [(run.text, run.bold, run.italic) for run in text.runs] == [
        ("a", True, False),
        ("b", False, False),
        ("c", False, True),
        ("d", True, False),
    ]


def test_a_raised_digit_stays_raised_and_what_is_struck_out_is_not_said(seen):
    runs = word.run("25", "") + word.run("3", '<w:vertAlign w:val="superscript"/>') + word.run("bỏ", "<w:strike/>")
    (text,) = seen(word.paragraph(runs))
    assert text.text == "25³"


def test_merged_cells_and_tables_in_cells_keep_their_words_in_their_columns(seen):
    grid = word.table([["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]])
    rows = grid.findall(qn("w:tr"))
    first = rows[0].findall(qn("w:tc"))
    first[0].find(qn("w:tcPr")).append(word.empty_element("w:gridSpan"))
    first[0].find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}").set(qn("w:val"), "2")
    rows[0].remove(first[1])
    for row in rows[1:]:
        row[0].find(qn("w:tcPr")).append(word.empty_element("w:vMerge"))
    rows[1][0].find(f"{qn('w:tcPr')}/{qn('w:vMerge')}").set(qn("w:val"), "restart")
    rows[2][2].insert(1, word.table([["x", "y"]]))
    (table_seen,) = seen(grid)
    assert isinstance(table_seen, SeenTable)
    words = [[" ".join(text.text for text in cell) for cell in row] for row in table_seen.rows]
    assert words == [["a", "", "c"], ["d", "e", "f"], ["", "h", "x y i"]]


def test_the_list_of_parts_comes_back_as_it_was_kept(tmp_path, small):
    (tmp_path / "a.docx").write_bytes(small)
    seen = read_word(tmp_path / "a.docx", NAMESPACE)
    parts = read_parts(seen.facts)
    assert (parts.data, parts.year, parts.language, list(parts.places)) == ("dien-bien", 2020, "vi", ["I", "II-1"])
    assert read_parts(parts_text(parts)) == parts
    compared = compare_parts(seen.blocks, parts)
    assert (compared.changes, compared.untagged, compared.unmarked) == ([], [], [])
    for wrong in ("", "null", "[]", "{}", '{"parts": 1}', '{"parts": [1]}', "[" * 10_000):
        assert read_parts(wrong) is None


def test_a_text_is_told_from_a_workbook_by_what_it_holds_else_by_its_name(tmp_path, small):
    import openpyxl

    files = {
        "a.docx": small,
        "a": small,
        "a.xlsx": small,
        "b.doc": b"x",
        "b.pdf": b"%PDF",
        "b.csv": b"a,b",
        "b.xlsx": b"",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    openpyxl.Workbook().save(tmp_path / "c.docx")
    told = {path.name for path in tmp_path.iterdir() if is_word_file(path)}
    assert told == {"a.docx", "a", "a.xlsx", "b.doc", "b.pdf"}


PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "customXml/item2.xml", "[Content_Types].xml")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_broken_in_a_file_is_a_sentence(tmp_path, small, seed):
    chance, path = random.Random(seed), tmp_path / "a.docx"
    with zipfile.ZipFile(io.BytesIO(small)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(60):
        name = chance.choice(PARTS)
        with zipfile.ZipFile(path, "w") as archive:
            for other, content in parts.items():
                archive.writestr(other, mutated(content, chance) if other == name else content)
        read = read_report_text(path)
        # It is a report of ours with its places, or one sentence says why it is not.
        assert len(read.places) == 2 if read.parts else len(read.problems) == 1


def mutated(content, chance):
    """A part with an element gone or twice, an attribute changed, cut, or with a byte of another kind."""
    text = content.decode("utf-8")
    kind, elements = chance.randrange(5), list(re.finditer(r"<(w:\w+)[^>]*>.*?</\1>", text, re.DOTALL))
    if kind == 0:
        return content[: chance.randrange(len(content))]
    if kind == 1 or not elements:
        at = chance.randrange(len(content))
        return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
    found = chance.choice(elements)
    if kind == 2:
        return (text[: found.start()] + text[found.end() :]).encode()
    if kind == 3:
        return (text[: found.end()] + found[0] + text[found.end() :]).encode()
    value = chance.choice(("", "-1", "99999999999", "không"))
    return (
        text[: found.start()] + re.sub(r'w:val="[^"]*"', f'w:val="{value}"', found[0], count=1) + text[found.end() :]
    ).encode()
