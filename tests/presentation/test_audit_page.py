"""The audit as a page: every flag with its arithmetic and its proposal, in both languages."""

import re
from xml.etree import ElementTree

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.judgement.next_classes import class_of
from bvte.presentation import audit_page, audit_words
from bvte.presentation.document import Table
from bvte.presentation.texts import say

from ..judgement.audited import tables
from ..judgement.test_audit_checks import CASES
from ..languages import said_in
from ..shown import items, listed, told
from .drawings import points

DRAFT = "cpp_2021_2025_db_draft"
LANGUAGES = ("vi", "en")


def cell(audit, indicator, language):
    """The points of an indicator's target in the table, with ground and mend, as plain text."""
    activate(language)
    frame = bvte.audit_table(audit).to_frame()
    name = audit.evidence.indicators[indicator].name[language]
    rows = frame[[said.startswith(name) for said in frame.iloc[:, 0]]]
    return re.sub(r" \[\d+\]", "", " ".join(" ".join(rows.iloc[:, 3:].to_numpy().ravel()).split()))


@pytest.fixture(scope="module")
def draft(dien_bien):
    return bvte.audit(dien_bien, DRAFT)


# Indicator, and what its cell must say in both languages.
SAID = [
    (
        "special_circumstances_supported_rate",
        "Chỉ tiêu ít nhất 90% thấp hơn kết quả đã có: 91% (2020).",
        "The target at least 90% is lower than the level already reached: 91% (2020).",
    ),
    (
        "special_circumstances_supported_rate",
        "Đề xuất giai đoạn sau lấy mức quốc gia: ít nhất 95% đến năm 2030 (",
        "Proposed for the next phase, the level of the nation: at least 95% by 2030 (",
    ),
    (
        "special_circumstances_supported_rate",
        "nếu nhóm này chưa đạt 100% thì tỷ lệ trên toàn bộ trẻ em thuộc diện thực tế thấp hơn 90%.",
        "where these are not yet 100%, the share of the whole group is below 90%.",
    ),
    (
        "special_circumstances_rate",
        "Số liệu đầu kỳ chỉ được công bố là dưới 3,8% (2020)",
        "The baseline was published only as below 3.8% (2020)",
    ),
    (
        "special_circumstances_rate",
        "Số lượng được công bố là 2.302 trẻ em (2020) và 6.847 trẻ em (2025, năm suy ra), "
        "số sau gấp 2,97 lần số trước; tỷ lệ là 3,29%",
        "The published counts are 2,302 children (2020) and 6,847 children (2025, year inferred), "
        "the later 2.97 times the earlier; the rate is 3.29%",
    ),
    (
        "abused_children_rate",
        "Công bố số liệu năm 2025, làm số liệu đầu kỳ của giai đoạn sau.",
        "Publish the figure of 2025, the baseline of the next phase.",
    ),
    (
        "abused_children_rate",
        "thì chỉ tiêu đạt ngay do cách tính: ở Việt Nam, 1.779 trẻ em (2018) trên 24.776.733 trẻ em (01/4/2019) "
        "là khoảng 0,0072% (tính toán), so với chỉ tiêu dưới 1%.",
        "the target is met without any change: Viet Nam: 1,779 children (2018) of 24,776,733 children "
        "(1 Apr 2019) is about 0.0072% (derived), against the target below 1%.",
    ),
    (
        "abused_children_rate",
        "Chỉ tiêu quốc gia là dưới 4,5% (2025); mức của chỉ tiêu này bằng khoảng 1/4,5 mức quốc gia",
        "The national target is below 4.5% (2025); this one is about 1/4.5 of it",
    ),
    (
        "districts_with_service_models_rate",
        "Từ ngày 01/7/2025: Cấp huyện kết thúc",
        "From 1 Jul 2025: There are no districts",
    ),
    ("districts_with_service_models_rate", "Viết lại theo đơn vị hành chính mới.", "Rewrite for the new units."),
]


