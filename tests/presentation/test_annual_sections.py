"""The yearly report follows its layout: sections in their order, with headings, forms and further parts."""

import pytest

import bvte
from bvte.evidence.files import read_table
from bvte.evidence.language import speaking
from bvte.evidence.load import load, project_root
from bvte.evidence.national import report_layout
from bvte.evidence.reporting import Paper
from bvte.judgement.year_message import statements_of_year
from bvte.judgement.year_parts import statements_of_parts
from bvte.presentation import numbers
from bvte.presentation.annual_page import PARTS, section_numbers
from bvte.presentation.document import Box, Heading, Table
from bvte.presentation.phrases import flat_text

from ..judgement.yearly import YEARLY
from ..shown import told

LAYOUT = report_layout().sections
PAPERS, _ = read_table(project_root() / "data" / "national" / "papers.csv", Paper, ("id",))
ANNEXES = {"annex-1": "Phụ lục I", "annex-basis": "Phụ lục II"}
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
    if code in ANNEXES:
        # Of which paper it is an annex.
        attached, *below = below
        assert attached.role == "attached" and "/BC-" in flat_text(attached.content)
    assert not below
    tables = [part for part in others if isinstance(part, Table)]
    assert [table.number for table in tables if table.number] == numbers
    marked = [part for part in others if getattr(part, "blocks", ()) and isinstance(part.blocks[0], Box)]
    assert bool(marked) == place.written


def test_a_merged_province_shows_each_target_of_what_it_was_made_of_beside_that():
    evidence = load("quang-tri", language="vi")
    report = bvte.annual(evidence, evidence.province.valid_from.year)
    parts = {c.old_code for c in evidence.area_changes.values() if c.new_code == report.area}
    plans = {p.id: p for p in evidence.programmes.values() if p.area in parts and p.start <= report.year <= p.end}
    (table,) = (part for part in bvte.annual_section(report, "results") if isinstance(part, Table))
    told = [(row[1].text, row[2].text, level) for row in table.rows for level in (row[3].text, row[5].text)]
    wanted = [t for t in evidence.targets.values() if t.programme in plans and t.due_year >= report.year]
    for target in wanted:
        name, area = evidence.indicators[target.indicator].name.text, evidence.area(plans[target.programme].area)
        assert any(one[:2] == (name, area.name_vi) and str(target.due_year) in one[2] for one in told), target.id
    assert sum("\n" in level for *_, level in told) == len(wanted) > 0


def test_an_older_province_has_no_table_of_targets_that_others_set(report):
    assert list(PARTS["inherited"](report)) == []


def test_the_headings_of_the_report_to_the_ministry_are_numbered_as_their_codes():
    parts = {"annex-basis-held": "1", "annex-basis-marks": "2", "annex-basis-sources": "3"}
    for code, number in section_numbers(SECTIONS).items():
        assert number == (ANNEXES | parts).get(code, code.replace("-", ".") if code[0] in "IVX" else "")


def test_a_single_annex_has_no_number_and_its_parts_have():
    codes = ["I", "annex-basis", "annex-basis-marks", "annex-basis-sources"]
    assert list(section_numbers(codes).values()) == ["I", "Phụ lục", "1", "2"]


def test_what_is_left_out_leaves_no_hole_in_the_numbers():
    codes = ["I", "III", "III-1", "III-2", "III-2b", "III-2d", "VI", "VI-council", "III-2c", "annex-1", "annex-4"]
    numbers = ["I", "II", "II.1", "II.2", "II.2a", "II.2b", "III", "III.1", "II.2c", "Phụ lục I", "Phụ lục II"]
    assert section_numbers(codes) == dict(zip(codes, numbers, strict=True))


def test_what_a_merged_province_begins_with_stands_in_its_body_in_words_alone():
    """Each figure of a former province is drafted in a section, says that its year was inferred, and whose it is."""
    evidence = load("quang-tri", language="vi")
    report = bvte.annual(evidence, evidence.province.valid_from.year)
    prose = [told(bvte.annual_section(report, code)) for code, place in report.layout.items() if place.written]
    found = statements_of_parts(report)
    assert found and not any("(*)" in text for text in prose)
    for statement in found:
        (text,) = (text for text in prose if numbers.bare(statement.estimate) in text)
        assert "là của tỉnh cũ, trước khi hợp nhất" in text
        assert statement.estimate.period_stated or "(năm suy ra)" in text
        assert ("Chưa rõ nguyên nhân" in text) == bool(statement.before and statement.unexplained == statement.before)


def test_what_a_report_begins_with_stands_in_its_body_also_of_an_earlier_year(dien_bien):
    """The 33.2 % of child marriage and the 45 deaths of 2024 stood in the box of 2025 and in tables alone."""
    for year in (dien_bien.day.year - 1, dien_bien.day.year - 2):
        with speaking("vi"):
            report = bvte.annual(dien_bien, year)
            prose = " ".join(
                told(bvte.annual_section(report, c)) for c, place in report.layout.items() if place.written
            )
            begun = [r for s in statements_of_year(report) for r in (s.estimate, *s.parts)]
            asked = {cell.indicator for form in report.forms.values() for row in form.rows for cell in row.cells}
            named = [r for r in begun if r.indicator in asked]
            assert named and all(f" {numbers.bare(estimate)}" in prose for estimate in named)


def test_a_section_of_charts_without_any_is_left_out_with_its_heading(province):
    empty = bvte.annual(province(**YEARLY | {"observations": "indicator, start, value"}), 2020)
    (code,) = (code for code, place in empty.layout.items() if place.shows == ("charts",))
    assert list(bvte.annual_section(empty, code)) == []
    assert list(bvte.annual_section(bvte.annual(load("dien-bien"), 2025), code))
