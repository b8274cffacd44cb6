"""Totals of several years beside yearly figures: in a chart they stand as the mean of one of their years."""

import re
from fractions import Fraction
from functools import partial

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.judgement.estimates import estimates_of
from bvte.judgement.frames import estimate_id
from bvte.presentation import drawing, marks
from bvte.presentation.chart_labels import labels_of
from bvte.presentation.path_chart import path_figure
from bvte.presentation.phrases import flat_text
from bvte.presentation.yearly_means import mean_text, totals_among_years

YEARLY = """
    indicator, start, end,     statistic, comparator, value
    count,     2016,  2016,    total,     =,          232
    count,     2021,  2021,    total,     =,          175
"""
ALL_YEARS = "    count,     2016,  2021,    total,     =,          894\n"


@pytest.fixture
def counts(province):
    """The estimates of a count from rows, and axes on which they are drawn."""

    def made(rows):
        activate("en")
        evidence = province(observations=rows)
        found = estimates_of(evidence, "count", "P1")
        return found, marks.draw_estimates(found, evidence, drawing.new_axes())

    return made


def flat_lines(ax):
    lines = [list(map(float, line.get_ydata())) for line in ax.lines if len(line.get_xdata()) > 1]
    return [ys[0] for ys in lines if len({*ys}) == 1]


def test_a_total_stands_at_the_mean_of_its_years_on_an_axis_of_years(counts):
    _, ax = counts(YEARLY + ALL_YEARS)
    # Of 2016, 2017 ... 2021: six years.
    assert flat_lines(ax) == [pytest.approx(894 / len(range(2016, 2022)))]
    assert 232 < ax.get_ylim()[1] < 894
    (label,) = (x for x in labels_of(ax.figure) if x.shows.period.is_longer)
    # What it shows is the figure as it was published.
    assert (
        label.shows.value == 894 and " ".join(label.get_text().split()) == "149 children a year (894 children in all)"
    )


@pytest.mark.parametrize(
    "rows",
    [
        YEARLY[: YEARLY.rindex("    count,     2016")] + ALL_YEARS,  # nothing of a year beside it
        YEARLY + ALL_YEARS.replace("2016,  2021, ", "2016,  ..2021,"),  # perhaps of fewer years
        YEARLY + ALL_YEARS.replace("total", "level"),  # a level is no sum
    ],
)
def test_what_is_no_total_of_known_years_beside_yearly_ones_stays_as_it_was_printed(counts, rows):
    found, ax = counts(rows)
    assert not totals_among_years(found) and ax.get_ylim()[1] > 894


@pytest.mark.parametrize("comparator", ["=", "~", ">", ">=", "<", "<="])
@pytest.mark.parametrize("total", [100, 894, 895, 5])
def test_a_rounded_mean_says_no_more_than_the_total(counts, comparator, total):
    row = ALL_YEARS.replace("=,          894", f"{comparator},          {total}")
    found, _ = counts(YEARLY + row)
    (one,) = totals_among_years(found)
    told = mean_text(one).partition(" (")[0]
    number, exact = Fraction(re.search(r"[\d.]+", told)[0]), Fraction(total, 6)
    if comparator in (">", ">="):
        assert number <= exact
    elif comparator in ("<", "<="):
        assert number >= exact
    else:
        # Either it is the very mean, or it is said to be about so much.
        assert (number == exact and comparator == "=") or told.startswith("about")
    assert abs(number - exact) < 1


def test_a_phone_has_the_means_below_by_number(counts):
    _, ax = counts(YEARLY + ALL_YEARS + "    count,     2017,  2018,    total,     =,          300\n")
    shown = path_figure(ax)
    said = " ".join(re.findall(r">([^<>]+)<", shown.narrow))
    for words in ("149 children a year (894 children in all)", "150 children a year (300 children in all)"):
        assert re.search(rf"\(\d\) {re.escape(words)}", " ".join(said.split()))
    # Its table has the totals as they were published, and no mean.
    printed = " ".join(flat_text(cell.content) for row in shown.numbers.rows for cell in row)
    assert "894" in printed and "149" not in printed


@pytest.mark.parametrize("folder", ["dien-bien", "quang-tri"])
def test_no_chart_over_all_phases_has_a_total_on_an_axis_of_years(folder):
    evidence = bvte.seen(bvte.load(folder))
    for area in {row.area for row in evidence.observations.values()}:
        drawn = bvte.stories(bvte.estimates(evidence, areas=area), evidence, area)
        for _, rows in drawn.groupby("indicator"):
            lines = flat_lines(marks.draw_estimates(rows, ax=bvte.time_axes(rows)))
            totals = [r for r in rows["estimate"].map(partial(known, evidence, area)) if r.statistic == "total"]
            yearly, sums = ([r for r in totals if (r.period.days > 370) is longer] for longer in (False, True))
            if yearly:
                assert not {float(r.value) for r in sums if not r.period.is_open} & {*lines}


def known(evidence, area, code):
    """The estimate of an id."""
    return next(r for c in evidence.indicators for r in estimates_of(evidence, c, area) if estimate_id(r) == code)
