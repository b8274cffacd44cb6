import json
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import binom

from bvte.methods import quality
from bvte.methods.undefined import Undefined

CASES = {c["id"]: c for c in json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))["cases"]}


def flags(table):
    """Flags as True, False and None (cannot be assessed)."""
    return [None if pd.isna(flag) else bool(flag) for flag in table["flag"]]


def test_published_modified_z():
    case = CASES["A8-MODZ-01"]
    given_, expected = case["inputs"], case["expected"]
    found = quality.modified_z(given_["values"], cut=given_["cutoff"])
    assert found["z"].tolist() == pytest.approx(expected["modified_z"], abs=case["tolerance"]["abs"])
    assert np.flatnonzero(flags(found)).tolist() == expected["outlier_indices_0based"]


def test_published_year_ratio():
    case = CASES["A8-DQR-02"]
    given_, expected, near = case["inputs"], case["expected"], case["tolerance"]["abs"]
    found = quality.year_ratio(given_["current"], given_["previous"], given_["threshold_percent"] / 100)
    assert found["ratio"].tolist() == pytest.approx([expected["ratio"]], abs=near)
    assert found["difference_percent"].tolist() == pytest.approx([expected["difference_percent"]], abs=near)
    assert flags(found) == [expected["flag"]]


def test_year_ratios_of_a_table():
    area = list("abcde")
    previous = pd.DataFrame({2023: [100, 0, None, None, 66], 2024: [80, 0, None, 50, 66]}, index=area)
    found = quality.year_ratio(pd.Series([120, 5, 1, 60, None], index=area), previous)
    assert found["ratio"].tolist()[:4] == pytest.approx([4 / 3, np.nan, np.nan, 1.2], nan_ok=True)
    assert flags(found) == [True, None, None, False, None]
    assert found.index.tolist() == area


def test_a_column_of_one_previous_year_is_not_a_row_of_years():
    found = quality.year_ratio(pd.Series([10, 30, 10]), pd.Series([10, 20, 40]))
    assert found["ratio"].tolist() == [1, 1.5, 0.25]
    assert flags(found) == [False, True, True]


def test_a_third_more_is_at_the_threshold_and_not_beyond():
    assert flags(quality.year_ratio([1.33, 0.67, 1.3301], [[1], [1], [1]])) == [False, False, True]


def test_completeness_of_reports_and_items():
    reports = quality.report_completeness([9, 8, 0, None], [10, 10, 0, 10])
    assert reports["share"].tolist() == pytest.approx([0.9, 0.8, np.nan, np.nan], nan_ok=True)
    assert flags(reports) == [False, True, None, None]
    assert flags(quality.report_completeness([8], [10], needed=0.75)) == [False]
    cells = pd.DataFrame({"girls": [1, 0], "boys": [2, None]}, index=["a", "b"])
    assert quality.item_completeness(cells)["share"].to_dict() == {"a": 1, "b": 0.5}
    assert quality.item_completeness(cells, zero_is_missing=True)["share"].to_dict() == {"a": 1, "b": 0}


def test_area_ratios_against_the_province():
    # 7 of 50 in the province; 1 of 10 is 5/7 of that, 4 of 20 is 10/7.
    found = quality.province_ratio([1, 2, 4, None], [10, 20, 20, 500])
    assert found["ratio"].tolist() == pytest.approx([5 / 7, 5 / 7, 10 / 7, np.nan], nan_ok=True)
    assert flags(found) == [False, False, True, None]


values = st.lists(st.integers(-1000, 1000).map(float), min_size=3, max_size=20)


@given(values, st.integers(1, 40), st.integers(-500, 500))
def test_modified_z_has_no_unit_and_no_origin(x, factor, shift):
    centre = median(x)
    assume(median(abs(each - centre) for each in x) > 0)
    z = quality.modified_z(x)["z"]
    assert quality.modified_z([factor * each + shift for each in x])["z"].tolist() == pytest.approx(z)
    assert [-each for each in quality.modified_z([-each for each in x])["z"]] == pytest.approx(z)
    # Half of the areas are never further than 0.6745 from the middle.
    assert (z.abs() <= 0.6745 + 1e-9).mean() >= 0.5


@given(values)
def test_no_standard_z_exceeds_its_bound(x):
    assume(np.ptp(x) > 0)
    n = len(x)
    z = (np.array(x) - np.mean(x)) / np.std(x, ddof=1)
    assert np.abs(z).max() <= (n - 1) / n**0.5 + 1e-9
    if n >= 11:
        assert flags(quality.standard_z(x)) == (np.abs(z) >= 3).tolist()
    else:
        with pytest.raises(Undefined, match="cut_out_of_reach"):
            quality.standard_z(x)


