"""A rate is told per some people: per none, or less than none, there is no rate, whatever makes it."""

from functools import partial

import pandas as pd
import pytest

from bvte.methods.aggregation import merge_rates, pooled_rate
from bvte.methods.funnel import rate_funnel
from bvte.methods.overdispersion import shrunken_rates
from bvte.methods.proportions import byar_interval, exact_poisson_interval, rate_interval
from bvte.methods.standardised import direct_rates
from bvte.methods.undefined import Undefined

EVENTS, PEOPLE, NEW = pd.Series([2, 20]), pd.Series([100, 90]), pd.Series(["a", "a"])
RATES = {
    "exact": partial(exact_poisson_interval, EVENTS, PEOPLE),
    "byar": partial(byar_interval, EVENTS, PEOPLE),
    "rate": partial(rate_interval, EVENTS, PEOPLE),
    "funnel": partial(rate_funnel, 0.1, PEOPLE),
    "merged": partial(merge_rates, EVENTS, PEOPLE, NEW),
    "pooled": partial(pooled_rate, EVENTS, PEOPLE),
    "shrunken": partial(shrunken_rates, EVENTS, PEOPLE),
    "standardised": partial(direct_rates, [[2, 20]], [[100, 90]], [640, 720]),
}


@pytest.mark.parametrize("per", [0, -1, float("nan")])
@pytest.mark.parametrize("rate", RATES)
def test_a_rate_is_told_per_some_people(rate, per):
    RATES[rate](per=1)
    with pytest.raises(Undefined) as refused:
        RATES[rate](per=per)
    assert refused.value.code == "not_positive"
