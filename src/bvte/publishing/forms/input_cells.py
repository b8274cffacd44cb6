"""What makes the workbook of a report a form: cells to fill in, and a hidden sheet that says what each cell is.

`intake/report_form.py` reads it back. A figure that several tables lack is asked for once, the others repeat it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from bvte.evidence.value import COUNTS, SHARES
from bvte.intake.report_form import DIGEST, FACTS, KEY_HEADS, KEYS_SHEET, KeyRow, Role, key_digest, written_text
from bvte.presentation import numbers
from bvte.presentation.column_widths import spread_row
from bvte.presentation.texts import say
from bvte.publishing.forms.sheet_plan import INPUTS, SheetColumn, asked_of

if TYPE_CHECKING:  # which makes these cells
    from bvte.presentation.document import Cell
    from bvte.publishing.forms.workbook import Book

# Ground of a cell to fill in; most letters of a print and of a note; letters that Excel shows beside a cell.
GROUND = "#FFF2CC"
LONGEST_PRINT, LONGEST_NOTE = 40, 300
# What a person may do with a protected sheet; a percentage that is typed must be able to become one.
ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "sort": True,
    "select_locked_cells": True,
}
NUMBER = "AND(ISNUMBER({cell}),{cell}>=0{more})"


class Inputs:
    """The cells to fill in of one workbook, and what every other cell holds."""

    def __init__(self, book: "Book") -> None:
        self.book = book
        self.rows: dict[tuple[str, str], tuple[Role, str]] = {}
        self.first: dict[str, str] = {}

    def written(self, sheet: Worksheet, place: tuple[int, int], content: object) -> None:
        """Note what a cell holds, so that a change of it is seen."""
        self._note(sheet, place, Role.WRITTEN, written_text(content))

    def _note(self, sheet: Worksheet, place: tuple[int, int], role: Role, value: str = "") -> str:
        where = xl_rowcol_to_cell(*place)
        self.rows[sheet.get_name(), where] = role, value
        return where

    def write(self, sheet: Worksheet, place: tuple[int, int], column: SheetColumn, row: "tuple[Cell, ...]") -> bool:
        """Write a cell to fill in where one belongs; whether it was."""
        if column.holds in INPUTS and any(map(asked_of, row)):
            self._note_cell(sheet, place, column.holds)
            return True
        cell = spread_row(row)[column.place] if column.holds == "value" else None
        asked = asked_of(cell) if cell else ""
        if asked in self.first:
            self._repeat(sheet, place, self.first[asked])
        elif asked:
            self._ask(sheet, place, asked)
        return bool(asked)

    def _look(self, **more: object) -> Any:
        return self.book.look(**{"border": 1, "bg_color": GROUND, "locked": False} | more)

    def _ask(self, sheet: Worksheet, place: tuple[int, int], asked: str) -> None:
        """A cell for a figure: its unit is told beside it, and what may be typed is held by Excel."""
        where = self._note(sheet, place, Role.FIGURE, asked)
        self.first[asked] = f"'{sheet.get_name()}'!{where}"
        sheet.write_blank(*place, None, self._look(align="right"))
        unit = asked.split(" ")[-1]
        more = f",{where}<=100" if unit in SHARES else f",{where}=INT({where})" if unit in COUNTS else ""
        number = NUMBER.format(cell=where, more=more)
        sheet.data_validation(
            *place,
            *place,
            {
                "validate": "custom",
                "value": f"=OR({number},AND(ISTEXT({where}),LEN({where})<={LONGEST_PRINT}))",
                "input_title": say("workbook.input.unit", unit=numbers.unit_name(unit))[:32],
                "input_message": say("workbook.input.how"),
                "error_title": say("workbook.input.refused"),
                "error_message": say("workbook.input.allowed", unit=numbers.unit_name(unit)),
            },
        )

    def _repeat(self, sheet: Worksheet, place: tuple[int, int], first: str) -> None:
        """A cell that shows what is filled in elsewhere."""
        self._note(sheet, place, Role.FORMULA)
        look = self.book.look(border=1, bg_color="#ECEFF1", align="right")
        sheet.write_formula(*place, f'=IF({first}="","",{first})', look, "")

    def _note_cell(self, sheet: Worksheet, place: tuple[int, int], name: str) -> None:
        """A cell for the source of a row's figures, or for a remark."""
        self._note(sheet, place, Role(name))
        sheet.write_blank(*place, None, self._look())
        rule = {"validate": "length", "criteria": "<=", "value": LONGEST_NOTE}
        told = {"input_title": say(f"workbook.input.{name}")[:32], "input_message": say(f"workbook.input.{name}_how")}
        sheet.data_validation(*place, *place, rule | told | {"error_message": say("workbook.input.too_long")})

    def office(self, sheet: Worksheet, row: int) -> None:
        """The row of the first sheet for who fills it in; an empty one is the agency that the report is of."""
        self.book.put(sheet, (row, 0), say("workbook.input.office"), self.book.look(bold=True, text_wrap=False))
        self._note(sheet, (row, 1), Role.OFFICE)
        sheet.write_blank(row, 1, None, self._look())
        told = {"input_title": say("workbook.input.office")[:32], "input_message": say("workbook.input.office_how")}
        rule = {"validate": "length", "criteria": "<=", "value": LONGEST_NOTE}
        sheet.data_validation(row, 1, row, 1, rule | told)
        self.protect(sheet)

    def help(self) -> str:
        """What the colours of a sheet with cells to fill in mean."""
        return say("workbook.input.help")

    def marks(self) -> list[tuple[str, str, dict[str, object]]]:
        """The legend of the cells to fill in, where there are any."""
        known = say("workbook.input.mark"), say("workbook.input.means"), {"bg_color": GROUND}
        return [known] if self.first else []

    def protect(self, sheet: Worksheet) -> None:
        """Lock what is written, without a password: whoever must can."""
        sheet.protect("", ALLOWED)

    def finish(self) -> None:
        """Write the hidden sheet, where there is anything to fill in."""
        if not self.first:
            return
        sheet = self.book.book.add_worksheet(KEYS_SHEET)
        rows = [*self._facts(), *((name, where, *told) for (name, where), told in self.rows.items())]
        rows.append(("", DIGEST, Role.FACT, key_digest(rows)))
        for number, row in enumerate([KEY_HEADS, *rows]):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
        sheet.protect()
        sheet.very_hidden()

    def _facts(self) -> list[KeyRow]:
        """What the workbook is of."""
        values = self.book.article.values
        facts = {name: str(values.get(name, "")) for name in FACTS}
        facts["data"] = Path(facts["data"]).name
        return [("", name, Role.FACT, value) for name, value in facts.items()]
