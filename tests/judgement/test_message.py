"""What a report says first: how sure each figure is, what it is held against, in which order (made-up provinces)."""

import pytest

import bvte
from bvte.judgement.comparability import may_compare
from bvte.judgement.estimates import estimates_of
from bvte.judgement.finding import ReasonCode
from bvte.judgement.message import MOST, Certainty, certainty_of, first_statements, in_charge, statements
from bvte.judgement.targets import verify_result

NATION = """
    id,   name_vi, name_en, level,    area, start, end,  status, follows, national
    far,  Cả nước, Nation,  national, XX,   2016,  2020, closed, ,
    plan, Một,     One,     province, ,     2016,  2020, closed, ,        far
"""


def told(evidence, programme="plan"):
    return {statement.estimate.indicator: statement for statement in statements(bvte.judge(evidence, programme))}


@pytest.mark.parametrize(
    ("figures", "certainty"),
    [
        ("help, 2020, =, 72, a\nhelp, 2020, =, 72, b", Certainty.AGREED),
        ("help, 2020, =, 72, a", Certainty.SINGLE),
        ("help, 2020, ~, 72, a", Certainty.SINGLE),
        ("help, 2020, >, 72, a", Certainty.OPEN),
        ("help, 2020, =, 72, a\nhelp, 2020, =, 80, b", Certainty.OPEN),
    ],
)
def test_a_figure_is_as_sure_as_its_sources_and_its_print(province, figures, certainty):
    evidence = province(
        targets="programme, indicator, condition, value, due_year\nplan, help, at_least, 70, 2020",
        observations=f"indicator, start, comparator, value, source\n{figures}",
    )
    assert told(evidence)["help"].certainty == certainty


@pytest.mark.parametrize(
    ("kind", "code", "certainty"),
    [
        ("secondary", ReasonCode.VERIFY_REPRINTED, Certainty.SINGLE),
        ("press", ReasonCode.VERIFY_AGREED, Certainty.AGREED),
    ],
)
def test_who_reprints_a_figure_is_no_second_witness(province, kind, code, certainty):
    evidence = province(
        observations="indicator, start, value, source\nhelp, 2020, 72, a\nhelp, 2020, 72, b",
        sources=f"id, kind\nb, {kind}",
    )
    (figure,) = bvte.estimates_of(evidence, "help", "P1")
    assert (verify_result(evidence, figure).code, certainty_of(evidence, figure)) == (code, certainty)


def test_a_rate_that_was_worked_out_here_and_a_change_without_its_levels_are_open(province):
    evidence = province(
        observations="""
            indicator, start, value, statistic
            count,     2020,  50,    level
            children,  2020,  1000,  level
            fall,      2020,  3,     yearly
        """
    )
    figures = [r for code in ("rate", "fall") for r in bvte.estimates_of(evidence, code, "P1")]
    assert [certainty_of(evidence, figure) for figure in figures] == [Certainty.OPEN, Certainty.OPEN]


def test_the_national_target_of_the_programme_that_is_carried_out_stands_beside(province):
    evidence = province(
        programmes=NATION,
        targets="""
            programme, indicator, condition, value, due_year, set_on
            plan,      help,      at_least,  70,    2020,     2016-02-01
            far,       help,      at_least,  90,    2020,     2015-12-01
            far,       help,      at_least,  60,    2018,     2015-12-01
        """,
        observations="indicator, start, value, area\nhelp, 2020, 72,\nhelp, 2019, 81, XX\nhelp, 2015, 75, XX",
        breaks="id, date, indicators\nlaw, 2017-06-01, help",
    )
    statement = told(evidence)["help"]
    # That of 2018 is over in 2020; the law came between the day of the other and the figure.
    assert (statement.national.value, statement.national.due_year) == (90, 2020)
    assert statement.outdated.id == "law"
    # 2015 lies before the law, so that only the figure of 2019 may stand beside.
    assert statement.nation.year == 2019


