"""Whatever stands where a number belongs, a method answers or says why not; numpy never speaks for it."""

import warnings
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from bvte.methods.interval import make_interval
from bvte.methods.undefined import Undefined

YEARS, SERIES = [*range(2010, 2022)], [50, 52, 51, 55, 58, 57, 60, 63, 62, 66, 70, 69]
ESTIMATES, PEOPLE = [20, 30, 40, 50, 60], [78, 91, 162, 103, 105]
INTERVAL_ARITHMETIC = ("subtract_intervals", "add_intervals", "scale_interval", "divide_intervals")
PACE = (4, 3, 2, 2015, 2020, 2025)
# A call of each method with numbers that it answers.
CALLS = {
    **{
        f"proportions.{name}_interval": (1, 2)
        for name in ("wilson", "clopper_pearson", "jeffreys", "exact_poisson", "byar", "rate")
    },
    "proportions.share_difference": (1, 2, 1, 2),
    "proportions.rate_ratio": (1, 2, 1, 2),
    "proportions.paired_difference": (1, 2, 3, 4),
    "funnel.share_funnel": (0.1, 10),
    "funnel.ratio_funnel": (3, 1),
    "funnel.rate_funnel": (3, 1),
    "funnel.label_counts": (1, 2),
    "funnel.label_shares": (1, 2, 0.3),
    **{f"overdispersion.{name}_ratio_scores": ([1, 2], [1, 2], 1) for name in ("log", "root")},
    **{f"overdispersion.{name}_scores": ([1, 2], [3, 4], 0.2) for name in ("share", "arcsine")},
    "inequality.simple_difference": (ESTIMATES,),
    "inequality.simple_ratio": (ESTIMATES,),
    "inequality.theil_index": (ESTIMATES, PEOPLE),
    "inequality.mean_log_deviation": (ESTIMATES, PEOPLE),
    "inequality.coefficient_of_variation": (ESTIMATES, PEOPLE),
    "inequality.between_group_variance_error": (ESTIMATES, PEOPLE, ESTIMATES),
    "inequality.population_attributable_fraction": (ESTIMATES, PEOPLE, True),
    "inequality_ordered.absolute_concentration_index": (ESTIMATES, PEOPLE, ESTIMATES, "wealth"),
    "inequality_ordered.relative_concentration_index": (ESTIMATES, PEOPLE, ESTIMATES, "wealth"),
    "inequality_ordered.ranked_line": (ESTIMATES, PEOPLE, ESTIMATES, "wealth"),
    "change.kitagawa_decomposition": ([0.5, 0.5], [0.5, 0.5], [1, 2], [3, 4]),
    "pace.compound_growth": (4, 3, 2015, 2020),
    "pace.growth_ratio": PACE,
    "pace.pace_to_target": PACE,
    "pace.pace_without_target": (4, 3, 2015, 2020, "up", 100),
    "pace.limit_scale": (4, 100),
    "progress_chart.chart_with_target": PACE,
    "progress_chart.chart_without_target": (4, 3, 2015, 2020, "up"),
    "escap.current_status_index": (4, 3, 2),
    "escap.current_status_label": (3,),
    "escap.anticipated_progress_label": (3,),
    **{f"escap.predict_by_{way}": (YEARS, SERIES, 2030) for way in ("mean_growth", "weighted_regression")},
    "escap.predict_by_geometric_growth": (YEARS, SERIES, 2030),
    "reduction.rate_of_reduction": (4, 3, 2015, 2020),
    "reduction.average_rate_of_reduction": (YEARS, SERIES),
    "reduction.unicef_2004_label": (2, 4),
    "reduction.rate_from_slope": (0.1,),
    "trend.allowed_methods": (4,),
    "trend.probability_band": (0.4,),
    "trend.probability_within": (YEARS, SERIES, 2030, make_interval(0, 3)),
    **{f"trend.{way}_prediction": (YEARS, SERIES, [2030]) for way in ("linear", "logit_linear", "last_value", "drift")},
    "smoothing.holt_forecast": (YEARS, SERIES, [2030], 0.5, 0.5),
    "smoothing.theta_forecast": (YEARS, SERIES, [2030]),
    "achievement.linear_achievement": (4, 3, 2),
    "achievement.elapsed_share": (2016, 2015, 2020),
    "achievement.points_per_year": (4, 3, 2020, 2015),
    "achievement.points_needed_per_year": (4, 3, 2020, 2025),
    "achievement.judge_condition": ("below", 4, 3),
    "achievement.satisfying_set": ("range", 4, 5),
    **{f"interval.{name}": (4, 3) for name in INTERVAL_ARITHMETIC},
    "quality.report_completeness": (4, 3),
    "quality.modified_z": (SERIES,),
    "quality.standard_z": (SERIES,),
    "quality.outlying_counts": (SERIES,),
    "quality.repeated_values": (SERIES,),
    "quality.above_population": (3, 4),
    "quality.percent_from_counts": (3, 4, 5),
    "quality.province_ratio": (ESTIMATES, PEOPLE),
    "quality.year_ratio": (ESTIMATES, PEOPLE),
    "quality.parts_and_total": ([[1, 2]], [3]),
    "disclosure.round_to_base": (ESTIMATES,),
    "disclosure.ten_five_rule": (ESTIMATES,),
    "disclosure.possible_counts": (5, 5),
    "overdispersion.empirical_bayes": (ESTIMATES, PEOPLE),
    "segmented.segmented_poisson": ([*range(30)], [5, 7, 6] * 10, 14, 3, 12),
    "segmented.segmented_linear": ([*range(30)], [5, 7, 6] * 10, 14, 12),
    "aggregation.pooled_rate": (ESTIMATES, PEOPLE),
}
NUMBERLESS = [None, pd.NA, np.nan, np.inf, -np.inf, [], "many", [None], [pd.NA], [np.inf], ["many"]]


def method(path):
    module, name = path.split(".")
    return getattr(import_module(f"bvte.methods.{module}"), name)


def spoilt(arguments):
    """The arguments with one of them, or the first number of one, replaced."""
    for place, argument in enumerate(arguments):
        if isinstance(argument, str | bool):
            continue
        instead = [*NUMBERLESS]
        if isinstance(argument, list):
            instead += [[nothing, *argument[1:]] for nothing in NUMBERLESS if not isinstance(nothing, list)]
        for nothing in instead:
            yield (*arguments[:place], nothing, *arguments[place + 1 :])


@pytest.mark.parametrize("path", CALLS)
def test_a_method_answers_or_names_its_reason(path):
    function, codes = method(path), set()
    function(*CALLS[path])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for arguments in spoilt(CALLS[path]):
            try:
                function(*arguments)
            except Undefined as refused:
                codes.add(refused.code)
    assert codes & {"infinite_value", "not_a_number", "empty_interval", "zero_base"} and all(codes)
