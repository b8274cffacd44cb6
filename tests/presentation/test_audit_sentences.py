"""The sentence of every check of the audit and its proposal, word for word, in both languages."""

from datetime import date

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.judgement.audit import check_codes
from bvte.presentation import audit_page

from ..judgement.audited import tables
from ..judgement.test_audit_checks import CASES

LANGUAGES = ("vi", "en")


def told(audit, language):
    """What is said of the last target, flag by flag, as one text."""
    subject = audit.subjects[-1]
    flags = audit.flags[subject.target.id]
    return " ".join(text for flag in flags for text in both(flag, subject, language))


def both(flag, subject, language):
    """The ground of a flag and what would mend it."""
    activate(language)
    ground = audit_page.flag_sentence(flag, subject)
    return ground, audit_page.remedy_text(flag, subject)


# What each check says of the hand-made case of its test.
SENTENCES = {
    "weaker_than_baseline": (
        "Chỉ tiêu ít nhất 90% thấp hơn kết quả đã có: 91% (2020).",
        "The target at least 90% is lower than the level already reached: 91% (2020).",
    ),
    "already_met": (
        "Mức 100% (2020) đã thỏa mức 100% trước khi giai đoạn 2021–2025 bắt đầu.",
        "100% (2020) already satisfied the level 100% before 2021–2025 began.",
    ),
    "slower_than_past": (
        "0,10 điểm phần trăm mỗi năm; giai đoạn trước đã là 0,12 điểm phần trăm",
        "0.10 points a year",
    ),
    "saturated": (
        "mức tối đa hoặc tối thiểu có thể, mà số liệu 2022 đã ghi 100%",
        "the figure of 2022 is 100% already",
    ),
    "no_baseline": ("Đến hết năm 2020", "No figure of a single year up to 2020, nor of 2021"),
    "baseline_is_bound": ("chỉ được công bố là dưới 3,8% (2020)", "published only as below 3.8% (2020)"),
    "register_jump": (
        "1.000 trẻ em (2019) và 2.000 trẻ em (2022), số sau gấp 2 lần số trước; tỷ lệ là",
        "1,000 children (2019) and 2,000 children (2022), the later 2 times the earlier",
    ),
    "never_published": ("số liệu nào của tỉnh Thử", "No figure of Trial Province"),
    "unfound": ("Không tìm thấy văn bản nào giao chỉ tiêu này", "known only from the sentence that reports"),
    "met_by_definition": (
        "ở tỉnh Thử, 999 trẻ em (2022) trên 100.000 trẻ em (2022) là 0,999% (tính toán)",
        "999 children (2022) of 100,000 children (2022) is 0.999% (derived), against the target",
    ),
    "weaker_than_national": (
        "quốc gia là dưới 4% (2025), yêu cầu cao hơn chỉ tiêu này (dưới 4,1%).",
        "The national target is below 4% (2025), which asks for more than this one",
    ),
    "unlike_national": ("chỉ tiêu này bằng khoảng 1/2 mức quốc gia", "this one is about 1/2 of it"),
    "vanishing_denominator": ("Từ ngày 31/12/2025: Cách tính đổi.", "From 31 Dec 2025: Changed."),
    "nested_denominator": (
        "chưa đạt ít nhất 95% thì tỷ lệ trên toàn bộ trẻ em thuộc diện thực tế thấp hơn 85,5%.",
        "below 85.5%.",
    ),
    "ambiguous_direction": (
        "Chưa rõ tăng là tốt hay xấu: Ghi nhận nhiều hơn có thể là tốt.",
        "Whether a rise is good or bad is not clear: Ghi nhận",
    ),
    "ambiguous_unit": ("Văn bản ghi “%/năm”", "The text prints “%/năm”"),
    "not_measurable": ("Chưa rõ thế nào là đạt.", "Chưa rõ thế nào là đạt."),
}


@pytest.mark.parametrize("code", SENTENCES)
def test_every_check_has_its_sentence_and_proposal_in_both_languages(province, code):
    audit = bvte.audit(province(**CASES[code][0]), "next")
    subject = audit.subjects[-1]
    (flag,) = audit.flags[subject.target.id]
    for language, part in zip(LANGUAGES, SENTENCES[code], strict=True):
        activate(language)
        assert part in audit_page.flag_sentence(flag, subject)
        for text in both(flag, subject, language):
            assert text and "{" not in text and "None" not in text


def test_no_check_is_left_without_a_sentence_here():
    assert set(SENTENCES) == set(check_codes())


@pytest.mark.parametrize(("day", "is_known"), [(date(2020, 12, 30), False), (date(2022, 6, 1), True)])
def test_before_a_phase_began_nothing_is_said_of_its_first_year(province, day, is_known):
    audit = bvte.audit(province(**CASES["no_baseline"][0]).seen_from(day), "next")
    for language in LANGUAGES:
        sentence = told(audit, language).partition(".")[0]
        assert sentence and ("2021" in sentence) == is_known


def test_a_count_that_fell_is_not_told_as_one_that_rose(province):
    targets = "rate, next, below, 3.3, =, 3.8, 2020, 2025"
    figures = "count, 2019, =, 1000, b\ncount, 2022, =, 500, a\nchildren, 2022, =, 100000, a"
    audit = bvte.audit(province(**tables(targets, figures)), "next")
    vi, en = (told(audit, language) for language in LANGUAGES)
    assert "1.000 trẻ em (2019) và 500 trẻ em (2022), số sau bằng 0,5 lần số trước" in vi
    assert "1,000 children (2019) and 500 children (2022), the later 0.5 times the earlier" in en


def test_proposals_keep_the_print_of_a_baseline_and_the_limit_of_the_indicator(province):
    weaker = bvte.audit(province(**tables("help, next, at_least, 90, =, 91.4, 2020, 2025")), "next")
    assert "Đặt mức yêu cầu không thấp hơn kết quả đã đạt: ít nhất 91,4%" in told(weaker, "vi")
    targets = "help, plan, at_least, 95, =, 90, 2015, 2020\nhelp, next, at_least, 99, =, 98, 2020, 2025"
    slower = bvte.audit(province(**tables(targets)), "next")
    assert "it would be 100% (basis: past pace)." in told(slower, "en")


def test_a_level_that_lasts_is_counted_anew_and_one_that_ended_defined_anew(dien_bien):
    audit = bvte.audit(dien_bien, "cpp_2021_2025_db_draft")
    now = sum(a.level == "commune" and a.valid_to is None for a in dien_bien.areas.values())
    told = ((subject.card.counted_in, _redefined(audit, subject)) for subject in audit.subjects)
    proposals = {level: text for level, text in told if text}
    assert proposals["commune"] == f"Tính lại trên {now} xã, phường hiện có."
    assert "còn tồn tại" in proposals["district"]


def _redefined(audit, subject):
    """What is proposed for a target of which the units end or change."""
    activate("vi")
    flags = audit.flags.get(subject.target.id, ())
    return next((audit_page.remedy_text(flag, subject) for flag in flags if flag.remedy == "redefine_before"), "")
