"""The audit as a page: every flag with its arithmetic and its proposal, in both languages."""

from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

import bvte
from bvte.presentation import audit_page
from bvte.presentation.texts import say

from ..judgement.test_audit_checks import CASES

DRAFT = "cpp_2021_2025_db_draft"
LANGUAGES = ("vi", "en")


def plain(thing):
    return " ".join(thing._repr_mimebundle_()[0]["text/plain"].split())


def cell(audit, indicator, language):
    """The flags and proposals of an indicator's target in the table, as plain text."""
    frame = bvte.audit_table(audit, language).to_frame()
    row = [subject.card.id for subject in audit.subjects].index(indicator)
    return " ".join(frame.iloc[row, 3].split())


@pytest.fixture(scope="module")
def draft(dien_bien):
    return bvte.audit(dien_bien, DRAFT)


# Indicator, and what its cell must say in both languages.
SAID = [
    ("special_circumstances_supported_rate",
     "Mục tiêu ít nhất 90% dễ hơn mức đã báo cáo: 91% (2020). "
     "Đề xuất: đặt không dễ hơn mức đã đạt: ít nhất 91% (căn cứ: số gốc).",
     "The target at least 90% is weaker than what was already reported: 91% (2020). "
     "Proposal: no weaker than what was reached already: at least 91% (basis: the baseline)."),
    ("special_circumstances_supported_rate",
     "(100%): nhóm đó chưa đủ thì tỷ lệ trên toàn bộ thấp hơn 90%.",
     "(100%): as long as they are not all, the share of the whole group is below 90%."),
    ("special_circumstances_rate",
     "Mục tiêu đòi hỏi 0,10 điểm % mỗi năm; giai đoạn trước đã là 0,12 điểm % mỗi năm (từ 4,4% năm 2015 đến "
     "dưới 3,8% năm 2020). Cả hai tính giữa các con số in ra; số nào là giới hạn thì tốc độ thật có thể "
     "khác. Đề xuất: giữ tốc độ của giai đoạn trước thì mục tiêu là dưới 3,2% (căn cứ: tốc độ cũ; "
     "hai giai đoạn không so sánh được nên chỉ để tham khảo).",
     "The target asks for 0.10 points a year; the phase before went 0.12 points a year (from 4.4% in 2015 to "
     "below 3.8% in 2020). Both run between printed numbers; where one is a bound, the true pace may differ. "
     "Proposal: at the pace of the phase before it would be below 3.2% (basis: past pace; "
     "the two phases cannot be compared, so this is for orientation only)."),
    ("special_circumstances_rate",
     "Số gốc chỉ được công bố là dưới 3,8% (2020)",
     "The baseline was published only as below 3.8% (2020)"),
    ("special_circumstances_rate",
     "Số đếm đi từ 2.302 trẻ em (2020) lên 6.847 trẻ em (2025), gấp 2,97 lần; tỷ lệ nay là 3,29%",
     "The count went from 2,302 children (2020) to 6,847 children (2025), 2.97 times as many; the rate "
     "is now 3.29%"),
    ("abused_children_rate",
     "Không có số liệu nào của năm 2020 trở về trước để biết mục tiêu xa hay gần. "
     "Đề xuất: công bố số liệu năm 2020 trước khi chốt mục tiêu.",
     "No figure of 2020 or earlier says whether the target is near or far. "
     "Proposal: publish the figure of 2020 before the target is fixed."),
    ("abused_children_rate",
     "thì mục tiêu đạt ngay từ ngày đầu: Việt Nam: 1.779 trẻ em (2018) trên 24.776.733 trẻ em (01/04/2019) "
     "là 0,00718%, so với mục tiêu dưới 1%.",
     "the target is met from the first day: Viet Nam: 1,779 children (2018) of 24,776,733 children "
     "(1 Apr 2019) is 0.00718%, against the target below 1%."),
    ("abused_children_rate",
     "Mục tiêu quốc gia là dưới 4,5% (2025); mục tiêu này chặt hơn 4,5 lần",
     "The national target is below 4.5% (2025); this one is 4.5 times as strict"),
    ("districts_with_service_models_rate",
     "Không còn cấp huyện (01/07/2025)", "Districts end (1 Jul 2025)"),
    ("districts_with_service_models_rate",
     "Đề xuất: viết lại chỉ tiêu theo đơn vị còn tồn tại sau 01/07/2025.",
     "Proposal: reword the target in units that still exist after 1 Jul 2025."),
]  # fmt: skip


