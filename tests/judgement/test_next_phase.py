"""The next phase: classes that leave nothing out, levels that no break forbids, an order that stays, by other roads."""

import csv
import itertools
from datetime import date
from fractions import Fraction

import pytest

from bvte.evidence.codes import CodeError
from bvte.evidence.load import load
from bvte.evidence.national import request_rules
from bvte.evidence.next_phase import CarriedTarget, closing_programmes, knowing, with_next_phase, years_after
from bvte.evidence.rows import BreakKind
from bvte.judgement.audit import audit
from bvte.judgement.audit_subject import AuditPoint
from bvte.judgement.frames import next_phase_of
from bvte.judgement.next_classes import CLASS_OF, CLASS_OF_BREAK, CLASSES, NextClass, class_of
from bvte.judgement.next_levels import GROUND_OF, Left
from bvte.judgement.next_phase import next_phase
from bvte.judgement.paths import counts_at
from bvte.judgement.vantage import seen, seen_in_workshop
from bvte.judgement.workshop import workshop
from bvte.judgement.year_drafts import asks_to_explain
from bvte.presentation.next_phase_page import national_additions
from bvte.presentation.next_phase_words import national_text, point_remarks

from .audited import tables

CLOSING = "cpp_2021_2025_db_draft"
# A phase that is over with none after it, and a national programme that goes on; made up.
ALONE = """
    id,   name_vi, name_en, level,    area, start, end,  status,   follows, national
    far,  Cả nước, Nation,  national, XX,   2021,  2030, approved, ,
    gone, Đã hết,  Ended,   national, XX,   2011,  2020, closed,   ,
    plan, Kỳ 1,    One,     province, ,     2016,  2020, closed,   ,        far
"""
DRAFTED = ALONE + "    next, Kỳ 2,    Two,     province, ,     2021,  2030, draft,    plan,    far\n"


def coming(province, targets, observations="", end_year=0, programmes=ALONE, **more):
    """The phase after `plan` of a made-up province."""
    evidence = province(**tables(targets, observations, programmes=programmes, **more))
    return next_phase(evidence, "plan", end_year)


def item(found, indicator):
    return next(i for i in found if i.subject.card.id == indicator)


@pytest.fixture(scope="module")
def evidence():
    return seen(load("dien-bien"))


@pytest.fixture(scope="module")
def phases(evidence):
    return [next_phase(evidence, programme.id) for programme in closing_programmes(evidence)]


def test_every_point_and_every_kind_of_break_has_a_class():
    assert set(CLASS_OF) == set(AuditPoint) and set(CLASS_OF_BREAK) == set(BreakKind)
    # That figures disagree is no point of a target and no break: it is seen where its level is judged.
    assert {*CLASS_OF.values(), *CLASS_OF_BREAK.values(), NextClass.AGREE} == set(CLASSES)


def test_a_merger_rewrites_what_counts_units_and_gives_the_rest_a_new_start(evidence):
    moved = [b for b in evidence.breaks.values() if b.kind == "territory"]
    assert moved and class_of((), moved, of_units=True) == NextClass.NEW_UNITS
    assert class_of((), moved) == NextClass.NEW_BASE and class_of((), ()) == NextClass.KEEP


def test_every_point_that_proposes_a_value_has_a_ground(province, evidence):
    valued = {
        flag.code
        for programme in evidence.programmes
        for flags in audit(evidence, programme).flags.values()
        for flag in flags
        if "value" in flag.remedy_facts
    }
    slower = "rate, plan, below, 3.8, =, 4.4, 2015, 2020\nrate, next, below, 3.3, =, 3.8, 2020, 2025"
    weaker = "\nhelp, far, at_least, 95, , , , 2025\nhelp, next, at_least, 90, , , , 2025"
    reached = "help, next, at_least, 90, =, 91, 2020, 2025"
    for targets in (slower + weaker, reached):
        flags = audit(province(**tables(targets)), "next").flags.values()
        valued |= {flag.code for found in flags for flag in found if "value" in flag.remedy_facts}
    assert valued == set(GROUND_OF)


def test_every_target_has_a_level_or_the_reason_why_not(phases):
    for found in phases:
        assert [i.is_national for i in found] == sorted(i.is_national for i in found)
        for one in found:
            assert (one.level.target is None) == (one.level.ground is None) == (one.level.left is not None)
            assert one.kind in CLASSES and one.subject.target.due_year == found.phase.end


