"""The yearly report follows its layout: sections in their order, with headings, forms and further parts."""

import pytest

import bvte
from bvte.evidence.files import read_table
from bvte.evidence.language import speaking
from bvte.evidence.load import project_root
from bvte.evidence.national import report_layout
from bvte.evidence.reporting import Paper
from bvte.presentation.annual_page import PARTS, section_numbers
from bvte.presentation.document import Box, Heading, Table
from bvte.presentation.phrases import flat_text

from ..judgement.yearly import YEARLY

LAYOUT = report_layout().sections
PAPERS, _ = read_table(project_root() / "data" / "national" / "papers.csv", Paper, ("id",))
SECTIONS = {code: LAYOUT[code] for code in PAPERS["ministry"].sections}


@pytest.fixture
def report(province):
    return bvte.annual(province(**YEARLY), 2020)


def test_sections_and_annexes_are_all_of_the_layout_in_its_order(report):
    assert [*report.sections, *report.annexes] == list(SECTIONS)
    assert all(code.startswith("annex") for code in report.annexes) and report.annexes


@pytest.mark.parametrize("paper", PAPERS)
def test_no_form_and_no_part_is_shown_twice_in_a_paper(paper):
    sections = [LAYOUT[code] for code in PAPERS[paper].sections]
    for shown in ([n for s in sections for n in s.shows], [n for s in sections for n in s.forms]):
        assert len(set(shown)) == len(shown)
    assert paper != "ministry" or {n for s in sections for n in s.shows} == set(PARTS)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", SECTIONS)
def test_a_section_has_its_heading_no_introduction_and_its_forms(report, code, language):
    place = SECTIONS[code]
    with speaking(language):
        first, *others = bvte.annual_section(report, code)
        numbers = [bvte.form(report, number).number for number in place.forms]
    heading, *below = first.blocks
    assert isinstance(heading, Heading) and heading.text.endswith((place.heading or place.name)[language])
    if code.startswith("annex"):
        # Of which paper it is an annex.
        attached, *below = below
        assert attached.role == "attached" and "/BC-" in flat_text(attached.content)
    assert not below
    tables = [part for part in others if isinstance(part, Table)]
    assert [table.number for table in tables if table.number] == numbers
    marked = [part for part in others if getattr(part, "blocks", ()) and isinstance(part.blocks[0], Box)]
    assert bool(marked) == place.written


def test_the_headings_of_the_report_to_the_ministry_are_numbered_as_their_codes():
    annexes = {"annex-1": "Phụ lục I", "annex-2": "Phụ lục II", "annex-3": "Phụ lục III", "annex-4": "Phụ lục IV"}
    for code, number in section_numbers(SECTIONS).items():
        assert number == annexes.get(code, code.replace("-", ".") if code[0] in "IVX" else "")


def test_what_is_left_out_leaves_no_hole_in_the_numbers():
    codes = ["I", "III", "III-1", "III-2", "III-2b", "III-2d", "VI", "VI-council", "III-2c", "annex-grounds", "annex-4"]
    numbers = ["I", "II", "II.1", "II.2", "II.2a", "II.2b", "III", "III.1", "II.2c", "Phụ lục I", "Phụ lục II"]
    assert section_numbers(codes) == dict(zip(codes, numbers, strict=True))
