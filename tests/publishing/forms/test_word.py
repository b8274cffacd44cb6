"""The Word file: what an officer edits, and what a screen reader reads."""

import io
from dataclasses import replace
from itertools import takewhile

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from bvte.presentation.document import Box, Column, Figure, Heading, SideBySide, contents_of, make_table, walk_blocks
from bvte.presentation.markdown import blocks_of
from bvte.presentation.parts import listing, paragraph
from bvte.presentation.phrases import Look, flat_text, phrase, span
from bvte.presentation.prose_rows import LONGEST_ROW, prose_below
from bvte.publishing.forms.word import word_file
from bvte.publishing.forms.word_sheets import LINE, lines_left

from .documents import document as report_of
from .documents import table as small_table

CAPTIONS = {"vi": ("Bảng", "Hình"), "en": ("Table", "Figure")}


@pytest.fixture
def document(report):
    return docx.Document(io.BytesIO(report.forms["docx"]))


def written(*blocks):
    return docx.Document(io.BytesIO(word_file(report_of(*blocks))))


def of_style(document, *names):
    return [p.text for p in document.paragraphs if p.style.name in names]


def every_paragraph(document):
    """Also those in content controls."""
    return [Paragraph(p, document) for p in document.element.body.iter(qn("w:p"))]


def bookmarks(document):
    """Name -> the paragraph that a bookmark begins in."""
    return {mark.get(qn("w:name")): mark.getparent() for mark in document.element.body.iter(qn("w:bookmarkStart"))}


def test_headings_are_real_and_in_the_order_of_the_page(document, report):
    headings = [block for block in report.article.blocks if isinstance(block, Heading)]
    assert of_style(document, "Title") == [report.article.title]
    assert of_style(document, "Heading 1") == [block.text for block in headings] != []


def test_levels_of_headings_are_kept():
    document = written(*(Heading(level, phrase(text)) for level, text in ((2, "Một"), (3, "Hai"), (4, "Ba"))))
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert found == [("Heading 1", "Một"), ("Heading 2", "Hai"), ("Heading 3", "Ba")]


def test_the_list_of_contents_is_a_field_that_is_filled_in(document):
    entries = [p for p in every_paragraph(document) if p.style.name == "TOC 1"]
    assert [p.text.strip() for p in entries] == of_style(document, "Heading 1")
    instructions = [text.text.strip() for text in document.element.body.iter(qn("w:instrText"))]
    assert sum(text.startswith('TOC \\o "1-2"') for text in instructions) == 1


def test_every_field_is_closed_and_every_link_leads_to_an_anchor(document):
    kinds = [mark.get(qn("w:fldCharType")) for mark in document.element.body.iter(qn("w:fldChar"))]
    opened = []
    for kind in kinds:
        # A page number is a field inside that of the contents.
        opened = opened[:-1] if kind == "end" else [*opened[: len(opened) - (kind == "separate")], kind]
        assert kind == "begin" or kind == "end" or len(opened) > 0
    assert opened == [] and kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 10
    anchors = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    links = [link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))]
    assert len(anchors) == len(set(anchors)) > 10
    assert {name for name in links if name} <= set(anchors)


def test_each_line_of_the_contents_leads_to_its_own_heading(document):
    """Also where two headings say the same or begin alike."""
    check_contents(document)
    twice = ["Kiến nghị, đề xuất với các cơ quan trung ương và địa phương năm nay", "Kết quả"] * 2
    check_contents(written(*(Heading(2, phrase(text)) for text in twice)))


def check_contents(document):
    places = bookmarks(document)
    entries = [p for p in every_paragraph(document) if p.style.name.startswith("TOC")]
    led = [places[p._p.find(qn("w:hyperlink")).get(qn("w:anchor"))] for p in entries]
    assert len(set(map(id, led))) == len(led) > 3
    assert [Paragraph(p, document).text for p in led] == [p.text.strip() for p in entries]
    assert [name.count("PAGEREF") for name in (p._p.xml for p in entries)] == [1] * len(entries)


