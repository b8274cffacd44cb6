"""The sheet on which a workshop records its decisions: a row a target, lists to choose from, codes locked.

`bvte intake workshop FILE` reads it back by the codes of its hidden row and sheet.
"""

import io
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from bvte.evidence.collection import Evidence
from bvte.evidence.language import active_language, speaking
from bvte.evidence.load import load
from bvte.evidence.next_phase import CarriedProgramme
from bvte.intake import recording_sheet
from bvte.judgement.audit_subject import Subject, latest_parts, levels_of
from bvte.judgement.estimates import Estimate
from bvte.judgement.finding import Finding
from bvte.judgement.next_phase import newest_figure
from bvte.judgement.targets import Findings, judge
from bvte.judgement.vantage import seen, seen_in_workshop
from bvte.presentation import cells, dates, numbers
from bvte.presentation.cells import strength_word
from bvte.presentation.handling import handling_mark, marked_title
from bvte.presentation.phrases import flat_text
from bvte.presentation.texts import say, texts_of
from bvte.presentation.words import small_first
from bvte.publishing.forms.office import NO_TIME
from bvte.publishing.forms.sheet_plan import wrapped_lines
from bvte.publishing.forms.workbook import A4_PAPER, FONT

# Letters of each column. Two sheets of A4 take them beside each other, both with the names of the targets: on the first
# stands what is read and agreed on, on the second what is decided. Both are alike in width: a program that fits columns
# on two sheets heeds no break that is set, and can part them only there.
WIDTHS = dict(
    zip(recording_sheet.COLUMNS, (26, 20, 16, 28, 28, 38, 20, 24, 14, 16, 10, 11, 12, 9, 10, 10), strict=True)
)
# Points: of a line of text, of the headings, of a row at least, so that three lines can be written by hand.
LINE_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT = 15, 64, 48
MARGIN = 0.28
# Letters of a line of the steps, and how many fewer fit where another font stands in.
STEP_WIDTH, WIDER = 92, 14
# Largest value that a number may have, so that Excel tells a number from a text.
GREATEST = 10**12