@pytest.mark.parametrize(("indicator", "vi", "en"), SAID)
def test_the_draft_is_told_what_to_mend_with_the_arithmetic(draft, indicator, vi, en):
    assert vi in cell(draft, indicator, "vi")
    assert en in cell(draft, indicator, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gravest_points_stand_at_the_top(draft, language):
    title = bvte.audit_title(draft, language)
    points = [item.text for item in BeautifulSoup(title.html, "html.parser").select("li")]
    said = {"vi": ("91%", "0,10", "2,97", "24.776.733", "Không còn cấp huyện", "129 xã còn 45"),
            "en": ("91%", "0.10", "2.97", "24,776,733", "Districts end", "129 communes")}  # fmt: skip
    assert len(points) == len(said[language])
    for words in said[language]:
        assert any(words in point for point in points)


def test_the_message_counts_targets_and_points(draft):
    total = sum(len(flags) for flags in draft.flags.values())
    assert audit_page.audit_message(draft, "en") == (
        f"9 of 9 targets have a point to mend before they are issued or used again; {total} points in all."
    )
    assert bvte.audit_title(draft, "vi").meta["headline"] == (
        f"9 trong 9 mục tiêu có điểm cần sửa trước khi ban hành hoặc dùng lại; tổng cộng {total} điểm."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_has_a_mark_for_every_flag_and_describes_it(draft, drawn, language):
    chart = bvte.audit_chart(draft, language)
    marks = sum(len(line.get_xdata()) for line in drawn[-1].lines)
    assert marks == sum(len(flags) for flags in draft.flags.values())
    assert ElementTree.fromstring(chart.svg).tag.endswith("svg")
    rows = chart.alt.split("; ")
    for row, subject in zip(rows, draft.subjects, strict=True):
        checks = [say(f"audit.check.{f.code}", language).lower() for f in draft.flags[subject.target.id]]
        assert row.removesuffix(".").endswith(f"{subject.card.short[language]}: {', '.join(checks)}")


def test_a_sound_target_is_called_sound(province):
    audit = bvte.audit(province(**CASES["weaker_than_baseline"][1]), "next")
    assert cell(audit, "help", "vi") == "Không thấy điểm nào cần sửa."
    assert "No point to mend was found in the 1 targets." in plain(bvte.audit_title(audit, "en"))
    assert "Được trợ giúp: Không thấy điểm nào cần sửa" in bvte.audit_chart(audit, "vi").alt


def test_a_programme_without_targets_has_an_audit_that_says_so(dien_bien):
    audit = bvte.audit(dien_bien, "nap_1991_2000_db")
    assert plain(bvte.audit_table(audit, "vi")) == plain(bvte.audit_chart(audit, "vi"))
    assert "Không tìm thấy mục tiêu" in plain(bvte.audit_title(audit, "vi"))
    assert "No source is cited." in plain(bvte.audit_source_list(audit, "en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_programme_can_be_audited_without_a_gap_in_its_sentences(dien_bien, language):
    for programme in dien_bien.programmes:
        audit = bvte.audit(dien_bien, programme)
        text = plain(bvte.audit_table(audit, language)) + plain(bvte.audit_title(audit, language))
        assert "None" not in text and "{" not in text


def test_the_sources_of_an_audit_are_those_of_its_figures_and_targets(draft):
    listed = BeautifulSoup(bvte.audit_source_list(draft, "vi").html, "html.parser").select("li")
    named = {item["id"].removeprefix("source-") for item in listed}
    assert {
        "seed_workshop_2020_12_29",
        "bdbp_en_grassroots_2025",
        "wv_2020_09_24",
        "vnplus_2021_01_11",
    } <= named
