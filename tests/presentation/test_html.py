"""The markup of parts: it stands by itself in any front end, without our style sheet or its classes."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from bvte.evidence.language import activate
from bvte.presentation import theme
from bvte.presentation.document import (
    Box,
    Column,
    Figure,
    Heading,
    Item,
    Listing,
    Paragraph,
    Prose,
    SideBySide,
    make_table,
)
from bvte.presentation.html import html, inline_svg
from bvte.presentation.phrases import Datum, LineBreak, Look, Time, link, paragraphs, phrase, small, span, strong

SHARP = """<b>&"'</b>"""
SVG = '<svg width="72pt" height="72pt"><g id="a"/></svg>'


def test_two_years_of_a_heading_stay_on_one_line():
    (years,) = soup(Heading(1, phrase("Paths to targets, 2026–2030: Điện Biên"))).select(".together")
    assert years.text == "2026–2030"


def soup(part):
    return BeautifulSoup(html(part), "html.parser")


def grid(*rows, kinds=("text", "num"), **about):
    return make_table("T", [Column(f"C{n}", kind) for n, kind in enumerate(kinds)], rows, **about)


def number(value, text, **about):
    return phrase(Datum(Decimal(value), text, aligned=True, **about))


def alignment(tag):
    return tag["style"].partition("text-align: ")[2]


def test_a_table_aligns_without_a_style_sheet():
    table = soup(grid(("a", number("3.8", "3,8"))))
    assert [alignment(tag) for tag in table("th")] == ["left", "right", "left"]
    assert alignment(table.td) == "right"


def test_words_in_a_column_of_numbers_stand_like_words():
    table = soup(grid(("a", span(Look.NOT_COMPARED, "không so sánh được")), ("b", "–")))
    assert [alignment(cell) for cell in table("td")] == ["left", "right"]


def test_headings_of_columns_and_rows_say_what_they_are_headings_of():
    table = soup(grid(("a", "b"), ("c", "d"), note="N"))
    assert [tag["scope"] for tag in table("th")] == ["col", "col", "row", "row"]
    assert table.tfoot.td["colspan"] == "2" and table.tfoot.get_text(strip=True) == "N"


def test_a_wide_table_scrolls_in_a_box_that_has_a_name():
    box = soup(grid(("a", "b"), number="Biểu 6")).div
    assert (box["role"], box["tabindex"], box["aria-label"]) == ("group", "0", "Biểu 6. T")
    assert box.caption.get_text() == "Biểu 6. T"


def test_a_table_tells_its_headings_to_a_screen_on_which_each_row_is_a_card():
    table = make_table("T", [Column("A"), Column('5" <b>\\', "num")], [("a", "–"), ("b", number("1", "1"))])
    assert soup(table).tbody["style"] == '--c1: "A"; --c2: "5\\22  \\3c b>\\5c "'
    gap = make_table("T", [Column("A"), Column("B")], [("a", span(Look.GAP, "chưa có số liệu"))])
    assert [tag["class"] for tag in soup(table)("td")] == [["num", "nothing"], ["num"]]
    assert soup(gap).td["class"] == ["text", "missing"]


def test_a_front_end_without_style_sheet_shows_one_drawing_of_two():
    activate("vi")
    drawn = soup(Figure("T", "Mô tả", svg=SVG, narrow=SVG.replace("72", "36")))("svg")
    assert [tag["style"] for tag in drawn] == ["--width: 96px", "display: none; --width: 48px"]
    assert len({tag.g["id"] for tag in drawn}) == 2


def test_small_print_stands_on_a_line_of_its_own():
    assert html(phrase("4,4 ", small("2015"))) == '4,4 <br><small class="when">2015</small>'
    assert html(small("2015")) == '<small class="when">2015</small>'
    assert html(phrase("a", LineBreak(), "b")) == "a<br>b"


@pytest.mark.parametrize("label", theme.STATUS)
def test_a_status_has_its_sign_before_its_word_for_eyes_alone(label):
    tag = soup(span(Look.STATUS, "Đạt", code=label)).span
    assert tag["class"] == ["status", label.replace("_", "-")]
    assert (tag.span["aria-hidden"], tag.span.get_text()) == ("true", f"{theme.STATUS[label].sign} ")
    assert tag.get_text() == f"{theme.STATUS[label].sign} Đạt"


def test_a_number_tells_machines_its_value_comparator_strength_and_sources():
    content = number("1E+3", "1.000", comparator="below", strength="bound", sources=("a", "b"))
    assert soup(content).data.attrs == {
        "value": "1000",
        "data-comparator": "below",
        "data-strength": "bound",
        "data-sources": "a b",
    }
    assert soup(number("3", "3")).data.attrs == {"value": "3"}


@pytest.mark.parametrize(
    ("value", "text", "whole", "decimals"),
    [("3.80", "3,80", "3", ",80"), ("1116", "1.116", "1.116", ""), ("-0.7", "−0,7", "−0", ",7")],
)
def test_a_number_of_a_column_stands_in_two_parts_around_its_mark(value, text, whole, decimals):
    found = soup(number(value, text))
    assert (found.select_one(".int").get_text(), found.select_one(".frac").get_text()) == (whole, decimals)
    assert found.get_text() == text


