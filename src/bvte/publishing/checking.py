"""Every problem of a data folder, also those that only show when its reports are made."""

from bvte.evidence.check import check, errors
from bvte.evidence.load import load


def problems_of(folder):
    """Every `Problem` of the data folder of that name or path: its rows, then what people wrote for reports.

    A text is held against the findings, so only where no row is in error. Raises FileNotFoundError.
    """
    evidence = load(folder, strict=False)
    found = check(evidence)
    return found if errors(found) else [*found, *_written(evidence)]


def _written(evidence):
    """Problems of the texts of every yearly report."""
    from bvte.judgement.annual import annual  # heavy, and most folders are checked for their rows
    from bvte.presentation.narrative import narrative_problems

    for year in evidence.annual_reports:
        yield from narrative_problems(annual(evidence, year))
