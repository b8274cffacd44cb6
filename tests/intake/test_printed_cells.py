"""What one printed cell says: numbers in two countries' marks, bounds, footnotes, periods; every text is made up."""

from decimal import Decimal

import pytest

from bvte.evidence.load import load
from bvte.evidence.period import parse_period
from bvte.intake.area_names import AreaNames
from bvte.intake.printed_number import UnreadCell, decimal_mark, plain_text, read_printed, spellings
from bvte.intake.printed_period import PeriodRule, common_form, possible_forms, read_period
from bvte.intake.table_figures import scaled

MARKS = ("c", "..", ":", "x", "p", "Sơ bộ", "-")


def number(text, decimal=None):
    return read_printed(text, MARKS, decimal).value


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("1.234.567", None, "1234567"),
        ("1.234,5", None, "1234.5"),
        ("1,234.5", None, "1234.5"),
        ("12,5", None, "12.5"),
        ("0,125", None, "0.125"),
        ("1 234 567", None, "1234567"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1'234.50", None, "1234.50"),
        ("−0,125", None, "-0.125"),
        ("0.30000000000000004", None, "0.3"),
        ("14.299999999999999", None, "14.3"),
        ("844.947(2)", ",", "844947"),
        ("12,5²", ",", "12.5"),
        ("12,5*", ",", "12.5"),
        ("28,5 %", None, "28.5"),
        ("1234 p", None, "1234"),
        ("1234p", None, "1234"),
        ("12,0", None, "12.0"),
    ],
)
def test_a_printed_number_is_read_as_its_column_writes(text, decimal, value):
    assert str(number(text, decimal)) == value


@pytest.mark.parametrize("text", ["1.234", "999,000", "-1.234", "1.234 p"])
def test_a_number_that_is_two_is_not_chosen(text):
    with pytest.raises(UnreadCell, match="ambiguous_number"):
        number(text)


@pytest.mark.parametrize("text", ["12 (3)", "3-5", "12,5,6", "1.23.456", "x12y", "trên", "1e5", "١٢", "12 34"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(UnreadCell):
        number(text)


def test_a_number_of_the_other_form_is_not_read_by_the_mark_of_its_column():
    with pytest.raises(UnreadCell, match="number_of_another_form"):
        number("12.5", ",")


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["1.234", "12,5"], ","),
        (["1,234", "12.5"], "."),
        (["1.234", "987", "2.100"], ","),
        (["1,234", "987"], "."),
        (["1.234", "2.345"], None),
        (["12,5", "12.5"], None),
        (["1234", "987"], None),
        (["1.234.567"], ","),
        (["0.125", "1.234"], "."),
        (["c", "1.234", "12,5"], ","),
    ],
)
def test_the_column_decides_which_mark_parts_decimals(texts, mark):
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "comparator", "value"),
    [
        ("<90", "<", 90),
        ("< 90", "<", 90),
        ("≤5", "<=", 5),
        (">95", ">", 95),
        ("dưới 90", "<", 90),
        ("Trên 216000", ">", 216000),
        ("ít nhất 3", ">=", 3),
        ("khoảng 68000", "~", 68000),
        ("~12", "~", 12),
        ("90", "=", 90),
        ("90 trở lên", ">=", 90),
        ("từ 90% trở lên", ">=", 90),
        ("5 trở xuống", "<=", 5),
        ("90+", ">=", 90),
    ],
)
def test_a_bound_keeps_its_side(text, comparator, value):
    printed = read_printed(text, MARKS, None)
    assert (printed.comparator, printed.value) == (comparator, value)


@pytest.mark.parametrize("text", ["c", "..", ":", "x", "C", "-", " : "])
def test_a_mark_is_no_number_and_no_zero(text):
    printed = read_printed(text, MARKS, None)
    assert printed.value is None and printed.marks == (text.strip().lower(),)


@pytest.mark.parametrize("text", ["1p5", "12 p 5", "12- 5", "xp"])
def test_a_mark_within_a_number_is_none(text):
    with pytest.raises(UnreadCell):
        number(text)