def test_the_list_of_contents_stands_between_the_message_and_the_first_table():
    message = Box("key", (paragraph("Kết quả chính"),))
    headings = [Heading(2, phrase(name)) for name in ("I", "II", "III")]
    made = written(paragraph("Mở đầu."), message, small_table([["Tỷ lệ", "1"]], kinds=["text"] * 2), *headings)
    order = [e for e in made.element.body if e.tag in (qn("w:p"), qn("w:tbl"), qn("w:sdt"))]
    said = ["".join(text.text or "" for text in element.iter(qn("w:t"))) for element in order]
    (contents,) = (n for n, text in enumerate(said) if text.startswith("Nội dung"))
    grid = next(n for n, element in enumerate(order) if element.tag == qn("w:tbl"))
    assert said.index("Kết quả chính") < contents < grid < said.index("III", contents + 1)


def test_page_numbers_are_put_in_when_the_file_is_opened(document):
    settings = [part.tag for part in document.settings.element]
    assert document.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    # Word wants the settings in the order of their schema.
    assert settings.index(qn("w:updateFields")) < settings.index(qn("w:compat"))


def test_cards_stand_in_a_table_to_cut_out():
    cards = tuple(Box("card", (paragraph(f"Thẻ {n}", "about"), paragraph("Hỏi?", "question"))) for n in range(3))
    document = written(Box("cards", cards))
    (grid,) = document.tables
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        ["Thẻ 0\nHỏi?", "Thẻ 1\nHỏi?"],
        ["Thẻ 2\nHỏi?", ""],
    ]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
    assert of_style(document, "List Bullet") == []


def test_each_place_to_write_is_a_control_of_its_own():
    draft = (paragraph("Dự thảo: I", "prompt"), paragraph("Có 35 kế hoạch."))
    long = "III.2c. " + "Trẻ em có nguy cơ; " * 5
    document = written(
        Heading(2, phrase("I. Một")),
        Box("to-write", (paragraph("Viết ở đây", "prompt"),), "I"),
        Heading(3, phrase(long.strip())),
        Box("narrative", (paragraph("Đã viết."), small_table([["a", "1"]]), paragraph("Hết.")), "III-2c"),
        Box("to-write", draft, "II"),
    )
    first, second, third = (sdt for sdt in document.element.body.iterchildren(qn("w:sdt")))
    told = [{part.tag.split("}")[1]: part.get(qn("w:val")) for part in sdt[0]} for sdt in (first, second)]
    assert [(one["tag"], one["alias"], one["lock"]) for one in told] == [
        ("I", "I. Một", "sdtLocked"),
        ("III-2c", f"{long[:63]}…", "sdtLocked"),
    ]
    assert len({one["id"] for one in told}) == 2
    # Word types over what is only to be written; a text that stands is not in grey.
    assert ["showingPlcHdr" in one for one in told] == [True, False]
    looks = [{look.get(qn("w:val")) for look in sdt.iter(qn("w:rStyle"))} for sdt in (first, second)]
    assert looks[0] == {"PlaceholderText"} and "PlaceholderText" not in looks[1]
    # Of a draft only the line that calls it one is in grey, and Word does not type over the rest.
    assert third.find(f".//{qn('w:showingPlcHdr')}") is None
    greys = [bool([*p.iter(qn("w:rStyle"))]) for p in third.iter(qn("w:p"))]
    assert greys == [True, False]
    kinds = [[block.tag.split("}")[1] for block in sdt[1]] for sdt in (first, second)]
    assert kinds[0] == ["p"] and kinds[1][0] == kinds[1][-1] == "p" and "tbl" in kinds[1]


def test_italics_are_written():
    document = written(Box("narrative", blocks_of("Chữ *nghiêng* và **đậm**."), "I"))
    runs = [(run.text, run.italic, run.bold) for p in every_paragraph(document) for run in p.runs]
    assert ("nghiêng", True, None) in runs and ("đậm", None, True) in runs


