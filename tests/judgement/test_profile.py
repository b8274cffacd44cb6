"""Profiles of areas below the province: which there are, what stands beside a figure, what is withheld, whom to ask."""

import re
from datetime import date

import pytest

from bvte.judgement.conflicts import disputed_estimates, doubted_estimates
from bvte.judgement.profile import profile
from bvte.judgement.unit_figures import heirs, profile_year, unit_figures
from bvte.presentation.newness import inside
from bvte.presentation.profile_page import profile_missing, profile_table, profile_title
from bvte.publishing.report import plan_reports

from .province import CARDS

AREAS = """
    code, level,    parent, name_vi,  name_en, valid_from, valid_to
    D1,   district, P1,     Huyện A,  A,       2004-01-01, 2025-06-30
    C1,   commune,  D1,     Xã B,     B,       2004-01-01, 2025-06-30
    C2,   commune,  P1,     Xã C,     C,       2025-07-01,
    Z9,   district, XX,     Huyện Z,  Z,       2004-01-01,
"""
CHANGES = """
    old_code, new_code, date,       decision, weight
    C1,       C2,       2025-07-01, 1/NQ,     1
"""
FIGURES = """
    indicator, value, comparator, area, start,      end,        statistic, source
    rate,      40,    =,          D1,   2024,       2024,       level,     a
    rate,      44,    =,          D1,   2022,       2022,       level,     a
    rate,      20,    =,          P1,   2025,       2025,       level,     b
    rate,      10,    =,          XX,   2020,       2020,       level,     b
    children,  300,   =,          D1,   2024,       2024,       level,     a
    children,  9000,  =,          P1,   2023,       2023,       level,     b
    help,      3,     >=,         D1,   2024,       2024,       level,     a
    help,      5,     <=,         D1,   2024,       2024,       level,     a
    rate,      5,     =,          Z9,   2024,       2024,       level,     a
    count,     2,     =,          C2,   2025,       2025,       level,     c
    help,      50,    =,          C2,   2025-07-01, 2025-12-31, level,     a
"""
GUARDED = CARDS.replace("group,      counted,  among", "group,      counted,  among,    sensitivity").replace(
    "count,    Số trẻ em thử,  Trial count,  children, count,  ambiguous, protection, ,",
    "count,    Số trẻ em thử,  Trial count,  children, count,  ambiguous, protection, ,        ,         small_counts",
)


@pytest.fixture
def known(province):
    return province(areas=AREAS, area_changes=CHANGES, observations=FIGURES, cards=GUARDED)


def test_areas_with_figures_of_their_own_have_a_profile_and_those_of_others_have_none(known):
    """Two ends of a range are one figure; a district outside the province is none of its units."""
    assert unit_figures(known) == {"C2": 2, "D1": 4}
    assert unit_figures(known, 2022) == {"D1": 1}


def test_the_newest_figure_stands_beside_those_that_are_counted_alike_and_near_in_time(known):
    shown = {f.estimate.indicator: f for f in profile(known, "D1").figures}
    assert (shown["rate"].estimate.value, shown["rate"].earlier.value) == (40, 44)
    # The nation's figure is four years away; a count stands only beside one of the same time.
    assert (shown["rate"].province.value, shown["rate"].nation) == (20, None)
    assert (shown["children"].province, shown["help"].estimate.comparator) == (None, "-")
    assert profile(known, "D1", 2022).figures[0].estimate.value == 44


def test_a_figure_stands_with_the_one_before_it_where_they_compare(known):
    title = str(profile_title(profile(known, "D1")))
    (sentence,) = [line for line in title.splitlines() if "40%" in line]
    assert "trước đó, năm 2022, là 44%" in sentence and title.count("44%") == 1


def test_a_page_begins_with_its_figures_and_says_to_which_province_the_area_belonged(known):
    """The district may be older than its province: the days are those of its row."""
    title = str(profile_title(profile(known, "D1")))
    assert title.index("40%") < title.index("số liệu riêng của địa bàn")
    assert f"Thuộc {inside(known.province)} từ ngày 01/01/2004 đến hết ngày 30/6/2025" in title


def test_a_figure_that_another_contradicts_says_so_and_whom_to_ask(province):
    """Made up: 40 % and 50 % of one year and thing, of two sources; the page tells both, and its marks."""
    figures = f"{FIGURES.rstrip()}\n    rate, 50, =, D1, 2024, 2024, level, b\n"
    found = profile(province(areas=AREAS, area_changes=CHANGES, observations=figures, cards=GUARDED), "D1")
    (shown,) = [f for f in found.figures if f.estimate.indicator == "rate"]
    told = {shown.estimate.value, *(r.value for r in shown.against)}
    assert told == {40, 50} and shown.certainty == "open"
    title, (row, *_) = str(profile_title(found)), profile_table(found).rows
    # One sentence has the two figures, and whom to ask; no other has them again.
    (sentence,) = [line for line in title.splitlines() if "40%" in line or "50%" in line]
    assert {"40%", "50%"} <= set(re.findall(r"\d+%", sentence)) and "cần hỏi để làm rõ: " in sentence
    assert sentence.endswith("▰▱▱ chưa chắc chắn")
    assert "chưa thống nhất với" in row[1].text
    assert not any(f.against for f in found.figures if f.estimate.indicator != "rate")


