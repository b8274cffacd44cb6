"""A change since the baseline in words that know about rounding, bounds and breaks."""

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.presentation import words

from ..languages import said_in

# Baseline, latest; the change in both languages.
CHANGES = [
    (
        "rate, below, 3.8, 4.4",
        "rate, 2020, =, 3.8",
        "giảm từ 0,5 đến 0,7 điểm phần trăm, trong đó làm tròn có thể chiếm 0,1",
        "fell by 0.5 to 0.7 points, of which rounding could be 0.1",
    ),
    (
        "rate, below, 3.8, 4.4",
        "rate, 2020, =, 5.0",
        "tăng từ 0,5 đến 0,7 điểm phần trăm, trong đó làm tròn có thể chiếm 0,1",
        "rose by 0.5 to 0.7 points, of which rounding could be 0.1",
    ),
    (
        "rate, below, 3.8, 4.4",
        "rate, 2020, =, 4.4",
        "không đổi quá mức làm tròn (từ −0,1 đến 0,1 điểm phần trăm)",
        "no change beyond rounding (−0.1 to 0.1 points)",
    ),
    (
        "rate, below, 3.8, 4.4",
        "rate, 2020, =, 4.3",
        "không đổi quá mức làm tròn (từ −0,2 đến 0,0 điểm phần trăm)",
        "no change beyond rounding (−0.2 to 0.0 points)",
    ),
    (
        "rate, below, 3.8, 4.4",
        "rate, 2020, <, 3.8",
        "giảm ít nhất 0,5 điểm phần trăm; năm 2020 chỉ biết là dưới 3,8%",
        "fell by at least 0.5 points; for 2020 only below 3.8% is known",
    ),
    (
        "rate, below, 3.8, 4.4",
        "rate, 2020, <, 4.8",
        "chưa xác định được là tăng hay giảm: năm 2020 chỉ biết là dưới 4,8%",
        "whether it rose or fell is not determined: for 2020 only below 4.8% is known",
    ),
    (
        "rate, below, 3.8, 4.4",
        "rate, 2020, >, 4.8",
        "tăng ít nhất 0,3 điểm phần trăm; năm 2020 chỉ biết là trên 4,8%",
        "rose by at least 0.3 points; for 2020 only over 4.8% is known",
    ),
    # A rate derived from two counts is a number like any other: 4.4 is 4.35 to 4.45.
    (
        "rate, below, 3.8, 4.4",
        "count, 2020, =, 2302\nchildren, 2020, =, 124472",
        "giảm từ 2,50 đến 2,61 điểm phần trăm, trong đó làm tròn có thể chiếm 0,05",
        "fell by 2.50 to 2.61 points, of which rounding could be 0.05",
    ),
    # Both prints have two decimals, whatever the target has.
    (
        "rate, below, 3.8, 4.42",
        "rate, 2020, =, 3.81",
        "giảm từ 0,60 đến 0,62 điểm phần trăm, trong đó làm tròn có thể chiếm 0,01",
        "fell by 0.60 to 0.62 points, of which rounding could be 0.01",
    ),
    (
        "help, at_least, 90, 88",
        "help, 2020, =, 91",
        "tăng từ 2,0 đến 4,0 điểm phần trăm, trong đó làm tròn có thể chiếm 1,0",
        "rose by 2.0 to 4.0 points, of which rounding could be 1.0",
    ),
    ("count, at_least, 10, 2302", "count, 2020, =, 6847", "tăng 4.545 trẻ em", "rose by 4,545 children"),
    ("count, at_least, 10, 6847", "count, 2020, =, 2302", "giảm 4.545 trẻ em", "fell by 4,545 children"),
    ("count, at_least, 10, 2302", "count, 2020, =, 2302", "không đổi", "no change"),
    (
        "count, at_least, 10, 2302",
        "count, 2020, >, 6320",
        "tăng ít nhất 4.018 trẻ em; năm 2020 chỉ biết là trên 6.320 trẻ em",
        "rose by at least 4,018 children; for 2020 only over 6,320 children is known",
    ),
]
DIRECTIONS = ("giảm", "tăng", "fell", "rose")


@pytest.mark.parametrize(("target", "latest", "vi", "en"), CHANGES)
def test_a_change_is_told_with_what_rounding_could_be(province, target, latest, vi, en):
    evidence = province(
        targets=f"indicator, condition, value, baseline_value, baseline_year\n{target}, 2015",
        observations=f"indicator, start, comparator, value\n{latest}",
    )
    (finding,) = bvte.judge(evidence, "plan")
    assert (said_in("vi", words.change_text, finding), said_in("en", words.change_text, finding)) == (vi, en)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_direction_is_told_across_a_break(dien_bien, province, language):
    activate(language)
    broken = province(
        targets="indicator, condition, value, baseline_value, baseline_year\nrate, below, 3.8, 4.4, 2015",
        observations="indicator, start, value\nrate, 2020, 3.8",
        breaks="id, date\nlaw, 2017-06-01",
    )
    for evidence, programme in ((broken, "plan"), (dien_bien, "cpp_2016_2020_db")):
        cell = bvte.scorecard(bvte.judge(evidence, programme)).to_frame().iloc[0, 4]
        assert cell.startswith({"vi": "Không so sánh được", "en": "Not comparable"}[language])
        assert not [word for word in DIRECTIONS if word in cell.split()]


def test_no_direction_stands_in_any_change_of_the_real_evidence_that_may_not_have_one(dien_bien):
    activate("en")
    for programme in dien_bien.programmes:
        findings = bvte.judge(dien_bien, programme)
        told = {f.target.id: f.direction in ("rose", "fell") for f in findings}
        for finding in findings:
            if finding.change is not None:
                said = words.change_text(finding).split()[0] in ("rose", "fell")
                assert said is told[finding.target.id]


@pytest.mark.parametrize(("comparator", "baseline"), [("<", "3.8"), (">", "2"), ("<=", "3.29")])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_a_start_that_is_only_a_bound_no_difference_is_printed(province, comparator, baseline, language):
    activate(language)
    evidence = province(
        targets="indicator, condition, value, baseline_comparator, baseline_value, baseline_year\n"
        f"rate, below, 3.3, {comparator}, {baseline}, 2015",
        observations="indicator, start, comparator, value\nrate, 2020, =, 3.29",
    )
    (finding,) = bvte.judge(evidence, "plan")
    assert finding.direction == "undetermined"
    cell = bvte.scorecard(bvte.judge(evidence, "plan")).rows[0][4]
    assert cell.data == () and {"vi": "chưa xác định", "en": "not determined"}[language] in cell.text


def test_the_bound_on_both_sides_is_named_on_both(province):
    activate("en")
    evidence = province(
        targets="indicator, condition, value, baseline_comparator, baseline_value, baseline_year\n"
        "rate, below, 3.3, <, 3.8, 2015",
        observations="indicator, start, comparator, value\nrate, 2020, >, 3.9",
    )
    (finding,) = bvte.judge(evidence, "plan")
    told = bvte.scorecard(bvte.judge(evidence, "plan")).rows[0][4]
    assert [datum.comparator for datum in told.data] == ["rose_at_least"]
    assert words.change_text(finding) == (
        "rose by at least 0.1 points; for 2015 only below 3.8% is known; for 2020 only over 3.9% is known"
    )
