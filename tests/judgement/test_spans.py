"""Figures of other stretches of time than the year that a target asks for: what they say of it."""

import pytest

from bvte.evidence.national import Topic
from bvte.judgement import workshop as of_workshop
from bvte.judgement.annual import annual
from bvte.judgement.orientation import orientations
from bvte.judgement.targets import judge, unknowns
from bvte.judgement.workshop import placemats, workshop

from .province import CARDS
from .yearly import AGENCIES

EVENTS = CARDS + "    events, Số vụ, Events, incidents, count, down, protection, ,\n"
WORDS = {"vi": "a", "en": "b"}
HEAD = "indicator, start, end, statistic, comparator, value, step, unit\n"


def finding(province, target, *figures, columns="indicator, condition, value", **tables):
    tables = {"cards": EVENTS, "targets": f"{columns}\n{target}"} | tables
    (found,) = judge(province(observations=HEAD + "\n".join(figures), **tables), "plan")
    return found


def codes(found):
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("figure", "status"),
    [
        ("2017, 2020, level", "cannot_be_decided"),
        ("2018-05, 2020-12, level", "cannot_be_decided"),
        ("2017, 2020, yearly", "cannot_be_decided"),
        # The rate of exactly the phase is its result; a school year and a state of a day are of one year.
        ("2016, 2020, level", "met"),
        ("2019-09, 2020-05, level", "met"),
        ("2020-12-31, 2020-12-31, level", "met"),
        ("2020, 2020, yearly", "met"),
        ("2016, 2020, yearly", "cannot_be_decided"),
    ],
)
def test_a_rate_or_mean_of_several_years_is_not_that_of_the_last_of_them(province, figure, status):
    found = finding(province, "rate, below, 3.8", f"rate, {figure}, =, 3.5")
    assert found.status == status
    assert status == "met" or codes(found)[0] == "figure_of_years"
    assert found.latest.rows == ("o1",)


def test_a_figure_of_years_gives_way_to_one_of_a_single_year(province):
    figures = "rate, 2019, 2019, level, =, 4.0", "rate, 2017, 2020, level, =, 3.5"
    found = finding(province, "rate, below, 3.8", *figures)
    assert (found.latest.rows, codes(found)[0]) == (("o1",), "only_earlier_value")


@pytest.mark.parametrize(
    ("start", "status"), [(2010, "cannot_be_decided"), (2015, "met"), (2016, "met"), (2019, "met")]
)
def test_a_change_that_began_before_the_phase_is_no_result_of_it(province, start, status):
    found = finding(province, "fall, at_least, 2", f"fall, {start}, 2020, yearly, =, 4.7")
    assert found.status == status


def test_a_level_from_before_the_phase_is_no_change_of_it(province):
    columns = "indicator, condition, value, unit, baseline_year"
    figures = "events, 2010, 2010, total, =, 60", "events, 2012, 2012, total, =, 40"
    wanted = "events, decrease_by_percent, 10, percent, 2010"
    assert finding(province, wanted, *figures, columns=columns).latest is None
    found = finding(province, wanted, *figures, "events, 2020, 2020, total, =, 50", columns=columns)
    assert (found.status, found.latest.rows) == ("met", ("o1", "o3"))


@pytest.mark.parametrize(
    ("printed", "target", "status"),
    [
        ("=, 40", "at_most, 39", "not_met"),
        ("=, 40", "at_most, 40", "cannot_be_decided"),
        (">, 40", "at_most, 40", "not_met"),
        ("<, 40", "at_least, 30", "cannot_be_decided"),
        ("~, 40, 10", "at_least, 30", "met"),
        ("~, 40, 10", "at_least, 31", "cannot_be_decided"),
    ],
)
def test_a_sum_over_a_part_of_the_year_says_of_it_at_least_so_much(province, printed, target, status):
    found = finding(province, f"events, {target}", f"events, 2020-01, 2020-06, total, {printed}")
    assert found.status == status
    for estimate in found.deciding:
        # What is told of the year is what was judged: no number that the print does not reach.
        assert estimate.comparator == (">" if estimate.interval.open_left else ">=")
        assert float(estimate.value) == estimate.interval.left
        assert codes(found)[-1] == "part_year"
    assert "repeats_the_target" not in codes(found)


def test_the_total_of_a_month_is_told_to_be_a_part_of_the_year(province):
    assert "part_year" in codes(finding(province, "events, at_least, 5", "events, 2020-03, 2020-03, total, =, 9"))


def test_a_wanted_change_is_held_against_no_level_of_the_year_before(province):
    levels = {2015: 60, 2019: 45, 2020: 40}
    figures = [f"rate, {year}, {year}, level, =, {level}" for year, level in levels.items()]
    evidence = province(
        targets="indicator, condition, value, unit, baseline_year\nrate, decrease_by_percent, 10, percent, 2015",
        observations=HEAD + "\n".join(figures),
        agencies=AGENCIES,
        annual_reports="year, note\n2020,",
    )
    (result,) = annual(evidence, 2020).results
    assert (result.this.rows, result.last.rows) == (("o1", "o3"), ("o1", "o2"))
    assert (result.over_year.change, result.over_year.comparison) == (None, None)


@pytest.mark.parametrize(
    ("long", "short", "told"),
    [
        ("2023-01, 2025-05", "2024, 2024", False),
        ("2016, 2020", "2020, 2020", True),
        ("2021, 2024", "2015, 2015", False),
        ("2021, 2024", "2025-01, 2025-06", True),
    ],
)
def test_no_placemat_has_several_years_where_one_is_as_new(province, monkeypatch, long, short, told):
    topic = Topic(name=WORDS, questions=[WORDS], indicators=["events"])
    plan = type("Plan", (), {"topics": {"one": topic}})
    for module in (of_workshop,):
        monkeypatch.setattr(module, "workshop_plan", lambda: plan)
    evidence = province(cards=EVENTS, observations=f"{HEAD}events, {long}, total, =, 90\nevents, {short}, total, =, 30")
    (mat,) = placemats(workshop(evidence, "plan", "next"))
    assert [r.rows for r in mat.estimates] == [("o2",) if told else ("o1",)]


def test_a_month_of_events_gives_no_rate_of_a_year(province):
    figures = "count, {}, total, =, 10", "children, 2024, 2024, level, =, 1000"
    month, year = (
        orientations(province(observations=HEAD + "\n".join(figures).format(when)), "P1")
        for when in ("2024-01, 2024-01", "2024, 2024")
    )
    assert (month, [float(o.number) for o in year]) == ([], [1.0])


def test_a_gap_names_a_number_only_where_one_was_published(province):
    evidence = province(
        cards=EVENTS,
        targets="indicator, condition, value\nevents, at_most, 5",
        observations=f"{HEAD}events, 2016, 2020, total, =, 90",
    )
    told = [reason.code for reason in unknowns(judge(evidence, "plan"))]
    assert told == ["unknown_answer", "unknown_baseline"]
