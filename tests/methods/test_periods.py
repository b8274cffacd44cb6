import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.methods.segmented import clock_of
from bvte.methods.undefined import Undefined


def test_months_are_counted_across_the_new_year():
    clock, start, per_year, _ = clock_of(pd.PeriodIndex(["2019-11", "2020-02"], freq="M"), "2020-01")
    assert (clock[1] - clock[0], start - clock[0], per_year) == (3, 2, 12)


def test_days_are_read_as_the_quarter_they_lie_in():
    days = pd.to_datetime(["2020-03-31", "2020-06-30", "2020-09-30"])
    clock, start, per_year, index = clock_of(pd.Series(days), "2020-05-17")
    assert ((clock - clock[0]).tolist(), start - clock[0], per_year) == ([0, 1, 2], 1, 4)
    assert index.astype(str).tolist() == ["2020Q1", "2020Q2", "2020Q3"]


@given(st.integers(1, 59), st.integers(2, 60))
def test_months_and_their_days_keep_the_same_time(begin, count):
    months = pd.period_range("2002-01", periods=count, freq="M")
    start = pd.Period("2002-01", "M") + begin
    by_month, by_day = clock_of(months, start), clock_of(months.to_timestamp(), start)
    assert (by_month[0] - by_month[1]).tolist() == list(range(-begin, count - begin))
    assert by_day[0].tolist() == by_month[0].tolist()
    assert by_day[1:3] == by_month[1:3]


@pytest.mark.parametrize(
    ("time", "per_year", "code"),
    [
        (pd.period_range("2010", periods=9, freq="Y"), None, "annual_spacing"),
        (pd.period_range("2010", periods=9, freq="Y").to_timestamp(), None, "annual_spacing"),
        (range(9), 2, "annual_spacing"),
        (range(9), 52, "unknown_spacing"),
        (range(9), None, "unknown_spacing"),
        (pd.period_range("2010-01-01", periods=9, freq="D"), None, "unknown_spacing"),
        (pd.to_datetime(["2010-01-01"]), None, "too_few_points"),
    ],
)
def test_other_clocks_are_refused(time, per_year, code):
    with pytest.raises(Undefined) as refusal:
        clock_of(time, 4, per_year)
    assert refusal.value.code == code
