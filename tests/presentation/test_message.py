"""What a report says first: figures with what they are held against and how sure they are, the rest below."""

import re

import pytest

import bvte
from bvte.evidence.language import LANGUAGES, activate
from bvte.judgement.message import MOST, Certainty
from bvte.presentation.document import Table
from bvte.presentation.message import MARKS
from bvte.presentation.phrases import Datum, Look, row_anchor
from bvte.presentation.texts import say
from bvte.presentation.theme import STATUS
from bvte.presentation.told_figures import measured
from bvte.presentation.words import small_first

from ..shown import boxes, items, listed, marked, told
from .sample import SAMPLE


def points(prose):
    """The numbered sentences of a message that have a mark of certainty."""
    return [item.content for item in listed(prose) if marked(item.content, Look.CERTAINTY)]


def test_a_number_of_the_nation_is_followed_to_its_source_like_one_of_the_area(province):
    """A brief lists the sources of the numbers that its message holds."""
    evidence = province(**SAMPLE)
    (national,) = evidence.targets_of("far")
    first, *_ = points(bvte.headline(bvte.judge(evidence, "plan")))
    held = {(piece.value, piece.sources) for piece in first.walk() if isinstance(piece, Datum)}
    assert {(national.value, (national.source,)), (7, ("c",))} <= held


def phases(evidence):
    for programme in evidence.programmes.values():
        if programme.level != "national":
            yield bvte.judge(bvte.seen(evidence, "", programme.id), programme.id)


def test_a_result_stands_beside_start_nation_and_target_with_its_mark(province):
    activate("vi")
    first, second, counted = items(bvte.headline(bvte.judge(province(**SAMPLE), "plan")))
    assert first == (
        "Năm 2020, tỷ lệ thử là dưới 3,8%; chỉ tiêu đến năm 2020 là dưới 3,8% – Đạt; số liệu đầu kỳ (năm 2015) là "
        "4,4%, không so sánh được. Chỉ tiêu quốc gia đến năm 2020 là dưới 5%; cả nước là khoảng 7% (2020). "
        "▰▱▱ chưa chắc chắn"
    )
    assert second.startswith(
        "Trong giai đoạn 2016–2020, mức giảm là 3–5 điểm phần trăm/năm; "
        "chỉ tiêu đến năm 2020 là tăng 3–5 điểm phần trăm/năm – Đạt"
    )
    assert counted.startswith("Cả 2 chỉ tiêu định lượng đều đạt (")


def test_what_would_verify_a_result_stands_below_and_not_in_its_sentence(province):
    activate("vi")
    message = bvte.headline(bvte.judge(province(**SAMPLE), "plan"))
    assert not any("để kiểm chứng" in sentence or "Luật Trẻ em 2016" in sentence for sentence in items(message))
    (table,) = [block for block in message.blocks if isinstance(block, Table)]
    (first, *_) = [row[1].text for row in table.rows]
    assert "So với số liệu đầu kỳ, cần lưu ý: Luật Trẻ em 2016" in first and "cần có để kiểm chứng" in first


def test_the_phase_that_ended_leads_with_its_results_the_surest_first(dien_bien):
    activate("en")
    shown = points(bvte.headline(bvte.judge(bvte.seen(dien_bien, "", "cpp_2016_2020_db"), "cpp_2016_2020_db")))
    # 91 % of the children recorded is contradicted by those counted as helped, so that it is open like a bound.
    assert [re.search(r"91%|100%|below 3.8%|3–5%", str(sentence))[0] for sentence in shown] == [
        "100%",
        "below 3.8%",
        "3–5%",
        "91%",
    ]
    # It was set before the break of 2017, so that it is there for reference only.
    assert "national target by 2020 (Decision 2361/QĐ-TTg) was at least 90%, for reference" in str(shown[3])
    # Where nothing was found to hold a figure against, the sentence says so.
    assert "no baseline, target or national figure" in str(shown[0])
    # The third is the result of a target that only its report names.
    assert "no baseline, document that sets the target or national figure" in str(shown[2])
    # The yearly fall of the level stands in the sentence of the level, and in none of its own.
    assert "at least 0.1% a year" in str(shown[1])


def test_a_unit_that_can_be_read_in_two_ways_stands_as_it_was_printed(dien_bien):
    activate("vi")
    findings = bvte.judge(bvte.seen(dien_bien, "", "cpp_2016_2020_db"), "cpp_2016_2020_db")
    rise = next(str(s) for s in points(bvte.headline(findings)) if "3–5" in str(s))
    # The source prints "3 - 5%" a year of a rate in percent: points or percent of the year before.
    assert "3–5%/năm" in rise and "ghi như nguồn" in rise
    assert "điểm phần trăm/năm" not in rise