def record_workbook(findings: Findings, data: str) -> bytes:
    """The bytes of an .xlsx file in the active language.

    findings : those of the drafted programme; data : name of its folder.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = Sheet(book, findings, data)
        book.set_properties({"title": sheet.title, "author": "", "created": datetime(*NO_TIME)})
        sheet.write()
    return out.getvalue()


def record_of(values: Mapping[str, str]) -> bytes:
    """The sheet of a report with these parameter values: of its drafted phase, where it has two."""
    evidence, as_of = load(values["data"]), values.get("as_of", "")
    if drafted := values.get("drafted"):
        findings = judge(seen_in_workshop(evidence, drafted, as_of), drafted)
    else:
        findings = judge(seen(evidence, as_of, values["programme"]), values["programme"])
    with speaking(values["language"]):
        # A sheet is sent on: of a folder that was named by its path it says the name alone.
        return record_workbook(findings, Path(values["data"]).name)


class Sheet:
    """Writes one recording sheet."""

    def __init__(self, book: xlsxwriter.Workbook, findings: Findings, data: str) -> None:
        self.book, self.findings, self.data = book, findings, data
        self.title = marked_title(say("recording.title", programme=findings.programme.text("name")))
        self.last = recording_sheet.FIRST_ROW - 1 + max(len(findings), 1)

    def write(self) -> None:
        """The sheet to fill in, how to do it, and the hidden codes."""
        main, steps = (self.book.add_worksheet(say(f"recording.{name}")) for name in ("sheet", "help"))
        for sheet in (main, steps) if handling_mark() else ():
            sheet.set_header(f"&C&B{handling_mark()}")
        lists = self._codes(self.book.add_worksheet(recording_sheet.CODES_SHEET))
        self._main(main)
        self._rules(main, lists)
        self._steps(steps)

    def _look(self, **wanted: object) -> Format:
        usual = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}
        return self.book.add_format(usual | wanted)

    def _main(self, sheet: Worksheet) -> None:
        """Title, day, hidden codes, headings, a row a target; landscape A4 for those who write by hand."""
        plain = {"border": 0, "text_wrap": False, "bold": True}
        # The first column is printed on both sheets, where a title would be cut at its edge.
        sheet.write_string(0, 1, self.title, self._look(**plain, font_size=13))
        sheet.set_row(0, 1.6 * LINE_HEIGHT)
        sheet.write_string(1, 0, say("recording.day"), self._look(border=0, bold=True))
        sheet.set_row(1, 1.6 * LINE_HEIGHT)
        sheet.write_blank(recording_sheet.DAY_CELL, None, self._look(locked=False, num_format="dd/mm/yyyy"))
        sheet.write_string(1, 2, say("recording.day_help"), self._look(border=0, text_wrap=False))
        head = self._look(bold=True, bg_color="#F2F4F6")
        for at, code in enumerate(recording_sheet.COLUMNS):
            sheet.write_string(recording_sheet.CODES_ROW - 1, at, code)
            sheet.write_string(recording_sheet.HEADS_ROW - 1, at, self._heading(code), head)
            sheet.set_column(at, at, WIDTHS[code], None, {"hidden": code == recording_sheet.CODE})
        sheet.set_row(recording_sheet.CODES_ROW - 1, None, None, {"hidden": True})
        sheet.set_row(recording_sheet.HEADS_ROW - 1, HEAD_HEIGHT)
        self._rows(sheet)
        sheet.freeze_panes(recording_sheet.HEADS_ROW, 1)
        sheet.repeat_rows(recording_sheet.HEADS_ROW - 1)
        sheet.set_landscape()
        _fit_across(sheet, 2)
        sheet.repeat_columns(0)
        sheet.print_across()
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _heading(self, code: str) -> str:
        """The heading of a column; a level that nobody drafted is that of the phase before. Who writes by hand has no
        list to choose a decision from: it stands below."""
        if code == "decision":
            return f"{say(f'recording.column.{code}')}\n({' / '.join(texts_of('recording.decision').values())})"
        is_kept = code == "current" and isinstance(self.findings.programme, CarriedProgramme)
        return say("recording.carried" if is_kept else f"recording.column.{code}")

    def _rows(self, sheet: Worksheet) -> None:
        """What is given is locked, what is filled in is open."""
        locked = self._look(bg_color="#F2F4F6")
        looks = dict.fromkeys(recording_sheet.DATES, self._look(locked=False, num_format="dd/mm/yyyy"))
        opened = self._look(locked=False)
        for number, finding in enumerate(self.findings, start=recording_sheet.FIRST_ROW - 1):
            given = self._given(finding)
            lines = max(wrapped_lines(text, WIDTHS[code]) for text, code in zip(given, WIDTHS, strict=False))
            sheet.set_row(number, max(ROW_HEIGHT, LINE_HEIGHT * lines))
            for at, text in enumerate(given):
                sheet.write_string(number, at, text, locked)
            for at, code in enumerate(recording_sheet.FILLED, start=len(recording_sheet.GIVEN)):
                sheet.write_blank(number, at, None, looks.get(code, opened))
            sheet.write_string(number, recording_sheet.COLUMNS.index(recording_sheet.CODE), finding.target.id, locked)

    def _given(self, finding: Finding) -> tuple[str, str, str]:
        """Indicator, the newest figure with its time and certainty, the level asked for and for which year."""
        evidence, target = self.findings.evidence, finding.target
        subject = Subject(evidence, target, self.findings.area)
        origin = subject.origin
        read = finding.latest or newest_figure(subject, origin)
        told = [_figure(read)] if read else [_part(r, evidence) for r in (*latest_parts(subject), *levels_of(subject))]
        current = say("recording.level", target=numbers.target_text(origin), due=flat_text(cells.due(origin)))
        return subject.card.name.text, "; ".join(told) or say("recording.no_figure"), current

    def _codes(self, sheet: Worksheet) -> dict[str, str]:
        """Facts of the sheet and the words of every choice; column -> range of its words."""
        facts = {"data": self.data, "programme": self.findings.programme.id, "language": active_language()}
        rows = [(recording_sheet.FACT, code, word) for code, word in facts.items()]
        lists = {}
        for column, words in self._choices().items():
            first = len(rows)
            rows += [(column, code, word) for code, word in words.items()]
            lists[column] = f"={recording_sheet.CODES_SHEET}!{xl_range_abs(first, 2, len(rows) - 1, 2)}"
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.very_hidden()
        return lists

    def _choices(self) -> dict[str, dict[str, str]]:
        """Column -> code -> word; units are those of the targets, told apart where named alike."""
        units = dict.fromkeys(finding.target.unit for finding in self.findings)
        names = {code: numbers.unit_name(code) for code in units}
        alike = Counter(names.values())
        told = {code: name if alike[name] == 1 else f"{name} ({code})" for code, name in names.items()}
        return {"decision": texts_of("recording.decision"), "condition": texts_of("recording.condition"), "unit": told}

    def _rules(self, sheet: Worksheet, lists: dict[str, str]) -> None:
        """What Excel lets people type into each column."""
        phase = self.findings.programme
        year = {"validate": "integer", "criteria": "between", "minimum": phase.start, "maximum": phase.end}
        day = {"validate": "date", "criteria": ">", "value": date(2000, 1, 1)}
        number = {"validate": "decimal", "criteria": "between", "minimum": -GREATEST, "maximum": GREATEST}
        rules = {code: ({"validate": "list", "source": words}, "list") for code, words in lists.items()}
        rules |= dict.fromkeys(recording_sheet.NUMBERS, (number, "number"))
        rules |= dict.fromkeys(recording_sheet.YEARS, (year, "year"))
        rules |= dict.fromkeys(recording_sheet.DATES, (day, "date"))
        for code, (rule, kind) in rules.items():
            at = recording_sheet.COLUMNS.index(code)
            told = say(f"recording.refused.{kind}", start=phase.start, end=phase.end)
            about = {"error_title": say("recording.refused.title"), "error_message": told}
            sheet.data_validation(recording_sheet.FIRST_ROW - 1, at, self.last - 1, at, rule | about)
        sheet.data_validation(recording_sheet.DAY_CELL, day | {"error_message": say("recording.refused.date")})

    def _steps(self, sheet: Worksheet) -> None:
        """How to fill it in, a line a step, across a sheet of A4."""
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, STEP_WIDTH)
        for number, step in enumerate(texts_of("recording.step").values(), start=1):
            sheet.set_row(number - 1, LINE_HEIGHT * (0.5 + wrapped_lines(step, STEP_WIDTH - WIDER)))
            sheet.write_number(number - 1, 0, number, self._look(border=0))
            sheet.write_string(number - 1, 1, step, self._look(border=0))
        _fit_across(sheet)
        sheet.protect()


def _fit_across(sheet: Worksheet, pages: int = 1) -> None:
    """Print a sheet across pages of A4."""
    sheet.set_paper(A4_PAPER)
    sheet.set_margins(*[MARGIN] * 4)
    sheet.fit_to_pages(pages, 0)


def _part(read: Estimate, evidence: Evidence) -> str:
    """The figure of a part of what is counted together, after the name of the part."""
    return say("recording.part", part=evidence.indicators[read.indicator].short.text, figure=_figure(read))


def _figure(read: Estimate) -> str:
    """A figure with its time and how firm it is, where that does not stand beside it already."""
    firm = "" if read.strength in numbers.ORIGINS else str(strength_word(read.strength))
    parts = (numbers.labelled(read), dates.time_text(read), small_first(firm))
    return "; ".join(filter(None, parts))
