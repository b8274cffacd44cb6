"""The brief: one sheet of A4 with what a report says first, as a page, for Word and to print."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal

import docx
import pytest

from bvte.presentation.document import Heading, Paragraph, make_table
from bvte.presentation.message import certainty_mark, message_box
from bvte.presentation.parts import columns, listing
from bvte.presentation.phrases import Datum, Look, link, phrase, row_anchor, span, strong
from bvte.publishing.article import Article, ShownCell
from bvte.publishing.forms import brief as made
from bvte.publishing.forms.catalogue import FORMS
from bvte.publishing.forms.pdf import printing_obstacle
from bvte.publishing.quality import html_faults
from bvte.publishing.row_links import link_rows

SENTENCES = 5


def sentence(number):
    """Made up: a figure of one source with the words of a long sentence."""
    figure = phrase(Datum(Decimal(number), f"{number}%", strength="published", sources=("a",)))
    rest = "so với chỉ tiêu của giai đoạn và mục tiêu quốc gia của cùng năm, đầu kỳ chưa có số liệu " * 2
    return phrase(
        "Tỷ lệ thử: ", link(row_anchor(f"rate{number}"), strong(figure)), f" (2020); {rest}. ", certainty_mark("single")
    )


def article(sentences=SENTENCES, words=40):
    box = message_box("Kết quả chính", [sentence(n) for n in range(1, sentences + 1)], ["single"])
    heads = columns(("result", "grounds:wide"), "message.columns")
    rows = [("Tỷ lệ thử", "Chỉ một nguồn nêu số này, cần hai số lượng. " * (words // 10))] * sentences
    grounds = make_table("Căn cứ", heads, rows, "Cơ quan trả lời: Sở Thử.")
    sources = [phrase("Bản tin thử. Cơ quan thử (2021)."), phrase("Nguồn khác.")]
    (listed,) = listing(sources, "sources")
    items = tuple(type(i)(i.content, f"source-{code}") for i, code in zip(listed.items, "ab", strict=True))
    blocks = (
        Heading(1, phrase("Đánh giá thử")),
        Paragraph(phrase("Tỉnh Thử · 2016–2020"), "lead"),
        box,
        grounds,
        Heading(2, phrase("Kết quả")),
        Paragraph(phrase("Không thuộc trang tóm tắt.")),
        type(listed)(items, ordered=True, role="sources"),
    )
    return Article("thu.vi", "vi", "Đánh giá thử", "", "Tỉnh Thử", {}, "", (ShownCell(blocks),))


def test_a_brief_holds_what_the_report_begins_with_and_the_sources_of_its_figures():
    brief = made.brief_of(article())
    assert [getattr(block, "role", block.kind) for block in brief.blocks] == [
        "lead",
        "key",
        "table",
        "note",
        "brief-sources",
    ]
    page = made.brief_page(article()).decode()
    assert "Bản tin thử" in page and "Nguồn khác" not in page and "Không thuộc" not in page


def test_of_an_annex_the_sheet_has_the_grounds_of_its_own_figures_alone():
    whole = article()
    ((title, lead, box, grounds, *rest),) = [cell.blocks for cell in whole.cells]
    more = replace(grounds, rows=(*grounds.rows, *grounds.rows[:2]))
    annexed = replace(whole, cells=(ShownCell((title, lead, box, *rest, Heading(2, phrase("Phụ lục")), more)),))
    (kept,) = [block for block in made.brief_of(annexed).blocks if block.kind == "table"]
    assert kept.rows == grounds.rows


def test_a_figure_without_a_row_of_its_own_has_its_grounds_too():
    whole = article()
    ((title, lead, _, grounds, *rest),) = [cell.blocks for cell in whole.cells]
    plain = [phrase(f"Kết quả {n}. ", certainty_mark("single")) for n, _ in enumerate(grounds.rows)]
    box = message_box("Kết quả chính", [*plain, phrase("Còn lại chưa có số liệu.")], ["single"])
    shown = replace(whole, cells=(ShownCell((title, lead, box, *rest, Heading(2, phrase("Phụ lục")), grounds)),))
    (kept,) = [block for block in made.brief_of(shown).blocks if block.kind == "table"]
    assert kept.rows == grounds.rows


def test_where_no_figure_is_told_the_sheet_helps_to_search():
    clues = listing([phrase("Cần tìm văn bản của tỉnh thử.")], "search")
    shown = (message_box("Không tìm thấy số liệu nào.", ()), Heading(2, phrase("Tìm")), *clues)
    empty = Article("trong.vi", "vi", "Trống", "", "", {}, "", (ShownCell(shown),))
    assert "Cần tìm văn bản của tỉnh thử." in made.brief_page(empty).decode()


def test_each_number_of_the_page_leads_to_its_row_in_the_report():
    page = made.brief_page(article()).decode()
    assert re.findall(r'href="(thu\.vi\.html#row-rate\d)"', page) == [f"thu.vi.html#row-rate{n}" for n in range(1, 6)]
    assert html_faults(page) == []


def test_on_paper_nothing_leads_to_another_file():
    page = made._page(made.brief_of(article()), is_linked=False)
    assert "href" not in page and "5%" in page


def test_word_says_the_same_and_its_numbers_lead_there_too():
    document = docx.Document(io.BytesIO(made.brief_word(article())))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Tóm tắt một trang · Tỉnh Thử" in said and "Đánh giá thử" in said
    assert said.count("▰▰▱ một nguồn") == SENTENCES + 1
    assert [c.text for c in document.tables[0].columns[0].cells][1:] == ["Tỷ lệ thử"] * SENTENCES
    targets = {relation.target_ref for relation in document.part.rels.values() if relation.is_external}
    assert {f"thu.vi.html#row-rate{n}" for n in range(1, 6)} <= targets


def test_a_report_without_a_message_is_refused():
    alone = Article("x", "vi", "Trống", "", "", {}, "", (ShownCell((Paragraph(phrase("Không có.")),)),))
    with pytest.raises(ValueError, match="no message"):
        made.brief_of(alone)


@pytest.mark.skipif(printing_obstacle() is not None, reason="no Chromium")
@pytest.mark.parametrize("words", [40, 150])
def test_it_is_one_sheet_also_where_there_is_much_to_know(words):
    printed = FORMS["brief.pdf"](article(words=words), None)
    assert len(re.findall(rb"/Type ?/Page\b", printed)) == 1
    assert b"file:" not in printed


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")
def test_word_is_one_sheet(tmp_path):
    (tmp_path / "thu.docx").write_bytes(made.brief_word(article()))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "thu.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    assert len(re.findall(rb"/Type ?/Page\b", (tmp_path / "thu.pdf").read_bytes())) == 1


def test_a_link_leads_to_the_first_row_with_a_figure_and_to_none_that_is_not_there():
    def row(code, number=None):
        figure = phrase(Datum(Decimal(number), str(number), strength="published")) if number else "–"
        return span(Look.INDICATOR, code, code=code), figure

    table = make_table("Bảng", columns(("indicator", "result:num")), [row("rate"), row("rate", 5), row("rate", 6)])
    told = Paragraph(phrase(link(row_anchor("rate"), "5"), " ", link(row_anchor("other"), "7")))
    ((shown,), (rows,)) = link_rows([(told,), (table,)], lambda r: any(cell.data for cell in r))
    assert [cell.anchor for r in rows.rows for cell in r if cell.is_header] == ["", "row-rate", ""]
    assert [piece.href for piece in shown.content.spans(Look.LINK)] == [row_anchor("rate")]
    assert str(shown.content) == "5 7"
