"""The time line of programmes and the picture of what is published."""

from collections import Counter

import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import same_color

import bvte
from bvte.evidence.language import activate
from bvte.intake.request_lines import request_lines, respondents_of
from bvte.judgement.coverage import coverage
from bvte.presentation import theme
from bvte.presentation.newness import programme_status

from ..languages import said_in
from ..shown import told
from .drawings import points, words
from .sample import SAMPLE


def bars(ax):
    """Bars by their years: hatched, dashed or full."""
    looks = {}
    for bar in ax.patches:
        start = round(bar.get_x() + 0.45)
        look = "hatched" if bar.get_hatch() else "dashed" if bar.get_linestyle() == "--" else "full"
        looks[start, round(start + bar.get_width() - 0.9), round(bar.get_y() + bar.get_height() / 2)] = look
    return looks


def test_the_time_line_has_a_bar_a_phase_that_shows_its_status(province, drawn):
    activate("vi")
    bvte.timeline(province(**SAMPLE), "P1")
    # Full is a phase that has a target in a document, whatever its status says; a draft is hatched.
    assert bars(drawn[-1]) == {
        (2001, 2010, 0): "dashed",
        (2013, 2020, 0): "dashed",
        (2016, 2020, 1): "full",
        (2021, 2025, 1): "hatched",
        (2016, 2020, 2): "full",
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_body_that_is_asked_stands_with_what_its_form_has(dien_bien, language):
    activate(language)
    shown = bvte.asked_table(dien_bien, "11").to_frame()
    asked = shown.groupby(shown.columns[0], sort=False)[shown.columns[1]].agg(" ".join)
    kinds = {one.kind: one for one in respondents_of(dien_bien, 2025)}
    assert len(asked) == len(kinds)
    for one, (name, told_of) in zip(kinds.values(), sorted(asked.items(), key=_commune_last), strict=True):
        assert "45" in name if one.rules.of_level else one.name.text == name
        rows = {line.row.name.text for line in request_lines(dien_bien, one)}
        missing = [row for row in rows if row not in told_of]
        assert missing == []


def _commune_last(pair):
    """The order of those who are asked: bodies of the province first."""
    return "45" in pair[0]


def test_nobody_is_asked_for_another_area(dien_bien):
    assert "của Việt Nam" in told(said_in("vi", bvte.asked_table, dien_bien, "VN"))


def test_the_time_line_names_holes_and_the_breaks_that_forbid_comparison(province, drawn):
    activate("vi")
    found = bvte.timeline(province(**SAMPLE), "P1")
    texts = [note.get_text().strip() for note in drawn[-1].texts]
    assert "chưa tìm thấy 2011–2012" in texts
    assert "Luật Trẻ em 2016 (2017)" in texts
    assert not any("Gốc dân số" in text for text in texts)
    assert "Luật Trẻ em 2016 (01/6/2017)" in found.alt


@pytest.mark.parametrize(("language", "status"), [("vi", "dự thảo"), ("en", "draft")])
def test_the_time_line_is_described_with_every_phase_and_its_status(province, language, status):
    activate(language)
    alt = bvte.timeline(province(**SAMPLE), "P1").alt
    assert [years in alt for years in ("2001–2010", "2013–2020", "2016–2020", "2021–2025")] == [True] * 4
    assert f"2021–2025 ({status})" in alt


def test_the_hole_of_2011_and_2012_is_visible_in_the_real_time_line(dien_bien, drawn):
    activate("vi")
    bvte.timeline(dien_bien, "11")
    assert "chưa tìm thấy 2011–2012" in [note.get_text() for note in drawn[-1].texts]
    assert len(drawn[-1].patches) == len(dien_bien.programmes)


TOGETHER = """
    id,    name_vi, name_en, kind,             level,    area, start, end,  status, follows, national
    long,  Dài,     Long,    child_protection, province, ,     2015,  2025, closed, ,
    short, Ngắn,    Short,   child_protection, province, ,     2021,  2025, closed, ,
    later, Sau,     Later,   child_protection, province, ,     2028,  2030, closed, ,
"""


def test_phases_that_run_together_hide_neither_bar_nor_years_and_leave_no_hole(province, drawn):
    activate("en")
    bvte.timeline(province(programmes=TOGETHER, targets="", observations=""), "P1")
    ax = drawn[-1]
    assert set(bars(ax)) == {(2015, 2025, 0), (2021, 2025, 1), (2028, 2030, 0)}
    # Each of the two lanes is named.
    assert [" ".join(name.get_text().split()) for name in ax.get_yticklabels()] == ["Child protection, province"] * 2
    assert [note.get_text() for note in ax.texts if "none" in note.get_text()] == ["none found 2026–2027"]
    ax.figure.draw_without_rendering()
    boxes = [note.get_window_extent() for note in ax.texts]
    assert not any(one.overlaps(two) for n, one in enumerate(boxes) for two in boxes[:n])


def shapes(ax):
    """How many marks there are of each shape and fill."""
    return Counter((shape, fill(colour)) for _, shape, colour in points(ax))


def fill(colour):
    """Name of a fill in the theme."""
    return next(n for n in ("paper", "rule", "accent") if same_color(colour, theme.COLOURS[n]))


def test_coverage_has_a_mark_for_every_figure_with_the_shape_of_its_strength(province, drawn):
    activate("vi")
    bvte.coverage_charts(province(**SAMPLE), "P1")
    protection, general = drawn
    # Numbers: one rate, two of help, two counts. About: one of help. Bounds: one rate, one range.
    assert shapes(protection) == {("o", "accent"): 5, ("o", "rule"): 1, ("v", "paper"): 2, ("D", "paper"): 1}
    assert shapes(general) == {("o", "accent"): 1}


def test_no_mark_hides_another(dien_bien, drawn):
    activate("vi")
    bvte.coverage_charts(dien_bien, "11")
    for ax in drawn:
        places = [place for place, *_ in points(ax)]
        assert len(set(places)) == len(places)


def test_a_figure_of_several_years_has_a_line_over_them(province, drawn):
    activate("vi")
    bvte.coverage_charts(province(**SAMPLE), "P1")
    (lines,) = [found for found in drawn[0].collections if isinstance(found, LineCollection)]
    assert [tuple(ends[:, 0]) for ends in lines.get_segments()] == [(2016, 2020)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_figure_of_the_real_evidence_has_its_mark_and_its_year_in_the_description(dien_bien, drawn, language):
    activate(language)
    table = coverage(dien_bien, "11")
    charts = bvte.coverage_charts(dien_bien, "11")
    assert [shapes(ax).total() for ax in drawn] == list(table.groupby("group", sort=False).size())
    for row in table.itertuples():
        name = dien_bien.indicators[row.indicator].short[language]
        described = [line for c in charts for line in c.alt.split("; ") if f"{name}: " in line]
        assert any(str(row.year) in line for line in described)


def test_the_title_of_the_time_line_counts_the_area_s_own_programmes_without_a_target(province):
    activate("en")
    targets = "indicator, condition, value, programme, due_year\nrate, below, 3.8, plan, 2020"
    found = words(bvte.timeline(province(targets=targets), "P1"))
    own = "2 programmes and phases of the province, 2016–2025"
    assert f"{own}; for 1 of them no document with numeric targets" in found
    found = words(bvte.timeline(province(targets=f"{targets}\nrate, below, 3.3, next, 2025"), "P1"))
    assert "all have numeric targets" in found
    assert "of them no document with" not in found
    known = f"stated, {targets}\nno, rate, below, 3.3, next, 2025".replace("\nrate", "\nyes, rate")
    found = words(bvte.timeline(province(targets=known), "P1"))
    assert "for 1 of them no document with numeric targets" in found


def test_a_programme_that_is_closed_by_now_still_ran_on_a_day_before_its_end(dien_bien):
    activate("vi")
    closed = next(p for p in dien_bien.programmes.values() if p.status == "closed" and p.start < p.end)
    for year, word in ((closed.end - 1, "đang thực hiện"), (closed.end, "đã kết thúc")):
        assert word in programme_status(closed, bvte.seen(dien_bien, f"{year}-12-31"))
