"""The files beside a page, made from the same document: each form in a module of its own.

To make all forms of a report: `read_article` of its executed notebook, for each wanted extension
`FORMS[extension](article, page)`, then `find_disagreements` of the document and what was made. A form is imported when
it is first made: most reports have none, and the libraries of office files take a quarter of a second.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from bvte.evidence.language import speaking
from bvte.presentation.texts import say
from bvte.publishing.forms import pdf
from bvte.publishing.forms.pdf import FormUnavailable

if TYPE_CHECKING:  # which needs Jupyter
    from bvte.publishing.article import Article

# Extension -> module and function that makes it from the document, in the order that readers see.
MADE_BY = {
    "docx": ("word", "word_file"),
    "xlsx": ("workbook", "workbook_file"),
    "pdf": ("pdf", "print_page"),
    "csv": ("tidy", "tidy_table"),
    "datapackage.json": ("tidy", "data_package"),
    "pptx": ("slides", "powerpoint_file"),
    "record.xlsx": ("recording", "record_of"),
    "deck.html": ("deck", "html_deck"),
    "brief.html": ("brief", "brief_page"),
    "brief.docx": ("brief", "brief_word"),
    "brief.pdf": ("brief", "brief_pdf"),
}
# Extension -> function of the parameter values of the report, for what is made from the evidence itself.
FROM_EVIDENCE = {"record.xlsx": lambda values: function_of("record.xlsx")(values)}

# Extension -> what tells whether a tool of the machine that the form needs is absent.
OBSTACLES = dict.fromkeys(("pdf", "brief.pdf"), pdf.printing_obstacle)


def function_of(extension: str) -> Callable[..., bytes]:
    """The function that makes a form."""
    module, name = MADE_BY[extension]
    return getattr(import_module(f"bvte.publishing.forms.{module}"), name)


def form_name(extension: str) -> str:
    """What a form is, for readers: "Word, to edit and submit"."""
    return say(f"forms.name.{extension.replace('.', '_')}")


def form_obstacle(extension: str) -> str | None:
    """Why a form cannot be made on this machine (`forms.obstacle` of the texts), None if it can."""
    return OBSTACLES[extension]() if extension in OBSTACLES else None


def import_forms(extensions: Iterable[str]) -> None:
    """Import what making and checking these forms needs, which each of several processes would else do."""
    for extension in extensions:
        function_of(extension)
    if extensions:
        import_module("bvte.publishing.forms.agree")


def open_tools(forms: Sequence[Iterable[str]], jobs: int) -> None:
    """Open the tools of the machine that reports with these forms share, `jobs` of which are made at a time."""
    pdf.open_printers(min(jobs, sum(not OBSTACLES.keys().isdisjoint(of_report) for of_report in forms)))


def close_tools() -> None:
    """End what `open_tools` opened."""
    pdf.close_printers()


def find_disagreements(article: "Article", files: dict[str, bytes]) -> list[str]:
    """Sentences on where a file says other than the document: see `agree.find_disagreements`."""
    return import_module("bvte.publishing.forms.agree").find_disagreements(article, files)


def _make_form(extension: str, article: "Article", page: Path | None) -> bytes:
    """The bytes of a form in the language of its document; the PDF is printed from the page (its path)."""
    with speaking(article.language):
        return function_of(extension)(page if extension == "pdf" else article)


# Extension -> function of the document and of the path of its HTML page, which returns the file's bytes.
FORMS = {extension: partial(_make_form, extension) for extension in MADE_BY if extension not in FROM_EVIDENCE}

__all__ = [
    "FORMS",
    "FROM_EVIDENCE",
    "FormUnavailable",
    "close_tools",
    "find_disagreements",
    "form_name",
    "form_obstacle",
    "import_forms",
    "open_tools",
]
