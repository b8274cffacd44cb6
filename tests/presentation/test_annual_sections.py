"""The yearly report follows its layout: sections in their order, with headings, forms and further parts."""

import pytest

import bvte
from bvte.evidence.language import speaking
from bvte.evidence.national import report_layout
from bvte.presentation.annual_page import PARTS, section_number
from bvte.presentation.document import Box, Heading, Table, contents_of
from bvte.presentation.phrases import flat_text

from ..judgement.yearly import YEARLY

SECTIONS = report_layout().sections


@pytest.fixture
def report(province):
    return bvte.annual(province(**YEARLY), 2020)


def test_sections_and_annexes_are_all_of_the_layout_in_its_order(report):
    assert [*report.sections, *report.annexes] == list(SECTIONS)
    assert all(code.startswith("annex") for code in report.annexes) and report.annexes


def test_every_form_and_every_part_is_shown_in_one_section():
    shown = [name for section in SECTIONS.values() for name in section.shows]
    assert sorted(shown) == sorted(PARTS)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", SECTIONS)
def test_a_section_has_its_heading_its_lead_and_its_forms(report, code, language):
    place = SECTIONS[code]
    with speaking(language):
        first, *others = bvte.annual_section(report, code)
        numbers = [bvte.form(report, number).number for number in place.forms]
    heading, *lead = first.blocks
    assert isinstance(heading, Heading) and heading.text.endswith((place.heading or place.name)[language])
    if code.startswith("annex"):
        # Of which paper it is an annex.
        attached, *lead = lead
        assert attached.role == "attached" and "/BC-" in flat_text(attached.content)
    assert [flat_text(text) for text in contents_of(lead)] == ([place.lead[language]] if place.lead else [])
    tables = [part for part in others if isinstance(part, Table)]
    assert [table.number for table in tables if table.number] == numbers
    marked = [part for part in others if getattr(part, "blocks", ()) and isinstance(part.blocks[0], Box)]
    assert bool(marked) == place.written


def test_a_heading_is_numbered_as_its_code():
    codes = {"III": "III", "III-2a": "III.2a", "quality": "", "annex-2": "Phụ lục II"}
    assert {code: section_number(code) for code in codes} == codes
