"""Keep what a workshop decided, and beside the filled sheet what could not be read."""

import csv
import io

from bvte.evidence.decisions import Decision
from bvte.evidence.faults import column_names
from bvte.intake import layout


def keep_decisions(intake, folder, again=False):
    """Write the decisions to workshops/<day>.csv of a data folder; the path.

    again : replace an earlier file of that day that says otherwise; it is kept in workshops/earlier/.
    Raises FileExistsError for such a file where that was not asked for.
    """
    path = folder / "workshops" / f"{intake.day}.csv"
    text = csv_text(column_names(Decision), map(_decision_cells, intake.decisions.values()))
    if path.exists() and path.read_text(encoding="utf-8") != text:
        if not again:
            raise FileExistsError(path)
        _put_aside(path)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def _put_aside(path):
    """Move a file to the first free name among the earlier ones."""
    place = path.parent / "earlier"
    place.mkdir(exist_ok=True)
    number = 1
    while (place / f"{path.stem}-{number}.csv").exists():
        number += 1
    path.rename(place / f"{path.stem}-{number}.csv")


def _decision_cells(decision):
    cells = decision.model_dump(mode="json", exclude={"line"})
    return {column: "" if cell is None else cell for column, cell in cells.items()}


def keep_rejected(intake, path, told):
    """Write the rejected rows as they were typed, with the reason of each, beside the sheet; the path.

    path : of the filled sheet; told : function that puts a problem into words.
    """
    beside = path.with_name(f"{path.stem}-rejected.csv")
    rows = (
        {"row": number, **typed, "reason": " ".join(_reasons_of_row(intake, number, told))}
        for number, typed in intake.rejected.items()
    )
    beside.write_text(csv_text(["row", *layout.COLUMNS, "reason"], rows), encoding="utf-8-sig", newline="")
    return beside


def _reasons_of_row(intake, number, told):
    return [told(problem) for problem in intake.problems if problem.line == number]


def csv_text(heads, rows):
    """Rows as the text of a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, heads, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
