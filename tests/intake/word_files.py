"""The Word file of a yearly report, and what people and programs do to one (all that is typed is made up)."""

import copy
import io
from functools import cache

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bvte.evidence.language import speaking
from bvte.evidence.load import load, project_root
from bvte.publishing.article import read_article
from bvte.publishing.forms.catalogue import FORMS
from bvte.publishing.making import run_notebook
from bvte.publishing.report import plan_reports

YEAR = 2020


@cache
def article_of(language):
    """The document of the report of 2020."""
    asked = {"year": YEAR, "language": language}
    (report,) = plan_reports(load("dien-bien"), "dien-bien", "annual_report", **asked)
    with speaking(language):
        executed = run_notebook(project_root() / "notebooks" / "annual_report.ipynb", report.values)
        return read_article(executed, report.page_context, report.path.stem)


@cache
def word_bytes(language):
    """Its Word file as it was made."""
    return FORMS["docx"](article_of(language), None)


def opened(language="vi"):
    return docx.Document(io.BytesIO(word_bytes(language)))


def control(document, section):
    """The first content control of a section."""
    tags = document.element.body.iter(qn("w:tag"))
    return next(tag.getparent().getparent() for tag in tags if tag.get(qn("w:val")) == section)


def paragraph(text="", properties=""):
    """A paragraph of runs: `text` as one run, or XML of runs where it begins with "<"."""
    runs = text if text.startswith("<") else run(text)
    return parse_xml(f"<w:p {nsdecls('w', 'r')}>{properties}{runs}</w:p>")


def run(text, look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def item(text, style="ListBullet"):
    return paragraph(text, f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>')


def table(rows):
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/><w:p>{run(cell)}</w:p></w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    return parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid/>{cells}</w:tbl>")


def write(document, section, *blocks):
    """Type into a place, as Word leaves it: without its mark for what is to be written."""
    sdt = control(document, section)
    waiting = sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if waiting is not None:
        waiting.getparent().remove(waiting)
    content = sdt.find(qn("w:sdtContent"))
    for old in list(content):
        content.remove(old)
    content.extend([paragraph(block) if isinstance(block, str) else block for block in blocks])
    return sdt


def unwrap(document, section):
    """Take a control away and leave what stands in it."""
    sdt = control(document, section)
    for block in list(sdt.find(qn("w:sdtContent"))):
        sdt.addprevious(block)
    sdt.getparent().remove(sdt)


def copy_control(document, section):
    """A second control of the same section below the first."""
    sdt = control(document, section)
    second = copy.deepcopy(sdt)
    sdt.addnext(second)
    return second


def replace_text(document, old, new):
    """Change the first paragraph, outside of the contents, whose letters are `old`."""
    for found in document.element.body.iter(qn("w:p")):
        texts = list(found.iter(qn("w:t")))
        style = found.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if "".join(t.text or "" for t in texts) == old and not (
            style is not None and style.get(qn("w:val"), "").startswith("TOC")
        ):
            texts[0].text = new
            for other in texts[1:]:
                other.text = ""
            return found
    raise LookupError(old)


def tracked(kind, text):
    """Letters that were put in ("ins") or taken out ("del")."""
    letters = run(text) if kind == "ins" else f"<w:r><w:delText>{text}</w:delText></w:r>"
    return f'<w:{kind} w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z">{letters}</w:{kind}>'


def empty_element(name):
    return OxmlElement(name)


def plain_letters(blocks):
    return "\n".join("".join(t.text or "" for t in block.iter(qn("w:t"))) for block in blocks)
