"""A rate that nobody published says so wherever it stands, whatever else stands beside it."""

import re

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.judgement.estimates import estimates_of
from bvte.presentation import cells, narrative
from bvte.presentation.document import Cell, Figure, Table, contents_of

from ..shown import flat, parts_of

WORDS = {"vi": "tính toán", "en": "derived"}
CARDS = """
    id,                          name_vi,   name_en,  unit,     kind,  counted, among
    special_circumstances_rate,  Tỷ lệ,     Rate,     percent,  rate,  special_circumstances_count, {to}
    special_circumstances_count, Số trẻ em, Count,    children, count, ,
    children_under16_count,      Trẻ em,    Children, children, count, ,
""".replace("{to}", "children_under16_count")
AGENCY = """
    id,  valid_from, name_vi, name_en, above_vi, above_en, symbol, place_vi, place_en, recipients_vi, {to}
    new, 2015-01-01, Sở,      Body,    UBND,     Council,  S,      Thử,      Trial,    Bộ,            Ministry
""".replace("{to}", "recipients_en")
RATE = "special_circumstances_rate"


@pytest.fixture
def evidence(province):
    return province(
        cards=CARDS,
        targets=f"""
            programme, indicator, condition, value, due_year
            plan, {RATE}, below, 5, 2020
            next, {RATE}, below, 2, 2025""",
        observations="""
            indicator, value, start, source
            special_circumstances_count, 377, 2020, b
            children_under16_count, 10000, 2020, b""",
        agencies=AGENCY,
        annual_reports="year, note\n2020,",
    )


def said(part):
    """Every text of a part by itself, and of a picture the words that describe it."""
    if isinstance(part, Table):
        return [flat(cell.content) for row in part.rows for cell in row]
    if isinstance(part, Figure):
        # Below a chart the strength of a number stands in a column of its own.
        rows = part.numbers.rows if part.numbers else ()
        return [part.alt, *(" ".join(flat(cell.content) for cell in row) for row in rows)]
    return list(map(flat, contents_of(part.blocks)))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_prints_a_derived_rate_as_if_it_had_been_published(evidence, language):
    activate(language)
    findings, report = bvte.judge(evidence, "plan"), bvte.annual(evidence, 2020)
    pack = bvte.workshop(evidence, "plan", "next")
    shown = [
        bvte.scorecard(findings),
        bvte.headline(findings),
        bvte.placemat_sheets(pack),
        bvte.workshop_paths(pack),
        bvte.form(report, "6"),
        bvte.form(report, "8"),
        bvte.series_table(evidence, RATE, "P1"),
    ]
    texts = [text for thing in shown for part in parts_of(thing) for text in said(part)]
    found = [(match, text) for text in texts for match in re.finditer(r"3[.,]77\b", text)]
    assert len(found) >= 6
    for match, text in found:
        sentence = text[: match.start()].rpartition(". ")[2] + text[match.start() : match.end() + 25]
        assert WORDS[language] in sentence.lower(), text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_neither_a_written_text_nor_a_cell_of_a_workbook_loses_it(evidence, language):
    activate(language)
    (rate,) = estimates_of(evidence, RATE, "P1")
    for name in (f"result:{RATE}:2020", f"number:{RATE}:2020"):
        assert WORDS[language] in narrative.value(name, rate)
    for made in (cells.estimate, cells.of_year, cells.estimate_with_year, cells.estimate_with_unit):
        read = Cell(made(rate))
        assert read.is_number and WORDS[language] in f"{read.after} {read.note}"
        assert read.data[0].strength == "derived"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_source_on_a_placemat_is_that_of_the_counts(evidence, language):
    activate(language)
    text = " ".join(said(bvte.placemat_sheets(bvte.workshop(evidence, "plan", "next"))))
    counts = {"vi": "nguồn của các số lượng: [", "en": "counts: ["}[language]
    assert text.count(counts) == 1
