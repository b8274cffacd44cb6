"""A report as an Excel workbook: a sheet for each table, typed numbers, native charts, sources, marks."""

import io

import xlsxwriter

from bvte.publishing.forms.packed import day_of
from bvte.publishing.forms.sheet_front import about_sheet, marks_sheet, source_sheet
from bvte.publishing.forms.sheet_table import chart_sheet, table_sheet

FONT = "Times New Roman"
A4_PAPER = 9


def workbook(article):
    """The bytes of an .xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties(
            {"title": article.title, "subject": article.kind, "author": "", "created": day_of(article.meta)}
        )
        _sheets(Book(book, article))
    return out.getvalue()


def _sheets(book):
    """All sheets in their order."""
    article = book.article
    tables = [(table.number, table) for table in article.tables]
    charts = [(figure.number, figure) for figure in article.figures if figure.numbers]
    about_sheet(book, [(name, exhibit.caption) for name, exhibit in tables + charts])
    for name, table in tables:
        table_sheet(book, name, table)
    for name, figure in charts:
        chart_sheet(book, name, figure)
    source_sheet(book)
    marks_sheet(book)


class Book:
    """A workbook with the formats that it has made so far."""

    def __init__(self, book, article):
        self.book, self.article, self.language = book, article, article.language
        self.made = {}

    def look(self, **wanted):
        """A cell format, made once."""
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            usual = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True}
            self.made[key] = self.book.add_format(usual | wanted)
        return self.made[key]

    def sheet(self, name, heading):
        """A new sheet, ready for A4 across, with its heading in the first cell."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(A4_PAPER)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.set_footer("&C&P / &N")
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, heading, self.look(bold=True, font_size=13, text_wrap=False))
        return sheet
