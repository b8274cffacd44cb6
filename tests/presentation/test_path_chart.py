"""What the chart of an indicator draws: the data behind the marks, not the pixels."""

from itertools import pairwise

import pytest
from matplotlib.colors import same_color

import bvte
from bvte.evidence.language import activate
from bvte.judgement.comparability import compare
from bvte.presentation import drawing, marks, numbers, theme
from bvte.presentation.marks import LINES, SOFT

from .sample import SAMPLE

TARGET = LINES["set"].colour


def points(ax):
    """Marks that say "this is the value": (place, value, shape, whether it is filled)."""
    lines = [line for line in ax.lines if line.get_marker() not in (None, "", "None")]
    return {
        (
            line.get_xdata()[0],
            float(line.get_ydata()[0]),
            line.get_marker(),
            not same_color(line.get_markerfacecolor(), theme.COLOURS["paper"]),
        )
        for line in lines
    }


def strokes(ax, colour):
    """Lines of one colour by their ends, as a set."""
    lines = [line for line in ax.lines if same_color(line.get_color(), colour) and line.get_linestyle() != "None"]
    return {tuple(zip(line.get_xdata(), map(float, line.get_ydata()), strict=True)) for line in lines}


def arrows(ax):
    """Open arrows: where each starts and where it points to."""
    return {(note.xyann, note.xy) for note in ax.texts if note.arrow_patch is not None}


def chart(province, drawn, observations, indicator="help", breaks="", targets=""):
    activate("vi")
    evidence = province(observations=observations, breaks=breaks, targets=targets)
    own = list(evidence.targets.values())
    found = bvte.indicator_chart(evidence, indicator, "P1", own)
    return found, drawn[-1]


TWO = """
    indicator, start, value
    help,      2018,  80
    help,      2020,  91
"""


def test_two_comparable_figures_are_full_points_joined_by_a_line(province, drawn):
    _, ax = chart(province, drawn, TWO)
    assert points(ax) == {(2018, 80, "o", True), (2020, 91, "o", True)}
    assert strokes(ax, marks.INK) == {((2018, 80), (2020, 91))}


@pytest.mark.parametrize("effect", ["not_comparable", "caveat"])
def test_no_line_crosses_a_break_and_the_break_is_drawn_and_named(province, drawn, effect):
    _, ax = chart(province, drawn, TWO, breaks=f"id, date, effect\nlaw, 2019-01-01, {effect}")
    place = drawing.position(bvte.load(province.args[0]).breaks["law"].date)
    assert strokes(ax, marks.INK) == set()
    assert strokes(ax, SOFT) == {((place, 0), (place, 1))}
    assert "Luật mới" in [note.get_text() for note in ax.texts]


@pytest.mark.parametrize(
    "second",
    [
        "2020, 2020, <, 91, yes, ",
        "2020, 2020, ~, 91, yes, ",
        "2020, 2020, =, 91, no, ",
        "2016, 2020, =, 91, yes, ",
        "2020, 2020, =, 91, yes, wide",
    ],
    ids=["a bound", "about", "year inferred", "a span", "another definition"],
)
def test_only_plain_published_figures_of_one_kind_are_joined(province, drawn, second):
    _, ax = chart(
        province,
        drawn,
        f"""
        indicator, start, end, comparator, value, period_stated, definition
        help, 2014, 2014, =, 80, yes,
        help, {second}
    """,
    )
    assert not [ends for ends in strokes(ax, marks.INK) if (2014, 80) in ends]


def test_a_figure_that_another_source_disputes_is_not_joined(province, drawn):
    _, ax = chart(
        province,
        drawn,
        """
        indicator, start, value, source
        help,      2018,  80,    a
        help,      2020,  91,    a
        help,      2020,  70,    b
    """,
    )
    assert strokes(ax, marks.INK) == set()


@pytest.mark.parametrize(("comparator", "down"), [("<", True), ("<=", True), (">", False), (">=", False)])
def test_a_bound_is_a_cap_with_an_arrow_and_never_a_point(province, drawn, comparator, down):
    _, ax = chart(province, drawn, f"indicator, start, comparator, value\nhelp, 2020, {comparator}, 60")
    ((start, tip),) = arrows(ax)
    assert points(ax) == set()
    assert strokes(ax, marks.INK) == {((2019.78, 60), (2020.22, 60))}
    assert start == (2020, 60)
    assert (tip[1] < 60) is down


def test_a_derived_rate_is_hollow_and_says_so(province, drawn):
    found, ax = chart(province, drawn, SAMPLE["observations"], "rate")
    assert points(ax) == {(2015, 4.4, "o", True), (2020, 1.85, "D", False)}
    assert "1,85% (tính toán)" in found.svg


