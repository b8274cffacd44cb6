"""Areas beside each other: what differs by more than chance, from figures that may be shown, in the file's order."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, poisson
from tests.areas import REAL, england, made_up
from tests.judgement.province import make

import bvte
from bvte.judgement.area_change import Inequality, NotMeasured, inequalities, rate_change, standardised_rates
from bvte.judgement.area_comparison import (
    FEWEST_AREAS,
    Absence,
    Standing,
    area_series,
    compare_areas,
    comparison_subjects,
)

RATE = "special_circumstances_rate"
real = pytest.mark.skipif(not REAL.is_file(), reason="../shared/real, the data of England, is not here")


@pytest.fixture(scope="module")
def communes(tmp_path_factory):
    """The made-up counts of 45 communes, one of them withheld, one without any."""
    evidence = made_up(tmp_path_factory.mktemp("areas") / "made-up", hidden=("03127",), absent=("03158",))
    return compare_areas(evidence, RATE, 2025, "commune")


def test_areas_stand_in_the_order_of_the_file_and_say_why_they_are_not_compared(communes):
    listed = [a.code for a in communes.evidence.areas.values() if a.level == "commune" and a.valid_to is None]
    frame = communes.frame()
    assert list(frame["area"]) == listed
    absent = frame.loc[frame["absence"] != "", "absence"]
    assert absent.to_dict() == {"03127": Absence.WITHHELD, "03158": Absence.NO_FIGURE}
    assert frame.loc[["03127", "03158"], ["events", "people", "rate", "shrunken"]].isna().all(axis=None)


def test_no_number_rests_on_a_withheld_count(tmp_path, communes):
    """Whatever the withheld count is, everything that is told is the same."""
    other = made_up(tmp_path / "other", hidden=("03127",), absent=("03158",), small=7)
    again = compare_areas(other, RATE, 2025, "commune")
    pd.testing.assert_frame_equal(again.frame(), communes.frame())
    assert str(bvte.area_title(again)) == str(bvte.area_title(communes))
    assert str(bvte.inequality_table(again)) == str(bvte.inequality_table(communes))
    assert str(bvte.change_table(again)) == str(bvte.change_table(communes))


def test_the_whole_is_that_of_the_shown_counts_and_limits_those_of_their_binomial(communes):
    shown = communes.frame().dropna(subset=["events"])
    centre = shown["events"].sum() / shown["people"].sum()
    assert communes.centre == pytest.approx(centre)
    lower = binom.cdf(shown["events"], shown["people"], centre)
    upper = binom.sf(shown["events"] - 1, shown["people"], centre)
    outside = np.minimum(lower, upper) < 0.025
    assert communes.outside(0.95).seen == outside.sum()
    assert 0 < communes.outside(0.95).expected < 0.05 * len(shown)


def test_the_planted_differences_are_found_and_drawn_to_the_whole(communes):
    """Communes whose code ends in 0 were given half as many again, in 1 six tenths."""
    frame = communes.frame().dropna(subset=["events"])
    high, low = (frame[frame["area"].str.endswith(end)] for end in "01")
    assert set(high["standing"]) <= {Standing.ABOVE, Standing.FAR_ABOVE, Standing.WITHIN}
    assert (frame.loc[frame["bh"] < 0.05, "area"].str[-1].isin(["0", "1"])).all()
    whole = 100 * communes.centre
    between = frame["shrunken"].between(*np.sort([np.full(len(frame), whole), frame["rate"]], axis=0))
    assert between.all() and (low["rate"] < whole).all()
    assert ((frame["shrunken_low"] < frame["shrunken"]) & (frame["shrunken"] < frame["shrunken_high"])).all()


def test_the_change_across_the_merger_is_parted_exactly(communes):
    found = rate_change(communes)
    assert found.earlier == 2024
    assert set(found.parts.index) == set(communes.events.index) - set(found.missing)
    # The 129 communes of before add up: every count of 2024 of an area compared is that of its old communes.
    printed = communes.evidence.table("observations")
    before = printed[(printed["indicator"] == "special_circumstances_count") & (printed["start"].str[:4] == "2024")]
    before = before.set_index("area")["value"].astype(float)
    changes = communes.evidence.table("area_changes")
    for code in found.parts.index[:12]:
        olds = changes.loc[changes["new_code"] == code, "old_code"]
        assert found.parts.loc[code, "events_0"] == before[list(olds)].sum()
    done = found.decomposed
    crude = [100 * found.parts[f"events_{i}"].sum() / found.parts[f"people_{i}"].sum() for i in (0, 1)]
    assert (done.crude_0, done.crude_1) == pytest.approx(crude)
    assert done.composition + done.rate == pytest.approx(crude[1] - crude[0])


def test_inequality_has_intervals_and_its_conditions(communes):
    found = inequalities(communes, rate_change(communes))
    assert all(isinstance(one, Inequality) for one in found)
    for one in found:
        assert one.found.low <= one.found.corrected <= one.found.high < one.found.value * 1.2
        assert one.found.is_beyond_chance and one.change[1] <= one.change[0] <= one.change[2]
    few = [figure for figure in communes.figures if figure.counts][:4]
    assert inequalities(_with(communes, few)) == NotMeasured.TOO_FEW_AREAS
    half = [f if n % 2 else f.__class__(f.area, None, None, Absence.NO_FIGURE) for n, f in enumerate(communes.figures)]
    assert inequalities(_with(communes, half)) == NotMeasured.TOO_MANY_MISSING


def _with(comparison, figures):
    return replace(comparison, figures=tuple(figures))


def test_published_counts_of_all_communes_do_not_hide_each_other(communes):
    """What they add up to for a district says nothing that each of them was not published for."""
    before = compare_areas(communes.evidence, RATE, 2024, "commune")
    assert {f.absence for f in before.figures} == {None, Absence.NO_FIGURE} and len(before.figures) == 129


def test_only_what_has_enough_areas_is_a_subject(communes):
    subjects = comparison_subjects(communes.evidence, "11")
    assert subjects == [(RATE, 2024, "commune"), (RATE, 2025, "commune")]
    assert [s for s in comparison_subjects(bvte.load("quang-tri"), "44") if len(s) != 3] == []


def test_a_unit_of_today_has_no_figures_of_another_of_its_code(communes):
    series = area_series(communes, ["03151", "03160"])
    assert set(series["year"]) == {2025}


@pytest.fixture(scope="module")
def of_england(tmp_path_factory):
    return england(tmp_path_factory.mktemp("england"))


@real
def test_england_2025(of_england):
    compared = compare_areas(of_england, "rate", 2025, "district")
    # The publisher's figure for England.
    assert round(compared.scale * compared.centre, 1) == 40.6
    x, e = compared.events, compared.centre * compared.people
    outside = np.minimum(poisson.cdf(x, e), poisson.sf(x - 1, e)) < 0.025
    found = compared.outside(0.95)
    assert found.seen == outside.sum() and found.probability < 1e-6 and found.expected < 8
    # Areas differ so much that the page has to allow for it; nobody is then named by chance limits alone.
    assert compared.is_widened and (compared.numbers["standing"] != str(Standing.WITHIN)).sum() < 20
    # Units that were born or ended have no counts in the year: they say so.
    assert {f.absence for f in compared.figures if not f.counts} == {Absence.NO_FIGURE}


@real
def test_england_changed_in_its_areas_and_not_by_children_who_moved(of_england):
    found = rate_change(compare_areas(of_england, "rate", 2025, "district"))
    done = found.decomposed
    assert found.earlier == 2020 and len(found.parts) > 140
    assert abs(done.composition) < 0.1 * abs(done.rate)
    assert (round(done.crude_0, 1), round(done.crude_1, 1)) == (43.7, 40.5)


PARTED = """
    id,             name_vi, name_en,    unit,     kind,  better,    group,      counted, among,    parts
    rate,           Tỷ lệ,   Rate,       percent,  rate,  down,      protection, count,   children,
    count,          Số thử,  Count,      children, count, ambiguous, protection, ,        , count_boys count_girls
    count_boys,     Nam thử, Count boys, children, count, ambiguous, protection, ,        ,
    count_girls,    Nữ thử,  Count girls, children, count, ambiguous, protection, ,        ,
    children,       Trẻ em,  Children,   children, count, ambiguous, general,    ,        , children_boys children_girls
    children_boys,  Trẻ trai, Boys,      children, count, ambiguous, general,    ,        ,
    children_girls, Trẻ gái, Girls,      children, count, ambiguous, general,    ,        ,
