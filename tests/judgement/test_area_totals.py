"""Totals over the communes that answered: how many they are, what is withheld, what no rate is made of."""

import pytest

from bvte.evidence.language import speaking
from bvte.judgement.area_totals import area_totals
from bvte.judgement.estimates import estimates_of, firmest, withheld_estimates
from bvte.presentation.numbers import labelled

V, B, G = "child_abuse_victims", "child_abuse_victims_boys", "child_abuse_victims_girls"
CARDS = f"""
    id,    name_vi, name_en, unit,     kind,  sensitivity,  counted, among
    rate,  Tỷ lệ,   Rate,    percent,  rate,  public,       some,    all
    some,  Một số,  Some,    children, count, public,
    all,   Tất cả,  All,     children, count, public,
    inner, Riêng,   Inner,   children, count, aggregate_only,
    {V},   Bị hại,  Victims, children, count, small_counts,
    {B},   Trai,    Boys,    children, count, small_counts,
    {G},   Gái,     Girls,   children, count, small_counts,
"""
AREAS = """
    code, level,   parent, name_vi, name_en, valid_from, valid_to
    C1,   commune, P1,     Một,     One,     2004-01-01, 2025-06-30
    N1,   commune, P1,     Mới một, New one, 2025-07-01,
    N2,   commune, P1,     Mới hai, New two, 2025-07-01,
    N3,   commune, P1,     Mới ba,  New three, 2025-07-01,
"""
SOURCES = """
    id, kind
    f1, office
    f2, office
    f3, office
    p1, press
"""


@pytest.fixture
def received(province):
    """Makes evidence from figures that offices sent: (indicator, area, value), on a day unless a start is given."""

    def make(*lines, source="f"):
        told = [(code, area, number, *(more or ("2025-12-31",))) for code, area, number, *more in lines]
        rows = [f"{code}, {area}, {number}, {start}, {source}{area[1]}" for code, area, number, start in told]
        observations = "\n".join(["indicator, area, value, start, source", *rows])
        return province(cards=CARDS, areas=AREAS, sources=SOURCES, observations=observations)

    return make


def total_of(evidence, indicator):
    found = [estimate for estimate in estimates_of(evidence, indicator, "P1") if estimate.areas]
    return found[0] if found else None


def test_a_total_is_at_least_so_much_until_all_have_answered(received):
    total = total_of(received(("all", "N1", 100), ("all", "N2", 50)), "all")
    assert (total.comparator, total.value, total.areas.answered, total.areas.asked) == (">=", 150, 2, 3)
    assert (total.strength, total.is_derived, total.sources) == ("reported", True, ("f1", "f2"))
    assert total.interval.left == 150 and total.interval.right == float("inf")


def test_a_total_of_all_is_a_number(received):
    total = total_of(received(*(("all", f"N{n}", 10 * n) for n in (1, 2, 3))), "all")
    assert (total.comparator, total.value, total.areas.is_complete) == ("=", 60, True)


@pytest.mark.parametrize(("language", "words"), [("vi", "2/3 đơn vị cấp xã"), ("en", "2/3")])
def test_how_many_answered_stands_beside_the_total(received, language, words):
    total = total_of(received(("all", "N1", 100), ("all", "N2", 50)), "all")
    with speaking(language):
        assert words in labelled(total)


def test_a_rate_is_made_of_complete_totals_only(received):
    some = [("some", f"N{n}", 5) for n in (1, 2, 3)]
    whole = [("all", f"N{n}", 50) for n in (1, 2, 3)]
    assert estimates_of(received(*some, *whole[:2]), "rate", "P1") == []
    assert estimates_of(received(*some[:2], *whole[:2]), "rate", "P1") == []
    (rate,) = estimates_of(received(*some, *whole), "rate", "P1")
    assert (rate.comparator, rate.value, rate.strength) == ("=", 10, "reported")


def test_nothing_is_added_up_over_a_time_in_which_areas_came_or_went(received):
    assert area_totals(received(("all", "N1", 100, "2025"), ("all", "N2", 50, "2025"))) == {}


def test_what_was_published_of_communes_is_not_added_up(received):
    evidence = received(("all", "N1", 100), source="p")
    evidence = evidence.supposing(
        sources={code: row.model_copy(update={"kind": "press"}) for code, row in evidence.sources.items()}
    )
    assert total_of(evidence, "all") is None


def test_an_area_that_gave_two_numbers_counts_with_the_smaller_one_and_leaves_a_bound(received):
    lines = [("all", "N1", 100), ("all", "N1", 90), ("all", "N2", 50), ("all", "N3", 10)]
    total = total_of(received(*lines), "all")
    assert (total.comparator, total.value, total.areas.answered) == (">=", 150, 3)


def test_a_small_total_is_withheld_with_what_would_tell_it(received):
    """3 boys of 23 children: girls and all of them would tell the boys."""
    lines = [(V, "N1", 13), (B, "N1", 2), (G, "N1", 11), (V, "N2", 10), (B, "N2", 1), (G, "N2", 9)]
    evidence = received(*lines)
    assert [total_of(evidence, code) is None for code in (V, B, G)] == [False, True, True]


def test_a_total_is_shown_while_the_small_counts_of_its_areas_are_not(received):
    evidence = received(*((V, f"N{n}", n) for n in (1, 2, 3)))
    assert total_of(evidence, V).value == 6
    assert [estimates_of(evidence, V, f"N{n}") for n in (1, 2, 3)] == [[], [], []]
    assert len(withheld_estimates(evidence, V, "N1")) == 1


def test_what_may_be_shown_for_the_province_alone_is_not_shown_for_a_commune(received):
    evidence = received(*(("inner", f"N{n}", 100 * n) for n in (1, 2, 3)))
    assert total_of(evidence, "inner").value == 600
    assert estimates_of(evidence, "inner", "N2") == []
    assert len(estimates_of(received(("all", "N1", 100)), "all", "N1")) == 1


def test_what_a_body_gave_for_the_province_goes_before_what_its_units_add_up_to(province):
    """Also where the total is of a shorter time, which is the later one to begin."""
    units = "\n".join(f"all, N{n}, 50, 2025-07, 2025-12, total, f{n}" for n in (1, 2))
    observations = f"indicator, area, value, start, end, statistic, source\nall, P1, 31, 2025, 2025, total, f3\n{units}"
    evidence = province(cards=CARDS, areas=AREAS, sources=SOURCES, observations=observations)
    found = estimates_of(evidence, "all", "P1")
    assert sorted((r.value, r.areas is None) for r in found) == [(31, True), (100, False)]
    assert firmest(found).value == firmest(reversed(found)).value == 31


def test_the_total_of_a_single_unit_is_its_own_figure_and_as_little_shown(received):
    assert total_of(received((V, "N1", 40)), V) is None
    assert total_of(received((V, "N1", 40), (V, "N2", 30)), V).value == 70
    assert total_of(received(("all", "N1", 40)), "all").value == 40


def test_parts_of_one_unit_more_than_of_the_whole_do_not_tell_its_small_count(received):
    """31 boys, 21 girls of three units less the 50 of two that gave their sum: the 2 children of the third."""
    lines = [(V, "N1", 20), (B, "N1", 10), (G, "N1", 10), (V, "N2", 30), (B, "N2", 20), (G, "N2", 10)]
    assert total_of(received(*lines), B).value == 30
    evidence = received(*lines, (B, "N3", 1), (G, "N3", 1))
    assert None in [total_of(evidence, code) for code in (V, B, G)]
