"""Recording what an edition of the yearly report says, so that a later one can tell what changed."""

import csv
import io

from bvte.evidence.faults import columns
from bvte.evidence.reporting import EditionRow
from bvte.judgement.annual import annual
from bvte.judgement.editions import edition
from bvte.publishing.ledger.disk import put


def record(evidence, year, area=None):
    """Write the findings of a year's report into editions/<year>.csv of the data folder; the file's path.

    Only on demand, when a report was sent: a recorded edition is what was said and is not made again.
    Raises FileExistsError where the edition is on record already, ValueError where something in the evidence
    is only supposed.
    """
    if not evidence.is_published:
        raise ValueError(f"{evidence!r}: supposed rows are no edition")
    path = evidence.folder / "editions" / f"{year}.csv"
    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(exist_ok=True)
    put(as_csv(edition(annual(evidence, year, area))), path)
    return path


def as_csv(rows):
    """Rows of an edition as the text of its file: the cells as printed, empty where there is nothing."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns(EditionRow), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row.model_dump(exclude={"line"}) for row in rows.values())
    return text.getvalue()