@pytest.mark.parametrize(("indicator", "vi", "en"), SAID)
def test_the_draft_is_told_what_to_mend_with_the_arithmetic(draft, indicator, vi, en):
    assert vi in cell(draft, indicator, "vi")
    assert en in cell(draft, indicator, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gravest_points_stand_at_the_top(draft, language):
    activate(language)
    title = bvte.audit_title(draft)
    points = items(title)
    said = {
        "vi": ("91%", "2,97", "24.776.733", "Cấp huyện kết thúc", "Toàn tỉnh còn 45 xã, phường"),
        "en": ("91%", "2.97", "24,776,733", "There are no districts", "45 communes"),
    }
    assert len(points) == len(said[language])
    for words in said[language]:
        assert any(words in point for point in points)
    # A point is what is wrong, in a sentence of the whole ground that the table tells, and no more than its doubt.
    for subject, flag in audit_page.gravest_flags(draft):
        assert audit_words.flag_shortly(flag, subject) in audit_page.flag_sentence(flag, subject)
    assert max(len(re.findall(r"[.:;] (?=[A-ZĐ])", point)) for point in points) <= 3
    # What mends each of them stands below, each target once; in the note the body that it is reported to.
    (mends,) = [block for block in title.blocks if isinstance(block, Table)]
    bodies = {row.text("name") for row in draft.evidence.agencies.values()}
    assert len({row[0].text for row in mends.rows}) == len(mends.rows) == len(points)
    assert any(name in mends.note for name in bodies) and not any(
        name in cell.text for row in mends.rows for cell in row for name in bodies
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_points_of_one_indicator_stand_together(draft, language):
    activate(language)
    (one, first), *others = audit_page.gravest_flags(draft)
    second = next(flag for subject, flag in others if flag.code != first.code)
    told = audit_page._by_indicator([(one, first), *others, (one, second)])
    assert [flag for _, flag in told[0]] == [first, second]
    cards = [found[0][0].card.id for found in told]
    assert len(cards) == len(set(cards))


@pytest.mark.parametrize(
    ("day", "en", "vi"),
    [
        (
            "2020-12-29",
            "need revision or figures before they are issued or used again",
            "có nội dung cần điều chỉnh hoặc bổ sung số liệu trước khi ban hành hoặc kế thừa",
        ),
        ("2025-12-31", "need revision for the next phase", "có nội dung cần điều chỉnh cho giai đoạn sau"),
    ],
)
def test_the_message_counts_targets_by_gravity_and_points_and_speaks_from_its_day(dien_bien, day, en, vi):
    found = bvte.audit(bvte.seen(dien_bien, day), DRAFT)
    codes = [str(flag.code) for flags in found.flags.values() for flag in flags]
    missing = sum(code in ("no_baseline", "baseline_is_bound", "never_published") for code in codes)
    assert f"All {len(found.subjects)} targets {en}: " in said_in("en", audit_page.audit_message, found)
    meta = said_in("vi", bvte.audit_title, found).meta
    first, points = re.fullmatch(r"(.*?\.) (.*)", meta["headline"]).groups()
    assert first.startswith(f"Cả {len(found.subjects)} chỉ tiêu đều {vi}: ")
    assert sum(map(int, re.findall(r"(\d+) (?:cần|giữ)", first))) == len(found.flagged)
    assert list(map(int, re.findall(r"\d+", points))) == [len(codes), len(codes) - missing, missing]
    assert 0 < missing < len(codes) and meta["as_of"] == day


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_has_a_mark_for_every_flag_and_describes_it(draft, drawn, language):
    activate(language)
    chart = bvte.audit_chart(draft)
    assert len(points(drawn[-1])) == sum(len(flags) for flags in draft.flags.values())
    assert ElementTree.fromstring(chart.svg).tag.endswith("svg")
    rows = chart.alt.split("; ")
    for row, subject in zip(rows, draft.ranked, strict=True):
        checks = [say(f"audit.check.{f.code}").lower() for f in draft.flags[subject.target.id]]
        assert row.removesuffix(".").endswith(f"{subject.card.short[language]}: {', '.join(checks)}")


def test_the_levels_of_a_target_for_several_years_are_one_target(province):
    targets = """
        programme, indicator, condition, value, due_year
        next,      rate,      below,     3,     2023
        next,      rate,      below,     2,     2025
        next,      help,      at_least,  90,    2025
    """
    found = bvte.audit(province(targets=targets, observations=""), "next")
    message = said_in("en", audit_page.audit_message, found)
    assert message.startswith("All 2 targets (3 levels) need figures ")
    assert "2 short of a figure only." in message and len(found.subjects) == 3
    assert ": 2 of 2 targets" in said_in("en", bvte.audit_chart, found).finding


def test_a_sound_target_is_called_sound(province):
    audit = bvte.audit(province(**CASES["weaker_than_baseline"][1]), "next")
    assert cell(audit, "help", "vi") == "Không thấy nội dung nào cần xem xét. –"
    assert "No issue was found in the 1 target." in told(said_in("en", bvte.audit_title, audit))
    assert "Được trợ giúp: không có điểm nào được đánh dấu" in said_in("vi", bvte.audit_chart, audit).alt


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_tells_of_none_of_a_kind_and_targets_short_of_a_figure_need_no_change(dien_bien, language):
    """Of every programme of both kinds of points; a change is needed by no target that is kept."""
    activate(language)
    for programme in dien_bien.programmes:
        audit = bvte.audit(dien_bien, programme)
        message = audit_page.audit_message(audit)
        assert not re.search(r"(?<![\d.,])0 (?:nội dung|(?:is|are) about)", message), message
        kept = [class_of(flags, ()) == "keep" for flags in audit.flags.values() if flags]
        if kept and all(kept):
            assert say("audit.needs.figures") in message and say("audit.needs.change") not in message


def test_a_programme_without_targets_has_an_audit_that_says_so(dien_bien):
    audit = bvte.audit(dien_bien, next(p for p in dien_bien.programmes if not dien_bien.targets_of(p)))
    assert told(said_in("vi", bvte.audit_table, audit)) == told(said_in("vi", bvte.audit_chart, audit))
    assert "Không tìm thấy chỉ tiêu" in told(said_in("vi", bvte.audit_title, audit))
    assert "No source is cited." in told(said_in("en", bvte.audit_source_list, audit))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_has_its_wording_its_ground_with_sources_and_a_mend(dien_bien, language):
    activate(language)
    for programme in dien_bien.programmes:
        audit = bvte.audit(dien_bien, programme)
        if not audit.subjects:
            continue
        rows = bvte.audit_table(audit).rows
        assert len(rows) == len(audit.subjects)
        for subject, (_, _, wording, ground, mend) in zip(audit.ranked, rows, strict=True):
            flags = audit.flags[subject.target.id]
            assert wording.data and all(say(f"audit.check.{flag.code}") in ground.text for flag in flags)
            assert bool(flags) == bool(ground.sources) == (mend.text != "–")
            assert not flags or mend.text.startswith(say(f"next_phase.class.{class_of(flags, ())}"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_many_targets_share_is_told_once_below_the_table(draft, language):
    activate(language)
    table = bvte.audit_table(draft)
    silent = {"vi": "ở bất kỳ năm nào", "en": "of any year"}[language]
    found = sum(flag.code == "never_published" and "part" not in flag.facts for f in draft.flags.values() for flag in f)
    assert found > 2 and table.note.count(silent) == 1
    assert not any(silent in row[3].text for row in table.rows)


def test_audit_and_next_phase_rank_and_propose_alike(dien_bien):
    activate("vi")
    coming = bvte.next_phase(bvte.seen(dien_bien), DRAFT)
    audit = bvte.audit(bvte.seen(dien_bien, "", DRAFT), DRAFT)
    assert [s.target.id for s in audit.ranked] == [item.origin.id for item in coming.own]
    by_name = {
        row[0].text: row[1].text
        for block in bvte.audit_title(audit).blocks
        if hasattr(block, "rows")
        for row in block.rows
    }
    for item in coming.own:
        told = by_name.get(item.subject.card.short.text, "")
        if item.kind == "change_level" and told:
            assert f"ít nhất {item.level.target.value}%" in told and "91%" not in told


def test_a_baseline_of_the_first_year_is_named_as_such(province):
    activate("en")
    evidence = province(**tables("help, next, at_least, 90, , , , 2025", "help, 2021, =, 91"))
    audit = bvte.audit(evidence, "next")
    (row,) = bvte.audit_table(audit).to_frame().to_numpy()
    assert row[1].split() == ["91", "(2021)", "(first", "year", "of", "the", "phase)"]
    assert "91% (2021). This is a figure of the first year of the phase; no earlier one was found." in row[3]


def test_the_ground_of_a_national_comparison_names_the_own_level_or_that_there_is_none(province):
    activate("en")
    targets = "help, far, at_least, 95, , , , 2025\nhelp, next, at_least, 90, , , , 2025"
    known = bvte.audit(province(**tables(targets, "help, 2020, =, 80, c")), "next")
    assert "The area's own level comes first: 80% (2020). [1] [2]" in " ".join(
        bvte.audit_table(known).to_frame().iloc[-1, 3].split()
    )
    silent = bvte.audit(province(**tables(targets)), "next")
    assert "No level of the area itself was found" in cell(silent, "help", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_programme_can_be_audited_without_a_gap_in_its_sentences(dien_bien, language):
    activate(language)
    for programme in dien_bien.programmes:
        audit = bvte.audit(dien_bien, programme)
        text = told(bvte.audit_table(audit)) + told(bvte.audit_title(audit))
        assert "None" not in text and "{" not in text


def test_the_sources_of_an_audit_are_those_of_its_figures_and_targets(draft):
    activate("vi")
    named = {item.anchor.removeprefix("source-") for item in listed(bvte.audit_source_list(draft))}
    assert {"seed_workshop_2020_12_29", "bdbp_en_grassroots_2025", "wv_2020_09_24", "vnplus_2021_01_11"} <= named


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_of_starts_has_as_many_rows_with_and_without_one_as_its_title_says(draft, language):
    activate(language)
    table = bvte.audit_table(draft)
    starts = [row[1] for row in table.rooms[0].rows]
    known = sum(bool(start.data) for start in starts)
    unneeded = sum(start.text == say("audit.start.not_needed") for start in starts)
    assert [int(word) for word in re.findall(r"\d+", table.finding)] == [known, len(starts) - unneeded]
    assert unneeded and not any(start.is_missing for start in starts)
