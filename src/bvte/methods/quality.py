"""Data quality checks after the WHO Data Quality Review, on counts and rates by area and year.

Each check returns a table, one row per row of the input, with what was measured and `flag`: True (look at
it), False, or missing where the row cannot be assessed. A flag is a question to the sender of the figure,
not proof of an error. Source: WHO Data Quality Review 2017, modules 1 and 2, as tabulated in PLoS ONE 2019
14:e0213600 Table 1; thresholds of the WHO data quality app for DHIS2 unless stated.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from bvte.methods.columns import AlignedColumns, events_of
from bvte.methods.proportions import binomial_tail
from bvte.methods.undefined import Array, Numbers, float_array, refuse_if

# Areas by years or parts; the years of one area.
Table: TypeAlias = pd.DataFrame | Sequence[Any] | np.ndarray
# A printed 12.5 and a computed 12.45 differ by more than the half step of 0.05 in floating point.
SLACK = 1e-9
# Values that differ by less, in parts of the largest, are one value in floating point: .3 and .1 + .2.
SAME = 1e-12


def report_completeness(received: Numbers, expected: Numbers, needed: float = 0.9) -> pd.DataFrame:
    """Reports received (in time: needed=0.75) over reports expected; flag below `needed` and above 1.

    Columns: share, flag. More reports than were expected are counted twice or not all expected. Not
    assessable: nothing expected.

    >>> report_completeness(8, 10).to_dict("records")
    [{'share': 0.8, 'flag': True}]
    """
    columns = AlignedColumns(received, expected)
    got, due = columns.arrays
    share = _safe_ratio(got, due)
    return _flag_table(columns, (share < needed - SLACK) | (share > 1 + SLACK), np.isnan(share), share=share)


def item_completeness(values: Table, needed: float = 0.9, zero_is_missing: bool = False) -> pd.DataFrame:
    """Share of the cells of each row that are filled, as `report_completeness`; WHO also leaves zeros out."""
    cells = _table_of_floats(values)
    filled = (cells.notna() & ~(cells.eq(0) & zero_is_missing)).sum(axis=1)
    return report_completeness(filled, cells.shape[1], needed)


def year_ratio(current: Numbers, previous: Table, threshold: float = 0.33) -> pd.DataFrame:
    """Consistency over time: the current year over the mean of the previous years; flag beyond `threshold`.

    previous: table, one row per row of `current` and one column per year, or one column for one year; for one
    current value the list of its years. Missing years do not count. Columns: ratio, difference_percent, flag.
    Not assessable: no previous year, or a mean of 0.
    """
    mean = _table_of_floats(previous if np.ndim(current) else [previous]).mean(axis=1)
    columns = AlignedColumns(current, mean if isinstance(current, pd.Series) else mean.to_numpy())
    return _ratio_table(columns, _safe_ratio(*columns.arrays), threshold)


def province_ratio(numerator: Numbers, denominator: Numbers, threshold: float = 0.33) -> pd.DataFrame:
    """Consistency between related figures: each area's ratio over the ratio of the sums of all areas.

    Columns: ratio (1 = as the province), difference_percent, flag beyond `threshold`. Areas where one of the
    two is missing do not enter the sums. Raises Undefined `no_denominator` when a sum is 0.
    """
    columns = AlignedColumns(numerator, denominator)
    a, b = columns.arrays
    both = ~np.isnan(a + b)
    top, bottom = a[both].sum(), b[both].sum()
    refuse_if(not (top and bottom), "no_denominator", numerator=float(top), denominator=float(bottom))
    return _ratio_table(columns, _safe_ratio(a, b) / (top / bottom), threshold)


def modified_z(values: Numbers, cut: float = 3.5) -> pd.DataFrame:
    """Outliers among areas of one year: 0.6745 (x - median) / MAD; flag where its size exceeds `cut`.

    MAD: median absolute deviation from the median. Columns: z, flag. Source: Iglewicz and Hoaglin 1993.
    Raises Undefined `too_few_points` below three values, and `no_spread` when MAD is 0 but for floating point
    (more than half of the values equal: not assessable; `outlying_counts` assesses counts that are mostly 0).

    >>> modified_z([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]).z.round(4).tolist()[8]
    25.8558
    """
    columns = AlignedColumns(values)
    x = columns.arrays[0]
    _refuse_few_values(x, 3)
    centre = np.nanmedian(x)
    spread = np.nanmedian(np.abs(x - centre))
    refuse_if(spread <= SAME * np.nanmax(np.abs(x)), "no_spread", median=float(centre))
    z = 0.6745 * (x - centre) / spread
    return _flag_table(columns, np.abs(z) > cut, np.isnan(x), z=z)


def standard_z(values: Numbers, cut: float = 3) -> pd.DataFrame:
    """Outliers by sample standard deviations from the mean: 3 extreme, 2 moderate; columns z, flag.

    No z can exceed (n-1)/sqrt(n), so 2 needs 6 values and 3 needs 11; an outlier also hides itself by
    widening the deviation. Prefer `modified_z`. Raises Undefined `cut_out_of_reach`, `no_spread`.
    """
    columns = AlignedColumns(values)
    x = columns.arrays[0]
    n = _refuse_few_values(x, 2)
    refuse_if((n - 1) / n**0.5 < cut, "cut_out_of_reach", values=n, largest=(n - 1) / n**0.5)
    spread = np.nanstd(x, ddof=1)
    refuse_if(spread <= SAME * np.nanmax(np.abs(x)), "no_spread", mean=float(np.nanmean(x)))
    z = (x - np.nanmean(x)) / spread
    return _flag_table(columns, np.abs(z) >= cut, np.isnan(x), z=z)


def outlying_counts(counts: Numbers, population: Numbers | None = None, probability: float = 0.001) -> pd.DataFrame:
    """Outliers among counts of areas, also where nearly all are 0: each against the rate of all other areas.

    Given all events together, those of an area are binomial with its share of the people (equal ones unless
    given). Columns: expected (by the rate of the others), tail (probability of a count as far out on its
    side), flag where tail is below `probability`, as outside 99.8 % of a funnel, by chance alone. Raises
    Undefined `too_few_points` below three areas, `no_events`, `count_not_whole`, and as `events_of`. Source:
    conditional test of Przyborowski and Wilenski 1940, Biometrika 31:313.
    """
    columns = events_of(counts, 1 if population is None else population)
    x, n = columns.arrays
    known, areas = ~np.isnan(x + n), _refuse_few_values(x + n, 3)
    events, people = x[known].sum(), n[known].sum()
    columns.refuse("count_not_whole", x % 1 > 0)
    refuse_if(events == 0, "no_events", areas=areas)
    others, outer = (events - x) * n / (people - n), binomial_tail(x, events, n / people)
    return _flag_table(columns, outer < probability, ~known, expected=others, tail=outer)


def repeated_values(values: Table, at_least: int = 3) -> pd.DataFrame:
    """Longest run of one value in consecutive years; flag from `at_least` years on.

    values: table of areas by years in order, or the years of one area. Columns: run, flag. A missing year
    ends a run; a run of zeros counts as any other.
    """
    table = _table_of_floats(values if np.ndim(values) == 2 else [values])
    run = longest = np.zeros(len(table), dtype=int)
    before = np.full(len(table), np.nan)
    for year in table.to_numpy().T:
        run = np.where(np.isnan(year), 0, np.where(year == before, run + 1, 1))
        longest, before = np.maximum(longest, run), year
    return _flag_table(AlignedColumns(pd.Series(longest, table.index)), longest >= at_least, longest == 0, run=longest)


def above_population(count: Numbers, population: Numbers) -> pd.DataFrame:
    """A count of people against the people there are; columns share, flag where the count is larger.

    >>> above_population([9, 12], [10, 10]).flag.tolist()
    [False, True]
    """
    columns = AlignedColumns(count, population)
    x, n = columns.arrays
    return _flag_table(columns, x > n, np.isnan(x + n), share=_safe_ratio(x, n))


def percent_from_counts(percent: Numbers, numerator: Numbers, denominator: Numbers, step: float = 0.1) -> pd.DataFrame:
    """A printed percent against its counts; flag where they differ by more than half of the printed `step`.

    Columns: computed, difference (points), flag. Not assessable: no denominator.

    >>> percent_from_counts([12.5], [1], [8]).flag.tolist()
    [False]
    """
    columns = AlignedColumns(percent, numerator, denominator)
    printed, x, n = columns.arrays
    computed = 100 * _safe_ratio(x, n)
    apart = printed - computed
    return _flag_table(columns, np.abs(apart) > step / 2 + SLACK, np.isnan(apart), computed=computed, difference=apart)


def parts_and_total(parts: Table, total: Numbers, step: float = 0) -> pd.DataFrame:
    """Parts that must add up to a total; flag where they differ by more than rounding to `step` allows.

    parts: table, one column per part. Each of k parts and the total may be off by step/2. With a missing part
    the sum is a lower bound: flagged when already above the total, otherwise not assessable. Columns:
    parts_sum, difference (sum - total), flag. Raises Undefined as `AlignedColumns`: a total of other
    areas is none of these.
    """
    table = _table_of_floats(parts)
    sums = table.sum(axis=1)
    columns = AlignedColumns(sums if isinstance(parts, pd.DataFrame) else sums.to_numpy(), total)
    added, whole = columns.arrays
    apart = added - whole
    slack = (table.shape[1] + 1) * step / 2 + SLACK
    missing = table.isna().any(axis=1).to_numpy()
    wrong = np.where(missing, apart > slack, np.abs(apart) > slack)
    unknown = np.isnan(apart) | (missing & ~wrong)
    return _flag_table(columns, wrong, unknown, parts_sum=added, difference=apart)


def _table_of_floats(values: Table) -> pd.DataFrame:
    """Values of areas by years or parts as a table of floats, its labels kept."""
    table = pd.DataFrame([values] if pd.api.types.is_scalar(values) else values)
    refuse_if(table.index.empty, "too_few_points", points=0, needed=1)
    return pd.DataFrame(float_array(table), table.index, table.columns)


def _safe_ratio(a: Array, b: Array) -> Array:
    return np.divide(a, b, out=np.full(a.shape, np.nan), where=b > 0)


def _refuse_few_values(x: Array, needed: int) -> int:
    n = int((~np.isnan(x)).sum())
    refuse_if(n < needed, "too_few_points", points=n, needed=needed)
    return n


def _ratio_table(columns: AlignedColumns, ratio: Array, threshold: float) -> pd.DataFrame:
    apart = ratio - 1
    flag = np.abs(apart) > threshold + SLACK
    return _flag_table(columns, flag, np.isnan(ratio), ratio=ratio, difference_percent=100 * apart)


def _flag_table(columns: AlignedColumns, flag: np.ndarray, unknown: np.ndarray, **measured: np.ndarray) -> pd.DataFrame:
    table = pd.DataFrame(measured, index=columns.index)
    return table.assign(flag=pd.array(np.where(unknown, pd.NA, flag), dtype="boolean"))
