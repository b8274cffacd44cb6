"""The top of a page: what a deputy director reads first."""

import re
from dataclasses import replace

import pytest

import bvte
from bvte.evidence.language import activate

from ..languages import said_in
from ..shown import items, told
from .sample import SAMPLE


def test_the_title_names_the_programme_its_place_years_and_status(province):
    activate("vi")
    title = bvte.phase_title(bvte.judge(province(**SAMPLE), "next"))
    heading, lead, *_ = title.blocks
    assert (heading.level, heading.text) == (1, "Đánh giá: Kế hoạch 2")
    for text in ("Chương trình bảo vệ trẻ em", "Tỉnh Thử", "2021–2025", "dự thảo", "chưa rõ văn bản"):
        assert text in str(lead.content)


@pytest.mark.parametrize(
    ("language", "sentence"), [("vi", "Cả 2 chỉ tiêu định lượng đều đạt"), ("en", "The 2 numeric targets are met")]
)
def test_the_headline_counts_targets_by_status_after_the_first_result(province, language, sentence):
    activate(language)
    headline = bvte.headline(bvte.judge(province(**SAMPLE), "plan"))
    assert items(headline)[-1].startswith(sentence)
    first, counted = headline.meta["headline"].split(sentence)
    assert "3" in first and sentence not in counted


def test_a_phase_without_targets_tells_how_many_results_there_are(province):
    evidence = province(observations="indicator, start, value\nhelp, 2020, 91\nhelp, 2018, 80")
    assert "có 2 kết quả" in told(said_in("vi", bvte.headline, bvte.judge(evidence, "plan")))
    assert "2 results" in told(said_in("en", bvte.headline, bvte.judge(evidence, "plan")))
    assert "Không tìm thấy chỉ tiêu hay số liệu nào" in told(said_in("vi", bvte.headline, bvte.judge(evidence, "next")))


def test_a_phase_of_which_nothing_is_known_says_so_once(province):
    """Its page helps to search: what is missing stands at its top, and no source's day matters."""
    activate("en")
    sources = "id, kind, published_on\na, press, 2030-01-01"
    findings = bvte.judge(bvte.seen(province(sources=sources), "", "plan"), "plan")
    assert items(bvte.gaps(findings)) == [] and "at the top of the page" in told(bvte.gaps(findings))
    assert "published after" not in told(bvte.phase_title(findings))


def test_the_gaps_name_the_indicator_its_target_and_what_is_missing(province):
    activate("vi")
    found = items(bvte.gaps(bvte.judge(province(**SAMPLE), "next")))
    assert found[0] == "Được trợ giúp: chỉ tiêu ít nhất 90% (2025), nhưng không tìm thấy kết quả nào được công bố."


def test_the_gaps_of_a_bound_say_that_the_number_is_not_known(province):
    activate("en")
    found = items(bvte.gaps(bvte.judge(province(**SAMPLE), "plan")))
    assert found[0] == "Trial rate: only “below 3.8%” was published, not the number itself."


@pytest.mark.parametrize(("language", "numbers"), [("vi", "2 trong 4"), ("en", "2 of the 4")])
def test_all_phases_are_counted_with_numeric_targets_and_without(province, language, numbers):
    activate(language)
    message = bvte.across_title(province(**SAMPLE), "P1").meta["headline"]
    assert numbers in message
    assert ("2 giai đoạn" if language == "vi" else "for 2 no such document") in message


def test_the_phases_with_and_without_a_numeric_target_are_counted(dien_bien):
    activate("en")
    own = [p.id for p in dien_bien.programmes.values() if p.area == "11"]
    # A target that is known only from its result stands in no document.
    targets = [sum(t.stated == "yes" for t in dien_bien.targets_of(code)) for code in own]
    with_targets = [code for code, count in zip(own, targets, strict=True) if count]
    drafts = sum(dien_bien.programmes[code].status == "draft" for code in with_targets)
    message = bvte.across_title(dien_bien, "11").meta["headline"]
    assert f"\n{sum(map(bool, targets))} of the {len(own)} " in message
    assert f"for {targets.count(0)} no such document" in message and f"{drafts} of them only in a draft" in message


def test_the_review_counts_what_it_lists(dien_bien):
    activate("en")
    listed = (
        len(items(bvte.silence(dien_bien, "11"))),
        len(bvte.all_conflicts(dien_bien, "11").rows),
        len(bvte.request_table(dien_bien, "11").rows),
    )
    message = bvte.review_title(dien_bien, "11").meta["headline"]
    silent, contradicting, unusual, asked = (int(word) for word in message.split() if word.isdigit())
    assert (silent, contradicting + unusual, asked) == listed
    assert contradicting
    assert unusual
    lead = told(bvte.review_title(dien_bien, "11"))
    own, more = re.search(r"(\d+) sources(?:; the list has (\d+) more)?", lead).groups()
    # A point names two pairs of figures at most, and how many more there are.
    against = next(point for point in items(bvte.review_title(dien_bien, "11")) if point.startswith("Do not agree"))
    assert against.count(" and ") <= 2 and len(against.split()) < 50
    assert int(own) + int(more or 0) == len(items(bvte.review_source_list(dien_bien, "11")))


def test_a_print_that_can_be_read_in_two_ways_is_quoted_as_it_stands(dien_bien):
    """The source prints "3 - 5%" and "0,1%/năm" of rates in percent."""
    activate("vi")
    evidence = bvte.seen(dien_bien, "", "cpp_2016_2020_db")
    told = items(bvte.gaps(bvte.judge(evidence, "cpp_2016_2020_db")))
    for printed in ("“3–5%”", "“ít nhất 0,1%/năm”"):
        assert any(f"{printed} (báo cáo hiểu là điểm phần trăm/năm)" in sentence for sentence in told)
    activate("en")
    told = " ".join(items(bvte.gaps(bvte.judge(evidence, "cpp_2016_2020_db"))))
    assert "“at least 0.1% a year” (read here as points a year)" in told and "năm" not in told
    # A print in the reader's own language stands as it is.
    own = {code: source.model_copy(update={"language": "en"}) for code, source in evidence.sources.items()}
    told = " ".join(items(bvte.gaps(bvte.judge(replace(evidence, sources=own), "cpp_2016_2020_db"))))
    assert "“at least 0.1%/năm” (read here as points a year)" in told


def test_a_figure_that_does_not_answer_is_not_told_as_one_of_a_part(province):
    """The target is a fall against 2015, and only a level of 2020 is known."""
    activate("en")
    evidence = province(
        targets="indicator, condition, value, unit, baseline_year\nrate, decrease_by_percent, 10, percent, 2015",
        observations="indicator, start, comparator, value\nrate, 2020, =, 5",
    )
    message = told(bvte.headline(bvte.judge(evidence, "plan")))
    assert "In 2020, the trial rate was 5%; the target by 2020 was down 10% on 2015 – Cannot be decided." in message
    assert "one part" not in message
