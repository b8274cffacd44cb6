"""Data quality checks after the WHO Data Quality Review, on counts and rates by area and year.

Each check returns a table, one row per row of the input, with what was measured and `flag`: True (look at
it), False, or missing where the row cannot be assessed. A flag is a question to the sender of the figure,
not proof of an error. Source: WHO Data Quality Review 2017, modules 1 and 2, as tabulated in PLoS ONE 2019
14:e0213600 Table 1; thresholds of the WHO data quality app for DHIS2 unless stated.
"""

import numpy as np
import pandas as pd

from bvte.methods.columns import Columns
from bvte.methods.undefined import Undefined

# A printed 12.5 and a computed 12.45 differ by more than the half step of 0.05 in floating point.
SLACK = 1e-9


def completeness(received, expected, needed=0.9):
    """Reports received (or received in time, needed=0.75) over reports expected; flag below `needed`.

    Columns: share, flag. Not assessable: nothing expected.
    """
    columns = Columns(received, expected)
    got, due = columns.arrays
    share = _over(got, due)
    return _table(columns, share < needed - SLACK, np.isnan(share), share=share)


def item_completeness(values, needed=0.9, zero_is_missing=False):
    """Share of the cells of each row that are filled, as `completeness`; WHO also leaves zeros out."""
    cells = pd.DataFrame(values)
    filled = cells.notna() & ~(cells.eq(0) & zero_is_missing)
    return completeness(filled.sum(axis=1), cells.shape[1], needed)


def year_ratio(current, previous, threshold=0.33):
    """Consistency over time: the current year over the mean of the previous years; flag beyond `threshold`.

    previous: table, one row per row of `current` and one column per year, or one column for one year; for one
    current value the list of its years. Missing years do not count. Columns: ratio, difference_percent, flag.
    Not assessable: no previous year, or a mean of 0.
    """
    years = pd.DataFrame(previous if np.ndim(current) else [previous])
    mean = years.mean(axis=1)
    columns = Columns(current, mean if isinstance(current, pd.Series) else mean.to_numpy())
    return _ratio_table(columns, _over(*columns.arrays), threshold)


def province_ratio(numerator, denominator, threshold=0.33):
    """Consistency between related figures: each area's ratio over the ratio of the sums of all areas.

    Columns: ratio (1 = as the province), difference_percent, flag beyond `threshold`. Areas where one of the
    two is missing do not enter the sums. Raises Undefined `no_denominator` when a sum is 0.
    """
    columns = Columns(numerator, denominator)
    a, b = columns.arrays
    both = ~np.isnan(a + b)
    if not (a[both].sum() and b[both].sum()):
        raise Undefined("no_denominator", numerator=float(a[both].sum()), denominator=float(b[both].sum()))
    return _ratio_table(columns, _over(a, b) / (a[both].sum() / b[both].sum()), threshold)


def modified_z(values, cut=3.5):
    """Outliers among areas of one year: 0.6745 (x - median) / MAD; flag where its size exceeds `cut`.

    MAD: median absolute deviation from the median. Columns: z, flag. Source: Iglewicz and Hoaglin 1993.
    Raises Undefined `too_few_points` below three values, and `no_spread` when MAD is 0 (more than half of the
    values equal: not assessable).
    """
    columns = Columns(values)
    x = columns.arrays[0]
    _enough(x, 3)
    centre = np.nanmedian(x)
    spread = np.nanmedian(np.abs(x - centre))
    if spread == 0:
        raise Undefined("no_spread", median=float(centre))
    z = 0.6745 * (x - centre) / spread
    return _table(columns, np.abs(z) > cut, np.isnan(x), z=z)


def standard_z(values, cut=3):
    """Outliers by sample standard deviations from the mean: 3 extreme, 2 moderate; columns z, flag.

    No z can exceed (n-1)/sqrt(n), so 2 needs 6 values and 3 needs 11; an outlier also hides itself by
    widening the deviation. Prefer `modified_z`. Raises Undefined `cut_out_of_reach`, `no_spread`.
    """
    columns = Columns(values)
    x = columns.arrays[0]
    n = _enough(x, 2)
    if (n - 1) / n**0.5 < cut:
        raise Undefined("cut_out_of_reach", values=n, largest=(n - 1) / n**0.5)
    spread = np.nanstd(x, ddof=1)
    if spread == 0:
        raise Undefined("no_spread", mean=float(np.nanmean(x)))
    z = (x - np.nanmean(x)) / spread
    return _table(columns, np.abs(z) >= cut, np.isnan(x), z=z)


def repeated_values(values, at_least=3):
    """Longest run of one value in consecutive years; flag from `at_least` years on.

    values: table of areas by years in order, or the years of one area. Columns: run, flag. A missing year
    ends a run; a run of zeros counts as any other.
    """
    table = pd.DataFrame(values if np.ndim(values) == 2 else [values])
    grid = table.to_numpy(dtype=float)
    run = longest = np.where(np.isnan(grid[:, 0]), 0, 1)
    for year in range(1, grid.shape[1]):
        same = grid[:, year] == grid[:, year - 1]
        run = np.where(np.isnan(grid[:, year]), 0, np.where(same, run + 1, 1))
        longest = np.maximum(longest, run)
    return _table(Columns(pd.Series(longest, table.index)), longest >= at_least, longest == 0, run=longest)


def above_population(count, population):
    """A count of people against the people there are; columns share, flag where the count is larger."""
    columns = Columns(count, population)
    x, n = columns.arrays
    return _table(columns, x > n, np.isnan(x + n), share=_over(x, n))


def percent_from_counts(percent, numerator, denominator, step=0.1):
    """A printed percent against its counts; flag where they differ by more than half of the printed `step`.

    Columns: computed, difference (points), flag. Not assessable: no denominator.
    """
    columns = Columns(percent, numerator, denominator)
    printed, x, n = columns.arrays
    computed = 100 * _over(x, n)
    apart = printed - computed
    return _table(
        columns, np.abs(apart) > step / 2 + SLACK, np.isnan(apart), computed=computed, difference=apart
    )


def parts_and_total(parts, total, step=0):
    """Parts that must add up to a total; flag where they differ by more than rounding to `step` allows.

    parts: table, one column per part. Each of k parts and the total may be off by step/2. With a missing part
    the sum is a lower bound: flagged when already above the total, otherwise not assessable. Columns:
    parts_sum, difference (sum - total), flag.
    """
    table = pd.DataFrame(parts)
    columns = Columns(pd.Series(total, table.index), table.sum(axis=1))
    whole, added = columns.arrays
    apart = added - whole
    slack = (table.shape[1] + 1) * step / 2 + SLACK
    missing = table.isna().any(axis=1).to_numpy()
    wrong = np.where(missing, apart > slack, np.abs(apart) > slack)
    unknown = np.isnan(apart) | (missing & ~wrong)
    return _table(columns, wrong, unknown, parts_sum=added, difference=apart)


def _over(a, b):
    return np.divide(a, b, out=np.full(a.shape, np.nan), where=b > 0)


def _enough(x, needed):
    n = int((~np.isnan(x)).sum())
    if n < needed:
        raise Undefined("too_few_points", points=n, needed=needed)
    return n


def _ratio_table(columns, ratio, threshold):
    apart = ratio - 1
    flag = np.abs(apart) > threshold + SLACK
    return _table(columns, flag, np.isnan(ratio), ratio=ratio, difference_percent=100 * apart)


def _table(columns, flag, unknown, **measured):
    table = pd.DataFrame(measured, index=columns.index)
    return table.assign(flag=pd.array(np.where(unknown, None, flag), dtype="boolean"))
