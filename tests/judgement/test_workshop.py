"""The pack of a workshop: paths by hand, children by hand, questions and placemats that rest on figures."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.evidence.disclosure_policy import SmallCounts
from bvte.evidence.load import load
from bvte.evidence.national import WorkshopPlan, workshop_plan
from bvte.judgement.estimates import Estimate
from bvte.judgement.next_phase import next_phase
from bvte.judgement.paths import Path, Trend, extrapolate_trend, people_at, within_limits
from bvte.judgement.target_terms import is_change
from bvte.judgement.workshop import placemats, questions, workshop, workshop_conflicts
from bvte.methods import interval

from .audited import tables

DRAFT, CLOSING = "cpp_2021_2025_db_draft", "cpp_2016_2020_db"
TWO_PHASES = """
    rate, plan, below, 3.8, =, 4.4, 2015, 2020
    rate, next, below, 3.3, <, 3.8, 2020, 2025"""


def choice(province, targets=TWO_PHASES, observations="", **more):
    """The last target of the draft of a small province, as a choice."""
    return workshop(province(**tables(targets, observations, **more)), "plan", "next").choices[-1]


def path(found, kind):
    return next((p for p in found.paths if p.kind == kind), None)


@pytest.fixture(scope="module")
def pack():
    return workshop(load("dien-bien"), CLOSING, DRAFT)


def test_the_past_pace_keeps_what_the_prints_leave_open(province):
    found = choice(province)
    # 4.4 may be 4.35 to 4.45; "below 3.8" may be 0 to 3.8, 3.8 itself excluded.
    assert (found.trend.pace.left, found.trend.pace.right) == (pytest.approx(-0.89), pytest.approx(-0.11))
    # At most 3.8 + (3.8 - 4.35); the lower end would be below zero.
    reached = path(found, "past").at
    assert (reached.left, reached.right, reached.closed) == (0, pytest.approx(3.25), "left")


def test_a_break_that_forbids_comparison_leaves_no_past_path(province):
    found = choice(province, breaks="law, 2017-06-01, definition")
    assert found.trend.pace is None and path(found, "past") is None
    assert [reason.facts["break"] for reason in found.trend.comparison.reasons] == ["law"]
    assert path(found, "draft").at == pd.Interval(0, 3.3, closed="left")


@pytest.mark.parametrize(("day", "leads_on"), [("2025-07-01", False), ("2026-01-01", True)])
def test_no_pace_is_carried_across_a_break_before_the_due_year_ends(province, day, leads_on):
    found = choice(province, breaks=f"merger, {day}, territory")
    assert found.trend.pace is not None and found.trend.leads_on is leads_on
    assert {p.kind for p in found.paths} == ({"past", "draft"} if leads_on else {"draft"})
    assert [b.id for b in found.trend.ahead] == ([] if leads_on else ["merger"])


def test_children_before_a_break_are_no_whole_of_what_comes_after_it(province):
    figures = "children, 2024, =, 216000\nchildren, 2025, =, 208222"
    found = choice(province, observations=figures, breaks="merger, 2025-07-01, territory")
    assert [whole.year for whole in found.denominators] == [2025]


def test_the_proposal_keeps_a_past_pace_that_is_known(province):
    firm = TWO_PHASES.replace("<, 3.8", "=, 3.8")
    proposal = path(choice(province, firm), "proposal")
    # 3.8 - 5 * (4.4 - 3.8) / 5
    assert (proposal.at.right, proposal.ground) == (pytest.approx(3.2), "pace")
    # Of a pace that ends at a bound no level follows: it is left to those who decide.
    assert path(choice(province), "proposal") is None


def proposals(frame, column):
    """Target -> proposed number, of those that have another one than the old."""
    others = frame[frame["ground"].isin(["national", "reached", "pace"])]
    return dict(zip(others["target"], others[column], strict=True))


@pytest.mark.parametrize("closing", ["cpp_2016_2020_db", "cpp_2021_2025_db_draft", "inj_2016_2020_db"])
def test_every_form_proposes_what_the_next_phase_proposes(closing):
    evidence = load("dien-bien")
    coming = next_phase(evidence, closing)
    pack = workshop(coming.evidence, closing, coming.phase.id)
    named = {item.subject.target.id for item in pack.items}
    frame = pack.frame()
    ours = {row.target: {row.low, row.high} for row in frame[frame["path"] == "proposal"].itertuples()}
    theirs = {name: number for name, number in proposals(coming.frame(), "proposed_value").items() if name in named}
    # A target on a change has a proposal and no path to it.
    levels = {i.subject.target.id for i in pack.items if not is_change(evidence, i.subject.target)}
    assert ours.keys() == theirs.keys() & levels
    assert all(number in ours[name] for name, number in theirs.items() if name in levels)
    # What the next phase leaves open has no series in any chart.
    left = coming.frame().dropna(subset=["left"])["target"]
    assert not set(left) & set(ours) and (closing == "inj_2016_2020_db" or len(left) > 2)


def test_a_programme_of_the_nation_itself_keeps_its_level(pack):
    lines = [p for p in pack.evidence.programmes.values() if p.level == "national" and p.follows]
    assert lines
    for own in lines:
        items = workshop(pack.evidence, own.follows, own.id).items
        assert not [item for item in items if item.level.ground == "national" and item.binding is None]


SHARE = "rate, next, below, 3.3, , , , 2025"


@pytest.mark.parametrize(
    ("target", "figures", "start"),
    [
        (SHARE, "", "count_baseline"),
        # A figure of 2017 is no level of the year before a phase that begins in 2021, unless the programme prints it.
        (SHARE, "rate, 2017, =, 4.1", "count_baseline"),
        ("rate, next, below, 3.3, =, 4.1, 2017, 2025", "", None),
        (SHARE, "rate, 2020, =, 3.8", None),
        (SHARE, "rate, 2020, <, 3.8", "count_exactly"),
        ("less, next, decrease_by_percent, 25, , , , 2025", "", None),
    ],
)
def test_what_has_to_be_counted_begins_with_the_level_that_lacks_at_the_start(province, target, figures, start):
    codes = [reason.code for reason in choice(province, target, figures).to_count]
    assert [code for code in codes if code in ("count_baseline", "count_exactly")] == ([start] if start else [])


def test_of_a_share_its_whole_has_to_be_counted_too_and_of_a_change_both_ends_of_its_level(province):
    *_, share = choice(province, SHARE).to_count
    assert (share.facts["numerator"].en, share.facts["whole"].en, share.facts["due"]) == ("Rate", "Rate", 2025)
    (change,) = choice(province, "less, next, decrease_by_percent, 25, , , , 2025").to_count
    assert change.code == "count_change"
    assert (change.facts["numerator"].en, change.facts["base"], change.facts["due"]) == ("Deaths", 2020, 2025)


def test_where_the_start_is_counted_after_a_break_no_year_has_to_be_counted_both_ways(province):
    found = choice(province, SHARE, "rate, 2017, =, 4.1", breaks="law, 2019-06-01, definition")
    assert "count_both_ways" not in [reason.code for reason in found.to_count]
    later = choice(province, SHARE, "rate, 2020, =, 4.1", breaks="law, 2022-06-01, definition")
    assert "count_both_ways" in [reason.code for reason in later.to_count]


def test_a_register_that_jumped_has_to_be_explained_before_anybody_counts():
    evidence = load("dien-bien")
    items = [item for item in next_phase(evidence, DRAFT) if any(f.code == "register_jump" for f in item.points)]
    assert items and all(item.to_count[0].code == "count_after_explaining" for item in items)


def test_a_pace_that_may_be_a_rise_or_a_fall_is_not_carried_on(province):
    found = choice(province, TWO_PHASES.replace("=, 4.4", "<, 4.4"))
    assert found.trend.is_open and not found.trend.leads_on and path(found, "past") is None


def test_a_target_on_a_change_has_no_path(province):
    found = choice(province, "rate, next, decrease_by_percent, 25, , , , 2025")
    assert found.paths == () and found.trend is None


def test_without_an_earlier_figure_there_is_no_pace(province):
    assert choice(province, "rate, next, below, 3.3, =, 3.8, 2020, 2025").trend is None


def test_children_of_a_share_are_those_of_every_published_whole_near_the_due_year(province):
    found = choice(
        province,
        observations="""
        children, 2019, =, 190000, a,
        children, 2024, =, 216000, a,
        children, 2025, =, 208222, a,""",
    )
    assert [whole.value for whole in found.denominators] == [216000, 208222]
    people = [people_at(path(found, "draft"), whole, "percent").right for whole in found.denominators]
    assert people == [pytest.approx(7128), pytest.approx(6871.326)]
    assert [r.code for r in found.to_count if r.code == "count_one_whole"]


def test_a_share_of_children_that_is_not_of_all_children_is_told_of_those_it_is_a_share_of(pack):
    helped = next(c for c in pack.choices if c.subject.card.id == "special_circumstances_supported_rate")
    of_2025 = next(whole for whole in helped.denominators if whole.year == 2025)
    assert people_at(path(helped, "draft"), of_2025, "percent").left == pytest.approx(6847 * 0.9)


SHARES = st.tuples(*[st.integers(0, 100)] * 2).map(sorted)


@given(share=SHARES, whole=st.tuples(*[st.integers(1, 10**6)] * 2).map(sorted), at=st.tuples(*[st.floats(0, 1)] * 2))
def test_whatever_share_and_whole_truly_were_the_people_lie_in_the_span(share, whole, at):
    true_share, true_whole = (low + s * (high - low) for (low, high), s in zip((share, whole), at, strict=True))
    known = replace(estimate(whole, 2025), comparator="~")
    found = people_at(Path("draft", interval.make_interval(*share)), known, "percent")
    assert found.left - 1e-6 <= true_share * true_whole / 100 <= found.right + 1e-6


def test_people_of_a_bound_are_those_of_the_printed_number():
    known = replace(estimate((216_000, 10**9), 2024), comparator=">", value=Decimal(216_000))
    found = people_at(Path("draft", pd.Interval(0, 3.3, closed="left")), known, "percent")
    assert (found.left, found.right) == (0, pytest.approx(7128))


ENDS = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(sorted)


@given(first=ENDS, last=ENDS, gap=st.integers(1, 9), ahead=st.integers(1, 9), share=st.tuples(*[st.floats(0, 1)] * 2))
def test_whatever_the_two_values_were_the_carried_pace_holds_where_they_lead(first, last, gap, ahead, share):
    past = Trend(estimate(first, 2020 - gap), estimate(last, 2020), None, None)
    a, b = (Fraction(low) + Fraction(s) * (high - low) for (low, high), s in zip((first, last), share, strict=True))
    reached = extrapolate_trend(past, 2020 + ahead)
    there = float(b + (b - a) * ahead / gap)
    assert reached.left - 1e-6 <= there <= reached.right + 1e-6


def estimate(ends, year):
    period = type("Year", (), {"year": year, "first": None, "last": None})()
    possible = pd.Interval(float(ends[0]), float(ends[1]), closed="both")
    return Estimate("rate", "P1", period, "level", "percent", possible, "=", Decimal(ends[0]), "published", (), ())


@given(ends=ENDS, low=st.integers(0, 500), high=st.integers(500, 1000))
def test_inside_the_limits_a_span_is_what_it_was_and_never_leaves_them(ends, low, high):
    possible = interval.make_interval(*ends)
    found = within_limits(possible, (low, high))
    assert interval.lies_within(found, interval.make_interval(low, high))
    assert found == possible or not interval.lies_within(possible, interval.make_interval(low, high))


def test_every_target_of_the_real_draft_is_a_choice_and_no_path_crosses_the_law_of_2017(pack):
    assert [c.subject.target.id for c in pack.choices] == [t.id for t in pack.evidence.targets_of(DRAFT)]
    rate = next(c for c in pack.choices if c.subject.card.id == "special_circumstances_rate")
    assert path(rate, "past") is None and rate.trend.comparison.verdict == "not_comparable"
    assert path(rate, "proposal") is None
    # 3.3 % of 208,222 children and of the more than 216,000 of the year before.
    people = sorted(people_at(path(rate, "draft"), whole, "percent").right for whole in rate.denominators)
    assert people == [pytest.approx(6871.3, abs=0.1), pytest.approx(7128)]


def test_places_that_are_no_province_are_not_named_beside_it(pack):
    areas = pack.evidence.areas.values()
    levels = {area.code: area.level for area in areas}
    named = {estimate.area for c in pack.choices for estimate in c.elsewhere}
    assert named and {levels[code] for code in named} <= {"country", "province"} and pack.area not in named


def test_every_question_names_the_figure_that_raised_it(pack):
    asked = questions(pack)
    flags = sum(map(len, pack.audit.flags.values()))
    assert sum(q.flag is not None for q in asked) == flags > 20
    assert sum(q.conflict is not None for q in asked) == len(workshop_conflicts(pack)) > 0
    breaks = [q.break_.id for q in asked if q.break_]
    assert len(breaks) == len(set(breaks)) > 0
    assert all(bool(q.flag) + bool(q.conflict) + bool(q.break_) == 1 for q in asked)
    known = {*pack.evidence.observations, *pack.evidence.targets}
    assert {row for q in asked if q.conflict for r in q.conflict.estimates for row in r.rows} <= known


def test_a_placemat_shows_the_newest_figure_of_the_area_else_of_the_country(pack):
    for mat in placemats(pack):
        shown = {r.indicator for r in mat.estimates} | {c.id for c in (*mat.missing, *mat.withheld)}
        assert shown == {code for code in mat.topic.indicators if code in pack.evidence.indicators}
    rate = next(r for mat in placemats(pack) for r in mat.estimates if r.indicator == "special_circumstances_rate")
    assert (rate.year, rate.area) == (2025, pack.area)


def test_a_small_count_of_children_is_on_no_placemat(tmp_path, monkeypatch):
    from bvte.judgement import protection

    pack = workshop(load("dien-bien"), CLOSING, DRAFT)
    monkeypatch.setattr(protection, "small_counts", lambda: SmallCounts((((), None, 10**9, 1),)))
    mats = placemats(pack)
    guarded = {c.id for c in pack.evidence.indicators.values() if c.sensitivity == "small_counts"}
    counts = {r.indicator for mat in mats for r in mat.estimates if r.unit in ("children", "cases", "people")}
    assert not counts & guarded and any(mat.withheld for mat in mats)


def test_the_plan_of_the_day_speaks_of_indicators_that_there_are_in_both_languages():
    plan, cards = workshop_plan(), load("dien-bien").indicators
    assert len(plan.topics) == 6 and {code for topic in plan.topics.values() for code in topic.indicators} <= set(cards)
    assert sum(session.minutes for session in plan.sessions) == 8 * 60


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {
                "sessions": [
                    {
                        "minutes": 0,
                        "name": {"vi": "a", "en": "b"},
                        "how": {"vi": "a", "en": "b"},
                        "goal": {"vi": "a", "en": "b"},
                        "materials": {"vi": "a", "en": "b"},
                    }
                ]
            },
            "sessions.0.minutes",
        ),
        ({"topics": {"x": {"name": {"vi": "a"}, "questions": [{"vi": "a", "en": "b"}]}}}, "topics.x.name.en"),
        ({"topics": {"x": {"name": {"vi": "a", "en": "b"}, "questions": []}}}, "topics.x.questions"),
        ({"ends": "17:00"}, "ends"),
    ],
)
def test_a_wrong_plan_is_refused_with_its_place(change, said):
    with pytest.raises(ValueError, match=said):
        WorkshopPlan(**{"starts": "08:00", "sessions": [], "topics": {}, **change})