def test_no_more_are_told_than_are_read_and_the_surest_come_first(province):
    cards = "\n".join(f"r{n}, Tỷ lệ {n}, Rate {n}, percent, rate, up, protection, ," for n in range(8))
    head = "id, name_vi, name_en, unit, kind, better, group, counted, among\n"
    targets = "\n".join(f"plan, r{n}, at_least, 50, 2020" for n in range(8))
    figures = "\n".join(f"r{n}, 2020, {'>' if n % 2 else '='}, 60" for n in range(8))
    evidence = province(
        cards=head + cards,
        targets=f"programme, indicator, condition, value, due_year\n{targets}",
        observations=f"indicator, start, comparator, value\n{figures}",
    )
    found = statements(bvte.judge(evidence, "plan"))
    assert len(found) == MOST
    assert [statement.certainty for statement in found] == [Certainty.SINGLE] * 4 + [Certainty.OPEN]


def test_the_body_in_charge_is_the_one_without_a_last_day(dien_bien):
    now = in_charge(dien_bien)
    assert now.valid_to is None and in_charge(dien_bien, day=dien_bien.day.replace(year=2020)).id != now.id


def test_of_a_phase_without_targets_no_total_that_began_before_it_is_told_beside_one_of_its_years(province):
    """894 couples of six years are no result of the phase of which only the last of them is."""
    evidence = province(
        cards="id, name_vi, name_en, unit, kind, better\ncouples, Số cặp, Couples, couples, count, down",
        targets="indicator, condition, value",
        observations="""
            indicator, start, end,  comparator, value, statistic
            couples,   2011,  2020, =,          894,   total
            couples,   2020,  2020, =,          175,   total
        """,
    )
    phase = evidence.programmes["plan"]
    assert phase.start > 2011
    assert [s.estimate.value for s in statements(bvte.judge(evidence, "plan"))] == [175]


def test_a_phase_without_targets_is_told_by_its_subject_what_can_be_compared_first(province):
    """The nation sets a target of protection: so does tell a count of protection, and school of another group not."""
    evidence = province(
        programmes=NATION,
        targets="programme, indicator, condition, value, due_year\nfar, help, at_least, 90, 2020",
        observations="indicator, start, value\ncount, 2020, 12\nschool, 2020, 80\nhelp, 2019, 72",
    )
    assert [(s.estimate.indicator, s.is_compared) for s in statements(bvte.judge(evidence, "plan"))] == [
        ("help", True),
        ("count", False),
    ]


def test_the_figure_before_is_the_nearest_one_that_compares(province):
    """Of 2016, 2018 and 2019 it is 2018: in 2019 pupils alone were counted."""
    evidence = province(
        cards="id, name_vi, name_en, unit, kind, better\npairs, Số cặp, Couples, couples, count, down",
        targets="indicator, condition, value",
        observations="""
            indicator, start, value, statistic, definition
            pairs,     2016,  300,   total,
            pairs,     2018,  290,   total,
            pairs,     2019,  285,   total,     pupils
            pairs,     2020,  280,   total,
        """,
    )
    (statement,) = statements(bvte.judge(evidence, "plan"))
    assert (statement.estimate.value, statement.before.value) == (280, 290) and not statement.unsettled


@pytest.mark.parametrize("folder", ["dien-bien", "quang-tri"])
def test_no_page_names_an_older_figure_before_than_another_does(folder):
    """By another road: of the figures of the area that compare, none lies between the one before and the one told."""
    evidence = bvte.seen(bvte.load(folder))
    told = [s for code in evidence.programmes for s in first_statements(bvte.judge(evidence, code))]
    compared = [(s.before, s.estimate) for s in told if s.before and may_compare(evidence, s.before, s.estimate)]
    for before, own in compared:
        alike = estimates_of(evidence, own.indicator, own.area)
        years = {r.year for r in alike if r.is_of_one_year and may_compare(evidence, r, own)}
        assert not [year for year in years if before.year < year < own.year]
    assert compared or folder == "dien-bien"
