"""The workbook of a new province: sheets for sources, programmes, targets and figures, with lists to choose from.

`bvte intake province FILE` reads it back; what stands where is `intake.province_sheet`.
"""

import io
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from bvte.evidence.collection import Evidence
from bvte.evidence.language import LANGUAGES, speaking
from bvte.evidence.merged import predecessors
from bvte.evidence.national import programme_kinds
from bvte.evidence.rows import Area
from bvte.evidence.value import Comparator
from bvte.intake import province_sheet
from bvte.intake.province_sheet import DIGITS, KEYS, NAMES, ROWS, SHEETS, TARGET_UNITS, Column, Kind
from bvte.presentation import dates, numbers
from bvte.presentation.texts import say, texts_of
from bvte.publishing.forms.form_book import COVER_WIDTHS, GREY, INPUT, FormBook
from bvte.publishing.forms.office import NO_TIME
from bvte.publishing.forms.sheet_plan import LINE, wrapped_lines

# What Excel shows of a help beside a cell.
LONGEST_HELP, LONGEST_TITLE = 255, 32
# Characters beside each other on a page across; with more the letters become smaller than 8 points.
LEGIBLE_WIDTH = 180
# A source of this kind is what an office sent; of a published figure it is never one.
UNPUBLISHED = "office"


