"""Every problem of a data folder, also those that only show when its reports are made."""

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import load


def problems_of(folder, today=None):
    """Every `Problem` of the data folder of that name or path: its rows, then what people wrote for reports.

    A text is held against the findings, so only where no row is in error. today : the day of the check, by
    default that of the clock. Raises FileNotFoundError.
    """
    found = check_folder(folder, today)
    evidence = load(folder, strict=False)
    return found if only_errors(found) else [*found, *_written(evidence)]


def _written(evidence):
    """Problems of the texts of every yearly report."""
    from bvte.judgement.annual import annual  # heavy, and most folders are checked for their rows
    from bvte.presentation.narrative import narrative_problems

    for year in evidence.annual_reports:
        yield from narrative_problems(annual(evidence, year))
