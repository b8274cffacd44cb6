"""Build reports: each is made, and at once goes to its place together with its ledger entry."""

from pathlib import Path

from bvte.publishing import failure, journal
from bvte.publishing.batch import way
from bvte.publishing.kernels import STARTED
from bvte.publishing.ledger import shelf
from bvte.publishing.ledger.inputs import digest, inputs_of
from bvte.publishing.ledger.ledger import Entry, origin_of
from bvte.publishing.task import Outcome, Task

# Bytes of address space that a notebook may take: ten times what the largest report needs.
MEMORY = 4 * 2**30


def build(reports, notebooks, folder, jobs, outcomes=None, memory=MEMORY):
    """Make the reports and put each in its place; yields each `Outcome` after that.

    outcomes : a way of `bvte.publishing.batch`, the quickest of this system where none is given;
    memory : bytes of address space for a notebook. Raises OSError where `folder` cannot be written.
    """
    with shelf.opened(folder):
        pass  # what a dead process left is put right, or nothing is begun in a folder that cannot be written
    # Taken before the runs: data that change meanwhile leave a report that is stale, not one that lies.
    origins = {report.key: origin_of(report, notebooks) for report in reports}
    if not reports:
        return
    tasks = [Task(report, str(notebooks), STARTED, memory) for report in reports]
    for outcome in (outcomes or way())(tasks, jobs):
        yield put(outcome, origins[outcome.report.key], Path(folder))


def put(outcome, origin, folder):
    """Put what became of a report in its place; the outcome, a failure where it could not be written."""
    rows = {origin.rows: inputs_of(outcome.report.values["data"]).rows}
    try:
        with shelf.opened(folder) as place:
            before = place.ledger.entries.get(outcome.report.key, Entry())
            entry, files = entered(outcome, origin, before)
            place.put(outcome.report.key, entry, files, rows)
    except OSError as error:
        outcome = Outcome(outcome.report, failure=failure.of_writing(error), seconds=outcome.seconds)
    journal.note(outcome, folder)
    return outcome


def entered(outcome, origin, before):
    """The ledger entry of an outcome and the files that go with it (path -> bytes).

    A report that was made replaces all that was there `before`; a failure leaves it and lays its page beside.
    """
    if outcome.failure is None:
        return Entry(origin, digests(outcome.files), outcome.about), outcome.files
    traces = failure.traces(outcome.report, outcome.failure, last=before.origin is not None)
    return Entry(before.origin, before.files, before.about, origin, digests(traces)), traces


def digests(files):
    """Path -> SHA-256 of files (path -> bytes)."""
    return {path: digest(content) for path, content in files.items()}