"""


def _parted(folder, counts):
    """A province of districts with counts of boys and girls: district -> (boys, all boys, girls, all girls)."""
    areas = "\n".join(
        ["code, level, name_vi, name_en, parent", *(f"{c}, district, Huyện {c}, District {c}, P1" for c in counts)]
    )
    lines = ["indicator, area, start, value"]
    for code, (boys, all_boys, girls, all_girls) in counts.items():
        told = {"count_boys": boys, "count_girls": girls, "count": boys + girls}
        told |= {"children_boys": all_boys, "children_girls": all_girls, "children": all_boys + all_girls}
        lines += [f"{name}, {code}, 2024, {value}" for name, value in told.items()]
    return make(folder, cards=PARTED, areas=areas, observations="\n".join(lines))


def test_districts_with_more_boys_are_held_against_equals(tmp_path):
    """In all districts one boy in ten and one girl in fifty: only the share of boys differs."""
    people = {f"D{n}": (100 * n, 1000 * n, 20 * m, 1000 * m) for n, m in ((1, 5), (2, 4), (3, 3), (4, 2), (5, 1))}
    compared = compare_areas(_parted(tmp_path, people), "rate", 2024, "district")
    crude, found = compared.numbers["rate"], standardised_rates(compared)
    assert crude.max() - crude.min() > 4
    assert found["rate"].tolist() == pytest.approx([6.0] * 5)
    assert found["ratio"].tolist() == pytest.approx([1.0] * 5)
    assert ((found["low"] < 6) & (found["high"] > 6)).all()


def test_counts_without_parts_are_not_standardised(communes):
    assert standardised_rates(communes) is None


def test_a_comparison_of_nothing_says_so():
    compared = compare_areas(bvte.load("dien-bien"), "child_marriage_rate", 2016, "commune")
    assert len(compared.counted) < FEWEST_AREAS
    assert "so sánh" in str(bvte.area_funnel(compared))
    for part in (bvte.area_title, bvte.chance_table, bvte.inequality_table, bvte.change_table, bvte.area_map):
        assert str(part(compared))
