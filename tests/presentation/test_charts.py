"""Axes in, axes out; the figure of a page; and that every chart of every page can be read."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
import seaborn as sns

import bvte
from bvte.evidence.language import LANGUAGES, activate
from bvte.judgement.comparability import compare
from bvte.judgement.estimates import Strength
from bvte.judgement.frames import FrameError, estimates_behind
from bvte.presentation import chart_labels, drawing, many_marks, numbers, theme
from bvte.presentation.chart_labels import labels_of
from bvte.presentation.document import Figure, Prose
from bvte.presentation.phrases import flat_text
from bvte.presentation.texts import say

from . import drawings
from .sample import SAMPLE
from .test_joined_lines import generated

# Inches of a chart on a page of A4, and the least size of a letter there, in points.
ON_PAPER, LEAST_LETTER = 160 / 25.4, 8


@pytest.fixture(autouse=True)
def nothing_open():
    plt.close("all")
    yield
    plt.close("all")


@pytest.fixture
def evidence(province):
    return province(**SAMPLE)


def on_axes(evidence):
    """Each helper that draws on axes: a function of the axes."""
    findings = bvte.judge(evidence, "plan")
    frame = bvte.estimates(evidence, "rate", "P1")
    return {
        "estimates": lambda ax: bvte.draw_estimates(frame, ax=ax),
        "breaks": lambda ax: bvte.draw_breaks(evidence, "rate", "P1", ax=ax),
        "target": lambda ax: bvte.draw_target(findings.frame().iloc[0], ax=ax),
        "coverage": lambda ax: bvte.coverage_marks(bvte.coverage(evidence, "P1"), ax=ax),
        "audit": lambda ax: bvte.audit_marks(bvte.audit(evidence, "plan").frame(), ax=ax),
    }


HELPERS = ("estimates", "breaks", "target", "coverage", "audit")


@pytest.mark.parametrize("name", HELPERS)
def test_a_helper_draws_on_the_axes_given_and_returns_them(evidence, name):
    _, (ax, other) = plt.subplots(1, 2)
    before = len(ax.get_children())
    assert on_axes(evidence)[name](ax) is ax
    assert len(ax.get_children()) > before
    assert not other.lines and not other.texts and not other.collections


@pytest.mark.parametrize("name", HELPERS)
def test_a_helper_without_axes_draws_on_the_current_ones(evidence, name):
    _, ax = plt.subplots()
    assert on_axes(evidence)[name](None) is ax


def test_without_any_axes_new_ones_in_the_theme_are_made(evidence):
    ax = bvte.draw_breaks(evidence, "rate", "P1")
    assert plt.get_fignums() == [ax.figure.number]
    assert plt.rcParams["font.family"] == [theme.FONT]


@pytest.mark.usefixtures("office_pictures")
def test_a_user_may_draw_around_the_helpers(evidence):
    frame = bvte.estimates(evidence, "rate", "P1")
    ax = sns.scatterplot(frame, x="year", y="value", ax=bvte.new_axes())
    bvte.draw_breaks(evidence, "rate", "P1", ax=bvte.draw_estimates(frame, ax=ax))
    ax.axhline(3, color="red")
    found = bvte.figure(ax, "Of my own")
    assert found.caption == "Of my own" and "<svg" in found.svg and found.png


def test_a_target_widens_the_axes_to_its_year_and_value(evidence):
    ax = bvte.draw_estimates(bvte.estimates(evidence, "help", "P1"), ax=bvte.new_axes())
    bvte.draw_target("t3", evidence, ax=ax)
    target = evidence.targets["t3"]
    low, high = ax.get_xlim()
    assert low < 2018 < target.due_year < high


def test_a_target_for_a_change_is_no_level_to_draw(province):
    evidence = province(targets="indicator, condition, value, unit\nhelp, decrease_by_percent, 25, percent")
    with pytest.raises(ValueError, match="change"):
        bvte.draw_target("t1", evidence)


def test_a_frame_without_its_result_asks_for_it(evidence):
    frame = bvte.estimates(evidence, "rate", "P1")
    frame.attrs.clear()
    with pytest.raises(FrameError):
        bvte.draw_estimates(frame)
    assert bvte.draw_estimates(frame, evidence).texts


def test_a_figure_closes_its_drawing_and_tells_what_was_drawn(evidence):
    activate("en")
    frame = bvte.estimates(evidence, "rate", "P1")
    ax = bvte.draw_estimates(frame)
    bvte.draw_target("t1", evidence, ax=ax)
    found = bvte.figure(bvte.draw_breaks(evidence, "rate", "P1", ax=ax), "Rate")
    assert plt.get_fignums() == []
    alone = bvte.indicator_chart(evidence, "rate", "P1", [evidence.targets["t1"]])
    assert (found.alt, found.numbers) == (alone.alt, alone.numbers)


def test_a_figure_of_which_nothing_is_known_asks_for_its_description():
    with pytest.raises(ValueError, match="alt"):
        bvte.figure(bvte.new_axes(), "Empty")
    assert bvte.figure(bvte.new_axes(), "Empty", "An empty chart.").alt == "An empty chart."


def test_a_supposed_estimate_is_drawn_and_named_as_one(evidence):
    activate("en")
    supposed = evidence.with_observation("rate", "P1", 2020, "= 3.9")
    ax = bvte.draw_estimates(bvte.estimates(supposed, "rate", "P1"))
    assert "s" in {line.get_marker() for line in ax.lines}
    assert "supposed" in bvte.figure(ax, "What if").alt


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_frame_that_is_drawn_stands_in_the_table_below(dien_bien, language):
    activate(language)
    frame = bvte.estimates(dien_bien, None, "11")
    for _, rows in list(frame.groupby("indicator"))[::4]:
        told = " ".join(flat_text(cell.content) for row in table_of(rows).rows for cell in row)
        for estimate in estimates_behind(rows):
            assert numbers.number(numbers.sized(estimate)[0]) in told


def table_of(rows):
    return bvte.figure(bvte.draw_estimates(rows, ax=bvte.new_axes()), "…").numbers


def test_a_figure_of_several_indicators_and_places_names_them_in_its_table(evidence):
    activate("en")
    frame = bvte.estimates(evidence, ["rate", "help"], ["P1", "XX"])
    found = bvte.figure(bvte.small_multiples(frame), "All", frame=frame)
    assert [column.key for column in found.numbers.columns][:2] == ["indicator", "area"]
    assert len(found.numbers.rows) == len(frame)
    assert plt.get_fignums() == []
    for place in frame["place"].unique():
        assert place in found.alt


def runs(grid):
    """Lines of a grid over time: (panel, first year, last year)."""
    return [
        (code, *map(float, pair))
        for code, ax in grid.axes_dict.items()
        for line in ax.lines
        for pair in pairwise(line.get_xdata())
    ]


@pytest.mark.parametrize("seed", range(12))
def test_no_line_of_small_multiples_joins_what_a_break_parts(province, seed):
    evidence = province(**generated(seed))
    frame = bvte.estimates(evidence, "rate", "P1")
    for _, first, last in runs(bvte.small_multiples(frame)):
        (earlier, *_), (later, *_) = (
            [r for r in bvte.estimates_of(evidence, "rate", "P1") if r.year == year and not r.period.is_span]
            for year in (first, last)
        )
        assert compare(evidence, earlier, later).verdict == "comparable"


def test_small_multiples_do_join_what_no_break_parts(province):
    """Otherwise the test above could not fail."""
    frames = (bvte.estimates(province(**generated(seed)), "rate", "P1") for seed in range(6))
    found = [runs(bvte.small_multiples(frame)) for frame in frames]
    assert any(found)


def test_more_hues_than_colours_are_drawn_too(dien_bien):
    frame = bvte.estimates(dien_bien, "special_circumstances_rate")
    (ax,) = bvte.small_multiples(frame, hue="estimate").axes_dict.values()
    assert len(drawings.points(ax)) == len(frame) > len(theme.SERIES)


def test_the_panels_have_a_mark_for_every_estimate(dien_bien):
    frame = bvte.estimates(dien_bien, None, ["11", "VN"]).query("year >= 2019")
    frame = frame[frame["indicator"].isin(frame["indicator"].unique()[:6])]
    grid = bvte.small_multiples(frame)
    assert {code: len(drawings.points(ax)) for code, ax in grid.axes_dict.items()} == dict(
        frame.groupby("indicator").size()
    )
    for ax in grid.axes_dict.values():
        assert ax.get_ylim()[0] == 0


@pytest.mark.parametrize("programme", ["plan", "next"])
def test_a_bullet_shows_the_interval_and_the_target_of_each_finding(evidence, programme):
    findings = bvte.judge(evidence, programme)
    grid = bvte.bullet_bars(findings.frame())
    assert list(grid.axes_dict) == [finding.target.id for finding in findings]
    for finding in findings:
        ax = grid.axes_dict[finding.target.id]
        upright = {float(line.get_xdata()[0]) for line in ax.lines if len(set(line.get_xdata())) == 1}
        assert float(finding.target.value) in upright
        assert not any(np.isnan(line.get_xdata()).any() for line in ax.lines), "a target without a second end"
        if finding.latest and finding.latest.is_bound:
            assert any(bar.get_hatch() for bar in ax.patches)
    found = bvte.figure(grid, "Bullets", frame=findings.frame())
    assert found.alt and plt.get_fignums() == []


def test_a_start_that_is_a_bound_points_to_where_its_number_lies(dien_bien):
    """ "Below 3.8" was drawn as a circle at 3.8."""
    for programme in dien_bien.programmes:
        findings = bvte.judge(dien_bien, programme)
        started = [finding for finding in findings if finding.baseline][:8]
        grid = bvte.bullet_bars(findings.frame().loc[[f.target.id for f in started]]) if started else None
        for finding in started:
            drawn = {line.get_marker() for line in grid.axes_dict[finding.target.id].lines} & {"o", "<", ">"}
            sign = finding.baseline.comparator
            assert drawn == {"<" if sign in ("<", "<=") else ">" if sign in (">", ">=") else "o"}
        plt.close("all")


def test_charts_of_many_marks_say_where_nothing_is_drawn(evidence):
    frames = bvte.estimates(evidence, "rate", "P1"), bvte.judge(evidence, "plan").frame()
    charts = bvte.small_multiples(frames[0].iloc[:0]), bvte.bullet_bars(frames[1].iloc[:0])
    assert [type(chart) for chart in charts] == [Prose, Prose] and plt.get_fignums() == []


SEABORN = {
    "coverage": ("scatterplot", lambda known: bvte.coverage_charts(known, "P1")),
    "audit": ("scatterplot", lambda known: bvte.audit_chart(bvte.audit(known, "plan"))),
    "panels": ("lineplot", lambda known: bvte.small_multiples(bvte.estimates(known, "rate", "P1"))),
    "grid": ("FacetGrid", lambda known: bvte.small_multiples(bvte.estimates(known, "rate", "P1"))),
    "bullets": ("FacetGrid", lambda known: bvte.bullet_bars(bvte.judge(known, "plan").frame())),
    "bars": ("barplot", lambda known: bvte.bullet_bars(bvte.judge(known, "far").frame())),
}


class UnusedError(Exception):
    """What a function of seaborn raises where it is called."""


@pytest.mark.parametrize("name", SEABORN)
def test_seaborn_draws_the_charts_of_many_marks(evidence, monkeypatch, name):
    def refuse(*_, **__):
        raise UnusedError

    function, chart = SEABORN[name]
    monkeypatch.setattr(sns, function, refuse)
    with pytest.raises(UnusedError):
        chart(evidence)


def test_a_programme_is_drawn_full_where_a_document_states_its_targets(dien_bien, drawn):
    """The rule of caption, title and table of programmes: of nine phases without targets five were dashed."""
    activate("vi")
    chart = bvte.timeline(dien_bien, "11")
    bars = [patch for patch in drawn[-1].patches if patch.get_width()]
    programmes = [p for p in dien_bien.programmes.values() if p.level == "national" or p.area == "11"]
    stated = {p.id: any(t.stated != "no" for t in dien_bien.targets_of(p.id)) for p in programmes}
    dashed = sum(bar.get_linestyle() == "--" for bar in bars)
    district = [p for p in dien_bien.programmes.values() if p.level == "district"]
    assert len(bars) == len(programmes) + len(district)
    assert dashed == sum(not known for known in stated.values())
    own = [p.id for p in programmes if p.area == "11"]
    assert f"với {sum(not stated[code] for code in own)} trong số đó" in chart.finding


def test_the_axis_of_a_percentage_ends_at_its_limit(dien_bien, drawn):
    activate("vi")
    bvte.indicator_chart(dien_bien, "special_circumstances_supported_rate", "11")
    assert max(drawn[-1].get_yticks()) == 100


def test_the_key_of_a_picture_names_only_marks_that_are_drawn(dien_bien):
    """It stands inside: whoever takes the picture away has it."""
    activate("vi")
    chart = bvte.indicator_chart(dien_bien, "special_circumstances_supported_rate", "11")
    for picture in (chart.svg, chart.narrow):
        key = " ".join(" ".join(ElementTree.fromstring(picture).itertext()).split())
        assert "Điểm đặc" in key and "Mũi tên" in key and "Đường chấm" in key
        assert "Hình thoi" not in key and "Dấu cộng" not in key


def test_the_key_of_panels_names_the_strengths_that_are_in_them(dien_bien):
    activate("vi")
    (panels,) = bvte.nation_panels(dien_bien, "11")
    named = {code: say(f"charts.panel_key.{code}") for code in many_marks.SHAPES}
    shown = {cell.data[0].strength for row in panels.numbers.rows for cell in row if cell.data}
    key = " ".join(" ".join(ElementTree.fromstring(panels.svg).itertext()).split())
    assert shown and {code for code, told in named.items() if told in key} == shown


def test_each_column_of_an_audit_has_its_name_above_it_or_on_a_phone_its_number(dien_bien):
    activate("vi")
    audit = bvte.audit(dien_bien, "cpp_2021_2025_db_draft")
    chart, checks = bvte.audit_chart(audit), {str(flag.code) for flags in audit.flags.values() for flag in flags}
    names = {say(f"audit.check.{code}") for code in checks}
    assert names <= set(ElementTree.fromstring(chart.svg).itertext())
    told = {text.strip() for text in ElementTree.fromstring(chart.narrow).itertext()}
    assert {str(n) for n, _ in enumerate(names, 1)} <= told


def page_charts(evidence, area):
    """Every chart that a page of this evidence shows."""
    yield from bvte.coverage_charts(evidence, area)
    yield bvte.timeline(evidence, area)
    yield from bvte.across_charts(evidence, area)
    for programme in evidence.programmes.values():
        if programme.area == area:
            yield from bvte.phase_charts(bvte.judge(evidence, programme.id))
            yield bvte.audit_chart(bvte.audit(evidence, programme.id))
        if programme.follows:
            paths = bvte.workshop_paths(bvte.workshop(evidence, programme.follows, programme.id))
            yield from paths if isinstance(paths, tuple) else ()


@pytest.fixture
def written(monkeypatch):
    """The figure of every chart made in the test, as it was written, measured by the Agg renderer."""
    found = []

    def measure(fig):
        fig.draw_without_rendering()
        sizes = [text.get_fontsize() for text, _ in drawings.shown_texts(fig)]
        turned = [text.get_text() for text, _ in drawings.shown_texts(fig) if text.get_rotation()]
        boxes = [box for _, box in drawings.shown_texts(fig)]
        outside = any(box.x0 < -1 or box.x1 > fig.bbox.x1 + 1 or box.y1 > fig.bbox.y1 + 1 for box in boxes)
        letters = min(sizes) * ON_PAPER / fig.get_figwidth()
        faults = (drawings.covered(fig), drawings.crossed(fig), drawings.over_marks(fig), turned, outside)
        found.append((letters, *faults))
        return "<svg/>", b""

    monkeypatch.setattr(drawing, "write_pictures", measure)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_a_page_s_charts_is_covered_crossed_turned_cut_or_too_small(dien_bien, written, language):
    activate(language)
    charts = [thing for thing in page_charts(dien_bien, "11") if isinstance(thing, Figure)]
    assert len(charts) == len(written) > 20
    bad = [(chart.caption, fault) for chart, fault in zip(charts, written, strict=True) if any(fault[1:])]
    assert bad == []
    assert min(letters for letters, *_ in written) >= LEAST_LETTER


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_of_a_generated_province(province, written, language):
    activate(language)
    charts = [thing for thing in page_charts(province(**SAMPLE), "P1") if isinstance(thing, Figure)]
    for seed in range(10):
        charts += bvte.across_charts(province(**generated(seed)), "P1")
    bad = [(chart.alt, fault) for chart, fault in zip(charts, written, strict=True) if any(fault[1:])]
    assert bad == []


def test_labels_say_which_thing_stands_beside_them(evidence):
    ax = bvte.draw_estimates(bvte.estimates(evidence, "rate", "P1"))
    assert [label.shows for label in labels_of(ax.figure)] == bvte.estimates_of(evidence, "rate", "P1")


def test_the_shapes_of_strength_differ_without_colour():
    looks = {(many_marks.SHAPES[code], many_marks.FILLS[code]) for code in Strength}
    assert len(looks) == len(Strength)


def test_no_name_of_a_break_hides_another_where_all_are_crowded():
    """A name on paper over another one leaves a line without a name."""
    ax = drawing.new_axes()
    ax.figure.set_size_inches(3.75, 5)
    ax.set(xlim=(2014, 2027), ylim=(0, 10))
    names = [
        "Law of that year",
        "Denominators of\nthe census",
        "Register rose after\nthat",
        "Circular",
        "Health sector takes\nover",
    ]
    days = (2017, 2018.8, 2020.5, 2021.4, 2024.7)
    for name, day in zip(names, days, strict=True):
        chart_labels.add_label(ax, name, (day, 9.7), "#000000", None, None, chart_labels.DOWN).set_va("top")
    # Below the names stands a mark, which may be covered before a name is.
    ax.annotate("", (2022, 0.2), (2022, 7.6), arrowprops={"arrowstyle": "->"})
    chart_labels.settle_labels(ax.figure)
    boxes = [label.get_window_extent() for label in labels_of(ax.figure)]
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