def test_the_numbers_of_captions_are_counted_by_word(document, report):
    exhibits = [*report.article.tables, *report.article.figures]
    captions = of_style(document, "Caption")
    assert sorted(captions) == sorted(f"{exhibit.number}. {exhibit.caption}" for exhibit in exhibits)
    counted = [t.text for t in document.element.body.iter(qn("w:instrText")) if "SEQ" in t.text]
    table, figure = CAPTIONS[report.article.language]
    assert sum(f'"{table}"' in text for text in counted) == len(report.article.tables)
    assert sum(f'"{figure}"' in text for text in counted) == len(report.article.figures)


def test_heading_rows_repeat_and_no_row_breaks(document, report):
    assert len(document.tables) == len(report.article.tables) > 4
    for table, told in zip(document.tables, report.article.on_paper.tables, strict=True):
        properties = [row._tr.get_or_add_trPr() for row in table.rows]
        assert [p.find(qn("w:tblHeader")) is not None for p in properties] == [True] + [False] * (len(properties) - 1)
        # Only a row that would leave half a sheet white may break.
        whole = [p.find(qn("w:cantSplit")) is not None for p in properties]
        assert whole == [True, *(sum(len(cell.text) for cell in row) <= LONGEST_ROW for row in told.rows)]
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_pictures_say_what_they_show(document, report):
    described = [part.get("descr") for part in document.element.body.iter(qn("wp:docPr"))]
    assert described == [figure.alt for figure in report.article.figures] != []


