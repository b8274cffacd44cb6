"""Numbers in tables carry their values for machines; charts carry their numbers and a picture for paper."""

import io
import re
from base64 import b64decode
from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from PIL import Image

import bvte
from bvte.evidence.language import activate
from bvte.evidence.period import Period, parse_period
from bvte.presentation import cells, dates, drawing, picture
from bvte.presentation.document import MIME_TYPE, Cell, from_json, make_table
from bvte.presentation.html import html
from bvte.presentation.numbers import MINUS, with_unit
from bvte.presentation.parts import columns
from bvte.presentation.phrases import Datum, LineBreak, Time, phrase
from bvte.presentation.texts import texts_of

from ..languages import said_in
from ..shown import flat
from .test_tables import OF_AREA, OF_PHASE

LANGUAGES = ("vi", "en")


def every_table(evidence, language):
    activate(language)
    for programme in ("cpp_2016_2020_db", "cpp_2021_2025_db_draft"):
        findings = bvte.judge(evidence, programme)
        yield from (getattr(bvte, name)(findings) for name in OF_PHASE)
        yield bvte.audit_table(bvte.audit(evidence, programme))
    yield from (getattr(bvte, name)(evidence, "11") for name in OF_AREA)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_column_of_numbers_is_marked_with_its_value(dien_bien, language):
    marked = 0
    for table in every_table(dien_bien, language):
        for row in table.rows:
            # A cell that folds several columns is words.
            for column, cell in zip(table.columns, row, strict=all(cell.span == 1 for cell in row)):
                if column.kind == "num" and cell.span == 1 and cell.text != cells.NOTHING:
                    marked += check(cell, language)
    assert marked > 100


def check(cell, language):
    """The values of a cell are its printed numbers, and it prints no other number but times and units."""
    assert cell.data
    for datum in cell.data:
        assert parse_decimal(datum.text, language, strict=True) == datum.value
    others = cell.content.mapped(lambda piece: None if isinstance(piece, Datum | Time) else piece)
    # A unit may have a number in its name: of 1,000 people.
    units = {with_unit(datum.value, datum.unit, lambda _: "").strip() for datum in cell.data if datum.unit}
    said = flat(others)
    # So may whom a figure counts: aged 4 to 22.
    for unit in units | {*texts_of("numbers.counted").values()}:
        said = said.replace(unit, "")
    assert not any(letter.isdigit() for letter in said)
    return len(cell.data)


@pytest.mark.parametrize(
    ("value", "machine"), [("1116", "1116"), ("98.25", "98.25"), ("1E+3", "1000"), ("-0.0", "0.0"), ("3.80", "3.80")]
)
def test_a_value_is_a_plain_number_with_its_printed_decimals(value, machine):
    activate("vi")
    assert f'<data value="{machine}">' in html(cells.aligned_number(Decimal(value)))


def test_a_number_below_zero_is_marked_below_zero():
    activate("vi")
    (datum,) = cells.aligned_number(Decimal("-0.7")).pieces
    assert (datum.value, datum.text) == (Decimal("-0.7"), f"{MINUS}0,7")


def test_a_estimate_tells_its_word_its_strength_and_its_sources(dien_bien):
    activate("vi")
    (latest,) = {f.latest for f in bvte.judge(dien_bien, "cpp_2016_2020_db") if f.latest.value == Decimal("3.8")}
    (datum,) = Cell(cells.estimate(latest)).data
    assert (datum.comparator, datum.strength) == ("below", "bound")
    assert datum.sources == tuple(latest.sources)


def test_a_range_has_two_values(dien_bien):
    activate("en")
    (latest,) = {f.latest for f in bvte.judge(dien_bien, "cpp_2016_2020_db") if f.latest.value_to}
    assert [datum.value for datum in Cell(cells.estimate(latest)).data] == [3, 5]