def test_a_phase_of_which_a_later_source_is_cited_says_so(dien_bien):
    """The nation's figure for 2020 was printed in 2021."""
    activate("vi")
    evidence = bvte.seen(dien_bien, "", "cpp_2016_2020_db")
    facts = bvte.headline(bvte.judge(evidence, "cpp_2016_2020_db")).meta
    assert facts["evidence_date"] == "2021" and facts["evidence_period"] == "2020"


def test_a_draft_says_how_near_its_target_is_and_of_which_nothing_is_known(dien_bien):
    activate("en")
    draft = bvte.judge(dien_bien, "cpp_2021_2025_db_draft")
    first, *_, counted = items(bvte.headline(draft))
    # 6,871 of 208,222 children are the last that stay below 3.3 %, and 6,847 were counted.
    assert first.startswith("In 2025 (year inferred), ") and "3.29% (derived from 6,847 of 208,222 children" in first
    assert f"with room for {6871 - 6847} children more" in first
    assert "that both counts are of 2025" in first
    # It began at a number below 3.8 %, which may have been below 3.29 % as well.
    assert "was below 3.8%, and whether the figure rose or fell since is not determined" in first
    counts = [sum(f.status == status for f in draft) for status in ("no_data", "cannot_be_decided")]
    assert f"{counts[1]} undecided, {counts[0]} without data. Without a figure: " in counted
    # Of one target of two conditions one has a figure: it is not told as having none.
    (partly,) = [f for f in draft if f.latest is None and f.status != "no_data"]
    card = dien_bien.indicators[partly.target.indicator]
    (part,) = [told for told in items(bvte.headline(draft)) if "this is one part" in told]
    assert small_first(card.name.text) in part
    assert part.startswith("In 2017–2021, the share of communes with a standing child protection group was 100%")
    assert card.short.text not in counted
    assert "draft" in counted


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_longer_than_six_sentences_and_every_figure_has_a_mark_and_a_link(dien_bien, language):
    activate(language)
    for findings in phases(dien_bien):
        message = bvte.headline(findings)
        assert len(items(message)) <= 6 and len(points(message)) <= MOST
        for sentence in points(message):
            # A target's number has no strength of its own.
            figures = [piece for piece in sentence.walk() if isinstance(piece, Datum) and piece.strength]
            linked = [d for link in sentence.spans(Look.LINK) for d in link.content.walk() if isinstance(d, Datum)]
            assert figures and figures == linked
            assert all(link.href.startswith(row_anchor("")) for link in sentence.spans(Look.LINK))


def test_the_marks_in_a_message_are_those_that_it_explains_once(dien_bien):
    activate("vi")
    for findings in phases(dien_bien):
        message = bvte.headline(findings)
        (box,) = boxes(message, "key")
        used = {span.code for sentence in points(message) for span in sentence.spans(Look.CERTAINTY)}
        explained = [code for code in Certainty if say(f"message.meaning.{code}") in told(message)]
        assert set(explained) == used and set(MARKS) == set(Certainty)
        assert len(box.blocks) <= 5


