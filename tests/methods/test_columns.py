import numpy as np
import pandas as pd
import pytest

from bvte.methods.columns import AlignedColumns, counts_of, events_of, row_by_row, tail_probability
from bvte.methods.undefined import Undefined


def test_results_take_the_shape_of_the_input():
    column = pd.Series([1, 2], index=["a", "b"])
    assert AlignedColumns(3, 4).shape(np.array([5.0])) == 5.0
    assert list(AlignedColumns([3, 4], 1).shape(np.array([5.0, 6.0]))) == [5, 6]
    pd.testing.assert_series_equal(AlignedColumns(column, 1).shape([5, 6]), pd.Series([5, 6], index=["a", "b"]))


def test_missing_stays_missing():
    assert np.isnan(AlignedColumns(pd.Series([1, None], dtype="Int64")).arrays[0]).tolist() == [False, True]


def test_columns_of_two_tables_are_not_paired_by_position():
    with pytest.raises(Undefined, match="different_indexes"):
        AlignedColumns(pd.Series([1, 2], index=["a", "b"]), pd.Series([1, 2], index=["b", "a"]))


@pytest.mark.parametrize("nothing", [None, pd.NA, np.nan, pd.NaT])
def test_what_is_not_known_is_missing_in_every_form(nothing):
    for values in (nothing, [1, nothing], pd.Series([1, nothing], dtype=object)):
        assert np.isnan(AlignedColumns(values).arrays[0][-1])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (([1, 2], [1, 2, 3]), "unequal_lengths"),
        (([],), "too_few_points"),
        ((pd.Series(dtype=float),), "too_few_points"),
        ((["many"],), "not_a_number"),
        (([1, [2, 3]],), "not_a_number"),
        ((pd.Series([1, np.inf]),), "infinite_value"),
    ],
)
def test_columns_that_are_none_say_why(values, code):
    with pytest.raises(Undefined) as error:
        AlignedColumns(*values)
    assert error.value.code == code


@row_by_row
def root(values, shift=0):
    """A method that has no answer below 0."""
    columns = AlignedColumns(values)
    columns.refuse("negative", columns.arrays[0] + shift < 0)
    return columns.shape(np.sqrt(columns.arrays[0] + shift))


def test_a_method_answers_the_rows_that_it_can():
    with pytest.raises(Undefined, match="negative"):
        root([4, -1, 9])
    assert root([4, -1, 9], undefined="missing").tolist() == pytest.approx([2, np.nan, 3], nan_ok=True)
    assert root([4, -1, -9], shift=1, undefined="missing").tolist()[:2] == pytest.approx([5**0.5, 0])
    column = pd.Series([4, -1, 9], index=["a", "b", "b"])
    assert root(column, undefined="missing").isna().tolist() == [False, True, True]
    assert column.tolist() == [4, -1, 9]


def test_infinite_numbers_are_refused():
    with pytest.raises(Undefined, match="infinite_value"):
        AlignedColumns([1, np.inf])


def test_the_rows_that_break_a_rule_are_named():
    area = ["a", "b", "c"]
    with pytest.raises(Undefined) as error:
        counts_of(pd.Series([1, 5, 7], index=area), pd.Series([2, 4, 6], index=area))
    assert (error.value.code, error.value.facts) == ("count_above_total", {"rows": ["b", "c"]})


@pytest.mark.parametrize(
    ("check", "count", "total", "code"),
    [
        (counts_of, 0, 0, "no_denominator"),
        (counts_of, -1, 3, "negative_count"),
        (counts_of, 4, 3, "count_above_total"),
        (events_of, 1, -2, "no_denominator"),
        (events_of, -1, 2, "negative_count"),
    ],
)
def test_counts_that_are_none(check, count, total, code):
    with pytest.raises(Undefined) as error:
        check(count, total)
    assert error.value.code == code


def test_more_events_than_people_are_possible():
    assert events_of(4, 3).arrays[0] == [4]


@pytest.mark.parametrize("level", [0, 1, 95, -0.5])
def test_a_confidence_level_is_a_probability(level):
    with pytest.raises(ValueError, match="confidence level"):
        tail_probability(level)