@pytest.mark.parametrize(
    ("start", "end", "machine", "printed"),
    [
        ("2020", "2020", ["2020"], "2020"),
        ("2016", "2020", ["2016", "2020"], "2016–2020"),
        ("2020-09", "2020-09", ["2020-09"], "9/2020"),
        ("2020-09-24", "2020-09-24", ["2020-09-24"], "24/9/2020"),
        ("2021-02", "2021-09", ["2021-02", "2021-09"], "từ tháng 02/2021 đến tháng 9/2021"),
    ],
)
def test_times_are_marked_as_precisely_as_they_are_printed(start, end, machine, printed):
    activate("vi")
    shown = Cell(dates.when(parse_period(start, end)))
    assert (list(shown.times), shown.text) == (machine, printed)


def test_a_day_in_english_is_marked_too():
    activate("en")
    shown = Cell(dates.when(Period(date(2020, 9, 1), date(2020, 9, 1))))
    assert (shown.times, shown.text) == (("2020-09-01",), "1 Sep 2020")


def test_columns_and_indicators_have_codes_that_no_language_changes(dien_bien):
    findings = bvte.judge(dien_bien, "cpp_2016_2020_db")
    vi, en = (said_in(language, bvte.scorecard, findings) for language in LANGUAGES)
    assert [column.key for column in vi.columns] == [column.key for column in en.columns]
    assert all(column.key for column in vi.columns)
    codes = [[(row[0].code, row[0].unit_code) for row in table.rows] for table in (vi, en)]
    assert codes[0] == codes[1] and all(all(pair) for pair in codes[0])


def test_a_table_with_a_number_of_its_own_prints_it_before_its_caption():
    activate("vi")
    table = make_table("Kết quả", columns(("indicator",)), (("a",),), number="Biểu 6")
    assert '<caption><span class="number">Biểu 6.</span> Kết quả</caption>' in html(table)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("office_pictures")
def test_a_chart_carries_the_numbers_that_it_draws(dien_bien, language):
    activate(language)
    findings = bvte.judge(dien_bien, "cpp_2016_2020_db")
    (chart,) = bvte.phase_charts(findings)
    data = chart._repr_mimebundle_()
    rows = from_json(data[MIME_TYPE]).numbers.rows
    assert [str(d.value) for row in rows for cell in row for d in cell.data] == ["4.4", "3.8", "1.85", "3.8"]
    # The counts stand in a text that gives no year; the time stays a number, the doubt is beside.
    heads = [(row[0].times, row[0].text) for row in rows]
    assert heads == [((year,), year) for year in ("2015", "2020", "2020", "2020")]
    doubt = {"vi": "năm suy ra", "en": "year inferred"}[language]
    assert [doubt in row[-1].text for row in rows] == [False, False, True, False]
    assert b64decode(data["image/png"]) == chart.png


@pytest.mark.usefixtures("office_pictures")
def test_the_picture_for_paper_is_sharp_and_holds_no_date(dien_bien):
    activate("vi")
    findings = bvte.judge(dien_bien, "cpp_2016_2020_db")
    (first,), (second,) = (bvte.phase_charts(findings) for _ in range(2))
    assert first.png == second.png
    picture = Image.open(io.BytesIO(first.png))
    # 160 mm of an A4 page are 6.3 inches; 200 dots an inch is what offices print.
    assert picture.width / 6.3 > 200
    assert set(picture.info) <= {"dpi"}


@pytest.mark.usefixtures("office_pictures")
def test_the_picture_for_paper_is_the_figure_of_the_page():
    ax = drawing.new_axes()
    ax.plot([2015, 2020], [4.4, 3.8])
    chart = picture.figure(ax, "c", "a", title="T", footer="F")
    width, height = Image.open(io.BytesIO(chart.png)).size
    stated = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', chart.svg)
    assert width / height == pytest.approx(float(stated[1]) / float(stated[2]), rel=0.01)


def test_a_number_above_the_one_of_a_cell_is_not_overtaken_by_it():
    """Where a form writes the number first and the words after, a cell keeps its order, or stays as it is."""
    number = Datum(Decimal(100), "100", comparator="equal", unit="percent", strength="published")
    above = Cell(phrase("Năm 2025, 45 xã:", LineBreak(), number))
    below = Cell(phrase(number, LineBreak(), "45 trong 100 (2025)"))
    assert above.around is None and below.around is not None