def test_a_table_says_how_long_its_longest_decimals_are():
    rows = [(name, number(value, value)) for name, value in (("a", "3.8"), ("b", "1.85"), ("c", "3"))]
    assert soup(grid(*rows)).table["style"] == "--decimals: 3"


def test_times_indicators_units_and_languages_are_marked():
    shown = soup(
        phrase(
            Time("09/2020", "2020-09"),
            Time("2020"),
            span(Look.INDICATOR, "Tỷ lệ", code="rate", protected=True),
            span(Look.UNIT, "%", code="percent"),
            span(Look.TITLE, "Law", language="en"),
        )
    )
    assert [tag.attrs for tag in shown("time")] == [{"datetime": "2020-09"}, {}]
    assert shown.span.attrs == {"data-code": "rate", "data-protected": ""}
    assert (shown.small["data-code"], shown.cite["lang"]) == ("percent", "en")


def test_what_is_drawn_in_letters_is_not_read_aloud():
    assert soup(span(Look.GRAPHIC, "▁▂▃")).span.attrs == {"aria-hidden": "true"}


@pytest.mark.parametrize(
    "part",
    [
        phrase(SHARP),
        strong(SHARP),
        link(SHARP, SHARP),
        phrase(Time(SHARP, SHARP)),
        phrase(Datum(Decimal(1), SHARP, sources=(SHARP,))),
        span(Look.INDICATOR, SHARP, code=SHARP),
        Heading(2, phrase(SHARP), SHARP),
        Paragraph(phrase(SHARP), SHARP),
        Box(SHARP, ()),
        Listing((Item(phrase(SHARP), SHARP),), role=SHARP),
        SideBySide(SHARP, ()),
        make_table(SHARP, [Column(SHARP, "text", SHARP)], [(SHARP,)], SHARP, SHARP),
        Figure(SHARP, SHARP, SHARP, number=SHARP, svg=SVG),
    ],
)
def test_no_text_can_break_out_of_its_place(part):
    activate("vi")
    assert SHARP not in html(part) and soup(part).find("b") is None
    tags = soup(part).find_all(True)
    said = [part for tag in tags for value in tag.attrs.values() for part in [value, " ".join(value)]]
    assert SHARP in soup(part).get_text() or SHARP in said


def test_blocks_are_the_tags_that_they_are():
    lines = (Paragraph(phrase("A"), "lead"), Listing((Item(phrase("B"), "b"),), ordered=True, role="sources"))
    assert html(Prose((Heading(2, phrase("H"), "h"), Box("key", lines)))) == (
        '<h2 id="h">H</h2>\n<div class="key"><p class="lead">A</p>\n<ol class="sources"><li id="b">B</li></ol></div>'
    )
    assert html(Box("placemat", ())) == '<section class="placemat"></section>'
    assert html(paragraphs(["A", "B"])) == "<p>A</p><p>B</p>"


def test_old_figures_are_folded_below_their_mark():
    activate("vi")
    folded = Box(Look.OLDER, (Paragraph(phrase("Cũ"), "note"), Paragraph(phrase("70"))))
    assert html(folded) == '<details class="older"><summary>Cũ</summary><p>70</p></details>'
    assert html(span(Look.OLDER, span(Look.MARK, "Cũ"), "70")) == (
        '<details class="older"><summary>Cũ</summary>70</details>'
    )


def test_a_figure_has_a_description_that_is_read_and_one_that_is_seen():
    activate("vi")
    figure = soup(Figure("T", "Mô tả", "N", grid(("2015", number("4.4", "4,4"))), "Hình 1", SVG)).figure
    assert (figure.svg["role"], figure.svg["aria-label"], figure.details.p.get_text()) == ("img", *["Mô tả"] * 2)
    assert figure.figcaption.p.get_text() == "Hình 1. T" and figure.select_one(".note").get_text() == "N"
    assert figure.details.table.data["value"] == "4.4"
    assert soup(Figure("T", "Mô tả", svg=SVG)).find("table") is None


def test_ids_of_two_drawings_do_not_clash_and_still_refer():
    drawing = (
        '<?xml version="1.0"?><!DOCTYPE svg><svg width="72pt"><metadata><date>2020</date></metadata>'
        '<defs><style type="text/css">*{color: red}</style><path id="m1"/></defs>'
        '<use xlink:href="#m1"/><g clip-path="url(#m1)"/></svg>'
    )
    one, two = inline_svg(drawing, "figure1", "a < b"), inline_svg(drawing, "figure2", "")
    assert one.startswith('<svg role="img" aria-label="a &lt; b" style="--width: 96px" width="72pt"')
    assert 'id="figure1-m1"' in one and 'href="#figure1-m1"' in one and "url(#figure1-m1)" in one
    assert "figure1" not in two and "2020" not in two and "style>" not in two


def test_a_drawing_must_state_its_width():
    with pytest.raises(ValueError, match="no width"):
        inline_svg("<svg><g/></svg>", "figure1", "")