def province_workbook(evidence: Evidence, data: str) -> bytes:
    """The bytes of an .xlsx file in the active language. data : name of the data folder, by which it is read back."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        form = ProvinceBook(book, evidence)
        book.set_properties({"title": form.title, "author": "", "created": datetime(*NO_TIME)})
        form.write(data)
    return out.getvalue()


def offered_words(evidence: Evidence) -> dict[str, dict[str, str]]:
    """List -> word -> code of all that a workbook offers, in the active language, in the order in which it does."""
    cards = sorted(evidence.indicators.values(), key=lambda card: (list(texts_of("status.group")).index(card.group),))
    national = [row for row in evidence.programmes.values() if row.level == "national"]
    return {
        "indicator": {card.name.text: card.id for card in cards},
        "area": {_dated_name(area): area.code for area in _own_areas(evidence)} | _units_below(evidence),
        "national": {row.text("name") or row.id: row.id for row in national},
        "area_level": _by_word(texts_of("province_book.level")),
        "basis": _by_word(texts_of("province_book.basis")),
        "break_kind": _by_word(texts_of("province_book.break_kind")),
        "break_effect": _by_word(texts_of("province_book.break_effect")),
        "source_kind": _by_word({k: w for k, w in texts_of("status.source").items() if k != UNPUBLISHED}),
        "programme_kind": {kind.name.text: code for code, kind in programme_kinds().items()},
        "programme_status": _by_word(texts_of("status.programme")),
        "gap": _by_word(texts_of("province_book.gap")),
        "answer": _by_word(texts_of("province_book.answer")),
        "condition": _by_word(texts_of("recording.condition")),
        "comparator": {word: str(Comparator[name]) for name, word in texts_of("province_book.comparator").items()},
        "statistic": _by_word(texts_of("province_book.statistic")),
        "unit": {numbers.unit_name(unit): unit for unit in TARGET_UNITS},
    }


def known_words(evidence: Evidence) -> dict[str, dict[str, str]]:
    """The same in all languages together: a workbook is read whatever language is spoken."""
    known: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with speaking(language):
            for name, words in offered_words(evidence).items():
                known[name] = words | known.get(name, {})
    return known


def _by_word(texts: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, word in texts.items()}


def _own_areas(evidence: Evidence) -> list[Area]:
    """The province and those that it was made of, each in its last state."""
    own = evidence.province.code
    return [evidence.area(code) for code in dict.fromkeys((own, *predecessors(evidence, own)))]


def _units_below(evidence: Evidence) -> dict[str, str]:
    """Name with code -> code of the units below the province that its folder has already."""
    below = (area for area in evidence.areas.values() if area.level in DIGITS)
    return {province_sheet.area_word(area.text("name") or area.code, area.code): area.code for area in below}


def _dated_name(area: Area) -> str:
    """The name of an area, of a former one with its last day."""
    name = area.text("name") or area.code
    if area.valid_to is None or name.endswith(")"):
        return name
    return say("province_book.until", name=name, day=dates.day(area.valid_to))


class ProvinceBook(FormBook):
    """Writes one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, evidence: Evidence) -> None:
        super().__init__(book, say("province_book.title", province=evidence.province.text("name")))
        self.evidence, self.words = evidence, offered_words(evidence)
        self.ranges: dict[str, str] = {}

    def write(self, data: str) -> None:
        """How to fill in, a sheet a table, the hidden lists and facts."""
        cover = self.book.add_worksheet(say("province_book.sheet.cover"))
        sheets = {table: self.book.add_worksheet(say(f"province_book.sheet.{table}")) for table in SHEETS}
        lists, facts = (self.book.add_worksheet(n) for n in (province_sheet.LISTS_SHEET, province_sheet.FACTS_SHEET))
        self._lists(lists)
        self._cover(cover)
        for table, sheet in sheets.items():
            self._table(table, sheet)
        facts.write_row(0, 0, (province_sheet.KIND, data))
        for sheet in (lists, facts):
            sheet.very_hidden()

    def _lists(self, sheet: Worksheet) -> None:
        """A column for each list, after that of indicators their units."""
        units = [numbers.unit_name(self.evidence.indicators[code].unit) for code in self.words["indicator"].values()]
        keys = {
            name: [self._key(table, n) for n in range(ROWS[table])] for name, table in NAMES.items() if table in KEYS
        }
        columns = {"indicator": list(self.words["indicator"]), "shown": units}
        columns |= {name: list(words) for name, words in self.words.items() if name != "indicator"} | keys
        for place, (name, words) in enumerate(columns.items()):
            sheet.write_column(0, place, words)
            letter = xl_col_to_name(place)
            self.ranges[name] = f"={province_sheet.LISTS_SHEET}!${letter}$1:${letter}${max(len(words), 1)}"
        self._typed_units(sheet, list(columns).index("area"), len(columns))

    def _typed_units(self, sheet: Worksheet, place: int, beside: int) -> None:
        """Below the areas that are known those that the workbook itself is given, as far as they are filled in.

        place : column of the areas; beside : a free one, which holds how many rows of it the list has.
        """
        units, first = f"'{say('province_book.sheet.areas')}'", len(self.words["area"])
        code, name = (xl_col_to_name([c.name for c in SHEETS["areas"]].index(n)) for n in ("code", "name"))
        for row in range(ROWS["areas"]):
            at = province_sheet.FIRST_ROW + row
            told = f'TRIM({units}!{name}{at})&" ("&TRIM({units}!{code}{at})&")"'
            sheet.write_formula(first + row, place, f'=IF({units}!{code}{at}="","",{told})', None, "")
        letter, counted = xl_col_to_name(place), xl_col_to_name(beside)
        cells = f"${letter}$1:${letter}${first + ROWS['areas']}"
        sheet.write_formula(0, beside, f'=SUMPRODUCT(MAX(({cells}<>"")*ROW({cells})))', None, first)
        lists = province_sheet.LISTS_SHEET
        self.ranges["area"] = f"=OFFSET({lists}!${letter}$1,0,0,{lists}!${counted}$1,1)"

    def _key(self, table: str, number: int) -> str:
        return province_sheet.row_key(table, province_sheet.FIRST_ROW + number)

    def _cover(self, sheet: Worksheet) -> None:
        """What the workbook is for, and how it is filled in."""
        steps = texts_of("province_book.step")
        heads = steps.pop("title"), steps.pop("how")
        self._title(sheet, COVER_WIDTHS)
        self._small_table(sheet, "steps", 1, heads, [(str(n), text) for n, text in enumerate(steps.values(), start=1)])

    def _table(self, table: str, sheet: Worksheet) -> None:
        """One sheet: hidden codes, headings, help, rows to fill in."""
        columns = SHEETS[table]
        self._title(sheet, [column.width for column in columns])
        self._paper(sheet, sum(column.width for column in columns))
        codes, heads, helps = (
            n - 1 for n in (province_sheet.CODES_ROW, province_sheet.HEADS_ROW, province_sheet.HELP_ROW)
        )
        sheet.write_row(codes, 0, [f"{table}.{column.name}" for column in columns])
        sheet.set_row(codes, None, None, {"hidden": True})
        names = [self._heading(table, column) for column in columns]
        self._named_table(sheet, table, (heads, 0, heads + 1 + ROWS[table], len(columns) - 1), names)
        told = [self._help(table, column) for column in columns]
        for place, text in enumerate(told):
            sheet.write_string(helps, place, text, self._look(italic=True, border=1, bg_color=GREY, font_size=9))
        for row, texts, narrower in ((heads, names, 0.8), (helps, told, 1.2)):
            pairs = zip(texts, columns, strict=True)
            sheet.set_row(row, LINE * max(wrapped_lines(text, c.width * narrower) for text, c in pairs))
        for place, column in enumerate(columns):
            self._column(table, sheet, place, column)
        sheet.freeze_panes(province_sheet.FIRST_ROW - 1, 1)
        sheet.repeat_rows(heads)

    def _paper(self, sheet: Worksheet, width: int) -> None:
        """As many pages beside each other as leave letters that can be read, each beginning with the first column."""
        pages = -(-width // LEGIBLE_WIDTH)
        sheet.fit_to_pages(pages, 0)
        if pages > 1:
            sheet.repeat_columns(0)

    def _heading(self, table: str, column: Column) -> str:
        """The heading of a column, with a star where it must be filled in."""
        return say(f"province_book.column.{table}.{column.name}") + (" *" if column.needed else "")

    def _help(self, table: str, column: Column) -> str:
        return say(f"province_book.help.{table}.{column.name}")

    def _column(self, table: str, sheet: Worksheet, place: int, column: Column) -> None:
        """The cells of a column below its help, with what they take and the help beside each."""
        first = province_sheet.FIRST_ROW - 1
        last = first + ROWS[table] - 1
        text_format = {"num_format": "@"} if column.kind in (Kind.when, Kind.text) else {}
        is_given = column.kind == Kind.given
        look = self._look(border=1, bg_color=GREY if is_given else INPUT, **text_format)
        for row in range(first, last + 1):
            if column.name == "key":
                sheet.write_string(row, place, self._key(table, row - first), look)
            elif is_given:
                sheet.write_formula(row, place, self._unit_formula(table, row), look, "")
            else:
                sheet.write_blank(row, place, None, look)
        if not is_given:
            sheet.data_validation(first, place, last, place, self._validation(table, column))

    def _unit_formula(self, table: str, row: int) -> str:
        """Shows the unit of the indicator that was chosen in a row."""
        chosen = xl_col_to_name(next(n for n, c in enumerate(SHEETS[table]) if c.name == "indicator"))
        names, units = (self.ranges[name].removeprefix("=") for name in ("indicator", "shown"))
        return f'=IFERROR(INDEX({units},MATCH({chosen}{row + 1},{names},0)),"")'

    def _validation(self, table: str, column: Column) -> dict[str, object]:
        """What Excel takes in a cell; the help beside it."""
        told = {
            "input_title": self._heading(table, column)[:LONGEST_TITLE],
            "input_message": self._help(table, column)[:LONGEST_HELP],
        }
        if column.kind == Kind.choice:
            refused = {"error_title": say("recording.refused.title"), "error_message": say("recording.refused.list")}
            return {"validate": "list", "source": self.ranges[column.choice], **refused, **told}
        return {"validate": "any", **told}
