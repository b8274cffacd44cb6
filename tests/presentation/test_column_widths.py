"""Columns share a width so that a table is least high; lines are counted by another road, word by word."""

from textwrap import wrap

import pytest

from bvte.presentation.column_widths import PADDING, column_shares
from bvte.presentation.document import Column, make_table

NAME = "Tỷ lệ trẻ em có hoàn cảnh đặc biệt và trẻ em có nguy cơ rơi vào hoàn cảnh đặc biệt có hồ sơ quản lý"
COLUMNS = [Column("Chỉ tiêu"), Column("Mục tiêu", "num"), Column("Kết quả", "num"), Column("Lý do", "wide")]
ROOM = 82


def lines(text, letters):
    """Lines of a text in a column of that many letters, as a program breaks it between words."""
    return len(wrap(text, max(round(letters - PADDING), 1)))


def height(table, shares):
    """Lines of all rows."""
    return sum(
        max(lines(cell.text, share * ROOM) for cell, share in zip(row, shares, strict=True)) for row in table.rows
    )


@pytest.mark.parametrize("reason", ["", "Chưa có số liệu.", "Không tìm thấy văn bản nào nêu chỉ tiêu này. " * 6])
def test_no_other_share_of_two_columns_makes_a_table_lower(reason):
    table = make_table("", COLUMNS, [[NAME, "dưới 3,8", "3,29", reason], ["Số trẻ em", "100", "99", reason]])
    found = column_shares(table, ROOM)
    assert sum(found) == pytest.approx(1) and all(share * ROOM >= 7 for share in found)
    others = [[moved / ROOM, found[1], found[2], found[0] + found[3] - moved / ROOM] for moved in range(9, 50)]
    lowest = min(height(table, each) for each in others if each[3] * ROOM >= 10)
    # A program breaks between words, the shares are found by letters: two lines more at most.
    assert height(table, found) <= lowest + 2


def test_a_short_number_stays_on_one_line_and_a_word_whole():
    words = make_table("", COLUMNS, [[NAME, "ít nhất 0,1", "99", "phân-tổ " * 30 + "nguyennhankhongro"]])
    found = column_shares(words, ROOM)
    assert found[1] * ROOM >= len("ít nhất 0,1") and found[3] * ROOM >= len("nguyennhankhongro")


def test_what_has_no_room_at_all_is_shared_by_the_longest_words():
    table = make_table("", [Column("a" * 17), Column("b" * 37)], [["", ""]])
    assert column_shares(table, 20) == pytest.approx([26 / 79, 53 / 79])
