"""An empty phase: what helps to search, and its empty sections as a line each."""

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.presentation.document import Heading, Listing, Paragraph
from bvte.presentation.parts import nothing
from bvte.presentation.phrases import phrase
from bvte.presentation.source_words import document_text
from bvte.publishing.folding import FEWEST, fold_empty_sections

from ..shown import flat, items, told
from .sample import SAMPLE


def test_a_phase_older_than_its_province_leads_to_the_papers_of_the_one_before(dien_bien):
    activate("vi")
    clues = items(bvte.search_help(bvte.judge(dien_bien, "nap_1991_2000_db")))
    (document,) = [clue for clue in clues if clue.startswith("Cần tìm")]
    assert "tỉnh Lai Châu (cũ)" in document and "Điện Biên" not in document
    assert any("01/01/2004" in clue or "01/1/2004" in clue for clue in clues)
    # Those in charge since, in their order, each with its last day.
    bodies = ("Sở Y tế", "Ủy ban Bảo vệ và Chăm sóc trẻ em tỉnh Lai Châu (cũ), đến 26/3/2001", "Sở Lao động")
    places = [clues[-1].index(body) for body in bodies]
    assert places == sorted(places)


def test_a_draft_is_sought_by_the_decision_that_would_have_approved_it(dien_bien):
    activate("vi")
    clues = items(bvte.search_help(bvte.judge(dien_bien, "cpp_2021_2025_db_draft")))
    assert [clue for clue in clues if clue.startswith("Cần tìm quyết định của tỉnh Điện Biên phê duyệt")]
    # Who was in charge before the phase is not asked.
    assert "Lai Châu" not in clues[-1]


def test_a_phase_is_sought_by_the_national_programme_and_by_what_the_next_one_prints(dien_bien):
    activate("en")
    clues = told(bvte.search_help(bvte.judge(dien_bien, "cpp_2011_2015_db")))
    national = dien_bien.programmes["cpp_2011_2015_vn"]
    assert document_text(national.legal_document) in clues and national.name_en in clues
    # The start of the next phase is printed there, and is the end of this one.
    assert "4.4% (2015)" in clues


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_phase_whose_targets_were_found_needs_no_search(province, language):
    activate(language)
    shown = bvte.search_help(bvte.judge(province(**SAMPLE), "plan"))
    assert not items(shown) and told(shown)


def section(name, *blocks):
    return [(True, (Heading(2, phrase(name)), Paragraph(phrase("Lời dẫn.")))), (False, blocks)]


def empty(name):
    return section(name, *nothing("page.no_gaps").blocks)


def test_empty_sections_become_one_line_before_the_sources():
    activate("vi")
    full, sources = Paragraph(phrase("Có.")), Paragraph(phrase("Nguồn."))
    names = [f"Mục {n}" for n in range(FEWEST)]
    cells = [*section("Đầy", full), *(cell for name in names for cell in empty(name)), *section("Nguồn", sources)]
    left = [block for blocks in fold_empty_sections(cells) for block in blocks]
    assert [block.text for block in left if isinstance(block, Heading)] == ["Đầy", "Nguồn"]
    assert f"Không có nội dung để trình bày ở các mục: {'; '.join(names)}." in map(flat, _texts(left))
    assert not [block for block in left if isinstance(block, Listing)]


def _texts(blocks):
    return [block.content for block in blocks if isinstance(block, Paragraph)]


def test_a_few_empty_sections_are_a_line_each_where_they_are():
    activate("vi")
    full, sources = Paragraph(phrase("Có.")), Paragraph(phrase("Nguồn."))
    cells = [*section("Đầy", full), *empty("Trống"), *section("Nguồn", sources)]
    left = [block for blocks in fold_empty_sections(cells) for block in blocks]
    assert [block.text for block in left if isinstance(block, Heading)] == ["Đầy", "Nguồn"]
    said = flat(nothing("page.no_gaps").blocks[0].content)
    assert list(map(flat, _texts(left))) == ["Lời dẫn.", "Có.", f"Trống: {said}", "Lời dẫn.", "Nguồn."]


@pytest.mark.parametrize("folder", ["dien-bien", "quang-tri"])
def test_no_body_is_named_twice_among_those_to_ask(folder):
    activate("vi")
    evidence = bvte.seen(bvte.load(folder))
    asked = [clue for p in evidence.programmes for clue in items(bvte.search_help(bvte.judge(evidence, p)))]
    told = [clue for clue in asked if clue.startswith("Cơ quan cần hỏi")]
    names = {agency.text("name") for agency in evidence.agencies.values()}
    assert told and all(clue.count(f" {name}") <= 1 for clue in told for name in names)
