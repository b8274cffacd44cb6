"""What a table has no figure for is one line of it, and no number is lost with it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bvte.evidence.language import activate
from bvte.presentation.cells import gap
from bvte.presentation.document import Box, Column, Table, contents_of, make_table
from bvte.presentation.parts import paragraph
from bvte.presentation.phrases import Datum, Look, phrase, span
from bvte.publishing.forms.agree import find_disagreements, fold_faults
from bvte.publishing.gaps import fold_gaps, note_once, once_for_all, told_in_place, without_dashes

from .forms.documents import document

KINDS = ("order", "text", "measure", "num", "num", "num", "text")
KEYS = ("order", "item", "unit", "this_year", "last_year", "nearest", "evidence")


@pytest.fixture(autouse=True)
def _vietnamese():
    activate("vi")


def number(value):
    return phrase(Datum(Decimal(value), str(value), strength="published"))


def row(order, name, this, last="–", other="–", unit="trẻ em"):
    named = span(Look.INDICATOR, name, code=f"code_{order}")
    return str(order), named, unit, this, last, other, "–"


def table(*rows):
    columns = [Column(key, kind, key) for key, kind in zip(KEYS, KINDS, strict=True)]
    return make_table("Trẻ em", columns, rows, "Ghi chú.", "Biểu 1", heading=1)


def texts(folded):
    return [[cell.text for cell in row] for row in folded.rows]


def test_rows_without_any_figure_are_one_line_that_counts_and_names_them():
    folded = fold_gaps(table(row(1, "Tổng", number(9), number(8)), row(2, "Trai", gap()), row(3, "Gái", gap(), gap())))
    assert texts(folded) == [["1", "Tổng", "9", "8"], ["Chưa có số liệu (2): Trai; Gái."]]
    # The code of each goes along, for the index and whoever takes the table on.
    assert [piece.code for piece in folded.rows[-1][0].content.spans(Look.INDICATOR)] == ["code_2", "code_3"]
    assert folded.rows[-1][0].span == len(folded.columns)


def test_rows_that_are_left_are_counted_without_a_gap_and_parts_below_their_row():
    left = [("2", "Hai"), ("9", "Chín"), ("9.3", "Phần"), ("10", "Mười")]
    rows = [row("1", "Một", gap()), *(row(order, name, number(1)) for order, name in left), row("11", "Cuối", gap())]
    folded = fold_gaps(table(*rows))
    assert [each[0] for each in texts(folded)[:-1]] == ["1", "2", "2.1", "3"]


def test_a_column_of_dashes_alone_goes_and_the_note_names_it():
    columns = [Column("Chỉ tiêu"), Column("Đầu kỳ", "num"), Column("Kết quả", "num")]
    wide = replace(make_table("", [Column("")], [["Chưa có: ba chỉ tiêu."]]).rows[0][0], span=3)
    shown = make_table("Kết quả", columns, [["Một", "–", number(1)], ["Hai", "–", number(2)]], "Ghi chú.")
    folded = without_dashes(replace(shown, rows=(*shown.rows, (wide,))))
    assert [column.label for column in folded.columns] == ["Chỉ tiêu", "Kết quả"]
    assert texts(folded) == [["Một", "1"], ["Hai", "2"], ["Chưa có: ba chỉ tiêu."]]
    assert folded.rows[-1][0].span == 2
    assert folded.note.splitlines()[0].endswith("Đầu kỳ.") and folded.note.endswith("Ghi chú.")
    assert without_dashes(
        replace(shown, rows=shown.rows[:1] + make_table("", columns, [["Ba", "4", "–"]]).rows)
    ).columns == tuple(columns)


def test_a_unit_that_all_rows_have_stands_above_the_table():
    same = fold_gaps(table(row(1, "Một", number(1)), row(2, "Hai", gap(), number(2))))
    assert same.unit == "Đơn vị tính: trẻ em" and "unit" not in [column.key for column in same.columns]
    other = fold_gaps(table(row(1, "Một", number(1)), row(2, "Hai", gap(), number(2), unit="%")))
    assert other.unit == "" and "unit" in [column.key for column in other.columns]


def test_a_column_without_any_figure_is_named_below_and_one_of_dashes_is_gone():
    folded = fold_gaps(table(row(1, "Một", number(1), gap()), row(2, "Hai", number(2), gap(), unit="%")))
    assert [column.key for column in folded.columns] == ["order", "item", "unit", "this_year"]
    assert texts(folded)[-1] == ["Cột last_year: chưa có số liệu."]


def test_a_table_without_any_figure_is_a_line_with_its_number_and_count():
    empty = table(row(1, "Một", gap("code 11 2025 children")), row(2, "Hai", gap()))
    listed = fold_gaps(empty, listed=True)
    assert listed.role == "folded"
    assert str(listed.content) == "Biểu 1: chưa có số liệu (2 dòng, nêu ở phụ lục)."
    # Where no annex lists them, the line names them.
    assert str(fold_gaps(empty).content) == "Biểu 1. Trẻ em: chưa có số liệu (2 dòng): Một; Hai."
    assert str(fold_gaps(table(row(1, "Một", gap()))).content) == "Biểu 1. Trẻ em: chưa có số liệu (1 dòng): Một."


def test_a_row_that_says_why_it_has_none_is_told_with_a_table_without_any_figure():
    reason = row(1, "Huyện", "không còn cấp này (hoạt động đến hết ngày 30/6/2025)", gap())
    folded = fold_gaps(table(reason, row(2, "Hai", gap("code 11 2025 percent")), row(3, "Ba", gap())), listed=True)
    assert str(folded.content).endswith("nêu ở phụ lục). Huyện: không còn cấp này (hoạt động đến hết ngày 30/6/2025).")
    beside = fold_gaps(table(reason, row(2, "Hai", gap()), row(3, "Ba", gap()), row(4, "Bốn", number(1))))
    assert texts(beside)[0][:2] == ["1", "Huyện"]


@pytest.mark.parametrize("key", ["proposal", "indicator"])
def test_words_that_all_rows_have_in_common_are_a_line_of_the_note_where_a_reader_misses_nothing(key):
    heads = (Column("Tên"), Column("Đề xuất", "wide", key))
    alike = make_table(
        "", heads, [(name, "Hội thảo quyết định từ 01/7/2025.") for name in "ABC"] + [("D", "–")], "Ghi chú."
    )
    read = once_for_all(alike)
    is_told = "Đề xuất: hội thảo quyết định từ 01/7/2025." in read.note.splitlines()
    assert (len(read.columns) == 1) == is_told == (key == "proposal")
    other = replace(alike, rows=(*alike.rows, make_table("", heads, [("E", "Giữ nguyên.")]).rows[0]))
    assert once_for_all(other) == other and once_for_all(replace(alike, rows=alike.rows[:2])).columns == heads


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(number(0), id="zero is a figure"),
        pytest.param(span(Look.WITHHELD, "không công bố"), id="withheld is known"),
        pytest.param(phrase("không đếm được nữa, trước đó ", number(3)), id="a reason with a figure"),
    ],
)
def test_a_row_that_says_more_stays(said):
    whole = table(row(1, "Một", said, gap()), row(2, "Hai", gap()), row(3, "Ba", gap()))
    folded = fold_gaps(whole)
    assert texts(folded)[0][:2] == ["1", "Một"] and len(folded.rows) == 3


def test_a_table_that_lacks_nothing_and_other_blocks_stay_as_they_are():
    full = table(row(1, "Một", number(1)), row(2, "Hai", number(2)))
    assert fold_gaps(full) == full
    assert fold_gaps(paragraph("Một đoạn.")) == paragraph("Một đoạn.")


def test_in_a_paper_the_note_of_a_table_is_read_once():
    tables = [table(row(1, "Một", number(1))) for _ in range(3)]
    kept = [part.note for part in map(note_once(), [*tables, replace(tables[0], note="Khác.")])]
    assert kept == ["Ghi chú.", "", "", "Khác."]
    paper = document(paragraph("BÁO CÁO", "paper"), *tables)
    assert [t.note for t in paper.reading.tables] == ["Ghi chú.", "", ""]
    assert [t.note.splitlines()[-1] for t in document(*tables).reading.tables] == ["Ghi chú."] * 3


def test_a_fold_that_loses_a_number_is_a_fault(monkeypatch):
    whole = document(table(row(1, "Một", number(7)), row(2, "Hai", gap()), row(3, "Ba", gap())))
    assert find_disagreements(whole, {}) == []

    def without_first(block, listed):
        return replace(block, rows=block.rows[1:]) if isinstance(block, Table) else block

    monkeypatch.setattr("bvte.publishing.article.fold_gaps", without_first)
    assert find_disagreements(whole, {}) == ["Biểu 1 is read without 7"]
    assert list(fold_faults([], [])) == []


def test_an_empty_section_is_one_place_to_write_that_says_its_form_is_empty():
    """A draft is the office's text, so that what is said of a form stays outside of it."""
    empty = fold_gaps(table(row(1, "Một", gap("code 11 2025 children")), row(2, "Hai", gap())), listed=True)
    place = Box("to-write", (paragraph("Đơn vị soạn thảo bổ sung: Trẻ em.", "prompt"),), "I")
    drafted = replace(place, blocks=(*place.blocks, paragraph("Có 9 trẻ em.")))
    after = paragraph("Sau đó.")
    alone, said_after = told_in_place([place, empty, after])
    (told,) = contents_of([alone])
    assert str(told) == f"Đơn vị soạn thảo bổ sung: Trẻ em. {empty.content}" and said_after == after
    assert (alone.role, alone.code, alone.blocks[0].role) == ("to-write", "I", "prompt")
    for others in ([drafted, empty], [replace(place, role="key", code=""), empty], [empty, place], [place, after]):
        assert list(told_in_place(others)) == others
