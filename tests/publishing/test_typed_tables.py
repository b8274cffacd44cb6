"""A table and a pasted list in what people write: real ones in the page and in every office form."""

import io
import shutil

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from bvte.evidence.language import speaking
from bvte.evidence.load import data_folder, load, project_root
from bvte.presentation.document import Box, Listing, Table, walk_blocks
from bvte.publishing.article import read_article
from bvte.publishing.forms.catalogue import FORMS, find_disagreements
from bvte.publishing.making import run_notebook
from bvte.publishing.page import report_page
from bvte.publishing.quality import html_faults
from bvte.publishing.report import plan_reports

# Made up to try it.
WRITTEN = """[thử] Chi phí theo năm:

Năm | Khoản chi
--- | ---
2019 | sách
2020 | =vở; tranh

• việc thứ nhất
• việc thứ hai
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The yearly report on 2020 with that section: its document and its forms."""
    folder = tmp_path_factory.mktemp("typed") / "data"
    shutil.copytree(data_folder("dien-bien"), folder)
    (folder / "narrative/2020/V.vi.md").write_text(WRITTEN, encoding="utf-8")
    (report,) = plan_reports(load(folder), str(folder), "annual_report", year=2020, language="vi")
    with speaking("vi"):
        executed = run_notebook(project_root() / "notebooks" / "annual_report.ipynb", report.values)
        article = read_article(executed, report.page_context, "report")
        files = {form: FORMS[form](article, None) for form in ("docx", "xlsx", "csv")}
        return article, {"html": report_page(article, report.page_context).encode(), **files}


def test_a_typed_table_is_a_table_of_the_document(made):
    article, files = made
    (box,) = [b for b in walk_blocks(article.blocks) if isinstance(b, Box) and "thử" in repr(b)]
    table, listing = box.blocks
    assert isinstance(table, Table) and isinstance(listing, Listing)
    assert (table.caption, [c.label for c in table.columns]) == ("[thử] Chi phí theo năm", ["Năm", "Khoản chi"])
    assert [[cell.text for cell in row] for row in table.rows] == [["2019", "sách"], ["2020", "=vở; tranh"]]
    assert [item.runs[0].text for item in listing.items] == ["việc thứ nhất", "việc thứ hai"]
    assert table.number in {t.number for t in article.all_tables}
    assert find_disagreements(article, files) == []
    assert [f for f in html_faults(files["html"].decode()) if "folder of a machine" not in f] == []


def test_every_form_holds_it_as_its_own_kind(made):
    article, files = made
    document = docx.Document(io.BytesIO(files["docx"]))
    # Also those in the content controls of what the office writes.
    tables = [WordTable(found, document) for found in document.element.body.iter(qn("w:tbl"))]
    grids = [[cell.text for row in table.rows for cell in row.cells] for table in tables]
    assert ["Năm", "Khoản chi", "2019", "sách", "2020", "=vở; tranh"] in grids
    number = next(t.number for t in article.all_tables if "thử" in t.caption)
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(files["xlsx"]))[number] for cell in row]
    # As text, not as a formula.
    assert [cell.data_type for cell in cells if cell.value == "=vở; tranh"] == ["s"]