def test_about_has_a_whisker_a_span_a_bar_and_a_range_a_stroke(province, drawn):
    _, ax = chart(
        province,
        drawn,
        """
        indicator, start, end,  comparator, value
        help,      2015,  2015, ~,          85
        help,      2017,  2019, =,          70
        help,      2021,  2021, >=,         30
        help,      2021,  2021, <=,         40
    """,
    )
    assert points(ax) == {(2015, 85, "o", True), (2019, 70, "o", True)}
    assert strokes(ax, marks.INK) == {((2015, 84), (2015, 86)), ((2017, 70), (2019, 70)), ((2021, 30), (2021, 40))}


def test_a_target_is_a_thin_path_from_its_baseline_to_its_named_end(province, drawn):
    target = "indicator, condition, value, baseline_value, baseline_year\nhelp, at_least, 90, 75, 2015"
    found, ax = chart(province, drawn, TWO, targets=target)
    assert strokes(ax, TARGET) == {((2015, 75), (2020, 90)), ((2019.7, 90), (2020.3, 90))}
    assert "chỉ tiêu ít nhất 90%" in [note.get_text() for note in ax.texts]
    assert "chỉ tiêu ít nhất 90%" in found.svg


def test_both_ends_of_a_target_range_are_drawn(province, drawn):
    target = "indicator, condition, value, value_to\nhelp, range, 85, 95"
    _, ax = chart(province, drawn, TWO, targets=target)
    assert strokes(ax, TARGET) == {((2019.7, y), (2020.3, y)) for y in (85, 95)}


@pytest.mark.parametrize("target", ["decrease_by_percent, 25, percent", "decrease_per_year, 2, percent_per_year"])
def test_a_target_for_a_change_is_not_drawn_as_a_level(province, drawn, target):
    _, ax = chart(province, drawn, TWO, targets=f"indicator, condition, value, unit\nhelp, {target}")
    assert strokes(ax, TARGET) == set()


def test_a_target_for_a_change_is_drawn_where_the_indicator_is_a_change(province, drawn):
    observations = "indicator, start, value\nfall, 2018, 2\nfall, 2020, 3"
    target = "indicator, condition, value\nfall, increase_per_year, 4"
    _, ax = chart(province, drawn, observations, "fall", targets=target)
    assert strokes(ax, TARGET) == {((2019.7, 4), (2020.3, 4))}


def test_a_break_of_another_indicator_is_not_drawn(province, drawn):
    _, ax = chart(province, drawn, TWO, breaks="id, date, indicators\nlaw, 2019-01-01, rate")
    assert strokes(ax, SOFT) == set()


def test_the_value_axis_starts_at_zero_and_holds_every_mark(province, drawn):
    _, ax = chart(province, drawn, TWO, targets="indicator, condition, value\nhelp, at_least, 99")
    low, high = ax.get_ylim()
    assert low == 0
    assert high > 99


def test_no_chart_of_the_real_evidence_draws_a_bound_as_a_point_or_joins_what_may_not_be_compared(dien_bien, drawn):
    activate("vi")
    for area in ("11", "VN"):
        for code in dien_bien.indicators:
            found = bvte.estimates_of(dien_bien, code, area)
            if len(found) > 1:
                bvte.indicator_chart(dien_bien, code, area)
                exact = [r for r in found if not r.is_bound and r.comparator != "-" and not is_among_years(r, found)]
                assert {point[:2] for point in points(drawn[-1])} == {place(r) for r in exact}
                assert forbidden(dien_bien, found) & strokes(drawn[-1], marks.INK) == set()


def is_among_years(total, found):
    """Whether a total of several years is drawn beside totals of one: as a bar then, and as no point."""
    alike = (r for r in found if (r.statistic, r.unit) == ("total", total.unit) and not r.period.is_longer)
    return total.statistic == "total" and total.period.is_longer and not total.period.is_open and any(alike)


def place(estimate):
    return drawing.centre(estimate.period), float(estimate.value)


def forbidden(evidence, found):
    """Lines between neighbours that a break lies between."""
    pairs = [pair for pair in pairwise(found) if compare(evidence, *pair).verdict == "not_comparable"]
    return {(place(earlier), place(later)) for earlier, later in pairs if place(earlier)[0] != place(later)[0]}


def test_tick_labels_are_written_in_the_language(province, drawn):
    evidence = province(observations="indicator, start, value\ncount, 2018, 2000\ncount, 2020, 3000")
    for language, text in (("vi", "1.000"), ("en", "1,000")):
        activate(language)
        bvte.indicator_chart(evidence, "count", "P1")
        assert drawn[-1].yaxis.get_major_formatter()(1000, 0) == numbers.number(1000) == text