def test_no_mark_of_certainty_looks_like_one_of_a_status():
    assert not set("".join(MARKS.values())) & {mark.sign for mark in STATUS.values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_number_is_of_is_named_as_the_subject_of_a_sentence(dien_bien, language):
    """Every card, of the catalogue and of a province: no share of a share, and in Vietnamese a measure and no thing."""
    activate(language)
    for card in dien_bien.indicators.values():
        named = measured(card)
        assert not re.search(r"share of [^,]*share of|number of [^,]*\(number\)|^the the", named)
        # "Communes was 100%" is no sentence, "stunting was 25.9%" is.
        is_thing = re.match(r"(?!the )\w+(?<!ou)s\b", named)
        assert not is_thing if language == "en" else named in map(small_first, (card.name.vi, card.short.vi))


@pytest.mark.parametrize(("language", "who"), [("vi", "Cơ quan trả lời: Sở Y tế; trước đây"), ("en", "Who answers")])
def test_below_the_message_stands_who_answers_now(dien_bien, language, who):
    activate(language)
    seen = bvte.seen(dien_bien, "", "cpp_2016_2020_db")
    (table,) = [b for b in bvte.headline(bvte.judge(seen, "cpp_2016_2020_db")).blocks if isinstance(b, Table)]
    assert table.note.splitlines()[-1].startswith(who)


def test_another_folder_tells_its_own_figures(province):
    """Made up: a province whose only target is met by a number that two sources print."""
    activate("en")
    evidence = province(
        targets="programme, indicator, condition, value, due_year\nplan, help, at_least, 70, 2020",
        observations="indicator, start, value, source\nhelp, 2020, 72, a\nhelp, 2020, 72, b",
    )
    message = bvte.headline(bvte.judge(evidence, "plan"))
    assert items(message) == [
        "In 2020, the share of helped was 72%; the target by 2020 was at least 70% – Met. ▰▰▰ high confidence",
        "The only numeric target is met.",
    ]
    assert message.meta["headline"].startswith("In 2020, the share of helped was 72%")


# Levels of two years for one indicator, and a start that nothing follows.
SILENT = """
    programme, indicator, condition, value, unit,    due_year, baseline_comparator, baseline_value, baseline_year
    plan,      rate,      below,     3,     percent, 2018,     =,                   7,              2015
    plan,      rate,      below,     2,     percent, 2020,     =,                   7,              2015
    plan,      help,      at_least,  90,    percent, 2020,     ,                    ,
"""


def test_targets_without_a_figure_are_led_by_where_they_began(province):
    activate("en")
    counted, first, last = items(bvte.headline(bvte.judge(province(targets=SILENT), "plan")))
    # A start is no result: what there is none of goes before it.
    assert counted == "The 3 levels of 2 numeric targets are without data. Of 1 target only the baseline is known."
    assert first.startswith(
        "At the baseline (2015) the trial rate was 7%; the target by 2018 was below 3% – no figure of the phase."
    )
    # What has levels for two years is one target of two levels, and is not named again.
    assert last == "The others: Helped."


@pytest.mark.parametrize(("codes", "times"), [("rate help school", 1), ("rate help", 2)])
def test_many_figures_that_nothing_stands_beside_say_it_together(province, codes, times):
    activate("en")
    rows = (f"{code}, {2017 + place}, {80 + place}" for place, code in enumerate(codes.split()))
    evidence = province(observations="\n".join(["indicator, start, value", *rows]))
    message = bvte.headline(bvte.judge(evidence, "plan"))
    assert len(points(message)) == len(codes.split())
    assert told(message).count("no baseline, target or national figure to compare with") == times
    assert ("Messages 1, 2, 3: there is no baseline" in told(message)) == (times == 1)
    # The sources of a made-up province are one.
    (source,) = evidence.sources.values()
    assert (f"All 3 figures are from one source, “{source.title}”" in told(message)) == (times == 1)


def test_a_count_behind_a_contradicted_rate_is_open(province):
    """50 of 1,000 children are 5 %, and the same source prints 9 %."""
    activate("en")
    evidence = province(
        targets="indicator, condition, value, unit, baseline_year\ncount, decrease_by_percent, 10, percent, 2015",
        observations="indicator, start, value\ncount, 2020, 50\nchildren, 2020, 1000\nrate, 2020, 9",
    )
    message = bvte.headline(bvte.judge(evidence, "plan"))
    led, *_ = points(message)
    assert str(led).startswith("In 2020, the trial count was 50 children; the target by 2020 was down 10%")
    assert [span.code for span in led.spans(Look.CERTAINTY)] == [Certainty.OPEN]
    assert "Trial rate worked out from it: 5.00% (derived), which does not agree with 9% (2020)." in told(message)
    # What it was before stands beside it, and no way from there is told.
    earlier = province(
        targets="indicator, condition, value, unit, baseline_year\ncount, decrease_by_percent, 10, percent, 2014",
        observations="indicator, start, value\ncount, 2016, 30\ncount, 2020, 50\nchildren, 2020, 1000\nrate, 2020, 9",
    )
    led, *_ = points(bvte.headline(bvte.judge(earlier, "plan")))
    assert "before that, in 2016, it was 30 children, and no rise or fall is concluded" in str(led)


def test_a_figure_that_others_leave_unexplained_is_told_with_the_other(province):
    """Neither about 40,000 nor over 20,000 a year later stands alone on the first screen."""
    activate("vi")
    rows = "indicator, start, comparator, value, step\ncount, 2024, ~, 40000, 10000\ncount, 2025, >, 20000, 10000"
    phases = "id, name_vi, name_en, start, end, status\nplan, Kế hoạch, Plan, 2021, 2030, no_figures"
    first, *_ = items(bvte.headline(bvte.judge(province(programmes=phases, observations=rows), "plan")))
    assert "trên 20.000" in first and "khoảng 40.000" in first and "chưa rõ nguyên nhân chênh lệch" in first
    assert first.count("40.000") == 1 and "chưa có số liệu đầu kỳ" not in first


def test_whom_two_figures_count_alike_is_said_once(province):
    activate("vi")
    rows = "indicator, start, statistic, value, definition\n" + "".join(
        f"count, {year}, total, {value}, {counted}\n"
        for year, value, counted in ((2016, 232, "pupils"), (2021, 175, "pupils"))
    )
    phases = "id, name_vi, name_en, start, end, status\nplan, Kế hoạch, Plan, 2021, 2030, no_figures"
    evidence = province(programmes=phases, observations=rows)
    first, *_ = items(bvte.headline(bvte.judge(evidence, "plan")))
    assert first.count("học sinh") == 1 and "175" in first and "232" in first
    parted = province(programmes=phases, observations=rows.replace("232, pupils", "232, "))
    first, *_ = items(bvte.headline(bvte.judge(parted, "plan")))
    assert first.count("học sinh") == 1
