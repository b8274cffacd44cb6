"""Empirical Bayes rates of small areas: each drawn to the common rate, the more the fewer people it has.

For maps and text; never to hide a high area: show the raw count and its limits too.
"""

from typing import Any, NamedTuple

import numpy as np

from bvte.methods.columns import events_of, row_by_row
from bvte.methods.undefined import Undefined


class EmpiricalBayes(NamedTuple):
    """Shrunk rates (events per person, shape of the input), the common rate, the variance between areas.

    weight: the share of each area's own rate in its shrunk rate, 0 when areas differ by no more than chance.
    """

    rate: Any
    mean: float
    variance: float
    weight: Any


@row_by_row
def empirical_bayes(events, population):
    """Rates of areas shrunk to their common rate.

    r = e/b, m = sum e / sum b, a = max(0, sum b (r - m)^2 / sum b - m / mean(b)), EB = m + (r - m) a / (a +
    m/b). Source: Marshall 1991, Applied Statistics 40:283-294; as R spdep EBest (family "poisson"), a not
    below 0. Areas whose events are missing stay missing and do not enter m; so do, with undefined="missing",
    those without people. Raises Undefined as `events_of`, and `too_few_areas` below two.
    """
    columns = events_of(events, population)
    e, b = columns.arrays
    known = ~np.isnan(e + b)
    if known.sum() < 2:
        raise Undefined("too_few_areas", areas=int(known.sum()))
    mean, variance = _between_areas(e[known], b[known])
    # Without variance between areas every area gets the common rate, also when that is 0.
    weight = variance / (variance + mean / b) if variance else np.where(known, 0.0, np.nan)
    rate = mean + (e / b - mean) * weight
    return EmpiricalBayes(columns.shape(rate), mean, variance, columns.shape(np.where(known, weight, np.nan)))


def _between_areas(e, b):
    mean = e.sum() / b.sum()
    spread = (b * (e / b - mean) ** 2).sum() / b.sum()
    return float(mean), max(0.0, float(spread - mean / b.mean()))
