from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bvte.evidence.period import Period, parse_period, whole_year

# start, end -> first day, last day, days, and what kind of time it is.
WRITTEN = [
    ("2015", "2015", "2015-01-01", "2015-12-31", 365, "is_whole_year"),
    ("2020", "2020", "2020-01-01", "2020-12-31", 366, "is_whole_year"),
    ("2015-01", "2015-12", "2015-01-01", "2015-12-31", 365, "is_whole_year"),
    ("2017", "2021", "2017-01-01", "2021-12-31", 1826, "is_span"),
    ("2024-07", "2025-06", "2024-07-01", "2025-06-30", 365, "is_span"),
    ("2024-01", "2024-09", "2024-01-01", "2024-09-30", 274, "is_part_year"),
    ("2025-07", "2025", "2025-07-01", "2025-12-31", 184, "is_part_year"),
    ("2024-10", "2024-10", "2024-10-01", "2024-10-31", 31, "is_moment"),
    ("2024-02", "2024-02", "2024-02-01", "2024-02-29", 29, "is_moment"),
    ("2023-02", "2023-02", "2023-02-01", "2023-02-28", 28, "is_moment"),
    ("2019-04-01", "2019-04-01", "2019-04-01", "2019-04-01", 1, "is_moment"),
]
KINDS = ("is_whole_year", "is_span", "is_part_year", "is_moment")

days = st.dates(date(1990, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(("start", "end", "first", "last", "length", "kind"), WRITTEN)
def test_dates_of_reduced_precision_are_days_with_both_ends_included(start, end, first, last, length, kind):
    period = parse_period(start, end)
    assert (period.first, period.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert period.days == length
    assert [name for name in KINDS if getattr(period, name)] == [kind]
    assert period.year == int(last[:4])


@pytest.mark.parametrize(
    "text", ["", "năm 2015", "15", "20155", "2015-1", "2015-13", "2015-00", "2023-02-29", "2015-01-01-05", "01/2015"]
)
def test_what_is_no_iso_date_is_refused(text):
    for start, end in ((text, "2030"), ("2000", text)):
        with pytest.raises(ValueError):
            parse_period(start, end)


@pytest.mark.parametrize(("start", "end"), [("2016", "2015"), ("2024-09", "2024-08"), ("2025-07", "2025-06-30")])
def test_an_end_before_its_start_is_refused(start, end):
    with pytest.raises(ValueError, match=f"{end} lies before {start}"):
        parse_period(start, end)


@given(days, days)
def test_full_dates_come_back_as_they_were_and_are_of_one_kind(one, other):
    first, last = sorted((one, other))
    period = parse_period(first.isoformat(), last.isoformat())
    assert period == Period(first, last)
    assert sum(getattr(period, kind) for kind in KINDS) == 1


@given(days)
def test_a_month_is_the_days_that_carry_its_name(day):
    month = parse_period(day.isoformat()[:7], day.isoformat()[:7])
    around = [month.first - timedelta(1), month.first, day, month.last, month.last + timedelta(1)]
    assert [d.month == day.month for d in around] == [False, True, True, True, False]


@given(st.integers(1900, 2100))
def test_a_year_is_its_twelve_months(year):
    assert parse_period(str(year), str(year)) == whole_year(year) == parse_period(f"{year}-01", f"{year}-12")
