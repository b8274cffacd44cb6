"""The files beside a page, made from the same document: each form in a module of its own.

To make all forms of a report: `article` of its executed notebook, for each wanted extension
`FORMS[extension](article, page)`, then `disagreements` of the page and what was made.
"""

from bvte.publishing.forms.agree import disagreements
from bvte.publishing.forms.deck import deck
from bvte.publishing.forms.pdf import FormUnavailable, pdf
from bvte.publishing.forms.recording import record_of
from bvte.publishing.forms.slides import powerpoint
from bvte.publishing.forms.tidy import package, tidy
from bvte.publishing.forms.word import word
from bvte.publishing.forms.words import FORM_WORDS
from bvte.publishing.forms.workbook import workbook

# Extension -> function of the document and of the path of its HTML page, which returns the file's bytes.
# What each is, in words of a language, is FORM_WORDS[language][extension].
FORMS = {
    "docx": lambda article, page: word(article),
    "xlsx": lambda article, page: workbook(article),
    "csv": lambda article, page: tidy(article),
    "datapackage.json": lambda article, page: package(article),
    "pdf": lambda article, page: pdf(page),
    "pptx": lambda article, page: powerpoint(article),
    "deck.html": lambda article, page: deck(article),
}

# Extension -> function of the parameter values of the report, for what is made from the evidence itself.
FROM_EVIDENCE = {"record.xlsx": record_of}

__all__ = ["FORMS", "FORM_WORDS", "FROM_EVIDENCE", "FormUnavailable", "disagreements"]
