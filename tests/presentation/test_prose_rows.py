"""What a sheet has no column for stands below its row; every word of a table is still said, each once."""

import pytest

from bvte.presentation.document import Cell, Column, Table, make_table
from bvte.presentation.html import html
from bvte.presentation.phrases import LineBreak, Look, paragraphs, phrase, small, span
from bvte.presentation.prose_rows import prose_below, with_prose_below, without_marks

HEADS = (
    Column("Chỉ tiêu"),
    Column("Kết quả", "num"),
    Column("Đánh giá và lý do", "wide"),
    Column("Nguồn", key="evidence"),
)
REASONS = ["Chỉ cần thêm 25 trẻ em là không đạt. " * 12, "Nguồn không ghi rõ thời gian. " * 6]
JUDGED = phrase(span(Look.STATUS, "Đạt", code="met"), paragraphs(REASONS))


def scorecard(*rows):
    return make_table("Kết quả", HEADS, rows)


def words(table):
    """Every word of the cells of a table, in no order."""
    return sorted(" ".join(cell.text for row in table.rows for cell in row).split())


def test_reasons_stand_below_their_row_and_the_status_stays_in_it():
    table = with_prose_below(scorecard(["Tỷ lệ", "3,29", JUDGED, "[1] [2]"], ["Tỷ suất", "1,2", phrase("–"), "[3]"]))
    first, said, second, cited = table.rows
    assert [column.label for column in table.columns] == ["Chỉ tiêu", "Kết quả", "Đánh giá và lý do"]
    assert [cell.text for cell in first] == ["Tỷ lệ", "3,29", "Đạt"] and first[2].status == "met"
    assert [(cell.span, cell.text.split("\n")[-1]) for cell in said] == [(3, "Nguồn: [1] [2]")]
    assert [cell.text for cell in second][:2] == ["Tỷ suất", "1,2"] and cited[0].text == "Nguồn: [3]"


def test_no_word_is_lost_and_none_is_said_twice():
    whole = scorecard(["Tỷ lệ", "3,29", JUDGED, "[1] [2]"])
    labels = ["Nguồn:"]
    assert words(with_prose_below(whole)) == sorted([*words(whole), *labels])


def test_prose_without_a_status_keeps_the_name_of_its_column():
    table = with_prose_below(scorecard(["Tỷ lệ", "3,29", paragraphs(REASONS), "[1]"]))
    assert [column.label for column in table.columns] == ["Chỉ tiêu", "Kết quả"]
    assert table.rows[1][0].text.startswith("Đánh giá và lý do: Chỉ cần thêm 25 trẻ em")


@pytest.mark.parametrize("reason", ["", "Chưa có số liệu."])
def test_a_table_that_reads_well_stays_as_it_is(reason):
    table = scorecard(["Tỷ lệ", "3,29", reason, "[1]"])
    assert prose_below(table) is None and with_prose_below(table) is table


def test_what_goes_over_several_columns_goes_over_those_that_are_left():
    row = (Cell(phrase("Chưa có số liệu"), is_header=True), Cell(phrase("Tỷ lệ; Tỷ suất"), span=3))
    whole = scorecard(["Tỷ lệ", "3,29", JUDGED, "[1]"])
    table = with_prose_below(Table(whole.caption, HEADS, (*whole.rows, row)))
    assert [cell.span for cell in table.rows[-1]] == [1, 2] and table.rows[-1][1].text == "Tỷ lệ; Tỷ suất"


def test_the_page_says_how_a_table_is_printed_and_marks_what_goes_over_columns_as_words():
    row = (Cell(phrase("Chưa có số liệu"), is_header=True), Cell(phrase("Tỷ lệ; Tỷ suất"), span=3))
    whole = scorecard(["Tỷ lệ", "3,29", JUDGED, "[1]"])
    page = html(Table(whole.caption, HEADS, (*whole.rows, row)))
    assert 'class="prose-below kept"' in page and "--columns: " in page
    assert '<td colspan="3" class="folded" style="text-align: left">' in page


def test_a_paper_names_a_status_without_its_mark():
    (row,) = without_marks(scorecard(["Tỷ lệ", "3,29", JUDGED, "[1]"])).rows
    assert row[2].status == "" and row[2].text.startswith("Đạt")


def test_what_stands_before_and_after_the_paragraphs_of_a_cell_goes_below_with_them():
    """A proposal is its wording, its ground below it in small, and notes."""
    heads = [Column("Chỉ tiêu"), Column("Cũ", "num"), Column("Mới", "num"), Column("Đề xuất", "wide")]
    told = phrase("Ít nhất 95%", LineBreak(), small("Lấy mức quốc gia."), paragraphs(["Chú thích dài. " * 60]))
    table = with_prose_below(make_table("", heads, [["Tỷ lệ", "90", "95", told]]))
    (row, below) = table.rows
    assert len(row) == 3
    for words in ("Ít nhất 95%", "Lấy mức quốc gia.", "Chú thích dài."):
        assert below[0].text.count(words) == (60 if words == "Chú thích dài." else 1)