@pytest.mark.parametrize("text", ["(p) 12", "12 (p)", "p 12", "12p", "Sơ bộ 12", "12 sơ bộ", "p12"])
def test_a_mark_stands_at_either_end(text):
    assert number(text) == 12


def test_a_mark_beside_a_number_is_kept_with_it_and_a_minus_is_no_mark():
    assert read_printed("1234 p", MARKS, None).marks == ("p",)
    assert set(read_printed(": c", MARKS, None).marks) == {":", "c"} and read_printed(": c", MARKS, None).value is None
    assert read_printed("-5", MARKS, None) == read_printed("−5", MARKS, None)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Tổng số(1)", "Tổng số"),
        ("TỔNG SỐ(1) - TOTAL(1)", "TỔNG SỐ - TOTAL"),
        ("Tổng  số\n", "Tổng số"),
        ("Huyện Tủa Chùa²", "Huyện Tủa Chùa"),
        ("Nam [note 2]", "Nam"),
        ("Nữ*", "Nữ"),
        ("*", "*"),
        ("12 (3)", "12 (3)"),
    ],
)
def test_footnotes_are_no_part_of_a_word(text, plain):
    assert plain_text(text) == plain


def test_a_digit_glued_to_a_word_is_left_out_only_where_nothing_has_it():
    assert spellings("Total1") == ["Total1", "Total"] and spellings("Quận 1") == ["Quận 1"]


@pytest.mark.parametrize(
    ("text", "rule", "span"),
    [
        ("2019", {}, ("2019", "2019")),
        ("2019.0", {}, ("2019", "2019")),
        ("Năm 2019", {}, ("2019", "2019")),
        ("202507", {}, ("2025-07", "2025-07")),
        ("202425", {"begins": 9}, ("2024-09", "2025-08")),
        ("201112", {"form": "month"}, ("2011-12", "2011-12")),
        ("201112", {"form": "years", "begins": 4}, ("2011-04", "2012-03")),
        ("2018-19", {"begins": 9}, ("2018-09", "2019-08")),
        ("Năm học 2018-2019", {"form": "years", "begins": 9}, ("2018-09", "2019-08")),
        ("2018-2019", {"form": "span"}, ("2018", "2019")),
        ("1999-00", {"begins": 9}, ("1999-09", "2000-08")),
        ("2016-2020", {}, ("2016", "2020")),
        ("2019Q1", {}, ("2019-01", "2019-03")),
        ("2019-Q4", {}, ("2019-10", "2019-12")),
        ("Quý III/2024", {}, ("2024-07", "2024-09")),
        ("Quý IV năm 2024", {}, ("2024-10", "2024-12")),
        ("2025S1", {}, ("2025-01", "2025-06")),
        ("6 tháng cuối năm 2025", {}, ("2025-07", "2025-12")),
        ("9 tháng năm 2024", {}, ("2024-01", "2024-09")),
        ("2025-07", {}, ("2025-07", "2025-07")),
        ("07/2025", {}, ("2025-07", "2025-07")),
        ("Tháng 7 năm 2025", {}, ("2025-07", "2025-07")),
        ("2025-M07", {}, ("2025-07", "2025-07")),
        ("20250731", {}, ("2025-07-31", "2025-07-31")),
        ("31/07/2025", {}, ("2025-07-31", "2025-07-31")),
        ("2025-07-31T00:00:00", {}, ("2025-07-31", "2025-07-31")),
        ("2025-07-01", {"form": "month"}, ("2025-07", "2025-07")),
        ("31/12/2025", {"form": "year"}, ("2025", "2025")),
        ("2018April", {}, ("2018-04", "2019-03")),
        ("2025", {"begins": 4, "named_by": "last"}, ("2024-04", "2025-03")),
        ("2025", {"begins": 4}, ("2025-04", "2026-03")),
        ("2025", {"day": "03-31"}, ("2025-03-31", "2025-03-31")),
    ],
)
def test_a_printed_period_is_read(text, rule, span):
    read = read_period(text, PeriodRule(**rule))
    assert (read.start, read.end) == span
    parse_period(read.start, read.end)


