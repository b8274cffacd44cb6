"""Rules on the files of a folder: whoever put one there expects that it is read."""

from bvte.evidence.load import FILES, REPORTING
from bvte.evidence.narrative import passage_files
from bvte.evidence.problem import Problem, nearest_name

# Kinds of file in which figures come; others beside them (README.md) are nobody's mistake.
TABLES = {".csv", ".yml", ".yaml", ".xlsx", ".xls", ".ods"}
# What programs put beside a file for themselves.
FOREIGN = (".", "~", "Thumbs.db")


def file_not_read(evidence):
    """Tables that no report reads, such as a copy saved beside its original, and texts for no report."""
    read = [*(f"{name}.csv" for name in (*FILES, *REPORTING)), "indicators.yml"]
    for path in _files_of_people(evidence.folder.glob("*")):
        if path.suffix.lower() in TABLES and path.name not in read:
            yield _unread_file(path.name, read)
    if any(problem.file == "annual_reports.csv" for problem in evidence.rejected):
        return
    written = {path for year in evidence.annual_reports for path in passage_files(evidence.folder, year)}
    years = [f"narrative/{year}/I.vi.md" for year in evidence.annual_reports]
    for path in _files_of_people(evidence.folder.glob("narrative/**/*")):
        if path not in written:
            yield _unread_file(path.relative_to(evidence.folder).as_posix(), years)


def _files_of_people(paths):
    """The files among some paths that people put there, by name."""
    return sorted(path for path in paths if path.is_file() and not path.name.startswith(FOREIGN))


def _unread_file(name, read):
    return Problem(
        "file_not_read", name, None, "", name, ", ".join(read), nearest_name(name, read), "finding"
    )
