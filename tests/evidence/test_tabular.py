"""CSV files of other programs, read as they were meant, and our own, which open in Excel and run nothing."""

import csv
import io

import pytest

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import load
from bvte.evidence.tabular import csv_bytes, find_separator, guarded, read_lines, unguarded

OBSERVATIONS = "observations.csv"
# A name, a cell as each program could run it, and whether it is one to stop.
CELLS = [
    ("=HYPERLINK(1)", True),
    ("+1+1", True),
    ("-1+1", True),
    ("@SUM(A1)", True),
    ("\t=1", True),
    ("\r=1", True),
    ("＝1+1", True),
    ("'=1", True),
    ("-5", False),
    ("-1,5", False),
    ("=", False),
    ("<=", False),
    ("'tis", False),
    ("a=b", False),
    ("", False),
]


@pytest.mark.parametrize(("cell", "runs"), CELLS)
def test_a_cell_that_would_run_stands_behind_an_apostrophe_and_is_read_back(cell, runs, tmp_path):
    assert guarded(cell).startswith("'") is (runs or cell.startswith("'"))
    assert (guarded(cell) != cell) is runs
    # A lone carriage return would end the line of the file.
    cell = cell.replace("\r", "\n")
    assert unguarded(guarded(cell)) == cell
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes(["id", "note"], [{"id": "x", "note": cell}]))
    (row,) = (cells for _, cells in read_lines(path).rows)
    assert ([*row, ""])[1] == cell


def test_excel_knows_our_files_by_their_mark():
    content = csv_bytes(["tên"], [{"tên": "Điện Biên"}, {"tên": None}])
    assert content == '\ufefftên\nĐiện Biên\n""\n'.encode()


@pytest.mark.parametrize(
    ("first", "separator"),
    [
        ("a,b", ","),
        ("a;b", ";"),
        ("a\tb", "\t"),
        ("a|b", ","),
        ('"a";"b"', ";"),
        ("a;b\tc", ","),
        ("a", ","),
        ("x: y; z", ","),
    ],
)
def test_what_parts_the_cells_is_seen_in_the_first_line(first, separator):
    assert find_separator(f"\n{first}\n1;2,3\n") == separator


def saved_again(folder, file, separator, changed=lambda column, cell: cell, encoding="utf-8"):
    """The file as another program saves it."""
    rows = list(csv.reader(io.StringIO((folder / file).read_text("utf-8"))))
    rows = [rows[0], *([changed(column, cell) for column, cell in zip(rows[0], row, strict=True)] for row in rows[1:])]
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    (folder / file).write_bytes(text.getvalue().encode(encoding))


def local(column, cell):
    """A cell as Excel of Viet Nam shows it."""
    if cell.count("-") == 2 and cell[:4].isdigit():
        return "/".join(reversed(cell.split("-")))
    return cell.replace(".", ",") if column in ("value", "weight") else cell


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16")])
def test_a_folder_saved_by_a_spreadsheet_reads_as_before_and_is_told(write, separator, encoding):
    folder = write()
    before = load(folder)
    for file in ("observations.csv", "areas.csv", "sources.csv", "area_changes.csv"):
        saved_again(folder, file, separator, local if separator == ";" else lambda column, cell: cell, encoding)
    after = load(folder)
    for table in ("observations", "areas", "sources", "area_changes"):
        assert getattr(after, table) == getattr(before, table)
    problems = check_folder(folder)
    assert only_errors(problems) == [] and {p.code for p in problems} == {"other_form"} and len(problems) == 4


# File, column, cell of a file parted by semicolons, and what is read of it; None where it is refused.
READ = [
    ("value", "28,5", "28.5"),
    ("value", "28.5", "28.5"),
    ("value", "0,147", "0.147"),
    ("value", "1.132,5", "1132.5"),
    ("value", "1.132.000", "1132000"),
    ("value", "40", "40"),
    ("value", "2,302", None),
    ("value", "2.302", None),
    ("value", "28,5%", None),
    ("value", "٢٨", None),
    ("value", "28,,5", None),
    ("start", "01/02/2020", "2020-02-01"),
    ("start", "1/2/2020", "2020-02-01"),
    ("start", "31/02/2020", None),
    ("start", "Feb-20", None),
]


@pytest.mark.parametrize(("column", "cell", "expected"), READ)
def test_numbers_and_days_of_such_a_file_are_read_where_they_have_one_meaning(write, column, cell, expected):
    folder = write((OBSERVATIONS, "o3", column, cell))
    saved_again(folder, OBSERVATIONS, ";")
    evidence = load(folder, strict=False)
    if expected is None:
        assert [p.column for p in evidence.rejected] == [column] and "o3" not in evidence.observations
    else:
        assert str(getattr(evidence.observations["o3"], column)) == expected


def test_between_tabs_nothing_says_whether_the_month_stands_first(write):
    for cell, expected in (("31/01/2020", "2020-01-31"), ("05/05/2020", "2020-05-05"), ("01/02/2020", None)):
        folder = write((OBSERVATIONS, "o3", "start", cell))
        saved_again(folder, OBSERVATIONS, "\t")
        found = load(folder, strict=False).observations.get("o3")
        assert (found and found.start) == expected


@pytest.mark.parametrize("again", ["value", "Value", " value", "VALUE"])
def test_a_column_that_stands_twice_is_refused_whatever_its_capitals(write, again):
    folder = write()
    rows = (folder / OBSERVATIONS).read_text("utf-8").splitlines()
    (folder / OBSERVATIONS).write_text(
        "\n".join(f"{row},{again if n == 0 else 3.9}" for n, row in enumerate(rows)) + "\n", "utf-8"
    )
    (problem,) = load(folder, strict=False).rejected
    assert (problem.facts["type"], problem.found) == ("column_twice", again)


def test_cells_of_white_space_are_empty(write):
    # A name of blanks would be printed as no name.
    (problem,) = load(write(("areas.csv", "C2", "name_vi", " \u00a0")), strict=False).rejected
    assert (problem.column, problem.facts["type"]) == ("name_vi", "missing")
