"""An attacker with a yearly report as it is made, its page, workbook and CSV: made-up counts in a copy of the data."""

import csv
import io
import re
import shutil

import openpyxl
import pandas as pd
import pytest

from bvte.evidence.language import speaking
from bvte.evidence.load import load, project_root
from bvte.judgement.annual import Annual, annual
from bvte.methods.disclosure import audit
from bvte.presentation.annual_forms import told_again_problems
from bvte.presentation.problems import problem_line
from bvte.publishing.report import plan_reports

from .forms.conftest import made_here

YEAR, PROVINCE = 2020, "11"
V = "child_abuse_victims"
# Made up, of no real child: a small count in each way of breaking down the victims.
MADE_UP = {
    V: 41,
    f"{V}_boys": 3,
    f"{V}_girls": 38,
    f"{V}_under6": 2,
    f"{V}_6_10": 15,
    f"{V}_11_15": 24,
    f"{V}_at_home": 20,
    f"{V}_at_school": 4,
    f"{V}_elsewhere": 17,
    "abused_children_supported_count": 40,
}
BREAKDOWNS = [
    (V, [f"{V}_boys", f"{V}_girls"]),
    (V, [f"{V}_under6", f"{V}_6_10", f"{V}_11_15"]),
    (V, [f"{V}_at_home", f"{V}_at_school", f"{V}_elsewhere"]),
    (V, ["abused_children_supported_count", "not helped"]),
]
SMALL = 5


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A copy of a province's folder with the made-up counts."""
    path = tmp_path_factory.mktemp("data") / "dien-bien"
    shutil.copytree(project_root() / "data" / "dien-bien", path)
    with (path / "observations.csv").open(encoding="utf-8") as rows:
        table = list(csv.DictReader(rows))
    like = {"area": PROVINCE, "start": str(YEAR), "end": str(YEAR), "statistic": "total", "comparator": "="}
    like |= {"unit": "children", "period_stated": "yes", "source": table[0]["source"], "note": "made up"}
    kept = [row for row in table if not (row["indicator"] in MADE_UP and row["end"].startswith(str(YEAR)))]
    kept += [like | {"id": f"made_up_{n}", "indicator": i, "value": v} for n, (i, v) in enumerate(MADE_UP.items())]
    with (path / "observations.csv").open("w", encoding="utf-8", newline="") as rows:
        writer = csv.DictWriter(rows, table[0].keys(), restval="")
        writer.writeheader()
        writer.writerows(kept)
    return path


@pytest.fixture(scope="module")
def files(folder):
    """The report of the year in English, in its forms."""
    reports = plan_reports(load(folder), str(folder), "annual_report", year=YEAR)
    (report,) = [report for report in reports if report.values["language"] == "en"]
    with speaking("en"):
        return made_here(report, ("xlsx", "csv")).files


def printed_names(folder):
    """The indicator of each name that a form prints."""
    with speaking("en"):
        report = annual(load(folder), YEAR)
        rows = (row.row for form in report.forms.values() for row in form.rows)
        return {row.name.text: row.indicator for row in rows if row.indicator in MADE_UP}


def numbers_beside(rows, names):
    """Of rows of cells the numbers that stand right of each name, whatever they are of."""
    found = {code: set() for code in MADE_UP}
    for row in rows:
        cells = [str(cell).strip() for cell in row if cell is not None]
        for place, cell in enumerate(cells):
            if (code := names.get(cell)) is not None:
                found[code] |= {int(n) for n in cells[place + 1 :] if re.fullmatch(r"\d+", n)}
    return found


def read_csv(content, names):
    return numbers_beside(csv.reader(io.StringIO(content.decode("utf-8-sig"))), names)


def read_book(content, names):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return numbers_beside((row for sheet in book for row in sheet.iter_rows(values_only=True)), names)


def read_page(content, names):
    tables = pd.read_html(io.StringIO(content.decode()), displayed_only=False)
    rows = (row for table in tables for row in table.astype(str).itertuples(index=False))
    return numbers_beside(rows, names)


@pytest.mark.parametrize(("form", "reader"), [("csv", read_csv), ("xlsx", read_book), ("html", read_page)])
def test_no_form_lets_a_small_count_be_found(files, folder, form, reader):
    seen = reader(files[form], printed_names(folder))
    shown = {code: MADE_UP[code] for code, numbers in seen.items() if MADE_UP[code] in numbers}
    # The reader does see a table: the total, and in each breakdown something.
    assert V in shown and len(shown) >= 3 and all(number >= SMALL for number in shown.values())
    rows = [(code, shown.get(code)) for code in [*MADE_UP, "not helped"]]
    frame = pd.DataFrame(rows, columns=["cell", "count"]).astype({"count": float})
    frame["status"] = ["never" if code == "not helped" else "free" for code in frame["cell"]]
    found = audit(frame, {"cell": BREAKDOWNS})
    assert found.is_kept, found.faults
    truth = found.frame().set_index("cell").join(pd.Series(MADE_UP | {"not helped": 1}, name="truth"))
    assert (truth["low"] <= truth["truth"]).all() and (truth["truth"] <= truth["high"]).all()
    assert {f"{V}_boys", f"{V}_under6", f"{V}_at_school"} <= set(truth.index)


def test_a_form_that_tells_a_hidden_count_stops_with_a_sentence(folder, monkeypatch):
    """Where hiding failed: the small counts alone are left out."""
    from bvte.judgement import protection

    monkeypatch.setattr(protection, "_hidden_cells", lambda cells, sums: {*cells["place"][cells["is_small"]]} - {None})
    report = annual(load(folder), YEAR)
    assert isinstance(report, Annual)
    with speaking("en"):
        told = [problem_line(problem) for problem in told_again_problems(report)]
    assert any("“Abused boys”" in line and "3 to 3" in line for line in told), told
