"""A real report of each language as its document, its page and its forms, made once."""

from dataclasses import dataclass

import nbformat
import pytest

from bvte.evidence.language import LANGUAGES, activate, speaking
from bvte.evidence.load import project_root
from bvte.publishing.article import Article, read_article
from bvte.publishing.forms.catalogue import FORMS
from bvte.publishing.making import run_notebook
from bvte.publishing.page import report_page
from bvte.publishing.report import PageContext, plan_reports

from ...real import real_evidence

# Forms that are made from the document alone; the PDF is printed from the page.
OF_DOCUMENT = ("docx", "xlsx", "csv", "datapackage.json", "pptx", "deck.html")


@dataclass(frozen=True)
class Made:
    """A report: what was executed, with what around it, and all that was made from it."""

    executed: nbformat.NotebookNode
    setting: PageContext
    article: Article
    html: str
    forms: dict[str, bytes]

    @property
    def files(self):
        """All files that are made from the document, with the page."""
        return {"html": self.html.encode(), **self.forms}


def make(report, names=OF_DOCUMENT):
    """The report with the forms that are made from its document."""
    with speaking(report.values["language"]):
        return made_here(report, names)


def made_here(report, names=OF_DOCUMENT):
    executed = run_notebook(project_root() / "notebooks" / f"{report.notebook}.ipynb", report.values)
    document = read_article(executed, report.page_context, report.path.stem)
    forms = {name: FORMS[name](document, None) for name in names}
    return Made(executed, report.page_context, document, report_page(document, report.page_context), forms)


@pytest.fixture(scope="session")
def made():
    """The evaluation of 2016-2020 by language."""
    reports = plan_reports(real_evidence(), "dien-bien", "phase_evaluation", programme="cpp_2016_2020_db")
    return {report.values["language"]: make(report) for report in reports}


@pytest.fixture(scope="session")
def packs():
    """The workshop on the draft of 2021-2025 by language: the report with most slides."""
    planned = plan_reports(real_evidence(), "dien-bien", "workshop")
    reports = [report for report in planned if report.values["drafted"] == "cpp_2021_2025_db_draft"]
    return {report.values["language"]: make(report, ("docx", "pptx", "deck.html")) for report in reports}


@pytest.fixture(params=LANGUAGES)
def pack(request, packs):
    """That pack, in each language, which is spoken."""
    activate(request.param)
    return packs[request.param]


@pytest.fixture(params=LANGUAGES)
def report(request, made):
    """That evaluation, in each language, which is spoken."""
    activate(request.param)
    return made[request.param]
