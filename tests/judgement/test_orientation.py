"""What figures allow as an orientation: the number by hand, on which assumption, and where there is none."""

from dataclasses import replace

import pytest

from bvte.judgement.orientation import orientations
from bvte.judgement.targets import judge

from .province import CARDS

# A rate of deaths in a hundred thousand children, a group in a whole, and a share of that whole.
ALLOWED = (
    CARDS.replace("counted,  among\n", "counted,  among, subset_of, whole_indicator\n")
    + """
    killed,  Tỷ suất,  Death rate, per_100000_children, rate, down,      protection, deaths, children, ,
    deaths,  Tử vong,  Deaths,     children, count,           down,      protection, , , ,
    paid,    Trợ cấp,  Paid,       children, count,           ambiguous, protection, , , count,
    served,  Trợ giúp, Served,     percent,  rate,            up,        protection, , , , count
"""
)
HEAD = "indicator, start, end, statistic, comparator, value, source, area\n"


def made(province, *rows, **tables):
    """The evidence of rows without their area, which is the province's own unless it is named."""
    lines = [row if row.count(",") == 7 else f"{row}, P1" for row in rows]
    return province(cards=ALLOWED, observations=HEAD + "\n".join(lines), **tables)


def found(province, *rows):
    return [
        (o.kind, o.indicator, float(o.number), [r.code for r in o.assumes], [r.rows for r in o.beside])
        for o in orientations(made(province, *rows), "P1")
    ]


def test_a_rate_of_two_bounds_is_that_of_the_numbers_printed(province):
    rows = ("count, 2020, 2020, level, >, 30, a", "children, 2020, 2020, level, >, 1000, a")
    assert found(province, *rows) == [("quotient", "rate", 3.0, ["assume_exactly", "assume_exactly"], [])]


def test_a_rate_of_two_sources_and_the_mean_year_of_a_total_name_their_assumptions(province):
    rows = (
        "killed, 2015, 2015, level, =, 24.8, c",
        "deaths, 2017, 2020, total, =, 365, a",
        "children, 2020, 2020, level, =, 216000, b",
    )
    ((kind, code, number, assumed, beside),) = found(province, *rows)
    assert (kind, code, assumed) == ("quotient", "killed", ["assume_even", "assume_one_count"])
    assert number == pytest.approx(365 / 4 / 2.16)
    assert beside == [("o1",)]


@pytest.mark.parametrize(
    "rows",
    [
        ("rate, 2020, 2020, level, =, 3.1, a", "count, 2020, 2020, level, >, 30, a"),
        ("count, 2019, 2019, level, >, 30, a",),
        ("deaths, 2020-01, 2020-06, total, =, 45, a",),
    ],
    ids=["rate known", "no denominator of the year", "half a year"],
)
def test_no_orientation_where_a_rate_is_known_or_cannot_be_had(province, rows):
    assert found(province, *rows, "children, 2020, 2020, level, =, 1000, b") == []


def test_a_denominator_that_must_cover_something_else_gives_no_orientation(province):
    evidence = made(
        province,
        "count, 2020, 2020, level, =, 30, a",
        "children, 2018, 2018, level, =, 2000, b",
        "children, 2020, 2020, level, =, 500, b",
    )
    assert [o.indicator for o in orientations(evidence, "P1")] == ["rate"]
    card = evidence.indicators["children"].model_copy(update={"usual_change": "population"})
    other = replace(evidence, indicators={**evidence.indicators, "children": card})
    assert orientations(other, "P1") == []


def test_a_share_of_a_group_stands_beside_the_published_rate_of_its_whole(province):
    rows = (
        "paid, 2020, 2020, level, =, 1616, a",
        "count, 2020, 2020, level, =, 2302, a",
        "served, 2020, 2020, level, =, 91, b",
    )
    ((kind, code, number, assumed, beside),) = found(province, *rows)
    assert (kind, code, assumed, beside) == ("share", "paid", ["assume_within"], [("o3",)])
    assert number == pytest.approx(70.2, abs=0.05)


@pytest.mark.parametrize(
    ("own", "country", "expected"),
    [
        ("2009, =, 35.0", "2009, =, 31.5", [("gap", 3.5)]),
        ("2025, =, 25.9", "2022, <, 18.9", [("gap_at_least", 6.95)]),
        ("2025, =, 25.9", "2022, >, 18.9", []),
        ("2025, =, 25.9", "2021, <, 18.9", []),
        ("2009, =, 35.0", "2009, =, 35.1", []),
    ],
    ids=["same year", "bound", "other side", "four years", "rounding"],
)
def test_a_gap_to_the_country_is_told_where_it_is_sure(province, own, country, expected):
    lines = []
    for area, text in (("P1", own), ("XX", country)):
        year, comparator, number = text.split(", ")
        lines.append(f"school, {year}, {year}, level, {comparator}, {number}, a, {area}")
    assert [(kind, number) for kind, _, number, *_ in found(province, *lines)] == expected


def test_no_target_is_judged_by_an_orientation(province):
    rows = ("count, 2020, 2020, level, >, 30, a", "children, 2020, 2020, level, >, 1000, a")
    evidence = made(province, *rows, targets="indicator, condition, value\nrate, below, 3.8")
    assert len(orientations(evidence, "P1")) == 1
    (finding,) = judge(evidence, "plan")
    assert finding.status == "no_data"


@pytest.mark.parametrize(("other", "assumed"), [("1300", ["assume_explained"]), ("1000", [])])
def test_a_figure_that_has_to_be_explained_is_an_assumption_too(province, other, assumed):
    rows = (
        "count, 2020, 2020, level, =, 1000, a",
        f"count, 2020, 2020, level, =, {other}, b",
        "paid, 2020, 2020, level, =, 700, a",
    )
    evidence = made(province, *rows)
    told = [r.code for o in orientations(evidence, "P1") for r in o.assumes if r.code == "assume_explained"]
    assert sorted(set(told)) == assumed
