"""Reasons and problems as sentences, word for word, in both languages."""

import re
from decimal import Decimal

import pytest

import bvte
from bvte.evidence.language import activate, speaking
from bvte.evidence.problem import Problem
from bvte.presentation import problems, words

from ..languages import said_in
from .sample import SAMPLE

BELOW = "indicator, condition, value\nrate, below, 3.8"


def sentences(evidence, language, programme="plan"):
    activate(language)
    finding = next(iter(bvte.judge(evidence, programme)))
    return words.reasons_text(finding, evidence)


NO_ADDRESS = "no address to look it up, ask the publisher before citing it"
NO_YEAR = "the year of publication is not in the copy, it was inferred or is not known"


def in_english(source):
    """A title with what it means, where it is in another language."""
    return f"{source.title} [{source.title_en}]" if source.title_en else source.title


def test_a_conclusion_is_told_with_its_figures_and_remarks_in_vietnamese(province):
    assert sentences(province(**SAMPLE), "vi") == [
        "Số liệu năm 2020: dưới 3,8%. Chỉ tiêu: dưới 3,8%.",
        "Kết quả được công bố đúng bằng câu chữ của chỉ tiêu (dưới 3,8%), không có con số cụ thể.",
    ]


def test_a_conclusion_is_told_with_its_figures_and_remarks_in_english(dien_bien):
    activate("en")
    finding = bvte.judge(dien_bien, "cpp_2021_2025_db_draft").items[1]
    target, counts = (dien_bien.sources[c] for c in (finding.target.source, *finding.deciding[0].sources))
    assert words.reasons_text(finding, dien_bien) == [
        "Figures for 2025: 3.29% (derived). Target: below 3.3%.",
        "Near the limit: 25 children more and the target would be missed "
        "(at most 6,871 of 208,222 children satisfy it).",
        "This rate was derived here (6,847 children / 208,222 children = 3.29%); it was not published.",
        "The published counts are 2,302 children (2020) and 6,847 children (2025), the later 2.97 times the earlier. "
        "No reason was published; the two may not come from one list, so this is not yet a rise.",
        "Other figures stand near 6,847 children (2025), not near 2,302 children (2020): over 7,730 children "
        "(Jun 2023, year inferred); over 6,320 children (Oct 2024).",
        "The source does not state the time (6,847 children; 208,222 children); it was inferred to be 2025.",
        *(
            f"This judgement rests on the source: {in_english(source)} ({source.publisher_en}). In doubt: {doubt}."
            for source, doubt in ((target, NO_ADDRESS), (counts, NO_YEAR))
        ),
    ]


@pytest.mark.parametrize(
    ("rows", "vi"),
    [
        ("", "Không tìm thấy số liệu nào được công bố cho chỉ tiêu này trong giai đoạn."),
        (
            "rate, 2019, 2019, =, 3.6, a",
            "Tính đến ngày xét số liệu, chưa đến năm cuối kỳ 2020; số liệu mới nhất là của năm 2019 (3,6%). "
            "Nếu xét theo số liệu này thì đạt.",
        ),
        (
            "rate, 2019, 2019, =, 3.6, a\ncount, 2020, 2020, =, 20, a",
            "Số liệu mới nhất là của năm 2019 (3,6%); chưa có số liệu của năm cuối kỳ 2020. "
            "Nếu xét theo số liệu này thì đạt.",
        ),
        (
            "rate, 2020, 2020, <, 4.0, a",
            "Số liệu năm 2020 chỉ cho biết dưới 4,0%; mức chỉ tiêu dưới 3,8% nằm trong khoảng chưa xác định đó.",
        ),
        (
            "rate, 2020, 2020, =, 4.0, a\nrate, 2020, 2020, =, 3.0, b",
            "Các nguồn dẫn tới kết luận khác nhau: 4,0%: không đạt; 3,0%: đạt.",
        ),
    ],
    ids=["no data", "due year ahead", "due year over", "a bound", "contested"],
)
def test_every_status_has_its_reason_in_words(province, rows, vi):
    evidence = province(targets=BELOW, observations=f"indicator, start, end, comparator, value, source\n{rows}")
    assert sentences(evidence, "vi")[0] == vi


def test_a_target_set_under_another_law_is_told_with_the_day_and_what_would_decide(province):
    evidence = province(
        targets=BELOW, observations="indicator, start, value\nrate, 2020, 3", breaks="id, date\nlaw, 2017-06-01"
    )
    assert sentences(evidence, "vi") == [
        "Chỉ tiêu đặt ra trước ngày 01/6/2017 (Luật mới), số liệu (3%, 2020) được thống kê sau ngày đó: "
        "Cách tính đổi. "
        "Muốn kết luận cần số liệu năm 2020 theo cách hiểu khi đặt chỉ tiêu."
    ]


def test_a_part_of_a_year_is_told(province):
    evidence = province(targets=BELOW, observations="indicator, start, end, value\nrate, 2020-01, 2020-09, 3")
    assert sentences(evidence, "vi")[-1] == "Số liệu chỉ cho một phần của năm 2020."


@pytest.mark.parametrize(
    ("language", "text"), [("vi", "Mốc 01/6/2017: Cách tính đổi."), ("en", "Break of 1 Jun 2017: Changed.")]
)
def test_a_break_is_told_with_its_day_and_reason(province, language, text):
    activate(language)
    evidence = province(
        targets="indicator, condition, value, baseline_value, baseline_year\nrate, below, 3.8, 4.4, 2015",
        observations="indicator, start, value\nrate, 2020, 3",
        breaks="id, date\nlaw, 2017-06-01",
    )
    (reason,) = next(iter(bvte.judge(evidence, "plan"))).comparison.reasons
    assert words.reason_text(reason, evidence) == text