def forbidding_rows(evidence, indicator, area, after, until):
    """The rows of breaks.csv of the nation and of the province themselves that part two days."""
    for folder in (evidence.folder.parent / "national", evidence.folder):
        with (folder / "breaks.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                touched = {"*", indicator} & {*row["indicators"].split()} and {"*", area} & {*row["areas"].split()}
                if touched and row["effect"] == "not_comparable" and after < date.fromisoformat(row["date"]) <= until:
                    yield row["id"]


def test_no_level_is_proposed_where_a_break_forbids_it(evidence, phases):
    caught = 0
    for one in itertools.chain(*phases):
        target, programme = one.origin, evidence.programmes[one.origin.programme]
        set_on = target.set_on or programme.set_on or date(programme.start, 1, 1).isoformat()
        after = one.latest.period.last if one.latest else date.fromisoformat(set_on)
        until = date(one.subject.target.due_year, 12, 31)
        rows = list(forbidding_rows(evidence, target.indicator, one.subject.area, after, until))
        assert bool(rows) == (one.level.left == Left.BREAK), target.id
        assert {*rows} <= {b.id for b in one.level.breaks}
        caught += bool(rows)
    assert caught


@pytest.mark.parametrize(("day", "kind", "left"), [
    ("2019-06-01", "definition", None),
    ("2020-06-01", "definition", "break"),
    ("2029-12-31", "denominator", "break"),
    ("2031-01-01", "denominator", None),
])  # fmt: skip
def test_a_break_between_the_newest_figure_and_the_last_year_leaves_the_level_open(province, day, kind, left):
    found = item(
        coming(province, "help, plan, at_least, 90, , , , 2020", "help, 2019, =, 80", breaks=f"law, {day}, {kind}"),
        "help",
    )
    assert found.level.left == left
    expected = {None: "keep", "break": "define" if kind == "definition" else "new_units"}[left]
    assert found.kind == expected
    assert found.level.target is None or found.level.target.value == 90
    # A break asks to reword or to define, with or without a point of its own; no count has to be explained for it.
    assert not asks_to_explain(found)


def test_the_order_is_by_class_then_by_points_then_as_in_the_file(province):
    lines = ["help, plan, at_least, 90, , , , 2020", "vague, plan, at_least, 90, , , , 2020",
             "listed, plan, at_least, 80, , , , 2020", "school, plan, at_least, 50, , , , 2020"]  # fmt: skip
    cards = tables("")["cards"] + "\nschool, Đi học, School, percent, rate, up, education, , , , , , , , , "
    figures = "help, 2020, =, 91\nlisted, 2020, =, 70\nschool, 2020, =, 40"
    orders = set()
    for order in itertools.permutations(lines):
        found = coming(province, "\n".join(order), figures, cards=cards)
        assert [CLASSES.index(i.kind) for i in found] == sorted(CLASSES.index(i.kind) for i in found)
        keep = [i.origin.indicator for i in found if i.kind == "keep"]
        assert keep == [line.split(",")[0] for line in order if line[:6] in ("listed", "school")]
        orders.add(tuple(i.kind for i in found))
    assert orders == {("define", "change_level", "keep", "keep")}


def test_the_children_of_the_leading_rate_by_hand(evidence, phases):
    """6,847 of 208,222: read from the file, divided here, counted up to the last child that still meets the target."""
    rows = {o.id: o for o in evidence.observations.values()}
    found = item(phases[0], "special_circumstances_rate")
    count, whole = (int(rows[code].value) for code in found.latest.rows)
    assert (count, whole) == (6847, 208_222)
    assert round(Fraction(100 * count, whole), 2) == Fraction(str(found.latest.value)) == Fraction("3.29")
    most = next(n for n in range(whole) if Fraction(100 * (n + 1), whole) >= Fraction("3.3"))
    kept = next(path for path in found.ways if path.kind == "draft")
    (denominator,) = found.choice.denominators
    assert counts_at(kept, denominator, "percent") == (0, most) and most == 6871
    assert (found.kind, found.level.left, found.binding.value) == ("define", "undefined", 6)


def test_the_help_asked_for_is_that_of_the_nation_where_it_asks_for_more(phases):
    found = item(phases[0], "special_circumstances_supported_rate")
    level = found.level
    assert (level.target.condition, level.target.value, level.ground) == ("at_least", 95, "national")
    assert found.kind == "change_level" and found.latest.value == 91


def test_what_is_carried_on_is_held_against_the_nation_of_the_year_for_which_it_was_set(province):
    """90 of 2025 is what the nation asked for in 2025; for 2030 it asks for 95. 1 is 1/4.5 of the 4.5 of 2025."""
    programmes = ALONE.replace("2016,  2020, closed,   ,        far", "2021,  2025, closed,   ,        far")
    targets = """
        help, plan, at_least, 90, , , , 2025
        rate, plan, below, 1, , , , 2025
        help, far, at_least, 90, , , , 2025
        help, far, at_least, 95, , , , 2030
        rate, far, below, 4.5, , , , 2025
        rate, far, below, 4, , , , 2030"""
    found = coming(province, targets, programmes=programmes)
    (weaker,) = (flag for flag in item(found, "help").points if flag.code == "weaker_than_national")
    assert (weaker.facts["then"].value, weaker.facts["national"].value) == (90, 95)
    (unlike,) = (flag for flag in item(found, "rate").points if flag.code == "unlike_national")
    assert unlike.facts["ratio"] == 4.5 and unlike.facts["national"].due_year == 2025
    assert item(found, "help").level.target.value == 95


def test_what_is_reached_is_not_asked_for_less(province):
    found = item(coming(province, "help, plan, at_least, 90, , , , 2020", "help, 2020, =, 91"), "help")
    assert (found.kind, found.level.target.value, found.level.ground) == ("change_level", 91, "reached")
    met = item(coming(province, "rate, plan, below, 4, , , , 2020", "rate, 2020, <, 4"), "rate")
    assert (met.kind, met.level.left) == ("change_level", "reached_already")


@pytest.mark.parametrize(("other", "kind", "left"), [
    ("2.0", "agree", "conflict"), ("3.9", "keep", None),
])  # fmt: skip
def test_of_figures_of_one_year_that_disagree_on_a_target_no_level_follows(province, other, kind, left):
    """Of 3.6 and 2.0 for one year the one misses "below 3.3" and the other meets it; 3.6 and 3.9 miss it both."""
    figures = f"rate, 2020, =, 3.6, one\nrate, 2020, =, {other}, two"
    found = item(coming(province, "rate, plan, below, 3.3, , , , 2020", figures), "rate")
    assert (found.kind, found.level.left) == (kind, left)
    assert sorted(str(r.value) for r in found.level.disputed) == (["2.0", "3.6"] if left else [])
    # A level of the nation that asks for more binds, whichever figure is right.
    asked = "rate, plan, below, 3.3, , , , 2020\nrate, far, below, 3, , , , 2030"
    assert item(coming(province, asked, figures), "rate").level.ground == "national"


@pytest.mark.parametrize(("second", "is_told"), [("70", True), ("91.2", False)])
def test_no_class_leads_with_a_result_that_other_figures_contradict(province, second, is_told):
    """The nation's 95 % asks for more than 90 %, whatever the 91 % is worth; that it is doubted stands beside it."""
    asked = "help, plan, at_least, 90, , , , 2020\nhelp, far, at_least, 95, , , , 2030"
    found = item(coming(province, asked, f"help, 2020, =, 91, one\nhelp, 2020, =, {second}, two"), "help")
    assert (found.level.ground, found.level.target.value) == ("national", 95)
    codes = [flag.code for flag in found.grave]
    assert set(codes) >= {"weaker_than_national", "weaker_than_baseline"}
    assert (codes.index("weaker_than_national") < codes.index("weaker_than_baseline")) == is_told
    assert any("91%" in text for text in point_remarks(found)) == is_told


def test_a_nation_that_asks_for_nothing_is_an_answer(province):
    targets = "help, plan, at_least, 90, , , , 2020\nhelp, gone, at_least, 80, , , , 2020"
    found = item(coming(province, targets), "help")
    assert found.binding is None and (found.ended.programme, found.ended.value) == ("gone", 80)
    bound = item(coming(province, targets + "\nhelp, far, at_least, 85, , , , 2030"), "help")
    assert (bound.binding.value, bound.ended) == (85, None)
    assert {path.kind for path in bound.ways} == {"draft", "national"}


def test_a_nation_that_asks_the_same_of_others_binds_nobody_and_is_told(province):
    """A national target for some places alone is no measure for all, and yet one in force."""
    wanted = "help, plan, at_least, 90, , , , 2020,\nhelp, far, at_least, 95, , , , 2030,{}"
    evidence = [province(**tables(wanted.format(who), programmes=ALONE, last="scope")) for who in ("some_places", "")]
    of_some, of_all = (item(next_phase(one, "plan"), "help") for one in evidence)
    assert (of_some.binding, of_some.apart.value, of_some.level.target.value) == (None, 95, 90)
    # What stands in the row of one's own is not told to be lacking.
    assert not any(next_phase(one, "plan").from_nation for one in evidence)
    assert (of_all.binding.value, of_all.apart) == (95, None)
    told = [national_text(one) for one in (of_some, of_all)]
    assert all("95%" in text for text in told) and told[0] != told[1]


def test_a_nation_that_asks_of_others_what_the_phase_asks_of_some_lacks_no_row(province):
    """Both ask it, of other children: the phase's own row tells the nation's level, and no list says it is lacking."""
    wanted = "help, plan, at_least, 90, , , , 2020,some_places\nhelp, far, at_least, 95, , , , 2030,other_places"
    found = next_phase(province(**tables(wanted, programmes=ALONE, last="scope")), "plan")
    assert (item(found, "help").apart.value, found.from_nation) == (95, ())


def test_what_only_the_nation_sets_comes_last_and_once(province):
    targets = """
        help, plan, at_least, 90, , , , 2020
        help, far, at_least, 85, , , , 2030
        rate, far, below, 5, , , , 2025
        rate, far, below, 4, , , , 2030"""
    found = coming(province, targets)
    assert [(i.subject.card.id, i.is_national, i.origin.due_year) for i in found] == [
        ("help", False, 2020),
        ("rate", True, 2030),
    ]
    assert (found.items[-1].level.target.value, found.items[-1].level.ground) == (4, "national")


def test_a_number_of_things_that_only_the_nation_asks_for_binds_no_province_and_is_told(province):
    found = coming(province, "help, plan, at_least, 90, , , , 2020\nbeds, far, at_least, 15000, , , , 2030")
    (row,) = national_additions(found).rows
    assert found.items[-1].binding is None and row[0].text.startswith("Số cơ sở")


def test_a_draft_is_what_is_on_the_table_with_what_it_leaves_out(province):
    targets = """
        help, plan, at_least, 90, , , , 2020
        vague, plan, at_least, 70, , , , 2020
        help, next, at_least, 92, , , , 2030"""
    found = coming(province, targets, programmes=DRAFTED)
    assert found.has_draft and (found.phase.id, found.phase.end) == ("next", 2030)
    assert {(i.subject.card.id, i.origin.value) for i in found} == {("help", 92), ("vague", 70)}
    assert isinstance(item(found, "vague").subject.target, CarriedTarget)


def test_a_draft_has_the_past_of_the_target_that_it_follows(province):
    """A register that jumped in the closing phase leaves the level of the draft open as well."""
    targets = "rate, plan, below, 3.8, , , , 2020\nrate, next, below, 3.3, , , , 2030"
    figures = "count, 2014, =, 1000, b\ncount, 2019, =, {}, a\nchildren, 2019, =, 100000, a"
    jumped = item(coming(province, targets, figures.format(2500), programmes=DRAFTED), "rate")
    assert (jumped.kind, jumped.level.left) == ("define", "undefined")
    steady = item(coming(province, targets, figures.format(1500), programmes=DRAFTED), "rate")
    assert "register_jump" not in [flag.code for flag in steady.points]


def test_who_counts_what_no_form_asks_for_is_named_all_the_same(phases):
    """Birth registration is kept by justice, whoever is in charge of children."""
    kinds = request_rules().respondents
    named = {item.subject.card.id: {kind for kind, _ in item.reporters} for coming in phases for item in coming.items}
    counted = {(code, kind) for kind, rules in kinds.items() for code in rules.answers if code in named}
    assert all(kind in named[code] for code, kind in counted)
    assert named.get("birth_registration_under5_rate", {"justice"}) == {"justice"}


@pytest.mark.parametrize(("start", "left", "value"), [("=", None, "2.6"), ("<", "open_pace", None)])
def test_no_level_follows_from_a_pace_that_runs_from_a_bound(province, start, left, value):
    targets = f"rate, plan, below, 3.8, {start}, 4.4, 2015, 2020\nrate, next, below, 3.6, =, 3.8, 2020, 2030"
    found = item(coming(province, targets, programmes=DRAFTED.replace("2030, draft", "2025, draft")), "rate")
    assert [flag.code for flag in found.grave] == ["slower_than_past"]
    assert found.level.left == left
    # 4.4 to 3.8 in five years, carried on for ten: 2.6.
    assert found.level.target is None or str(found.level.target.value) == value


def test_the_last_year_is_that_of_the_draft_the_nation_or_a_phase_as_long(province):
    figures = "help, 2022, =, 80"
    targets = "help, plan, at_least, 90, , , , 2020"
    assert years_after(province(**tables(targets, figures, programmes=DRAFTED)), "plan") == (2021, 2030)
    alone = province(**tables(targets, figures, programmes=ALONE))
    assert years_after(alone, "plan") == (2023, 2030) and years_after(alone, "plan", 2026) == (2023, 2026)
    without = province(
        **tables(targets, figures, programmes=ALONE.replace("closed,   ,        far", "closed,   ,        "))
    )
    assert years_after(without, "plan") == (2023, 2027)
    with pytest.raises(ValueError, match="2023 > 2020"):
        years_after(alone, "plan", 2020)


def test_a_phase_is_to_be_written_once_it_is_over_and_nothing_but_a_coming_draft_follows(province):
    targets, figures = "help, plan, at_least, 90, , , , 2020", "help, {}, =, 80"
    for programmes, year, expected in (
        (ALONE, 2019, []),
        (ALONE, 2020, ["plan"]),
        (DRAFTED, 2022, ["plan"]),
        (DRAFTED.replace("draft", "approved"), 2022, []),
    ):
        known = province(**tables(targets, figures.format(year), programmes=programmes))
        assert [p.id for p in closing_programmes(known)] == expected


def test_what_is_carried_on_says_so_and_starts_where_things_stand(evidence):
    known = with_next_phase(evidence, CLOSING)
    for target in known.targets_of(f"after_{CLOSING}"):
        old = evidence.targets[target.origin]
        assert (target.indicator, target.condition, target.value) == (old.indicator, old.condition, old.value)
        assert target.baseline_value is None and target.due_year == 2030
    assert not any(isinstance(t, CarriedTarget) for t in evidence.targets.values())
    with pytest.raises(CodeError, match="cpp_2021_2025_db_draft"):
        knowing(evidence, "after_cpp_2021_2025_db_draf")


def test_a_workshop_without_a_draft_starts_from_what_is_carried_on():
    drafted = f"after_{CLOSING}"
    known = seen_in_workshop(load("dien-bien"), drafted)
    pack = workshop(known, CLOSING, drafted)
    assert [c.subject.target.origin for c in pack.choices] == [f.target.id for f in pack.closing]
    assert known.day == load("dien-bien").day and pack.audit.programme.end == 2030


def test_audit_workshop_and_next_phase_find_the_same_and_rank_alike(evidence, phases):
    """What befell a target of the closing phase is still a point of the one that carries it on."""
    befell = {"vanishing_denominator", "register_jump"}
    inherited = 0
    for found in phases:
        before, after = audit(evidence, found.closing.id), audit(found.evidence, found.phase.id)
        assert [s.target.id for s in after.ranked if s.target.id in {i.subject.target.id for i in found.own}] == [
            item.subject.target.id for item in found.own
        ]
        for item in found.own:
            own = [flag.code for flag in after[item.subject.target.id]]
            assert sorted(own) == sorted(flag.code for flag in item.points)
            old = befell & {flag.code for flag in before[item.origin.id]}
            assert old <= {*own}
            inherited += len(old)
    assert inherited


def test_of_a_wanted_fall_without_a_figure_the_levels_are_known(evidence, phases):
    """3,229 couples of 32 months, 3,062 of 2017, and the share of all who married: read from the file itself."""
    found = next(i for i in phases[0] if i.subject.card.id == "child_marriage_couples")
    rows = [o for o in evidence.observations.values() if o.area == found.subject.area]
    couples = [o for o in rows if o.indicator == "child_marriage_couples"]
    newest = max(couples, key=lambda o: o.period.last)
    of_year = max((o for o in couples if o.period.first.year == o.period.last.year), key=lambda o: o.period.last)
    share = max((o for o in rows if o.indicator == "child_marriage_rate"), key=lambda o: o.period.last)
    assert found.newest is None and found.is_known
    assert [r.value for r in found.levels] == [newest.value, of_year.value, share.value]
    assert set(found.levels[0].sources) <= set(found.sources)


def test_a_frame_that_was_filtered_is_shown_as_it_is(phases):
    frame = phases[0].frame()
    few = frame[frame["class"] == "define"].iloc[::-1]
    assert [i.subject.target.id for i in next_phase_of(few)] == few["target"].tolist()
    assert frame["proposed_value"].isna().tolist() == frame["left"].notna().tolist()