def test_standard_deviations_miss_the_two_outliers_that_hide_each_other():
    x = CASES["A8-MODZ-01"]["inputs"]["values"]
    assert not any(flags(quality.standard_z([*x, 2.4])))
    assert sum(flags(quality.modified_z([*x, 2.4]))) == 2


def test_two_deviations_need_six_values():
    assert flags(quality.standard_z([1, 1, 1, 1, 1, 9], cut=2)) == [False] * 5 + [True]
    with pytest.raises(Undefined, match="cut_out_of_reach"):
        quality.standard_z([1, 1, 1, 1, 9], cut=2)


def test_outliers_of_a_column_with_gaps():
    column = pd.Series([2.0, None, 2.1, 2.2, 9.0], index=list("abcde"))
    found = quality.modified_z(column)
    assert flags(found) == [False, None, False, False, True]
    assert found["z"].dropna().tolist() == quality.modified_z(column.dropna())["z"].tolist()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: quality.modified_z([5, 5, 5, 9]), "no_spread"),
        (lambda: quality.modified_z([0.3, 0.1 + 0.2, 0.3, 0.1 + 0.2, 0.1 + 0.2, 0.31]), "no_spread"),
        (lambda: quality.modified_z([3e9, 3e9 * (1 + 2e-16), 3e9, 3e9, 4e9]), "no_spread"),
        (lambda: quality.modified_z([0, 0, 0, 0, 7]), "no_spread"),
        (lambda: quality.standard_z([0.3, 0.1 + 0.2] * 6), "no_spread"),
        (lambda: quality.modified_z([]), "too_few_points"),
        (lambda: quality.modified_z([5, pd.NA, None]), "too_few_points"),
        (lambda: quality.modified_z([5, np.inf, 6]), "infinite_value"),
        (lambda: quality.modified_z([5, "many", 6]), "not_a_number"),
        (lambda: quality.repeated_values(pd.DataFrame({"2024": []})), "too_few_points"),
        (lambda: quality.item_completeness(pd.DataFrame()), "too_few_points"),
        (lambda: quality.report_completeness([1, 2], [1, 2, 3]), "unequal_lengths"),
        (lambda: quality.outlying_counts([0, 0, 0]), "no_events"),
        (lambda: quality.outlying_counts([0, 1]), "too_few_points"),
        (lambda: quality.outlying_counts([0, 1, 2.5]), "count_not_whole"),
        (lambda: quality.outlying_counts([0, 1, 2], [5, 0, 5]), "no_denominator"),
        (lambda: quality.outlying_counts([0, -1, 2]), "negative_count"),
        (lambda: quality.modified_z([5, None, 9]), "too_few_points"),
        (lambda: quality.standard_z([5] * 12), "no_spread"),
        (lambda: quality.standard_z([5]), "too_few_points"),
        (lambda: quality.province_ratio([0, 0], [5, 5]), "no_denominator"),
        (lambda: quality.province_ratio([3, None], [None, 5]), "no_denominator"),
    ],
)
def test_what_cannot_be_assessed(call, code):
    with pytest.raises(Undefined) as error:
        call()
    assert error.value.code == code


def test_more_reports_than_were_expected_are_a_question():
    found = quality.report_completeness([130, 100, 95, 1], [100, 100, 100, 0])
    assert flags(found) == [True, False, False, None]
    assert flags(quality.report_completeness(0.3, 0.1 + 0.2)) == [False]


def test_a_total_of_other_areas_is_none_of_these():
    parts = pd.DataFrame({"girls": [1, 2], "boys": [3, 4]}, index=["a", "b"])
    for index in (["b", "a"], ["c", "d"]):
        with pytest.raises(Undefined, match="different_indexes"):
            quality.parts_and_total(parts, pd.Series([4, 6], index=index))
    assert flags(quality.parts_and_total(parts, [4, 6])) == [False, False]
    assert quality.parts_and_total([[1, 3], [2, 5]], pd.Series([4, 6], ["c", "d"]))["flag"].to_dict() == {
        "c": False,
        "d": True,
    }
    assert flags(quality.parts_and_total(parts.replace(4, pd.NA), [4, 6])) == [False, None]


