"""The slides: one plan for PowerPoint and browser, read back by python-pptx and by a parser of HTML."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from bs4 import BeautifulSoup
from pptx import Presentation
from pptx.enum.chart import XL_TICK_LABEL_POSITION
from pptx.util import Pt

from bvte.evidence.language import LANGUAGES, activate
from bvte.presentation.document import Box, Column, Figure, Heading, Listing, make_table
from bvte.presentation.next_phase_words import BLANK
from bvte.presentation.parts import key_box, paragraph
from bvte.presentation.phrases import Datum, Look, Time, flat_text, phrase, span
from bvte.publishing.forms.agree import find_disagreements
from bvte.publishing.forms.deck import html_deck
from bvte.publishing.forms.slide_bars import BarLook, bars_of
from bvte.publishing.forms.slide_parts import BAR_COLOURS
from bvte.publishing.forms.slide_plan import plan_slides
from bvte.publishing.forms.slides import powerpoint_file

from .documents import document, table


@pytest.fixture
def presentation(pack):
    return Presentation(io.BytesIO(pack.forms["pptx"]))


@pytest.fixture
def html(pack):
    return BeautifulSoup(pack.forms["deck.html"].decode(), "html.parser")


def report_of(*blocks):
    """A report with these blocks under a heading."""
    return document(Heading(2, phrase("Mục")), *blocks, headline="Một ý")


def finding_of(*rows, **about):
    """A table that shows something."""
    return replace(table(*rows, **about), finding="3 trong 9 chỉ tiêu đạt")


def test_a_title_is_a_sentence_with_its_figure(presentation, html, pack):
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]
    # No line of it ends inside a span of years.
    assert titles[0].replace("\u2060", "") == pack.article.title
    assert not any(re.search(r"\d[-–]\d", title) for title in titles)
    assert titles == [tag.get_text() for tag in html.select("h1, h2")]
    headings = {block.text for block in pack.article.blocks if isinstance(block, Heading)}
    for title in titles[1:]:
        assert title not in headings and re.search(r"\d", title) and len(title.split()) > 4


def test_there_are_twelve_slides_at_most(presentation):
    assert 6 < len(presentation.slides) <= 12


def test_what_finds_no_room_among_the_twelve_is_told():
    counted = [("a", phrase(number("7")))]
    held = [(Heading(2, phrase(f"Mục {n}")), finding_of(counted, number=f"Bảng {n}")) for n in range(8)]
    plan_of_day = Heading(2, phrase("Ngày hội thảo")), finding_of([("a", "b")], number="Bảng 8")
    more = [finding_of(counted, number=f"Bảng {n}") for n in (20, 21, 22, 23)]
    first, *others = held
    plan = plan_slides(document(*first, *more, *(block for pair in (*others, plan_of_day) for block in pair)))
    shown = [slide.exhibit.number for slide in plan if slide.exhibit]
    # The first of every section goes before a second one of another, but for words alone.
    assert shown == ["Bảng 0", "Bảng 20", "Bảng 21", "Bảng 22", *(f"Bảng {n}" for n in range(1, 8))]
    (remark,) = plan[0].remarks
    assert re.findall(r"Bảng \d+", remark) == ["Bảng 23", "Bảng 8"]


def test_no_letter_is_smaller_than_the_last_row_reads(presentation):
    sizes = [size for part in [*presentation.slide_layouts, *presentation.slides] for size in _sizes_of(part._element)]
    charts = [s.chart._chartSpace for slide in presentation.slides for s in slide.shapes if s.has_chart]
    sizes += [size for chart in charts for size in _sizes_of(chart)]
    assert sizes and min(sizes) >= 2000


def _sizes_of(element):
    """Sizes in hundredths of a point that runs and the first level of a list style ask for."""
    return [int(size) for size in element.xpath(".//a:rPr/@sz | .//a:lvl1pPr/a:defRPr/@sz | .//c:txPr//a:defRPr/@sz")]


def test_nothing_is_cut_by_an_ellipsis(presentation, html):
    texts = presentation.slides
    said = [node for slide in texts for node in slide._element.itertext()] + [
        sheet.get_text() for sheet in html(".sheet")
    ]
    # What the workshop fills in has two such signs, and nothing was cut there.
    assert not [text for text in said if "…" in text.replace(BLANK, "") or "..." in text]


def test_an_axis_of_values_speaks_the_language_of_the_reader_and_begins_at_zero(presentation, pack):
    charts = [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]
    spans = [chart for chart in charts if len(chart.plots[0].series) > 1]
    assert len(spans) == len(charts) - 1 > 0
    for chart in spans:
        axis, code = chart.value_axis, {"vi": "[$-42A]", "en": "[$-809]"}[pack.article.language]
        assert axis.tick_label_position != XL_TICK_LABEL_POSITION.NONE and axis.has_major_gridlines
        assert axis.tick_labels.number_format.startswith(code) and axis.minimum_scale == 0
    # A count has its number at the end of its bar.
    (counts,) = [chart for chart in charts if chart not in spans]
    assert counts.value_axis.tick_label_position == XL_TICK_LABEL_POSITION.NONE


def test_the_title_slide_says_what_where_and_how_new(presentation, pack):
    first = presentation.slides[0]
    kind, place, newest = first.placeholders[1].text_frame.text.split("\n")
    assert (kind, place) == (pack.article.kind, pack.article.place)
    assert newest == pack.article.newness != ""


def test_each_exhibit_has_its_own_slide_under_its_caption(presentation, pack):
    drawn = {e.number for e in pack.article.figures if (bars := bars_of(e)) and bars.axis}
    single = {e.number for e in pack.article.figures if e.number in drawn and _figures_of(e) < 2}
    exhibits = {
        e.number: f"{e.number}. {e.caption}"
        for e in (*pack.article.tables, *pack.article.figures)
        if e.finding and e.number not in single
    }
    rooms = (block.room for block in pack.article.blocks if isinstance(block, Box) and block.room)
    exhibits |= {room.number: f"{room.number}. {room.caption}" for room in rooms}
    found = {}
    for slide in presentation.slides:
        shown = [s for s in slide.shapes if s.has_table or s.has_chart or s.shape_type == 13]
        assert len(shown) <= 1
        found |= {shape.name: slide.placeholders[2].text_frame.text for shape in shown}
    # What twelve slides have no room for stands in the pack alone.
    assert set(found) == set(exhibits) or (set(found) < set(exhibits) and len(presentation.slides) == 12)
    for number, subtitle in found.items():
        caption, said = exhibits[number].removeprefix(f"{number}. "), subtitle.removeprefix(f"{number}. ")
        # A line of a slide holds 75 letters: of a longer caption the part that names what is shown stays.
        named = caption.split(": ", 1)[1] if ": " in caption else caption.split(", ")[0]
        assert said == (caption if len(exhibits[number]) <= 75 else named)


def _figures_of(figure):
    """How many rows of the numbers of a chart have a figure or a pace, and no level that is asked for."""
    kept = [at for at, column in enumerate(figure.numbers.columns) if column.key in ("result", "past")]
    return sum(bool(row[at].data) for row in figure.numbers.rows for at in kept)


def test_all_that_is_seen_is_described(presentation, html, pack):
    told = {}
    for slide in presentation.slides:
        for shape in slide.shapes:
            if not shape.is_placeholder and not shape.has_text_frame:
                told[shape.name] = shape._element._nvXxPr.cNvPr.get("descr")
    assert all(told.values())
    wanted = {figure.number: figure.alt for figure in pack.article.figures if figure.number in told}
    assert wanted and {number: told[number] for number in wanted} == wanted
    assert [drawn["aria-label"] for drawn in html("svg")] == list(wanted.values())


def test_a_chart_can_be_edited_and_draws_the_numbers_of_the_report(presentation, pack):
    charts = [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]
    bars, first, *_ = charts
    counts = pack.article.cells and next(figure for figure in pack.article.figures).numbers
    shown = list(bars.plots[0].series[0].values)
    assert shown and shown == [float(row[1].data[0].value) for row in counts.rows][: len(shown)]
    # A figure is a bar from zero, a bound a mark that ends at it.
    known, bound, other, asked, *_ = _spans(first)
    assert known == (0, 4.4) and other == (0, 1.85)
    assert [high for _, high in (bound, asked)] == [3.8, 3.3]
    assert bound[0] > 3.6 and asked[0] > 3.1
    # Every number stands in the table that opens when somebody edits the chart.
    book = openpyxl.load_workbook(io.BytesIO(first.part.chart_workbook.xlsx_part.blob))
    assert [row[0] for row in book.active.iter_rows(min_row=2, values_only=True)] == list(first.plots[0].categories)


def _spans(chart):
    """The ends of each bar of a chart of spans, from the top."""
    begin, *looks = [line.values for line in chart.plots[0].series]
    lengths = [next(length for length in row if length is not None) for row in zip(*looks, strict=True)]
    return [(low, pytest.approx(low + length)) for low, length in zip(begin, lengths, strict=True)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_numbers_of_a_chart_have_the_decimal_mark_of_the_reader(packs, language):
    wanted, other = {"vi": ("dưới 3,8%", "3.8"), "en": ("below 3.8%", "3,8")}[language]
    made = Presentation(io.BytesIO(packs[language].forms["pptx"]))
    charts = [s.chart for slide in made.slides for s in slide.shapes if s.has_chart]
    names = [name for chart in charts for name in chart.plots[0].categories]
    assert any(name.endswith(wanted) for name in names) and not [name for name in names if other in name]
    drawn = BeautifulSoup(packs[language].forms["deck.html"].decode(), "html.parser").select("svg")
    assert all(name.replace(" ", "") in "".join(tag.get_text() for tag in drawn).replace(" ", "") for name in names)


def test_no_two_bars_of_a_chart_have_one_name(presentation):
    for chart in [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]:
        names = list(chart.plots[0].categories)
        assert len(set(names)) == len(names)


def test_notes_name_the_sources_of_what_is_shown(presentation, pack):
    (sources,) = [b for b in pack.article.blocks if isinstance(b, Listing) and b.ordered]
    lines = [f"[{n}] {flat_text(item.content)}" for n, item in enumerate(sources.items, 1)]
    for slide in presentation.slides:
        shown = [shape for shape in slide.shapes if shape.has_table]
        printed = " ".join(c.text_frame.text for s in shown for row in s.table.rows for c in row.cells)
        notes = slide.notes_slide.notes_text_frame.text.split("\n")
        for number in map(int, re.findall(r"\[(\d+)\]", printed)):
            assert lines[number - 1] in notes


def test_the_notes_of_both_forms_are_one(presentation, html, pack):
    for slide, tag in zip(presentation.slides, html.select(".notes"), strict=True):
        theirs = [" ".join(p.get_text().split()) for p in tag.select("p, li")]
        assert theirs == [
            " ".join(line.split()) for line in slide.notes_slide.notes_text_frame.text.split("\n") if line
        ]


def test_the_language_is_stated_of_every_run(presentation, pack):
    code = {"vi": "vi-VN", "en": "en-GB"}[pack.article.language]
    languages = [run.get("lang") for slide in presentation.slides for run in slide._element.iterfind(".//{*}r/{*}rPr")]
    assert set(languages) <= {"vi-VN", "en-GB"} and languages.count(code) > len(languages) / 2
    assert presentation.core_properties.language == code


def test_the_file_does_not_say_who_made_it_or_when(pack, presentation):
    told = presentation.core_properties
    assert (told.author, told.last_modified_by, told.title) == ("", "", pack.article.title)
    with zipfile.ZipFile(io.BytesIO(pack.forms["pptx"])) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        with zipfile.ZipFile(io.BytesIO(archive.read(books[0]))) as book:
            assert b"1980-01-01T00:00:00Z" in book.read("docProps/core.xml")


def test_a_long_table_is_cut_and_says_so():
    slide = plan_slides(report_of(finding_of([(f"Dòng {n}", "x") for n in range(40)])))[-1]
    assert 8 < len(slide.exhibit.rows) < 40
    assert f"{len(slide.exhibit.rows)}/40" in slide.pointer and "Bảng 1" in slide.pointer


def test_rows_that_say_the_same_on_a_slide_are_one_and_count_as_one():
    prose = "Một câu rất dài mà cả phòng không đọc kịp trên một trang chiếu"
    rows = [(f"Dòng {n // 3}", "x", prose + str(n)) for n in range(60)]
    slide = plan_slides(report_of(finding_of(rows, kinds=["text"] * 3)))[-1]
    assert [row[0].text for row in slide.exhibit.rows] == [f"Dòng {n}" for n in range(len(slide.exhibit.rows))]
    assert f"{len(slide.exhibit.rows)}/20" in slide.pointer


def test_a_table_that_fits_is_whole_and_says_nothing():
    short = finding_of([("Một", "2"), ("Hai", "3")])
    slide = plan_slides(report_of(short))[-1]
    assert (slide.title, slide.exhibit, slide.pointer) == (short.finding, short, "")


def test_what_shows_no_finding_is_no_slide():
    plan = plan_slides(report_of(table([("Một", "2")]), Box("to-write", (paragraph("Viết ở đây"),))))
    assert [(slide.kind, slide.title) for slide in plan] == [("title", "Báo cáo")]


def test_the_strength_of_a_figure_is_not_among_the_columns_left_out():
    row = [*map(str, range(8)), span(Look.STRENGTH, "giới hạn", code="bound"), "ý"]
    shown = plan_slides(report_of(finding_of([row], kinds=["text"] * 10)))[-1].exhibit
    assert [column.label for column in shown.columns] == ["Cột 0", "Cột 1", "Cột 2", "Cột 3", "Cột 8"]


def test_prose_is_left_out_whole_where_there_is_something_else_to_read():
    prose = "Một câu rất dài mà cả phòng không đọc kịp trên một trang chiếu"
    kept = plan_slides(report_of(finding_of([("Một", "2", prose)], kinds=["text"] * 3)))[-1]
    assert [column.label for column in kept.exhibit.columns] == ["Cột 0", "Cột 1"] and "Bảng 1" in kept.pointer
    alone = plan_slides(report_of(finding_of([("Một", prose)])))[-1]
    assert alone.exhibit.rows[0][1].text == prose


def test_points_beyond_the_room_of_a_slide_go_to_the_notes():
    box = key_box("12 ý cần bàn trong ngày", [f"Ý {n} " + "a" * 100 for n in range(12)])
    slide = plan_slides(document(box))[-1]
    assert slide.title == "12 ý cần bàn trong ngày"
    assert len(slide.points) + len(slide.remarks) == 12 and slide.remarks[-1].startswith("Ý 11")
    assert str(len(slide.remarks)) in slide.pointer
    # What explains the marks of a message is no point.
    noted = replace(box, blocks=(*box.blocks, paragraph("▰▱▱ chưa chắc chắn", "note")))
    assert plan_slides(document(noted))[-1].pointer == slide.pointer


def test_a_long_title_gets_smaller_type():
    sizes = []
    for times in (1, 5, 9, 12, 30):
        long = replace(finding_of([("Một", "2")]), finding="Kết quả rất dài " * times)
        made = Presentation(io.BytesIO(powerpoint_file(document(long))))
        sizes.append(made.slides[-1].shapes.title.text_frame.paragraphs[0].runs[0].font.size)
        drawn = BeautifulSoup(html_deck(document(long)).decode(), "html.parser").select("h2")[-1]["style"]
        assert drawn == f"--points: {sizes[-1].pt if sizes[-1] else 28:.0f}"
    # Two lines of the usual size hold 80 letters; none is smaller than the last row reads.
    assert sizes[:2] == [None, None] and sizes[2:] == sorted(sizes[2:], reverse=True) and sizes[-1] == Pt(20)


def test_a_chart_of_one_figure_is_no_slide():
    """Beside the level that is asked for, a single figure is a sentence."""
    heads = (Column("Thời gian"), Column("Kết quả", "num", "result"), Column("Dự thảo", "num", "draft"), Column("Mức"))
    own = (phrase(Time("2020", "2020")), phrase(number("91", "equal")), "–", "Số công bố")
    earlier = (phrase(Time("2015", "2015")), phrase(number("80", "equal")), "–", "Số công bố")
    asked = (phrase(Time("2025", "2025")), "–", phrase("ít nhất ", number("90", "at_least")), "–")
    for rows, count in (((own, asked), 0), ((earlier, own, asked), 1)):
        figure = Figure("Tỷ lệ", "Mô tả", numbers=make_table("", heads, rows), number="Hình 1", finding="91% năm 2020")
        assert sum(slide.kind == "figure" for slide in plan_slides(report_of(figure))) == count


@pytest.mark.parametrize("form", [powerpoint_file, html_deck])
def test_a_chart_with_neither_numbers_nor_picture_is_refused(form):
    with pytest.raises(ValueError, match="“Tỷ lệ” has no picture"):
        form(document(Figure("Tỷ lệ", "Mô tả", number="Hình 1", finding="Tỷ lệ là 3%")))


def timed(cell, key="result", strength="bound"):
    """The bars of a figure with one number of September 2020."""
    heads = (Column("Thời gian"), Column("Kết quả", "num", key), Column("Mức"))
    rows = [(phrase(Time("09/2020", "2020-09")), cell, strength)]
    return bars_of(Figure("Tỷ lệ", "Mô tả", numbers=make_table("", heads, rows), number="Hình 1", finding="3 đến 5"))


def number(value, comparator="", unit="percent"):
    return Datum(Decimal(value), value, comparator, unit, "bound")


@pytest.mark.parametrize(
    ("cell", "key", "end", "look", "way"),
    [
        (phrase(number("3"), "–", number("5")), "result", 5, "open", 0),
        (phrase("dưới ", number("3", "below")), "result", 3, "open", -1),
        (phrase("trên ", number("90", "above")), "result", 90, "open", 1),
        (phrase("trên ", number("900", "above", "children")), "result", 900, "open", 1),
        (phrase(number("91", "equal")), "result", 91, "known", 0),
        (phrase("dưới ", number("3", "below")), "draft", 3, "asked", -1),
        (phrase("ít nhất ", number("95", "at_least")), "proposal", 95, "asked", 1),
    ],
)
def test_a_bound_is_a_mark_with_an_arrow_to_what_it_allows_and_no_length(cell, key, end, look, way):
    drawn = timed(cell, key)
    (bar,) = drawn.bars
    assert (bar.look, bar.way, bar.low if way > 0 else bar.high) == (look, way, end)
    if way:
        assert bar.high - bar.low < (drawn.axis.high - drawn.axis.low) / 50
    else:
        assert bar.low == (3 if look == "open" else 0)
    assert 2 <= len(drawn.axis.marks) <= 8


def test_of_many_counts_those_that_have_room_are_drawn_and_the_others_counted():
    heads, rows = (Column("Tên"), Column("Số", "num")), [(f"Tên {n}", number(str(n))) for n in range(20, 9, -1)]
    figure = Figure("Số", "Mô tả", numbers=make_table("", heads, rows), number="Hình 1", finding="20 là nhiều nhất")
    drawn = bars_of(figure)
    assert len(drawn.bars) + drawn.left == len(rows) and drawn.left
    (slide,) = (s for s in plan_slides(document(figure)) if s.kind == "figure")
    assert f"{len(drawn.bars)}/{len(rows)}" in slide.pointer


@pytest.mark.parametrize(
    "counts", [(7, 6, 5, 3, 1, 1, 1, 1, 1, 1, 1), (9, 2, 2, 2, 2, 1, 1, 1, 1), (8, *[4] * 8, 1, 1)]
)
def test_no_two_equals_stand_on_both_sides_of_where_a_chart_is_cut(counts):
    heads, rows = ((Column("Tên"), Column("Số", "num")), [(f"Tên {at}", number(str(n))) for at, n in enumerate(counts)])
    figure = Figure("Số", "Mô tả", numbers=make_table("", heads, rows), number="Hình 1", finding="Nhiều nhất")
    drawn = bars_of(figure)
    alone, pooled = ([bar.label for bar in bars] for bars in (drawn.bars, drawn.pooled))
    assert sorted([*alone, *pooled]) == sorted(row[0] for row in rows) and not drawn.left
    of_pool = {counts[int(name.split()[1])] for name in pooled}
    assert pooled and not of_pool & {counts[int(name.split()[1])] for name in alone}
    (slide,) = (s for s in plan_slides(document(figure)) if s.kind == "figure")
    assert all(f"{counts.count(number)} " in slide.pointer for number in of_pool)
    assert all(name in slide.remarks[0] for name in pooled)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_legend_names_the_colours_that_are_drawn_and_the_break_between_the_bars(packs, language):
    activate(language)
    names = {"vi": ("viền xanh", "viền nâu vàng"), "en": ("Blue edge", "Ochre edge")}[language]
    edges = [BAR_COLOURS[look][1].lstrip("#") for look in (BarLook.OPEN, BarLook.ASKED)]
    red, green, blue = zip(*(bytes.fromhex(edge) for edge in edges), strict=True)
    assert blue[0] > red[0] and red[1] > green[1] > blue[1]
    told = {bars_of(s.exhibit): s.pointer for s in plan_slides(packs[language].article) if s.kind == "figure"}
    drawn = [(bars, pointer) for bars, pointer in told.items() if bars.axis]
    for bars, pointer in drawn:
        assert (names[0] in pointer, names[1] in pointer) == (BarLook.OPEN in bars.looks, BarLook.ASKED in bars.looks)
        # 2015 was counted under the law of 2004, 2020 under that of 2016.
        years = {bar.label[:4] for bar in bars.bars if bar.look != BarLook.ASKED}
        assert ("2016" in pointer) == (min(years) < "2017" <= max(years))
    assert drawn


def test_a_range_draws_both_ends_and_agrees_with_its_document():
    heads = (Column("Thời gian"), Column("Kết quả", "num", "result"), Column("Mức"))
    rows = [
        (phrase(Time(f"09/{year}", f"{year}-09")), phrase(number("3"), "–", number("5")), "Giới hạn")
        for year in (2019, 2020)
    ]
    figure = Figure("Tỷ lệ", "Mô tả", numbers=make_table("", heads, rows), number="Hình 1", finding="Từ 3 đến 5")
    made = Presentation(io.BytesIO(powerpoint_file(report_of(figure))))
    (chart,) = [s.chart for slide in made.slides for s in slide.shapes if s.has_chart]
    assert _spans(chart) == [(3, 5)] * 2 and list(chart.plots[0].categories) == ["09/2019: 3–5%", "09/2020: 3–5%"]


def test_a_table_with_another_for_a_room_is_shown_by_that_one_whole():
    room = table([("Đạt", "2")])
    long = replace(finding_of([(f"Dòng {n}", "x") for n in range(40)]), rooms=(room,))
    slide = plan_slides(report_of(long))[-1]
    assert (slide.exhibit.rows, slide.exhibit.number, slide.pointer) == (room.rows, long.number, "")
    # One that is too long itself keeps its last row, which tells what is left, and says that it was cut.
    room = table([(f"Dòng {n}", "x") for n in range(40)])
    slide = plan_slides(report_of(replace(long, rooms=(room,))))[-1]
    count = len(slide.exhibit.rows)
    assert slide.exhibit.rows == (*room.rows[: count - 1], room.rows[-1])
    # Its rows are not those of the report's table: the others stand in the notes.
    assert str(40 - count) in slide.pointer and long.number not in slide.pointer
    assert all(f"Dòng {n}; x" in slide.remarks for n in range(count - 1, 39))


def test_each_part_for_a_room_has_a_slide_under_its_own_finding():
    parts = tuple(replace(table([(f"Dòng {n}", "x")]), finding=f"Phần {n} có một dòng") for n in (1, 2, 3))
    whole = replace(finding_of([(f"Dòng {n}", "x") for n in range(40)]), rooms=parts)
    slides = [slide for slide in plan_slides(report_of(whole)) if slide.kind == "table"]
    assert [slide.title for slide in slides] == [part.finding for part in parts]
    assert [slide.exhibit.rows for slide in slides] == [part.rows for part in parts]
    assert {slide.exhibit.number for slide in slides} == {whole.number}


SPOILT = {
    "a cell": (r">8h20 – 9h00<", ">8h20 – 9h45<", "Bảng 8, row 2"),
    "a title": (">Chương trình một ngày, từ 8", ">Chương trình một ngày, từ 9", "“Chương trình một ngày"),
    "a column": (">Số việc<", ">Số lần<", "has other columns"),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_a_deck_that_differs_from_its_document_is_refused(packs, fault):
    old, new, told = SPOILT[fault]
    text = packs["vi"].forms["deck.html"].decode()
    spoilt = re.sub(old, new, text, count=1)
    assert spoilt != text
    found = find_disagreements(packs["vi"].article, {"deck.html": spoilt.encode()})
    assert found and all(told in sentence for sentence in found)


def spoil(content, change):
    presentation = Presentation(io.BytesIO(content))
    change([shape for slide in presentation.slides for shape in slide.shapes])
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _another_cell(shapes):
    next(s for s in shapes if s.has_table).table.cell(1, 0).text_frame.text = "• Trẻ em khác"


def _another_point(shapes):
    _, chart = [s.chart for s in shapes if s.has_chart]
    chart.plots[0].series[1]._element.find(".//{*}val//{*}pt/{*}v").text = "4.5"


def _no_table(shapes):
    gone = next(s for s in shapes if s.has_table)._element
    gone.getparent().remove(gone)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_another_cell, "pptx: Tóm tắt, row 1: “•Trẻemkhác” for “5”"),
        (_another_point, "pptx: Hình 2 does not draw 4.4"),
        (_no_table, "pptx: Tóm tắt is on no slide"),
    ],
)
def test_slides_that_differ_from_their_document_are_refused(packs, change, told):
    spoilt = spoil(packs["vi"].forms["pptx"], change)
    (found,) = find_disagreements(packs["vi"].article, {"pptx": spoilt})
    assert found.startswith(told)


def test_unspoilt_slides_agree(pack):
    forms = {form: pack.forms[form] for form in ("pptx", "deck.html")}
    assert find_disagreements(pack.article, forms) == []


def test_the_second_slide_counts_each_target_once_by_what_it_needs(pack):
    plan, (box,) = plan_slides(pack.article), [b for b in pack.article.blocks if isinstance(b, Box) and b.room]
    counts = [int(row[0].text) for row in plan[1].exhibit.rows]
    named = [name for row in plan[1].exhibit.rows for name in row[2].text.split("; ")]
    # The message says the same numbers in its own words, and the proposals have a row each.
    numbers = [*map(int, re.findall(r"\b\d+\b", plan[1].title))]
    assert numbers[0] == sum(counts) == sum(numbers[1:]) and sorted(numbers[1:]) == sorted(counts)
    assert len(named) == len(set(named)) == sum(counts)
    points = [item for block in box.blocks if isinstance(block, Listing) for item in block.items]
    # What stood as paragraphs on the slide is what the speaker says.
    assert plan[1].points == () and len(plan[1].remarks) >= len(points)


def test_a_number_that_is_counted_is_written_large(presentation, html):
    table = next(shape.table for shape in presentation.slides[1].shapes if shape.has_table)
    sizes = {run.font.size for row in [*table.rows][1:] for p in row.cells[0].text_frame.paragraphs for run in p.runs}
    others = {run.font.size for p in table.cell(1, 1).text_frame.paragraphs for run in p.runs}
    assert sizes == {Pt(40)} and others == {Pt(20)}
    assert html.select("section")[1].select("tbody th.count, tbody td.count")