UNKNOWN = Problem("unknown_code", "targets.csv", 7, "indicator", "rat", "indicators", "rate")
CARD = Problem("unknown_code", "indicators.yml", None, "rate.parts", "x", "indicators")


def test_a_problem_is_told_with_its_place_and_the_nearest_right_name():
    assert said_in("vi", problems.problem_lines, [UNKNOWN]) == [
        "Lỗi: targets.csv, dòng 7, cột indicator: mã “rat” không có trong tệp indicators. Có phải ý là “rate”?"
    ]
    assert said_in("en", problems.problem_line, UNKNOWN) == (
        "Error: targets.csv, line 7, column indicator: code “rat” does not stand in indicators. Did you mean “rate”?"
    )


def test_a_problem_of_a_card_is_told_with_its_entry():
    activate("vi")
    assert problems.problem_line(CARD).startswith("Lỗi: indicators.yml, mục rate.parts: ")


def test_problems_are_counted_by_severity():
    activate("en")
    found = [UNKNOWN, CARD, Problem("value_conflict", "o.csv", 2, "value", "1", severity="finding")]
    assert problems.summary(found, "dien-bien") == "2 errors, 1 finding in dien-bien."


def test_a_worked_out_change_is_told_with_its_two_levels(province):
    cards = """
        id,   name_vi, name_en, unit,     kind,   better, group,      change_of
        dead, Chết,    Deaths,  children, count,  down,   protection,
        less, Giảm,    Fall,    percent,  change, up,     protection, dead
    """
    evidence = province(
        cards=cards,
        targets="indicator, condition, value, baseline_year\nless, decrease_by_percent, 25, 2015",
        observations="indicator, start, value\ndead, 2015, 40\ndead, 2020, 29",
    )
    assert sentences(evidence, "en") == [
        "Figures for 2020: fell by 27.5% (derived). Target: down 25% on 2015.",
        "This change was worked out here from 40 children (2015) and 29 children (2020); it was not published.",
    ]
    assert sentences(evidence, "vi")[1] == (
        "Mức thay đổi này do báo cáo tính từ 40 trẻ em (2015) và 29 trẻ em (2020), không phải số công bố."
    )


FIGURES = "indicator, start, value\nrate, 2022, {}\ncount, 2024, 9"
RUNNING = "id, name_vi, name_en, start, end, status\nplan, Kế hoạch, Plan, 2021, 2030, approved"
COURSE = "indicator, condition, value, baseline_value, baseline_year, due_year\nrate, below, 6, {}, 2020, 2030"


def test_a_course_is_told_with_its_method_and_the_one_that_disagrees(province):
    evidence = province(programmes=RUNNING, targets=COURSE.format("7.0000"), observations=FIGURES.format("6.7999"))
    assert sentences(evidence, "vi")[1:] == [
        "Từ 7,0000% (2020), theo chỉ số tiến độ dự kiến của ESCAP: theo tốc độ này thực hiện được ít nhất chín phần "
        "mười mức phải thay đổi.",
        "Phương pháp khác cho kết luận ngược lại: tỷ số tốc độ thực tế và tốc độ cần có "
        "(Open SDG, Eurostat): tiến bộ vừa phải, chưa đủ nhanh.",
    ]
    assert sentences(evidence, "en")[1:] == [
        "From 7.0000% (2020), by ESCAP's anticipated progress index: on the way to at least nine tenths of "
        "the distance.",
        "Another method concludes the opposite: ratio of actual to required growth (Open SDG, Eurostat): "
        "moderate progress, not fast enough.",
    ]


def test_a_course_that_rounding_leaves_open_is_told_with_its_forecasts(province):
    evidence = province(programmes=RUNNING, targets=COURSE.format("7.0"), observations=FIGURES.format("6.8"))
    (sentence,) = sentences(evidence, "en")[1:]
    assert re.fullmatch(
        r"From 7.0% \(2020\), by ESCAP's .*, the value of 2030 lies anywhere from 5\.\d+ to 6\.\d+%, since "
        r"the prints are rounded; the target is below 6%\. A more precise print would decide\.",
        sentence,
    )


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "“Trẻ em” ghi 4.480, nhưng 2 phần của nó (G5, G6) cộng lại là 2.241,5."),
        ("en", "“Trẻ em” is 4.480, but its 2 parts (G5, G6) add up to 2,241.5."),
    ],
)
def test_numbers_that_are_asked_about_are_written_as_the_reader_does_and_cells_as_they_show(language, told):
    facts = {"name": "Trẻ em", "count": 2, "cells": "G5, G6", "allowed": Decimal("2241.5")}
    question = Problem("asked_sum", "bieu.xlsx [Số liệu]", 4, "G", "4.480", facts=facts)
    with speaking(language):
        assert problems.text(question) == told


def test_a_sheet_of_a_workbook_is_named_as_a_sheet_and_an_entry_as_one():
    sheet, entry = (Problem("any", file, None, "A name", "1") for file in ("bieu.xlsx", "a.yml"))
    with speaking("vi"):
        assert [problems.place(one) for one in (sheet, entry)] == ["bieu.xlsx, trang “A name”", "a.yml, mục A name"]