def test_counts_of_which_a_contradicting_rate_was_made_are_open_too(province):
    """Made up: 60 of 300 children are 20 %, and 40 % was published; one of the three is wrong, nobody knows which."""
    figures = f"{FIGURES.rstrip()}\n    count, 60, =, D1, 2024, 2024, level, a\n"
    found = profile(province(areas=AREAS, area_changes=CHANGES, observations=figures, cards=GUARDED), "D1")
    sure = {figure.estimate.indicator: figure.certainty for figure in found.figures}
    assert {sure[code] for code in ("rate", "count", "children")} == {"open"}
    # Told by two sources it is no surer, so that no rise rests on it.
    twice = f"{figures}    count, 60, =, D1, 2024, 2024, level, b\n"
    known = province(areas=AREAS, area_changes=CHANGES, observations=twice, cards=GUARDED)
    assert 60 in {r.value for r in doubted_estimates(known, "D1", "count")}
    assert not disputed_estimates(known, "D1", ["count"])
    alone = profile(province(areas=AREAS, area_changes=CHANGES, observations=FIGURES, cards=GUARDED), "D1")
    assert [f.certainty for f in alone.figures if f.estimate.indicator == "children"] != ["open"]


def test_a_small_count_is_on_no_profile_and_the_page_says_that_it_is_withheld(known):
    found = profile(known, "C2")
    assert [f.estimate.indicator for f in found.figures] == ["help"] and found.withheld == 1
    table = profile_table(found)
    assert "1 số liệu đã có nhưng không nêu" in table.note and len(table.rows) == 1
    assert "1 số liệu đã có nhưng không nêu" in str(profile_title(found))


def test_a_column_without_any_figure_is_left_out_and_a_frame_shows_its_rows(known):
    found = profile(known, "D1")
    assert [column.key for column in profile_table(found).columns] == ["indicator", "figure", "province", "evidence"]
    frame = found.frame().query("indicator == 'children'")
    (row,) = profile_table(frame, found).rows
    assert row[0].code == "children"
    assert frame["province"].tolist() == [""]


def test_a_commune_is_asked_for_what_it_has_not_given_and_nobody_for_a_district_that_ended(known):
    (row,) = profile_missing(profile(known, "C2", 2025)).rows
    assert "Xã C" in row[0].text and "Biểu" in row[1].text
    told = str(profile_missing(profile(known, "D1", 2025)))
    assert "30/6/2025" in told and "xã C" in told
    assert (heirs(known, "D1"), heirs(known, "C2")) == (("C2",), ())


@pytest.mark.parametrize("code", ["D1", "C1"])
def test_who_took_over_is_told_of_a_year_before_the_end_as_well(known, code):
    """Seen from December 2025 nobody can be asked for 2024 in an area that ended in June."""
    told = str(profile_missing(profile(known, code, 2024)))
    assert "30/6/2025" in told and "xã C" in told
    # Seen from a day before its end it can still be asked.
    assert "30/6/2025" not in str(profile_missing(profile(known.seen_from(date(2025, 1, 1)), code, 2024)))


def test_the_year_of_a_profile_lies_in_the_life_of_its_area(known):
    """The district lived into 2025, the commune from then on, whatever older figures its code has."""
    assert [profile_year(known, code) for code in ("D1", "C2")] == [2025, 2025]


def test_only_areas_with_three_figures_are_built_unasked_and_what_somebody_asked_for_is_kept_up(known):
    def keys(*kind, **asked):
        return [report.key for report in plan_reports(known, "here", *kind, language="vi", **asked)]

    of_district, of_commune = (f"here/area_profile-{code}-2025.vi" for code in ("D1", "C2"))
    assert [key for key in keys() if "area_profile" in key] == [of_district]
    assert set(keys("area_profile")) == {of_district, of_commune}
    assert [key for key in keys(standing={of_commune}) if "area_profile" in key] == [of_commune, of_district]
    assert keys("area_profile", year=2022) == ["here/area_profile-D1-2022.vi"]
    (report,) = plan_reports(known, "here", "area_profile", area="D1", year=2022, language="vi")
    assert report.command.endswith("--notebook area_profile --area D1 --year 2022 --only-language vi")
