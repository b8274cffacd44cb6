"""The workbook in which a respondent gives its figures: who asks for what, and one table to fill in.

`bvte intake request FILE` reads it back by its hidden sheet and column. After the UK guidance on accessible
spreadsheets: tables with names, no merged cells, no empty rows, colours never alone.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bvte.evidence.collection import Evidence
from bvte.evidence.language import active_language
from bvte.evidence.period import Period
from bvte.evidence.value import COUNTS
from bvte.intake import request_sheet
from bvte.intake.request_lines import RequestLine, Respondent, request_lines
from bvte.intake.request_sums import Sum, sums_of
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.presentation import dates, numbers
from bvte.presentation.newness import inside
from bvte.presentation.phrases import NOTHING, flat_text
from bvte.presentation.texts import say, texts_of
from bvte.publishing.forms.form_book import COVER_WIDTHS, GREY, INPUT, FormBook
from bvte.publishing.forms.office import NO_TIME
from bvte.publishing.forms.sheet_plan import LINE, wrapped_lines

WIDTHS = {
    "form": 6,
    "number": 6,
    "name": 52,
    "unit": 12,
    "time": 18,
    "known": 20,
    "value": 12,
    "source": 18,
    "remark": 20,
    "key": 4,
}
# Of a sum: where it stands, the whole, its parts, what is told of it. Its colour stands beside words.
CHECK_WIDTHS, WRONG, MOST_NAMED = (10, 46, 52, 52), "#A1260D", 4
# Largest value that a cell takes: more is a slip of the keyboard.
GREATEST = 10**12
MOST_PERCENT = 100


def request_workbook(evidence: Evidence, respondent: Respondent, due: date, data: str) -> bytes:
    """The bytes of an .xlsx file in the active language.

    due : the day by which it is asked for; data : name of the data folder, by which it is read back.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = RequestBook(book, evidence, respondent, due)
        book.set_properties({"title": sheet.title, "author": "", "created": datetime(*NO_TIME)})
        sheet.write(data)
    return out.getvalue()


def addressee(evidence: Evidence, respondent: Respondent) -> str:
    """A respondent as a letter addresses it: of an area its People's Committee."""
    if not respondent.rules.of_level:
        return say("requests.addressee.body", name=respondent.name.text)
    area = evidence.area(respondent.area, date(respondent.year, 12, 31))
    return say("requests.addressee.area", name=inside(area))


def known_figure(evidence: Evidence, line: RequestLine) -> str:
    """The newest figure of a line that may be shown, with its time and publisher; "" where there is none.

    Of an area only while it had its present borders: a code may have stood for another place before.
    """
    found = [r for r in _figures_of(evidence, line) if r.period.last <= line.period.last]
    if not found:
        return ""
    newest = found[-1]
    publishers = dict.fromkeys(evidence.sources[code].publisher or "" for code in newest.sources)
    figure, when = numbers.labelled(newest), dates.time_text(newest)
    return flat_text(say("requests.known", figure=figure, when=when, publisher="; ".join(publishers)))


def _figures_of(evidence: Evidence, line: RequestLine) -> list[Estimate]:
    """The estimates of a line's indicator and area, in the order of time."""
    if line.indicator not in evidence.indicators:
        return []
    area = evidence.area(line.area, line.period.last)
    return [r for r in estimates_of(evidence, line.indicator, line.area) if area.covers(r.period)]


