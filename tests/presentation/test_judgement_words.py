"""The audit, the certainty and the change in words: arithmetic named, rounding known, both languages."""

import pytest

import bvte
from bvte.judgement.targets import judge
from bvte.presentation import words

from ..judgement.province import make

DRAFT = "cpp_2021_2025_db_draft"


def text(thing):
    return thing._repr_mimebundle_()[0]["text/plain"]


@pytest.mark.parametrize(
    ("latest", "vi", "en"),
    [
        ("=, 3.8", "giảm từ 0,5 đến 0,7 điểm %, trong đó làm tròn có thể chiếm 0,1",
         "fell by 0.5 to 0.7 points, of which rounding could be 0.1"),
        ("=, 5.0", "tăng từ 0,5 đến 0,7 điểm %, trong đó làm tròn có thể chiếm 0,1",
         "rose by 0.5 to 0.7 points, of which rounding could be 0.1"),
        ("=, 4.4", "không đổi quá mức làm tròn (từ −0,1 đến 0,1 điểm %)",
         "no change beyond rounding (−0.1 to 0.1 points)"),
        ("<, 3.8", "từ −4,5 đến −0,5 điểm %, vì một bên chỉ là giới hạn hoặc số suy ra",
         "−4.5 to −0.5 points, since one side is only a bound or derived"),
    ],
)  # fmt: skip
def test_a_change_is_told_with_what_rounding_could_be(tmp_path, latest, vi, en):
    evidence = make(
        tmp_path,
        targets="indicator, condition, value, baseline_value, baseline_year\nrate, below, 3.8, 4.4, 2015",
        observations=f"indicator, start, comparator, value\nrate, 2020, {latest}",
    )
    (finding,) = judge(evidence, "plan")
    assert (words.change_text(finding, "vi"), words.change_text(finding, "en")) == (vi, en)


def test_no_direction_is_told_across_a_break(dien_bien):
    finding = judge(dien_bien, "cpp_2016_2020_db").items[0]
    assert finding.direction is None
    cell = bvte.scorecard(judge(dien_bien, "cpp_2016_2020_db"), "vi").to_frame()["Thay đổi"][0]
    assert cell.startswith("Không so sánh được") and "Luật Trẻ em 2016" in cell


SAID = [
    ("Mục tiêu ít nhất 90% thấp hơn mức đã báo cáo: 91% (2020).",
     "The target at least 90% is weaker than what was already reported: 91% (2020)."),
    ("0,10 điểm % mỗi năm; giai đoạn trước đã là 0,12 điểm % mỗi năm (từ 4,4% năm 2015 xuống dưới 3,8%",
     "0.10 points a year; the phase before went 0.12 points a year (from 4.4% in 2015 to below 3.8%"),
    ("1.779 trẻ em (2018) trên 24.776.733 trẻ em", "1,779 children (2018) of 24,776,733 children"),
    ("Mục tiêu quốc gia là dưới 4,5% (2025)", "The national target is below 4.5% (2025)"),
    ("lên 6.847 trẻ em (2025), gấp 2,97 lần, trong khi tỷ lệ 3,29% (suy ra) vẫn nằm trong mục tiêu",
     "2.97 times as many, while the rate, 3.29% (derived), stays within the target"),
    ("Không còn cấp huyện (01/07/2025)", "(1 Jul 2025)"),
    ("giữ tốc độ của giai đoạn trước thì mục tiêu là dưới 3,2%",
     "at the pace of the phase before it would be below 3.2%"),
]  # fmt: skip


@pytest.mark.parametrize(("vi", "en"), SAID)
def test_the_audit_of_the_draft_says_what_a_workshop_must_hear(dien_bien, vi, en):
    audit = bvte.audit(dien_bien, DRAFT)
    assert vi in text(bvte.audit_table(audit, "vi"))
    assert en in text(bvte.audit_table(audit, "en"))


def test_the_picture_of_the_audit_describes_every_flag(dien_bien):
    audit = bvte.audit(dien_bien, DRAFT)
    alt = text(bvte.audit_chart(audit, "vi"))
    for subject in audit.subjects:
        assert subject.card.short["vi"] in alt
    marks = sum(len(flags) for flags in audit.flags.values())
    assert alt.count(",") + len(audit.subjects) >= marks


def test_a_programme_without_targets_has_an_audit_that_says_so(dien_bien):
    audit = bvte.audit(dien_bien, "nap_1991_2000_db")
    assert text(bvte.audit_table(audit, "vi")) == text(bvte.audit_chart(audit, "vi"))
    assert "Không tìm thấy mục tiêu" in text(bvte.audit_title(audit, "vi"))


def test_certainty_names_each_figure_and_what_would_settle(dien_bien):
    table = bvte.certainty_table(judge(dien_bien, DRAFT), "vi").to_frame()
    rate = table.set_index("Chỉ tiêu").loc["Trẻ em có hoàn cảnh đặc biệt"]
    assert rate["Mỗi số liệu cho kết luận nào"] == "3,29% (suy ra): đạt"
    assert rate["Cần thêm gì để chắc chắn"] == "tỷ lệ chính thức của năm 2025"


def test_methods_that_disagree_stand_side_by_side(dien_bien):
    table = bvte.certainty_table(judge(dien_bien, "nap_2021_2030"), "en").to_frame()
    shown = " ".join(table["Method"])
    assert "expected to be met" in shown and "moderate progress, not fast enough" in shown