@pytest.mark.parametrize(
    ("text", "rule", "code"),
    [
        ("201112", {}, "period_ambiguous"),
        ("2011-12", {}, "period_ambiguous"),
        ("2018-2019", {}, "period_ambiguous"),
        ("2018-19", {}, "period_begins"),
        ("202513", {}, "period_not_read"),
        ("202507", {"form": "year"}, "period_not_read"),
        ("20250230", {}, "period_not_read"),
        ("Total", {}, "period_not_read"),
        ("2019W05", {}, "period_not_read"),
        ("2025", {"day": "02-29"}, "period_not_read"),
        ("", {}, "period_not_read"),
    ],
)
def test_a_text_that_is_no_period_or_two_is_refused(text, rule, code):
    with pytest.raises(UnreadCell, match=code):
        read_period(text, PeriodRule(**rule))


def test_other_periods_of_a_column_tell_what_six_digits_are():
    months, years = ["201112", "202507"], ["201112", "202425"]
    assert read_period("201112", PeriodRule(), common_form(months)).start == "2011-12"
    assert read_period("201112", PeriodRule(begins=9), common_form(years)).start == "2011-09"
    assert common_form(["201112", "201011"]) is None
    assert {str(form) for form in possible_forms("201112")} == {"month", "years"}


@pytest.mark.parametrize(
    ("printed", "factor", "unit", "number", "step"),
    [
        ("850.4", "1000", "people", "850400", "100"),
        ("850", "1000", "people", "850000", "1000"),
        ("0.285", "100", "percent", "28.5", None),
        ("33", "10", "per_100000_children", "330", "10"),
        ("330.1", "10", "per_100000_children", "3301", None),
        ("12.0", "1", "percent", "12.0", None),
        ("1.25", "2", "percent", "2.50", "0.02"),
    ],
)
def test_a_factor_moves_the_point_and_keeps_the_width_of_the_print(printed, factor, unit, number, step):
    found = scaled(Decimal(printed), Decimal(factor), unit)
    assert tuple(str(one) if one is not None else None for one in found) == (number, step)


@pytest.fixture(scope="module")
def areas():
    return AreaNames(load("dien-bien"))


@pytest.mark.parametrize(
    ("name", "when", "level", "code"),
    [
        ("11", "2020", None, "11"),
        ("Tỉnh Điện Biên", "2020", None, "11"),
        ("HUYỆN  TỦA CHÙA", "2020", None, "098"),
        ("Huyện Tủa Chuà", "2020", None, "098"),
        ("Huyện Tủa Chùa²", "2020", None, "098"),
        ("Huyện Tủa Chùa1", "2020", None, "098"),
        ("Thành phố Điện Biên Phủ\nDien Bien Phu city", "2020", None, "094"),
        ("Huyện Điện Biên - Dien Bien district", "2020", None, "100"),
        ("Điện Biên", "2020", "district", "100"),
        ("Thị trấn Mường Ảng", "2024", None, "03256"),
    ],
)
def test_an_area_is_found_by_its_name_and_day(areas, name, when, level, code):
    assert areas.find(name, parse_period(when, when), level).code == code


@pytest.mark.parametrize(
    ("name", "when", "ended"),
    [
        ("Điện Biên", "2020", False),  # a province and a district
        ("Mường Ảng", "2024", False),  # a district and its town
        ("Mường Ảng", "2025-12", False),  # a former district, and the commune that took its name
        ("Huyện Mường Ảng", "2025-12", True),
        ("Huyện Mường Ảng", "2025", True),  # a year that it did not see the end of
        ("Huyện Nậm Pồ", "2011", True),  # not there yet
    ],
)
def test_a_name_of_two_areas_or_of_one_that_ended_is_asked(areas, name, when, ended):
    found = areas.find(name, parse_period(when, when))
    assert found.code is None and found.candidates and found.ended == ended


def test_an_unknown_name_has_no_candidates(areas):
    assert areas.find("Huyện Không Có", parse_period("2020", "2020")).candidates == ()
