"""A tiny province that breaks no rule, written as text, and a way to spoil one cell of it."""

import csv
import io
from pathlib import Path

import pytest

from bvte.evidence.load import FILES, REPORTING
from bvte.evidence.record import column_names

from ..real import real_evidence

TABLES = {
    "programmes": """
    id,    name_vi,     name_en, kind,             level,    area, start, end,  status,     follows, source
    cpp_1, Giai đoạn 1, Phase 1, child_protection, province, P,    2011,  2015, no_figures, ,        s1
    cpp_2, Giai đoạn 2, Phase 2, child_protection, province, P,    2016,  2020, closed,     cpp_1,   s1
    """,
    "targets": """
    id, programme, indicator, condition, value, unit,    baseline_value, baseline_year, due_year, source
    t1, cpp_2,     helped,    at_least,  90,    percent, 60,             2015,          2020,     s1
    t2, cpp_2,     helped,    at_least,  70,    percent, ,               ,              2018,     s1
    """,
    "observations": """
    id, indicator,   area, start, end,  statistic, comparator, value, unit, numerator, denominator, source
    o1, helped,      P,    2020,  2020, level,     =,          77.5,  percent, 31,     40,          s1
    o2, helped,      P,    2020,  2020, level,     =,          78,    percent, ,       ,            s2
    o3, cases,       P,    2020,  2020, total,     =,          40,    cases, ,         ,            s1
    o4, cases_girls, P,    2020,  2020, total,     =,          25,    cases, ,         ,            s1
    o5, cases_boys,  P,    2020,  2020, total,     =,          15,    cases, ,         ,            s1
    o6, cases_aided, P,    2020,  2020, total,     =,          31,    cases, 31,       40,          s1
    o7, cases,       D1,   2024,  2024, total,     =,          9,     cases, ,         ,            s2
    o8, cases,       D2,   2024,  2024, total,     =,          9,     cases, ,         ,            s2
    o9, helped,      D1,   2024,  2024, level,     =,          96,    percent, ,       ,            s2
    """,
    "population": """
    id, area, start,      end,        total, under16, under15, basis,    source
    p1, P,    2019-04-01, 2019-04-01, 3000,  1000,    ,        census,   s1
    p2, P,    2019,       2019,       3000,  ,        900,     estimate, s2
    """,
    "sources": """
    id, title,     kind,  published_on, address
    s1, Nghị định, legal, 2020-12-29,   https://example.org/1
    s2, Bản tin,   press, 2025,         https://example.org/2
    """,
    "areas": """
    code, valid_from, valid_to,   level,    parent, name_vi,   name_en
    P,    2004-01-01, ,           province, ,       Tỉnh Thử,  Province P
    D1,   2004-01-01, 2025-06-30, district, P,      Huyện Một, District 1
    D2,   2004-01-01, 2025-06-30, district, P,      Huyện Hai, District 2
    C1,   2004-01-01, 2025-06-30, commune,  D1,     Xã Cũ,     Commune 1
    C2,   2025-07-01, ,           commune,  P,      Xã Mới,    Commune 2
    """,
    "area_changes": """
    old_code, new_code, date,       decision,  weight, note
    C1,       C2,       2025-07-01, 1/NQ-TEST, 1.0,    toàn bộ
    """,
    "breaks": """
    id,  date,       kind,       indicators,   areas, effect, name_vi, name_en, reason_vi, reason_en, source
    law, 2017-06-01, definition, helped cases, *,     caveat, Luật,    Law,     Đổi nghĩa, New words, s1
    """,
    "agencies": """
    id,  valid_from, valid_to,   name_vi, name_en, above_vi, above_en, symbol, place_vi, place_en, {to}
    soA, ,           2024-12-30, Sở A,    A,       UBND,     Council,  SA,     Thử,      Trial,    A; UBND, A
    soB, 2024-12-31, ,           Sở B,    B,       UBND,     Council,  SB,     Thử,      Trial,    B,       B
    """.replace("{to}", "recipients_vi, recipients_en"),
    "annual_reports": """
    year, note
    2023, first
    2024, second
    """,
}

CARD = """
{id}:
  name: {{vi: "Chỉ tiêu", en: "Indicator"}}
  short: {{vi: "Chỉ tiêu", en: "Indicator"}}
  definition: {{vi: "Khái niệm", en: "Concept"}}
  why: {{vi: "Lý do", en: "Reason"}}
  better: down
  group: protection
  sensitivity: public
  judged_by: level
  {rest}
"""
COUNT = "unit: cases\n  kind: count\n  limits: [0, null]"
CARDS = {
    "helped": "unit: percent\n  kind: rate\n  limits: [0, 100]\n  numerator_indicator: cases_aided",
    "cases": COUNT.replace("null", "5000") + "\n  parts: [cases_girls, cases_boys]",
    "cases_girls": COUNT,
    "cases_boys": COUNT + '\n  denominator: {vi: "Trẻ em trai", en: "Boys"}',
    "cases_aided": COUNT + "\n  subset_of: cases",
}


def rows(table):
    """Rows of a table written as text, header first."""
    return [[cell.strip() for cell in line.split(",")] for line in table.strip().splitlines()]


def as_csv(table):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def complete(name, table):
    """The table with the columns of its file that it does not name, all empty."""
    absent = [column for column in column_names((FILES | REPORTING)[name][0]) if column not in table[0]]
    return [[*table[0], *absent], *([*cells, *[""] * len(absent)] for cells in table[1:])]


def good_files():
    """File name -> text of the tiny province."""
    cards = "".join(CARD.format(id=code, rest=rest) for code, rest in CARDS.items())
    tables = {f"{name}.csv": as_csv(complete(name, rows(table))) for name, table in TABLES.items()}
    return tables | {"indicators.yml": cards}


def with_cell(text, row, column, cell):
    """The CSV text with one cell changed; `row` is what its first cell holds."""
    table = list(csv.reader(io.StringIO(text)))
    index = next(i for i, cells in enumerate(table) if cells[0] == row)
    if column not in table[0]:
        table = [[*cells, ""] for cells in table]
        table[0][-1] = column
    table[index][table[0].index(column)] = cell
    return as_csv(table)


@pytest.fixture
def write(tmp_path):
    """A function that writes the tiny province with some cells or texts changed and returns its folder.

    Each change is (file, row, column, new cell), or (file, old text, new text) once in the file.
    """

    def write_folder(*changes):
        files = good_files()
        for file, *change in changes:
            if len(change) == 3:
                files[file] = with_cell(files[file], *change)
            else:
                assert files[file].count(change[0]) == 1
                files[file] = files[file].replace(*change)
        for name, text in files.items():
            Path(tmp_path / name).write_bytes(text.encode())
        return tmp_path

    return write_folder


@pytest.fixture(scope="session")
def dien_bien():
    """The evidence of the real folder."""
    return real_evidence()


@pytest.fixture(scope="session")
def read():
    """A function that reads a CSV file as a list of dicts, each cell as it is written."""

    def read_csv(path):
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read_csv