class RequestBook(FormBook):
    """Writes one request."""

    def __init__(self, book: xlsxwriter.Workbook, evidence: Evidence, respondent: Respondent, due: date) -> None:
        super().__init__(book, say("requests.title", year=respondent.year, respondent=respondent.name.text))
        self.evidence, self.respondent, self.due = evidence, respondent, due
        self.to = addressee(evidence, respondent)
        self.lines = request_lines(evidence, respondent)

    def write(self, data: str) -> None:
        """The cover, the sheet to fill in and the hidden facts."""
        cover, main = (self.book.add_worksheet(say(f"requests.sheet.{name}")) for name in ("cover", "input"))
        sums = sums_of([line.indicator for line in self.lines])
        check = self.book.add_worksheet(say("requests.sheet.check")) if sums else None
        facts = self.book.add_worksheet(request_sheet.FACTS_SHEET)
        self._cover(cover)
        self._input(main)
        if check:
            self._check(check, sums)
            self._wrong_sums(main, len(sums))
        told = request_sheet.KIND, data, self.respondent.code, str(self.respondent.year), active_language()
        units = {line.unit: numbers.unit_name(line.unit) for line in self.lines}
        named = [(request_sheet.UNIT + unit, word) for unit, word in units.items()]
        for row, pair in enumerate([*zip(request_sheet.FACTS, told, strict=True), *named]):
            facts.write_row(row, 0, pair)
        facts.very_hidden()

    def _cover(self, sheet: Worksheet) -> None:
        """Who asks whom for what until when, and how the form is filled in: two named tables."""
        agency = self.evidence.agency_on(date(self.respondent.year, 12, 31))
        count = say("requests.lines", count=len(self.lines), sheet=say("requests.sheet.input"))
        facts = {
            "sender": agency.text("name"),
            "respondent": self.to,
            "year": str(self.respondent.year),
            "about": self.respondent.rules.about.text,
            "lines": count,
            "due": dates.day(self.due),
            "basis": say("requests.basis"),
        }
        rows = [(say(f"requests.fact.{name}"), text) for name, text in facts.items()]
        steps = texts_of("requests.step")
        heads = steps.pop("title"), steps.pop("how")
        self._title(sheet, COVER_WIDTHS)
        next_row = self._small_table(
            sheet, "request", 1, (say("requests.fact.title"), say("requests.fact.detail")), rows
        )
        counted = [(str(number), text) for number, text in enumerate(steps.values(), start=1)]
        self._small_table(sheet, "steps", next_row, heads, counted)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _input(self, sheet: Worksheet) -> None:
        """The table to fill in: what is given is locked, what is filled in is open, what names a row is hidden."""
        self._title(sheet, [WIDTHS[column] for column in request_sheet.COLUMNS])
        how = self._look(text_wrap=False, italic=True)
        sheet.write_string(request_sheet.HOW_ROW - 1, 0, say("requests.input_how"), how)
        heads = [say(f"requests.column.{column}") for column in request_sheet.COLUMNS]
        first = request_sheet.HEADS_ROW - 1
        self._named_table(sheet, "figures", (first, 0, first + len(self.lines), len(heads) - 1), heads)
        for row, line in enumerate(self.lines, start=first + 1):
            self._line(sheet, row, line)
        last = len(heads) - 1
        sheet.set_column(last, last, WIDTHS["key"], None, {"hidden": True})
        sheet.freeze_panes(request_sheet.HEADS_ROW, request_sheet.GIVEN.index("name") + 1)
        sheet.repeat_rows(first)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _check(self, sheet: Worksheet, sums: list[Sum]) -> None:
        """A row for each sum: what has to add up, in which cells, and what is wrong with it, as one types."""
        self._title(sheet, CHECK_WIDTHS)
        sheet.write_string(
            request_sheet.HOW_ROW - 1, 0, say("requests.check_how"), self._look(text_wrap=False, italic=True)
        )
        first = request_sheet.HEADS_ROW - 1
        heads = list(texts_of("requests.check_column").values())
        self._named_table(sheet, "sums", (first, 0, first + len(sums), len(heads) - 1), heads)
        rows = {line.indicator: (line, row) for row, line in enumerate(self.lines, start=request_sheet.FIRST_ROW)}
        plain, bold = self._look(border=1), self._look(border=1, bold=True)
        for place, one in enumerate(sums, start=first + 1):
            (line, at), parts = rows[one.whole], [rows[code] for code in one.parts]
            told = f"{line.form}, {line.number}", line.name.text, _parts_told(parts)
            sheet.write_row(place, 0, told, plain)
            sheet.write_formula(place, len(told), sum_formula(at, [row for _, row in parts], one.is_complete), bold, "")
            sheet.set_row(place, LINE * max(map(wrapped_lines, told, CHECK_WIDTHS)))
        sheet.freeze_panes(request_sheet.HEADS_ROW, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _wrong_sums(self, sheet: Worksheet, count: int) -> None:
        """Above the column of figures how many sums do not add up, and where to look."""
        first, letter = request_sheet.FIRST_ROW, chr(ord("A") + len(CHECK_WIDTHS) - 1)
        told = f"'{say('requests.sheet.check')}'!{letter}{first}:{letter}{first + count - 1}"
        # What is told of a sum is a text of its own but where it holds, and where it cannot be told yet.
        wrong = f'{count}-COUNTIF({told},"")-COUNTIF({told},"{say("requests.check.holds")}")'
        formula = f'=IF({wrong}=0,"",{wrong}&" {say("requests.check.wrong")}")'
        look = self._look(bold=True, font_color=WRONG, text_wrap=False)
        place = request_sheet.TITLE_ROW - 1, request_sheet.COLUMNS.index("value")
        sheet.write_formula(*place, formula, look, "")

    def _line(self, sheet: Worksheet, row: int, line: RequestLine) -> None:
        """One row: given cells, three open ones, its key."""
        given = given_cells(self.evidence, line)
        locked = self._look(border=1, bg_color=GREY)
        for place, text in enumerate(given):
            indent = {"indent": 1} if line.row.part_of and request_sheet.GIVEN[place] == "name" else {}
            sheet.write_string(row, place, text, self._look(border=1, bg_color=GREY, **indent) if indent else locked)
        number = "#,##0" if line.unit in COUNTS else "#,##0.0##"
        value = request_sheet.COLUMNS.index("value")
        sheet.write_blank(row, value, None, self._look(border=1, bg_color=INPUT, locked=False, num_format=number))
        for place in (value + 1, value + 2):
            sheet.write_blank(row, place, None, self._look(border=1, bg_color=INPUT, locked=False))
        sheet.write_string(row, request_sheet.COLUMNS.index(request_sheet.KEY), line.key)
        sheet.data_validation(row, value, row, value, _validation(line.unit))
        wide = zip(given, request_sheet.GIVEN, strict=True)
        sheet.set_row(row, LINE * max(wrapped_lines(text, WIDTHS[column]) for text, column in wide))


def given_cells(evidence: Evidence, line: RequestLine) -> tuple[str, ...]:
    """What a row prints of its line, in the order of `request_sheet.GIVEN`."""
    period = line.period
    return (
        line.form,
        line.number,
        line.name.text,
        numbers.unit_name(line.unit),
        asked_time(period),
        known_figure(evidence, line) or NOTHING,
    )


def asked_time(period: Period) -> str:
    """The time of a line: a day, a year or a part of it."""
    when = dates.year_text(period)
    return say("requests.on_day", day=when) if period.days == 1 else when


def sum_formula(whole: int, parts: Sequence[int], is_complete: bool) -> str:
    """The formula that says whether the figures of some rows go with that of another, "" while it cannot be told.

    is_complete : whether they have to add up to it, else each is a part of it. Rows are counted from 1.
    """
    letter, sheet = request_sheet.column_letter("value"), say("requests.sheet.input")
    total, cells = f"'{sheet}'!{letter}{whole}", ",".join(f"'{sheet}'!{letter}{row}" for row in parts)
    added, missing = f"{'SUM' if is_complete else 'MAX'}({cells})", f"COUNT({cells})<{len(parts)}"
    # What is told holds the two numbers; a text of ours has no straight quotation marks.
    numbers_told = {"parts": f'"&{added}&"', "whole": f'"&{total}&"', "cell": f"{letter}{whole}"}
    wrong = say(f"requests.check.{'differs' if is_complete else 'above'}", **numbers_told)
    is_less, open_yet = (f"AND(NOT({missing}),{added}<{total})", missing) if is_complete else ("FALSE", "FALSE")
    tried = f'IF(OR({added}>{total},{is_less}),"{wrong}",IF({open_yet},"","{say("requests.check.holds")}"))'
    return f'=IF(OR(COUNT({total})=0,COUNT({cells})=0),"",{tried})'


def _parts_told(parts: Sequence[tuple[RequestLine, int]]) -> str:
    """The parts of a sum by name, many of them by their cells."""
    if len(parts) <= MOST_NAMED:
        return "; ".join(line.name.text for line, _ in parts)
    letter = request_sheet.column_letter("value")
    return say("requests.check.many", count=len(parts), cells=", ".join(f"{letter}{row}" for _, row in parts))


def _validation(unit: str) -> dict[str, object]:
    """What Excel lets people type into the cell of a figure."""
    kind = "count" if unit in COUNTS else "percent" if unit == "percent" else "other"
    most = MOST_PERCENT if kind == "percent" else GREATEST
    validate = "integer" if kind == "count" else "decimal"
    told = {"error_title": say("requests.refused_title"), "error_message": say(f"requests.refused.{kind}")}
    return {"validate": validate, "criteria": "between", "minimum": 0, "maximum": most, **told}