def test_page_and_type_are_near_the_decree(document):
    first = document.sections[0]
    assert (first.page_width.mm, first.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert 20 <= round(first.top_margin.mm) <= 25 and 20 <= round(first.bottom_margin.mm) <= 25
    assert 30 <= round(first.left_margin.mm) <= 35 and 15 <= round(first.right_margin.mm) <= 20
    assert first.different_first_page_header_footer and first.first_page_header.paragraphs[0].text == ""
    assert "PAGE" in first.header._element.xml
    assert (document.styles["Normal"].font.name, document.styles["Normal"].font.size.pt) == ("Times New Roman", 13)


def test_wide_tables_lie_across_with_the_heading_that_leads_to_them():
    wide, narrow = (small_table([["x" * 9] * count], kinds=["text"] * count) for count in (9, 2))
    made = written(paragraph("Đầu"), Heading(2, "I"), paragraph("Dẫn"), wide, Heading(2, "II"), narrow)
    assert [section.page_width > section.page_height for section in made.sections] == [False, True, False]


def test_prose_that_crowds_a_table_stands_below_its_rows_on_an_upright_page(document, report):
    crowded = [table for table in report.article.reading.tables if prose_below(table)]
    assert crowded and not any(section.page_width > section.page_height for section in document.sections)
    named = {caption.get(qn("w:val")): caption.getparent().getparent() for caption in captions(document)}
    for table in crowded:
        rows = named[f"{table.number}. {table.caption}"].tr_lst
        assert any(len(row.tc_lst) == 1 for row in rows)
        assert rows[1].findall(f".//{qn('w:keepNext')}")


def captions(document):
    """The names that are read before tables."""
    return document.element.body.iter(qn("w:tblCaption"))


def test_an_office_paper_has_no_contents_no_marks_and_no_bold_names_of_rows():
    rows = [["Tỷ lệ", span(Look.STATUS, "Đạt", code="met")]]
    blocks = [paragraph("BÁO CÁO", "paper"), *(Heading(2, phrase(name)) for name in ("I", "II", "III"))]
    made = written(*blocks, small_table(rows, kinds=["text"] * 2))
    (grid,) = made.tables
    assert [cell.text for cell in grid.rows[1].cells] == ["Tỷ lệ", "Đạt"]
    assert not grid.rows[1].cells[0].paragraphs[0].runs[0].bold
    assert not list(made.element.body.iter(qn("w:hyperlink"))) and "python3" not in made.element.xml
    assert [kind.get(qn("w:val")) for kind in made.element.iter(qn("w:docPartGallery"))] == ["Quick Parts"]


def test_a_table_goes_on_over_the_page_but_neither_its_first_row_nor_its_last_is_alone():
    heads = (Column("Nội dung"), Column("Diễn giải", "wide"))
    (grid,) = written(make_table("Một", heads, [("Mục", "Lời.")] * 12)).tables
    kept = [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in grid.rows[1:]]
    assert kept[0] and not any(kept[1:-3]) and kept[-2]


def test_a_high_last_row_keeps_no_sheet_white_above_it():
    heads = (Column("Nội dung"), Column("Diễn giải", "wide"))
    rows = [("Mục", "Lời nói thêm. " * 12)] * 2
    (grid,) = written(make_table("Một", heads, rows)).tables
    assert not any(row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in grid.rows[1:])


def test_no_signature_stands_alone():
    end = SideBySide("closing", (Box("distribution", ()), Box("signature", (paragraph("GIÁM ĐỐC", "position"),))))
    told = [paragraph(f"Đoạn {number}.") for number in range(12)]
    made = written(Heading(2, "I"), *told, paragraph("Trên đây là báo cáo."), end)
    kept = [
        p.text for p in made.paragraphs if p.paragraph_format.keep_with_next and not p.style.name.startswith("Head")
    ]
    # A few paragraphs before it go with it, and not the whole paper.
    assert kept[-1] == "Trên đây là báo cáo." and "Đoạn 11." in kept and "Đoạn 5." not in kept
    (grid,) = made.tables
    assert grid.rows[0]._tr.findall(f".//{qn('w:cantSplit')}")


def test_no_sheet_is_blank_between_the_signature_and_the_annex():
    """Where the signature fills its sheet, what is empty behind it must find room on it."""
    end = SideBySide("closing", (Box("distribution", ()), Box("signature", (paragraph("GIÁM ĐỐC", "position"),))))
    made = written(Heading(2, "I"), end, Heading(2, "Phụ lục I"), paragraph("(Kèm theo Báo cáo)", "attached"))
    body = list(made.element.body)
    behind = body[body.index(made.tables[0]._tbl) + 1 :]
    empty = list(takewhile(lambda p: not p.findall(f".//{qn('w:t')}"), behind))
    assert empty and {p.pPr.spacing_line for p in empty} == {Pt(1)}
    assert {(p.pPr.spacing_before, p.pPr.spacing_after) for p in empty} == {(0, 0)}


def test_each_annex_counts_its_own_pages_from_one():
    wide = small_table([["x" * 9] * 9], kinds=["text"] * 9)
    annex = [Heading(2, "Phụ lục I"), paragraph("(Kèm theo Báo cáo)", "attached")]
    narrow = small_table([["x"]], kinds=["text"])
    made = written(
        Heading(2, "I"), wide, paragraph("Giữa"), *annex, wide, paragraph("Sau"), *annex, narrow, narrow, wide
    )
    counts = [part.get(qn("w:start")) for part in made.element.body.iter(qn("w:pgNumType"))]
    assert counts == ["1", "1"]
    # Where an annex begins a page is shown and counted 1; the pages across inside it go on.
    starts = [(s._sectPr.find(qn("w:pgNumType")) is not None, s.page_width > s.page_height) for s in made.sections]
    upright, across = (False, False), (False, True)
    assert starts == [upright, across, (True, True), upright, (True, False), across, upright]
    assert not any(section.different_first_page_header_footer for section in list(made.sections)[1:])
    assert [p.alignment for p in made.paragraphs if p.text == "Phụ lục I"] == [WD_ALIGN_PARAGRAPH.CENTER] * 2


def test_a_word_with_a_hyphen_does_not_lay_a_table_across():
    row = ["population-weighted-average-over-children", "under-sixteen", "x" * 9, "y" * 9, "z" * 9, "u" * 9, "v"]
    made = written(small_table([row], kinds=["text"] * 7))
    assert [section.page_width > section.page_height for section in made.sections] == [False]


def test_the_language_is_stated(document, report):
    code = {"vi": "vi-VN", "en": "en-GB"}[report.article.language]
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [lang.get(qn("w:val")) for lang in defaults.iter(qn("w:lang"))] == [code]
    assert document.core_properties.language == code
    other = {"vi": "en-GB", "en": "vi-VN"}[report.article.language]
    assert other in {lang.get(qn("w:val")) for lang in document.element.body.iter(qn("w:lang"))}


def test_the_file_does_not_say_who_made_it_or_when(document, report):
    told = document.core_properties
    assert (told.author, told.last_modified_by, told.title) == ("", "", report.article.title)
    assert str(told.created.year) == report.article.meta["evidence-date"][:4]


def test_the_head_of_a_letter_stands_before_the_title():
    sides = {"issuer": paragraph("UBND TỈNH", "body"), "nation": paragraph("Độc lập", "motto")}
    head = SideBySide("letterhead", tuple(Box(role, (line,)) for role, line in sides.items()))
    document = written(head, paragraph("Kính gửi", "recipient"))
    (grid,) = document.tables
    assert [cell.text.strip() for cell in grid.rows[0].cells] == ["UBND TỈNH", "Độc lập"]
    assert grid.rows[0].cells[0].paragraphs[0].runs[0].bold
    assert document.element.body.index(grid._tbl) < document.element.body.index(
        next(p for p in document.paragraphs if p.style.name == "Title")._p
    )


def test_a_prompt_stands_with_the_draft_below_it_and_one_alone_binds_nothing():
    draft = Box("to-write", (paragraph("Dự thảo"), paragraph("Năm 2025, ...")), code="I")
    alone = Box("to-write", (paragraph("Viết"),), code="II")
    made = written(Heading(2, phrase("I")), draft, Heading(2, phrase("II")), alone)
    lines = [Paragraph(line, made) for line in made.element.body.iter(qn("w:p"))]
    assert [line.text for line in lines if line.paragraph_format.keep_with_next] == ["Dự thảo"]


def test_places_to_write_and_key_messages_are_marked():
    said = (paragraph("Viết ở đây"), *listing(["Số liệu"]))
    document = written(Heading(2, phrase("I")), Box("to-write", said), Box("key", said))
    assert of_style(document, "To write") == ["Viết ở đây"]
    assert of_style(document, "Key message") == ["Viết ở đây"]
    assert of_style(document, "List Bullet") == ["Số liệu", "Số liệu"]


def test_a_number_that_an_order_prescribes_is_not_counted(report):
    table = report.article.tables[0]
    document = written(replace(table, number="Biểu 8a"))
    assert of_style(document, "Caption") == [f"Biểu 8a. {table.caption}"]
    assert "SEQ" not in document.element.body.xml


def test_a_chart_without_a_picture_is_refused():
    with pytest.raises(ValueError, match="“Tỷ lệ” has no picture"):
        written(Figure("Tỷ lệ", "Mô tả", number="Hình 1"))


def test_cards_to_cut_out_are_eight_a_page_and_a_placemat_has_lines(packs):
    made = docx.Document(io.BytesIO(packs["vi"].forms["docx"]))
    (cards,) = [grid for grid in made.tables if grid.cell(0, 0).text.startswith("Phiếu 1\n")]
    # A4 has 257 mm between its margins.
    assert 4 * cards.rows[0].height.mm <= 257 < 5 * cards.rows[0].height.mm and len(cards.columns) == 2
    assert cards.cell(0, 0).paragraphs[0].paragraph_format.page_break_before
    assert {rule.get(qn("w:val")) for rule in cards._tbl.tblPr.find(qn("w:tblBorders"))} == {"dashed"}
    ruled = [
        paragraph
        for paragraph in made.paragraphs
        if not paragraph.text and paragraph._p.find(f".//{qn('w:pBdr')}") is not None
    ]
    sheets = [
        block
        for block in walk_blocks(packs["vi"].article.blocks)
        if isinstance(block, Box) and block.role == "placemat"
    ]
    # A sheet has lines down to its foot, the more the less else it says, and no more than a sheet holds.
    counts = [lines_left(sheet.blocks) for sheet in sheets]
    assert len(ruled) == sum(counts) > 0 and min(counts) >= 6 and len(set(counts)) > 1
    said = [sum(len(flat_text(content)) for content in contents_of([sheet])) for sheet in sheets]
    assert counts[said.index(min(said))] > counts[said.index(max(said))]
    assert all(count * LINE.mm < 257 - 15 for count in counts)