def test_communes_that_are_nearly_all_at_nought_have_an_outlier_test():
    counts = pd.Series([0] * 40 + [1, 0, 1, 7, None], index=range(100, 145))
    found = quality.outlying_counts(counts)
    assert found.index[found["flag"].fillna(False)].tolist() == [143]
    assert found["flag"].isna().tolist() == [False] * 44 + [True]
    # The seven of nine events that fell to one of 44 communes, counted outcome by outcome.
    from math import comb

    by_hand = sum(comb(9, k) * 43 ** (9 - k) for k in range(7, 10)) / 44**9
    assert found.loc[143, "tail"] == pytest.approx(by_hand)
    assert found.loc[143, "expected"] == pytest.approx(2 / 43)
    assert found.loc[100, "tail"] == pytest.approx((43 / 44) ** 9)


def test_a_large_commune_may_have_more_events_than_others():
    assert flags(quality.outlying_counts([0, 1, 0, 0, 9], [100, 120, 90, 110, 9000])) == [False] * 5
    assert flags(quality.outlying_counts([0, 1, 0, 0, 9])) == [False] * 4 + [True]


@given(st.lists(st.integers(0, 8), min_size=3, max_size=30).filter(any))
def test_counts_of_equal_areas_are_outlying_by_the_binomial_tail(counts):
    n, events = len(counts), sum(counts)
    chances = binom.pmf(range(events + 1), events, 1 / n)
    tails = [min(chances[: x + 1].sum(), chances[x:].sum()) for x in counts]
    assert quality.outlying_counts(counts)["tail"].tolist() == pytest.approx(tails)


def longest_run(row):
    """The same by looking at every stretch of years."""
    stretches = [row[i:j] for i in range(len(row)) for j in range(i + 1, len(row) + 1)]
    return max((len(s) for s in stretches if None not in s and len(set(s)) == 1), default=0)


@given(st.lists(st.lists(st.sampled_from([None, 0, 1, 2]), min_size=6, max_size=6), min_size=1, max_size=5))
def test_runs_of_repeated_values(rows):
    expected = [longest_run(row) for row in rows]
    found = quality.repeated_values(pd.DataFrame(rows, dtype=float))
    assert found["run"].tolist() == expected
    assert flags(found) == [None if run == 0 else run >= 3 for run in expected]


def test_the_years_of_one_area_are_one_row():
    assert quality.repeated_values([4, 4, 4, 5])["run"].tolist() == [3]
    assert flags(quality.repeated_values([])) == flags(quality.year_ratio(5, [])) == [None]
    assert quality.repeated_values([4, pd.NA, 4, 4])["run"].tolist() == [2]


def test_more_children_than_there_are():
    found = quality.above_population(pd.Series([5, 4, None, 1], index=list("abcd")), [4, 4, 4, 0])
    assert flags(found) == [True, False, None, True]
    assert found.loc["a", "share"] == 1.25


def test_a_printed_percent_is_its_counts_rounded():
    found = quality.percent_from_counts([33.3, 33.4, 12.5, 50, 10], [1, 1, 1, 0, 1], [3, 3, 8, 0, 10])
    assert flags(found) == [False, True, False, None, False]
    assert found["computed"].tolist()[:2] == pytest.approx([33.33333, 33.33333], abs=1e-4)


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([1, 0.1, 0.01]))
def test_a_rightly_rounded_percent_is_never_flagged(count, total, step):
    printed = round(round(100 * count / total / step) * step, 2)
    assert flags(quality.percent_from_counts(printed, count, total, step=step)) == [False]
    assert flags(quality.percent_from_counts(printed + 1.01 * step, count, total, step=step)) == [True]


def test_parts_add_up_to_their_total():
    parts = pd.DataFrame({"girls": [1, 1, 5, 2], "boys": [2, None, None, 2]}, index=list("abcd"))
    found = quality.parts_and_total(parts, pd.Series([3, 3, 3, 5], index=list("abcd")))
    # b: 2 boys may be missing; c: 5 girls are too many whatever the boys; d: 4 is not 5.
    assert flags(found) == [False, None, True, True]
    assert found["difference"].tolist() == [0, -2, 2, -1]


def test_rounded_parts_may_miss_their_total():
    thirds = pd.DataFrame({"a": [33, 33], "b": [33, 33], "c": [33, 30]})
    assert flags(quality.parts_and_total(thirds, 100, step=1)) == [False, True]
    assert flags(quality.parts_and_total(thirds, 100)) == [True, True]
