"""The clock of a register: months or quarters counted one by one, whatever form the dates come in."""

import numpy as np
import pandas as pd
from pandas.api.types import is_scalar

from bvte.methods.undefined import Undefined, float_array, refuse_if

PERIODS_PER_YEAR = {"M": 12, "Q": 4}


def clock_of(time, start, periods_per_year=None):
    """Numbers of periods for `time` and for `start`, the periods a year, and the index that `time` makes.

    time: PeriodIndex or DatetimeIndex (or a Series of either; days are read as the month or quarter they
    lie in), with start as a period, a date or its text; or numbers of periods with periods_per_year 12 or
    4. Gaps stay gaps. Raises Undefined("annual_spacing") for yearly or half-yearly points,
    ("unknown_spacing") for others that are neither monthly nor quarterly, or numbers without
    periods_per_year; ("missing_value") for a time or start that is none, ("not_a_period") for a start that no
    calendar knows.
    """
    refuse_if(is_scalar(time), "too_few_points", points=1, needed=2)
    index = pd.Index(time)
    refuse_if(not is_scalar(start), "not_a_period", start=start)
    refuse_if(pd.isna(start) or index.hasnans, "missing_value")
    if isinstance(index, pd.DatetimeIndex):
        index = index.to_period(_frequency_of(index))
    if not isinstance(index, pd.PeriodIndex):
        known = periods_per_year is not pd.NA and periods_per_year in PERIODS_PER_YEAR.values()
        code = "annual_spacing" if str(periods_per_year) in ("1", "2") else "unknown_spacing"
        refuse_if(not known, code, spacing=periods_per_year)
        return float_array(index), float(float_array(start)), periods_per_year, index
    spacing = index.freqstr
    code = "annual_spacing" if spacing[0] in "YA" else "unknown_spacing"
    refuse_if(spacing[0] not in PERIODS_PER_YEAR, code, spacing=spacing)
    first = _period_of(start, index.freq).ordinal
    return index.astype("int64").to_numpy(), first, PERIODS_PER_YEAR[spacing[0]], index


def _period_of(start, frequency):
    try:
        return pd.Period(start, frequency)
    except ValueError as wrong:
        raise Undefined("not_a_period", start=start) from wrong


def _frequency_of(dates):
    refuse_if(len(dates) < 2, "too_few_points", points=len(dates), needed=2)
    days = np.median(np.diff(np.sort(dates.to_numpy())) / np.timedelta64(1, "D"))
    if 27 < days < 32:
        return "M"
    if 88 < days < 94:
        return "Q"
    raise Undefined("annual_spacing" if days > 180 else "unknown_spacing", days=float(days))
