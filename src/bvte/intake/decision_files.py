"""The files of a workshop: its decisions in the data folder, and what was not taken beside the filled sheet.

A process that dies at any step leaves the record of the day as it was or as it shall be (`placing`).
"""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from bvte.evidence.placing import lock_folder, put_file
from bvte.evidence.problem import Problem
from bvte.evidence.record import column_names
from bvte.evidence.reporting import Decision
from bvte.evidence.tabular import csv_bytes
from bvte.intake.recording_sheet import COLUMNS
from bvte.intake.workshop import Intake

PLACE, EARLIER = "workshops", "earlier"


def keep_decisions(intake: Intake, folder: Path, again: bool = False) -> Path:
    """Write the decisions to workshops/<day>.csv of a data folder; the path.

    again : replace an earlier file of that day that says otherwise; it is kept in workshops/earlier/.
    Raises FileExistsError for such a file where that was not asked for, OSError where the folder cannot be written.
    """
    text = csv_bytes(column_names(Decision), map(_decision_cells, intake.decisions.values()))
    with lock_folder(folder / PLACE):
        path = folder / PLACE / f"{intake.day}.csv"
        if path.exists() and path.read_bytes() == text:
            return path
        if path.exists():
            if not again:
                raise FileExistsError(path)
            _keep_earlier(path)
        put_file(path, text)
    return path


def _keep_earlier(path: Path) -> None:
    """Copy a file under the first free name among the earlier ones, unless it is there already."""
    place, content = path.parent / EARLIER, path.read_bytes()
    place.mkdir(exist_ok=True)
    for target in (place / f"{path.stem}-{number}.csv" for number in count(1)):
        if not target.exists():
            put_file(target, content, aside=path.parent)
            return
        if target.read_bytes() == content:
            return


def _decision_cells(decision: Decision) -> dict[str, Any]:
    cells = decision.model_dump(mode="json", exclude={"line"})
    return {column: "" if cell is None else cell for column, cell in cells.items()}


def keep_rejected(intake: Intake, path: Path, told: Callable[[Problem], str]) -> Path:
    """Write what was not taken as it was seen, with the reason of each row, beside the sheet; the path.

    path : of the filled sheet; told : function that puts a problem into words. A file that is there and says something
    else is left as it is. Raises OSError where the folder cannot be written.
    """
    rows = (
        {
            "sheet": row.sheet,
            "row": row.row,
            **row.cells,
            "other": row.other,
            "reason": " ".join(map(told, row.problems)),
        }
        for row in intake.rejected
    )
    text = csv_bytes(["sheet", "row", *COLUMNS, "other", "reason"], rows)
    names = (f"{path.stem}-rejected{f'-{number}' if number > 1 else ''}.csv" for number in count(1))
    free = (beside for beside in map(path.with_name, names) if not beside.exists() or beside.read_bytes() == text)
    beside = next(free)
    put_file(beside, text)
    return beside
