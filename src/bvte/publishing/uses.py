"""Which rows of a data folder a report can use, where it is certain that it cannot use others.

A report may draw on any figure, target, source or card: a row that nobody used yet can change a conclusion. Certain is
only what follows from how files are read, which `tests/publishing/test_uses.py` holds by making the reports again:

- a text of a yearly report is read for the report of its year alone;
- a recorded edition is read by yearly reports of later years alone, which tell what changed;
- a decision of a workshop is read where its target is judged: in the yearly reports, and in the reports about the
  programme that the target is of;
- what no loader opens is read by none: files of office programs, earlier records, refused cells.
"""

import json
import re
from fnmatch import fnmatch

from bvte.publishing.inputs import content_digest, inputs_of
from bvte.publishing.report import Report

YEARLY = "annual_report"
# Patterns of paths below a data folder that no loader opens.
UNREAD = ("workshops/earlier/*", "intakes/undone/*", "intakes/*/refused.*", "*.docx", "*.xlsx", "*.pptx", "*.pdf")
YEAR_OF = {"narrative": re.compile(r"narrative/(\d{4})/"), "editions": re.compile(r"editions/(\d{4})\.csv$")}


def may_use(report: Report, file: str, row: str | None = None) -> bool:
    """Whether a report can use a row of a file of its data folder, or the file where no row is named.

    file : its path below the data folder; row : its name, as `inputs` gives it.

    >>> yearly = Report("annual_report", {"year": 2024, "area": "11", "language": "vi", "data": "x"}, "")
    >>> [may_use(yearly, file) for file in ("narrative/2024/I-1.vi.md", "narrative/2025/I-1.vi.md", "targets.csv")]
    [True, False, True]
    """
    if any(fnmatch(file, pattern) for pattern in UNREAD):
        return False
    year = report.values.get("year") if report.notebook == YEARLY else None
    if found := YEAR_OF["narrative"].match(file):
        return year == int(found[1])
    if found := YEAR_OF["editions"].match(file):
        return year is not None and int(found[1]) < year
    if file.startswith("workshops/"):
        return year is not None or _may_use_decision(report, row)
    return True


def data_digest(report: Report) -> str:
    """One digest of all rows that a report can use: two reports of one digest were made from the same data."""
    rows = inputs_of(report.values["data"]).rows
    used = {file: {row: cells[row] for row in cells if may_use(report, file, row)} for file, cells in rows.items()}
    return content_digest(json.dumps({file: cells for file, cells in used.items() if cells}))


def _may_use_decision(report: Report, row: str | None) -> bool:
    """Whether a report that is not a yearly one can use a decision on the target of that id."""
    if row is None:
        return bool(report.targets)
    # A second row of a target in one file has its number behind its name.
    return row.partition("#")[0] in report.targets
