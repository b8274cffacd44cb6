"""The sheet on which a workshop records its decisions: a row a target, lists to choose from, codes locked.

`bvte intake workshop FILE` reads it back by the codes of its hidden row and sheet (`bvte.intake`).
"""

import io
from collections import Counter
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from bvte.evidence.language import speaking
from bvte.evidence.load import load
from bvte.intake import recording_sheet
from bvte.judgement.targets import judge
from bvte.judgement.vantage import seen, seen_in_workshop
from bvte.presentation import dates, numbers
from bvte.publishing.forms.packed import NO_TIME
from bvte.publishing.forms.recording_words import RECORDING_WORDS
from bvte.publishing.forms.workbook import A4_PAPER, FONT

WIDTHS = {"target": 13, "indicator": 30, "read": 16, "current": 16, "reading": 26, "doubt": 26, "owner": 18}
USUAL, HEAD_HEIGHT, ROW_HEIGHT = 12, 45, 60
# Largest value that a number may have, so that Excel tells a number from a text.
GREATEST = 10**12


def recording(findings, data, language):
    """The bytes of an .xlsx file. findings : those of the drafted programme; data : name of its folder."""
    out = io.BytesIO()
    with speaking(language), xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = Sheet(book, findings, data, language)
        book.set_properties({"title": sheet.title, "author": "", "created": datetime(*NO_TIME)})
        sheet.write()
    return out.getvalue()


def record_of(values):
    """The sheet of a report with these parameter values: of its drafted phase, where it has two."""
    evidence, as_of = load(values["data"]), values.get("as_of", "")
    if drafted := values.get("drafted"):
        findings = judge(seen_in_workshop(evidence, drafted, as_of), drafted)
    else:
        findings = judge(seen(evidence, as_of, values["programme"]), values["programme"])
    return recording(findings, values["data"], values["language"])


class Sheet:
    """Writes one recording sheet."""

    def __init__(self, book, findings, data, language):
        self.book, self.findings, self.data, self.language = book, findings, data, language
        self.words = RECORDING_WORDS[language]
        self.title = self.words["title"].format(programme=findings.programme.text("name"))
        self.last = recording_sheet.FIRST_ROW - 1 + max(len(findings), 1)

    def write(self):
        """The sheet to fill in, how to do it, and the hidden codes."""
        main, steps = (self.book.add_worksheet(self.words[name]) for name in ("sheet", "help"))
        lists = self._codes(self.book.add_worksheet(recording_sheet.CODES_SHEET))
        self._main(main)
        self._rules(main, lists)
        self._steps(steps)

    def _look(self, **wanted):
        usual = {"font_name": FONT, "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}
        return self.book.add_format(usual | wanted)

    def _main(self, sheet):
        """Title, day, hidden codes, headings, a row a target; landscape A4 for those who write by hand."""
        plain = {"border": 0, "text_wrap": False, "bold": True}
        sheet.write_string(0, 0, self.title, self._look(**plain, font_size=13))
        sheet.write_string(1, 0, self.words["day"], self._look(**plain))
        sheet.write_blank(recording_sheet.DAY_CELL, None, self._look(locked=False, num_format="dd/mm/yyyy"))
        sheet.write_string(1, 2, self.words["day_help"], self._look(border=0, text_wrap=False))
        head = self._look(bold=True, bg_color="#F2F4F6")
        for at, code in enumerate(recording_sheet.COLUMNS):
            sheet.write_string(recording_sheet.CODES_ROW - 1, at, code)
            sheet.write_string(recording_sheet.HEADS_ROW - 1, at, self.words["columns"][code], head)
            sheet.set_column(at, at, WIDTHS.get(code, USUAL))
        sheet.set_row(recording_sheet.CODES_ROW - 1, None, None, {"hidden": True})
        sheet.set_row(recording_sheet.HEADS_ROW - 1, HEAD_HEIGHT)
        self._rows(sheet)
        sheet.freeze_panes(recording_sheet.HEADS_ROW, 2)
        sheet.repeat_rows(recording_sheet.HEADS_ROW - 1)
        sheet.set_landscape()
        sheet.set_paper(A4_PAPER)
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def _rows(self, sheet):
        """What is given is locked, what is filled in is open."""
        locked = self._look(bg_color="#F2F4F6")
        looks = dict.fromkeys(recording_sheet.DATES, self._look(locked=False, num_format="dd/mm/yyyy"))
        opened = self._look(locked=False)
        for number, finding in enumerate(self.findings, start=recording_sheet.FIRST_ROW - 1):
            sheet.set_row(number, ROW_HEIGHT)
            for at, text in enumerate(self._given(finding)):
                sheet.write_string(number, at, text, locked)
            for at, code in enumerate(recording_sheet.FILLED, start=len(recording_sheet.GIVEN)):
                sheet.write_blank(number, at, None, looks.get(code, opened))

    def _given(self, finding):
        """Code, indicator, the newest figure with its time, the drafted target with its year."""
        target, read = finding.target, finding.latest or finding.baseline
        figure = self.words["no_figure"]
        if read:
            when = dates.time_text(read)
            figure = f"{numbers.labelled(read)} ({when})"
        current = f"{numbers.target_text(target)} ({target.due_year})"
        card = self.findings.evidence.indicators[target.indicator]
        return target.id, card.name.text, figure, current

    def _codes(self, sheet):
        """Facts of the sheet and the words of every choice; column -> range of its words."""
        facts = {"data": self.data, "programme": self.findings.programme.id, "language": self.language}
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

    def _choices(self):
        """Column -> code -> word; units are those of the targets, told apart where named alike."""
        units = dict.fromkeys(finding.target.unit for finding in self.findings)
        names = {code: numbers.unit_name(code) for code in units}
        alike = Counter(names.values())
        told = {code: name if alike[name] == 1 else f"{name} ({code})" for code, name in names.items()}
        return {"decision": self.words["decision"], "condition": self.words["condition"], "unit": told}

    def _rules(self, sheet, lists):
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
            told = self.words[f"refused_{kind}"].format(start=phase.start, end=phase.end)
            about = {"error_title": self.words["refused"], "error_message": told}
            sheet.data_validation(recording_sheet.FIRST_ROW - 1, at, self.last - 1, at, rule | about)
        sheet.data_validation(recording_sheet.DAY_CELL, day | {"error_message": self.words["refused_date"]})

    def _steps(self, sheet):
        """How to fill it in, a line a step."""
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 100)
        for number, step in enumerate(self.words["steps"], start=1):
            sheet.write_number(number - 1, 0, number, self._look(border=0))
            sheet.write_string(number - 1, 1, step, self._look(border=0))
        sheet.protect()
