"""Numbers, days and words however they are typed."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.intake.recording_sheet import RefusedCell, cell_text, read_day, read_number

WORDS = {"decision": {"giữ nguyên": "keep", "sửa": "change"}}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (3, "3"),
        (3.25, "3.25"),
        (0.1, "0.1"),
        ("3,3", "3.3"),
        ("3.3", "3.3"),
        ("−0,75", "-0.75"),
        (" 12 ", "12"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12 345,6", "12345.6"),
        ("0,1234", "0.1234"),
        (1e-7, "0.0000001"),
    ],
)
def test_a_number_is_read_with_either_mark(typed, text):
    assert read_number(typed) == text


PLAIN = {"1.234": "1234", "1,234": "1234", "12 345": "12345"}


@pytest.mark.parametrize("typed", PLAIN)
def test_a_mark_that_may_part_thousands_or_decimals_is_not_guessed(typed):
    with pytest.raises(RefusedCell) as error:
        read_number(typed)
    assert (error.value.code, error.value.allowed) == ("ambiguous_number", PLAIN[typed])


@pytest.mark.parametrize("typed", ["khoảng 3", "3%", "ba", "1,2,3", True, datetime(2025, 3, 3), "", "1.23.456"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(RefusedCell, match="not_a_number"):
        read_number(typed)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2))
def test_a_decimal_survives_both_ways_of_printing_it(value):
    plain = f"{value:f}"
    printed = f"{value:,f}"
    vietnamese = printed.translate(str.maketrans(",.", ".,"))
    for text in (plain, plain.replace(".", ","), printed, vietnamese):
        assert Decimal(read_number(text)) == value


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_survives_every_way_of_typing_it(when):
    typed = (when, datetime(*when.timetuple()[:3]), when.isoformat(), f"{when:%d/%m/%Y}", f"{when:%d.%m.%Y}")
    assert {read_day(found) for found in typed} == {when}


@pytest.mark.parametrize("typed", ["31/02/2025", "12/2025", 45000, datetime(1905, 7, 17), "2025-13-01"])
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(RefusedCell, match="not_a_date"):
        read_day(typed)


def test_words_of_a_list_are_read_whatever_their_letters():
    assert [cell_text("decision", word, WORDS) for word in ("Sửa", " sửa ", "change", None, "  ")] == [
        "change",
        "change",
        "change",
        "",
        "",
    ]


def test_a_word_that_is_not_in_the_list_is_refused_with_the_nearest():
    with pytest.raises(RefusedCell) as error:
        cell_text("decision", "giu nguyên", WORDS)
    assert (error.value.allowed, error.value.near) == ("giữ nguyên, sửa", "giữ nguyên")


@pytest.mark.parametrize("owner", ["Ông Nguyễn", "bà A", "Đ/c B", "Mr. C", "đồng chí D"])
def test_a_person_is_no_owner(owner):
    with pytest.raises(RefusedCell, match="person_named"):
        cell_text("owner", owner, WORDS)


@pytest.mark.parametrize("owner", ["Sở Y tế", "Giám đốc Sở", "UBND xã Bản Mường"])
def test_a_body_is_an_owner(owner):
    assert cell_text("owner", owner, WORDS) == owner
