"""The files beside a page, made from the same document: each form in a module of its own.

To make all forms of a report: `article` of its executed notebook, for each wanted extension
`FORMS[extension](article, page)`, then `disagreements` of the page and what was made. A form is imported when
it is first made: most reports have none, and the libraries of office files take a quarter of a second.
"""

from functools import partial
from importlib import import_module

from bvte.publishing.forms import pdf
from bvte.publishing.forms.pdf import FormUnavailable
from bvte.publishing.forms.words import FORM_WORDS

# Extension -> module and function that makes it from the document.
MADE_BY = {
    "docx": ("word", "word"),
    "xlsx": ("workbook", "workbook"),
    "csv": ("tidy", "tidy"),
    "datapackage.json": ("tidy", "package"),
    "pdf": ("pdf", "pdf"),
    "pptx": ("slides", "powerpoint"),
    "deck.html": ("deck", "deck"),
    "record.xlsx": ("recording", "record_of"),
}
# Extension -> function of the parameter values of the report, for what is made from the evidence itself.
FROM_EVIDENCE = {"record.xlsx": lambda values: function_of("record.xlsx")(values)}

# Extension -> what tells whether a tool of the machine that the form needs is absent.
OBSTACLES = {"pdf": pdf.obstacle}


def function_of(extension):
    """The function that makes a form."""
    module, name = MADE_BY[extension]
    return getattr(import_module(f"bvte.publishing.forms.{module}"), name)


def obstacle(extension):
    """Why a form cannot be made on this machine (a key of FORM_WORDS), None where nothing is in the way."""
    return OBSTACLES[extension]() if extension in OBSTACLES else None


def ready(extensions):
    """Import what making and checking these forms needs, which each of several processes would else do."""
    for extension in extensions:
        function_of(extension)
    if extensions:
        import_module("bvte.publishing.forms.agree")


def disagreements(html, forms):
    """Sentences on where a form says other than the page: see `agree.disagreements`."""
    return import_module("bvte.publishing.forms.agree").disagreements(html, forms)


def _form(extension, article, page):
    """The bytes of a form; the PDF is printed from the page (its path), the others are set anew."""
    return function_of(extension)(page if extension == "pdf" else article)


# Extension -> function of the document and of the path of its HTML page, which returns the file's bytes.
# What each is, in words of a language, is FORM_WORDS[language][extension].
FORMS = {extension: partial(_form, extension) for extension in MADE_BY if extension not in FROM_EVIDENCE}

__all__ = ["FORMS", "FORM_WORDS", "FROM_EVIDENCE", "FormUnavailable", "disagreements", "obstacle", "ready"]
