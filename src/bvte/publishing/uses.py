"""What a report uses of a data folder: the answers to the questions that its run put to the evidence, and whole files.

What is read into tables is asked for (`evidence/asking.py`), and the ledger keeps the questions with digests of their
answers: a report whose answers are the same now stands, whatever else has changed. What is read past the tables counts
whole, where it is not certain from how files are read that a report does without. `tests/publishing/test_asked.py` and
`test_uses.py` hold both by making reports again. Certain is:

- a text of a yearly paper is read for that paper alone;
- a recorded edition is read by reports of later years to the ministry alone, which tell what changed;
- a decision of a workshop is read where its target is judged: in the yearly reports, and in the reports about the
  programme that the target is of;
- what no loader opens is read by none: files of office programs, earlier records, refused cells.
"""

import base64
import bz2
import json
import re
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import lru_cache

from bvte.evidence.asking import Answers, answer_digest
from bvte.evidence.catalogue import CARDS, NATIONAL
from bvte.evidence.load import FILES, INTAKES, OF_INTAKES, REPORTING, load
from bvte.publishing.inputs import content_digest, inputs_of
from bvte.publishing.parameters import PAPER
from bvte.publishing.report import Report

YEARLY = "annual_report"
# Patterns of paths below a data folder that no loader opens.
UNREAD = ("workshops/earlier/*", "intakes/undone/*", "intakes/*/refused.*", "*.docx", "*.xlsx", "*.pptx", "*.pdf")
# What is read into tables of the evidence, by its path below the data folder.
TABLES = re.compile(
    rf"(?:{'|'.join((*FILES, *REPORTING))})\.csv|{NATIONAL}/(?:{'|'.join((*FILES, *REPORTING))})\.csv"
    rf"|(?:{NATIONAL}/)?{re.escape(CARDS)}"
    rf"|(?:editions|workshops)/[^/]+\.csv|{INTAKES}/[^/]+/(?:{'|'.join(OF_INTAKES)})\.csv"
)
# What a report tells of itself without asking, in place of a question.
PLANNED = "report"
SHELF, EDITION = re.compile(r"narrative/([^/]+)/"), re.compile(r"editions/(\d{4})\.csv$")


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
    if found := SHELF.match(file):
        return report.shelf == found[1]
    if found := EDITION.match(file):
        kept = report.values.get(PAPER.name, PAPER.default) == PAPER.default
        return year is not None and kept and int(found[1]) < year
    if file.startswith("workshops/"):
        return year is not None or _may_use_decision(report, row)
    return True


def is_asked_for(file: str) -> bool:
    """Whether the rows of a file are in tables of the evidence, so that a report uses those that it asks for.

    >>> files = "targets.csv", "national/sources.csv", "national/workshop.yml", "narrative/2024/V.vi.md"
    >>> [is_asked_for(file) for file in files]
    [True, True, False, False]
    """
    return TABLES.fullmatch(file) is not None


def data_digest(report: Report) -> str:
    """One digest of all that a report can use besides what it asks for."""
    rows = inputs_of(report.values["data"]).rows
    whole = {file: cells for file, cells in rows.items() if not is_asked_for(file)}
    used = {file: {row: cells[row] for row in cells if may_use(report, file, row)} for file, cells in whole.items()}
    return content_digest(json.dumps({file: cells for file, cells in used.items() if cells}))


def used_digest(rest: str, questions: Mapping[str, str]) -> str:
    """One digest of all that a page is made from: two pages of one digest were made from the same data.

    rest : the digest of what it did not ask for; questions : question -> digest of its answer.
    """
    return content_digest(json.dumps([rest, sorted(questions.items())]))


def packed_questions(report: Report, questions: Mapping[str, str]) -> str:
    """The questions of a report with the digests of their answers, and what its plan tells, short for the ledger."""
    told = {**questions, PLANNED: _planned_digest(report)}
    text = json.dumps(sorted(told.items()), ensure_ascii=False, separators=(",", ":"))
    # bz2 is one program everywhere: two machines write the same ledger.
    return base64.b85encode(bz2.compress(text.encode())).decode()


@lru_cache(maxsize=64)
def _unpacked(packed: str) -> tuple[tuple[str, str], ...]:
    return tuple((question, digest) for question, digest in json.loads(bz2.decompress(base64.b85decode(packed))))


def _planned_digest(report: Report) -> str:
    """A digest of what a page is told by who planned it."""
    return answer_digest((report.place, report.period, report.line))


def same_answers(report: Report, packed: str) -> bool:
    """Whether all questions of a report have the answers now that they had then."""
    data = report.values["data"]
    known = _answers_of(data, inputs_of(data).digest, report.internal)
    own = {PLANNED: _planned_digest(report)}
    return all((own.get(question) or known.digest(question)) == digest for question, digest in _unpacked(packed))


@lru_cache(maxsize=8)
def _answers_of(data: str, rows: str, internal: bool) -> Answers:
    """The answers of a data folder whose rows have that digest."""
    return Answers(load(data, internal=internal))


def _may_use_decision(report: Report, row: str | None) -> bool:
    """Whether a report that is not a yearly one can use a decision on the target of that id."""
    if row is None:
        return bool(report.targets)
    # A second row of a target in one file has its number behind its name.
    return row.partition("#")[0] in report.targets
