"""What the workbooks that people fill in have in common: their looks, their paper, their named tables.

After the UK guidance on accessible spreadsheets: tables with names, no merged cells, no empty rows, colours never
alone.
"""

from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bvte.publishing.forms.sheet_plan import LINE, wrapped_lines
from bvte.publishing.forms.workbook import A4_PAPER, FONT

COVER_WIDTHS = (24, 96)
# Inches: enough to be bound, and the more legible.
MARGINS = {"left": 0.6, "right": 0.4, "top": 0.5, "bottom": 0.6}
INPUT, GREY = "#FFF6D6", "#F2F4F6"


class FormBook:
    """A workbook to fill in. title : what every sheet begins with."""

    def __init__(self, book: xlsxwriter.Workbook, title: str) -> None:
        self.book, self.title = book, title
        self.looks: dict[tuple[tuple[str, object], ...], Format] = {}

    def _look(self, **wanted: object) -> Format:
        key = tuple(sorted(wanted.items()))
        if key not in self.looks:
            usual = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True}
            self.looks[key] = self.book.add_format(usual | wanted)
        return self.looks[key]

    def _title(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        """The title, widths and paper of a sheet."""
        sheet.write_string(0, 0, self.title, self._look(bold=True, font_size=13, text_wrap=False))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4_PAPER)
        sheet.set_margins(**MARGINS)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")

    def _small_table(
        self, sheet: Worksheet, name: str, first: int, heads: tuple[str, str], rows: list[tuple[str, str]]
    ) -> int:
        """A named table of two columns from a row on; the row after it."""
        last = first + len(rows)
        self._named_table(sheet, name, (first, 0, last, 1), heads)
        for number, (label, text) in enumerate(rows, start=first + 1):
            sheet.write_string(number, 0, label, self._look(bold=True, border=1))
            sheet.write_string(number, 1, text, self._look(border=1))
            sheet.set_row(number, LINE * wrapped_lines(text, COVER_WIDTHS[1]))
        return last + 1

    def _named_table(self, sheet: Worksheet, name: str, place: tuple[int, int, int, int], heads: Sequence[str]) -> None:
        """A table of Excel with its headings, which screen readers announce."""
        look = self._look(bold=True, border=1, bg_color=GREY)
        columns = [{"header": head, "header_format": look} for head in heads]
        sheet.add_table(*place, {"name": name, "columns": columns, "autofilter": False, "style": None})
