"""What a reader must know beside the status."""

import pytest

from bvte.judgement.targets import judge

HALVED = """
    indicator, start, value, source
    count,     2018,  {before}, b
    count,     2020,  {now},    a
    children,  2020,  100000,   a
"""


def codes(province, observations, targets="indicator, condition, value\nrate, below, 3.8", breaks=""):
    (finding,) = judge(province(targets=targets, observations=observations, breaks=breaks), "plan")
    return [reason.code for reason in finding.reasons[1:]]


@pytest.mark.parametrize(
    ("start", "comparator", "value", "repeats"),
    [
        ("2020", "<", "3.8", True),
        ("2020", "<", "3.7", False),
        ("2020", ">", "3.8", False),
        ("2020", "=", "3.8", False),
        ("2019", "<", "3.8", False),
    ],
)
def test_a_result_in_the_very_words_of_the_target_is_remarked(province, start, comparator, value, repeats):
    found = codes(province, f"indicator, start, comparator, value\nrate, {start}, {comparator}, {value}")
    assert ("repeats_the_target" in found) is repeats


def test_an_inferred_year_and_a_part_of_a_year_are_remarked(province):
    found = codes(
        province,
        """
        indicator, start,   end,     value, period_stated
        rate,      2020-01, 2020-09, 3,     no
    """,
    )
    assert found == ["year_inferred", "part_year"]


def test_a_plain_published_figure_needs_no_remark(province):
    assert codes(province, "indicator, start, value\nrate, 2020, 3") == []


@pytest.mark.parametrize(
    ("before", "now", "jumped"),
    [(1000, 3000, True), (1000, 2000, True), (1000, 1999, False), (2000, 1001, False), (2000, 1000, True)],
)
def test_a_count_that_doubled_or_halved_is_remarked(province, before, now, jumped):
    found = codes(province, HALVED.format(before=before, now=now))
    assert found == ["derived_value", "count_jump"][: 1 + jumped]


def test_the_remark_on_a_count_names_both_figures_and_their_ratio(province):
    evidence = province(
        targets="indicator, condition, value\nrate, below, 3.8", observations=HALVED.format(before=1000, now=3000)
    )
    (finding,) = judge(evidence, "plan")
    facts = finding.reasons[-1].facts
    assert (facts["from"].rows, facts["to"].rows, facts["ratio"]) == (("o1",), ("o2",), 3)


def test_a_count_before_a_break_that_forbids_comparison_is_no_jump(province):
    law = "id, date, indicators\nlaw, 2019-01-01, count"
    assert codes(province, HALVED.format(before=1000, now=3000), breaks=law) == ["derived_value"]


@pytest.mark.parametrize("earlier", ["=, 0", ">, 10"], ids=["none at all", "only a bound"])
def test_a_count_that_cannot_be_divided_by_is_no_jump(province, earlier):
    found = codes(
        province,
        f"""
        indicator, start, comparator, value
        count,     2018,  {earlier}
        count,     2020,  =, 3000
        children,  2020,  =, 100000
    """,
    )
    assert found == ["derived_value"]


SOURCES = """
    id, title,     publisher, address,               no_address_reason, year_stated
    a,  Bản lưu,   Báo A,     ,                      Bản giấy,          yes
    b,  Có đủ,     Báo B,     https://example.org/b, ,                  yes
    c,  Suy ra,    Báo C,     https://example.org/c, ,                  no
"""


@pytest.mark.parametrize(
    ("target", "figures", "doubtful"),
    [
        ("b", "b", []),
        ("b", "a", ["a"]),
        ("b", "c", ["c"]),
        ("a", "b", ["a"]),
        ("a", "a", ["a"]),
        ("c", "a", ["c", "a"]),
        # A firm source that says the same takes the doubt away.
        ("b", "a b", []),
        ("b", "a c", ["a", "c"]),
    ],
)
def test_a_verdict_says_which_of_its_sources_are_in_doubt(province, target, figures, doubtful):
    rows = "\n".join(f"rate, 2020, 3, {source}" for source in figures.split())
    evidence = province(
        sources=SOURCES,
        targets=f"indicator, condition, value, source\nrate, below, 3.8, {target}",
        observations="indicator, start, value, source\n" + rows,
    )
    (finding,) = judge(evidence, "plan")
    assert finding.status == "met"
    found = [r.facts["source"].id for r in finding.reasons if r.code == "source_in_doubt"]
    assert found == doubtful


def test_no_data_rests_on_no_source(province):
    evidence = province(
        sources=SOURCES, targets="indicator, condition, value, source\nrate, below, 3.8, a", observations=""
    )
    (finding,) = judge(evidence, "plan")
    assert [r.code for r in finding.reasons] == ["no_observation"]
