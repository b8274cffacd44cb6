"""Each chart drawn again for a phone: the same things said, on a third of the width, nothing cut off."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

import bvte
from bvte.evidence.language import activate
from bvte.presentation import drawing
from bvte.presentation.chart_labels import settle_labels
from bvte.presentation.narrow import WIDTH
from bvte.presentation.phrases import flat_text
from bvte.publishing.fonts import font_css

KINDS = ("path", "timeline", "coverage", "audit", "bullets", "multiples", "merged")


@pytest.fixture(scope="module")
def charts():
    """A chart of each kind by its name, of the real evidence."""
    activate("vi")
    evidence = bvte.load("dien-bien")
    province = evidence.province.code
    rate = bvte.estimates(evidence, "special_circumstances_rate", province)
    path = bvte.draw_breaks(
        evidence, "special_circumstances_rate", province, bvte.draw_estimates(rate, ax=bvte.time_axes(rate))
    )
    draft = next(p.id for p in evidence.programmes_of(province) if p.status == "draft")
    findings = bvte.judge(evidence, draft)
    compared = [c for c in evidence.indicators if all(bvte.estimates_of(evidence, c, at) for at in (province, "VN"))]
    both = bvte.estimates(evidence, compared[:4], [province, "VN"])
    return {
        "path": bvte.path_figure(path),
        "timeline": bvte.timeline(evidence, province),
        "coverage": bvte.coverage_charts(evidence, province)[0],
        "audit": bvte.audit_chart(bvte.audit(evidence, draft)),
        "bullets": bvte.figure(bvte.bullet_bars(findings.frame()), "T", frame=findings.frame(), of=findings),
        # The name of a merger is longer than the years before it.
        "merged": bvte.timeline(bvte.load("quang-tri"), "45"),
        "multiples": bvte.figure(bvte.small_multiples(both), "T", frame=both, of=evidence),
    }


def words(svg):
    """The words of a drawing, whatever lines they stand in; without the numbers of its axes."""
    said = " ".join(tag.get_text(" ") for tag in BeautifulSoup(svg, "xml")("text"))
    return Counter(word for word in re.findall(r"\S+", said) if re.search(r"[^\W\d]", word))


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_is_told_the_same_words(charts, kind):
    assert words(charts[kind].narrow) == words(charts[kind].svg) != Counter()


def test_many_breaks_have_numbers_at_their_lines_and_their_names_below(charts):
    evidence, name = bvte.load("dien-bien"), "special_circumstances_rate"
    svg = BeautifulSoup(charts["path"].narrow, "xml")
    said = " ".join(" ".join(tag.get_text(" ").split()) for tag in svg("text"))
    shown = [b for b in evidence.breaks_of(name, evidence.province.code) if b.text("name") in said]
    shown.sort(key=lambda row: row.date)
    assert len(shown) > 2
    assert " · ".join(f"{n} {b.text('name')}" for n, b in enumerate(shown, start=1)) in said
    alone = {tag.get_text().strip() for tag in svg("text")}
    assert alone >= {str(n) for n in range(1, len(shown) + 1)}


def test_panels_below_each_other_have_each_their_years(charts):
    said = [tag.get_text().strip() for tag in BeautifulSoup(charts["multiples"].narrow, "xml")("text")]
    years = Counter(text for text in said if re.fullmatch(r"(?:19|20)\d\d", text))
    assert len(set(years.values())) == 1 < max(years.values())


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_for_a_phone_is_as_wide_as_one(charts, kind):
    assert f'width="{WIDTH * 72:g}pt"' in charts[kind].narrow


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_drawing_for_a_phone_is_cut_off(browser, charts, kind):
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.set_content(f"<style>{font_css()}</style>{charts[kind].narrow}")
    page.evaluate("document.fonts.ready")
    outside = page.evaluate(
        """() => {
            const edge = document.querySelector('svg').getBoundingClientRect();
            const outside = box => box.left < edge.left - 2 || box.right > edge.right + 12;
            const texts = [...document.querySelectorAll('text')];
            return texts.filter(text => outside(text.getBoundingClientRect())).map(text => text.textContent);
        }"""
    )
    years = page.evaluate(
        """() => [...document.querySelectorAll('text')]
            .filter(text => /^(19|20)\\d\\d/.test(text.textContent.trim()))
            .map(text => text.getBoundingClientRect())
            .map(box => [box.left, box.right, box.top, box.bottom])"""
    )
    page.close()
    assert outside == []
    # The years of one bar stand in no other's, nor on the axis in those beside them.
    for n, (left, right, top, bottom) in enumerate(years):
        beside = [box for box in years[:n] if min(bottom, box[3]) - max(top, box[2]) > 2]
        assert not [box for box in beside if min(right, box[1]) - max(left, box[0]) > 1]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", ["svg", "narrow"])
def test_a_mark_says_value_strength_and_source_under_the_pointer(charts, kind, width):
    drawing = BeautifulSoup(getattr(charts[kind], width), "xml")
    told = [title.get_text() for title in drawing("title")]
    assert told and "told:" not in str(drawing)
    # As many marks, each with what the chart's own table or description says of it.
    if kind == "path":
        rows = charts[kind].numbers.rows
        values = {flat_text(cell.content) for row in rows for cell in row if cell.data}
        assert all(any(value in text for text in told) for value in values) and len(values) > 2
        sourced = [text for text in told if "Nguồn: " in text]
        assert {"(số công bố)", "(tính toán từ số lượng)"} <= set(re.findall(r"\([^()]*\)", " ".join(sourced)))
    if kind == "coverage":
        assert len(told) == int(re.search(r"(\d+) số liệu", charts[kind].alt)[1])


def test_a_text_that_was_drawn_is_measured_anew_for_a_phone():
    """A drawing as SVG has fewer dots: measured with them, texts would be narrower than they stand there."""
    ax = drawing.new_axes()
    text = ax.text(0, 0, "dưới 3,8%")
    width = text.get_window_extent().width
    drawing.write_svg(ax.figure)
    assert text.get_window_extent().width < 0.9 * width
    settle_labels(ax.figure)
    assert text.get_window_extent().width == pytest.approx(width)
