"""The same indicator elsewhere: near in time, of the same kind, with the breaks between."""

import bvte
from bvte.evidence.value import COUNTS
from bvte.judgement.beside import YEARS_APART, figures_elsewhere


def test_the_nearest_figure_of_the_country_and_of_another_province_stand_beside(dien_bien):
    seen = bvte.seen(dien_bien, "", "cpp_2021_2025_db_draft")
    pairs = figures_elsewhere(bvte.judge(seen, "cpp_2021_2025_db_draft"))
    beside = {pair.other.area: pair for pair in pairs if pair.own.indicator == "special_circumstances_rate"}
    # As the rows of observations.csv have them.
    figures = {code: (float(pair.other.value), pair.other.year) for code, pair in beside.items()}
    assert figures == {"VN": (6.8, 2022), "17": (1.76, 2022), "40": (1.4, 2025)}
    # The province's figure of 2025 and the others of 2022 have the change of the department between them.
    assert [b.id for b in beside["VN"].breaks] == ["agency_2025"] and beside["40"].breaks == ()


def test_nothing_stands_beside_that_is_a_count_of_another_kind_or_far_in_time(dien_bien):
    for programme in dien_bien.programmes.values():
        if programme.area == "11":
            for pair in figures_elsewhere(bvte.judge(dien_bien, programme.id)):
                assert pair.own.unit == pair.other.unit and pair.own.unit not in COUNTS
                assert pair.own.indicator == pair.other.indicator and pair.own.area != pair.other.area
                assert abs(pair.own.year - pair.other.year) <= YEARS_APART


def test_a_made_up_province_without_figures_elsewhere_has_none(province):
    evidence = province(
        targets="programme, indicator, condition, value, due_year\nplan, help, at_least, 70, 2020",
        observations="indicator, start, value\nhelp, 2020, 72",
    )
    assert figures_elsewhere(bvte.judge(evidence, "plan")) == []
