"""Make reports and put each in its place with its ledger entry, or make them again and compare every byte."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from bvte.presentation.texts import say
from bvte.publishing import failure, ledger
from bvte.publishing.beside import OutsideError
from bvte.publishing.index import index_pages
from bvte.publishing.inputs import content_digest, inputs_of
from bvte.publishing.ledger import Entry, Ledger, Origin, origin_of
from bvte.publishing.report import Outcome, Report, ReportTask
from bvte.publishing.status import LOG, unknown_files
from bvte.publishing.transaction import open_transaction
from bvte.publishing.uses import data_digest
from bvte.publishing.work import Maker, choose_maker

# Bytes of address space that a notebook may take: ten times what the largest report needs.
MEMORY = 4 * 2**30
# Characters shown on each side of the first byte that differs.
AROUND = 30
# What is wrong with a file: a code and the facts that the sentence names.
Fault = tuple[str, dict[str, object]]


def build_reports(
    reports: Sequence[Report],
    notebooks: str | Path,
    folder: str | Path,
    jobs: int,
    outcomes: Maker | None = None,
    memory: int | None = MEMORY,
) -> Iterator[Outcome]:
    """Make the reports, `jobs` at a time, and put each in its place; yields each `Outcome` after that.

    outcomes : a way to make reports, the quickest of this system where none is given; memory : bytes of
    address space for a notebook. Raises OSError where `folder` cannot be written.
    """
    with open_transaction(folder):
        pass  # what a dead process left is put right, or nothing is begun in a folder that cannot be written
    # Taken before the runs: data that change meanwhile leave a report that is stale, not one that lies.
    origins = {report.key: origin_of(report, notebooks) for report in reports}
    if not reports:
        return
    tasks = plan_tasks(reports, notebooks, memory)
    for outcome in (outcomes or choose_maker())(tasks, jobs):
        yield put_outcome(outcome, origins[outcome.report.key], Path(folder))


def plan_tasks(reports: Sequence[Report], notebooks: str | Path, memory: int | None = None) -> list[ReportTask]:
    """A task for each report, with the digest of the data as they are now."""
    return [ReportTask(report, str(notebooks), memory, data_digest(report)) for report in reports]


def put_outcome(outcome: Outcome, origin: Origin, folder: Path) -> Outcome:
    """Put what became of a report in its place; the outcome, a failure where it could not be written."""
    rows = {origin.rows: inputs_of(outcome.report.values["data"]).rows}
    try:
        with open_transaction(folder) as place:
            before = place.ledger.entries.get(outcome.report.key, Entry())
            entry, files = _new_entry(outcome, origin, before)
            outcome = replace(outcome, placed=place.put_report(outcome.report.key, entry, files, rows))
    except (OSError, OutsideError) as error:
        outcome = Outcome(outcome.report, failure=failure.of_writing(error), seconds=outcome.seconds)
    _log_outcome(outcome, folder)
    return outcome


def _new_entry(outcome: Outcome, origin: Origin, before: Entry) -> tuple[Entry, dict[str, bytes]]:
    """The ledger entry of an outcome and the files that go with it (path -> bytes).

    A report that was made replaces all that was there `before`; a failure leaves it and lays its page beside.
    """
    if outcome.failure is None:
        return Entry(origin, file_digests(outcome.files), outcome.about, asked=outcome.asked), outcome.files
    traces = failure.failure_files(outcome.report, outcome.failure, last=before.origin is not None)
    return replace(before, failed=origin, traces=file_digests(traces)), traces


def file_digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path -> SHA-256 of files (path -> bytes)."""
    return {path: content_digest(content) for path, content in files.items()}


def _log_outcome(outcome: Outcome, folder: Path) -> None:
    """Add a line on one outcome to `reports/log.jsonl`."""
    line = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "report": outcome.report.key,
        "seconds": round(outcome.seconds, 2),
        "failed": outcome.failure.kind if outcome.failure else None,
    }
    # A log that cannot be written costs nobody a report.
    with suppress(OSError), (folder / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def show_progress(outcomes: Iterator[Outcome], total: int, place: str) -> Iterator[Outcome]:
    """The outcomes as they come, each told of on standard error: a bar on a terminal, a line elsewhere.

    place : the folder of reports, as the line on the first page that can be read names it.
    """
    shown = _progress_bar if sys.stderr and sys.stderr.isatty() else _progress_lines
    return shown(outcomes, total, place)


def _progress_bar(outcomes: Iterator[Outcome], total: int, place: str) -> Iterator[Outcome]:
    """Done of all, failed, time to go; lines that stay: a report that failed, the first that can be read."""
    from tqdm import tqdm  # only where there is a terminal

    failed = 0
    with tqdm(total=total, unit="", dynamic_ncols=True) as bar:
        for outcome in outcomes:
            if outcome.failure:
                failed += 1
                bar.write(_outcome_line(outcome), file=sys.stderr)
            elif total > 1 and bar.n == failed:
                bar.write(_first_line(outcome, total - bar.n - 1, place), file=sys.stderr)
            bar.set_postfix_str(f"{say('runs.progress.failed')}: {failed}", refresh=False)
            bar.update()
            yield outcome


def _progress_lines(outcomes: Iterator[Outcome], total: int, place: str) -> Iterator[Outcome]:
    is_first = total > 1
    for number, outcome in enumerate(outcomes, start=1):
        click.echo(f"[{number}/{total}] {_outcome_line(outcome)}", err=True)
        if is_first and not outcome.failure:
            is_first = False
            click.echo(_first_line(outcome, total - number, place), err=True)
        yield outcome


def _first_line(outcome: Outcome, rest: int, place: str) -> str:
    """That a page can be read while the others are made, of which so many are left."""
    return say("runs.progress.first", file=f"{place}/{outcome.report.path.as_posix()}", rest=rest)


def _outcome_line(outcome: Outcome) -> str:
    how = "failed" if outcome.failure else "done"
    return f"{outcome.report.path.as_posix()}: {say(f'runs.progress.{how}')}"


def verify_reports(
    reports: Sequence[Report], notebooks: str | Path, folder: str | Path, jobs: int, outcomes: Maker | None = None
) -> tuple[int, list[str]]:
    """How many files are the same, and a sentence for each that is not. Nothing is written.

    A file is the same where it was made again byte by byte as it stands on the disk and as the ledger has it.
    folder : a folder of reports with its ledger; outcomes : a way to make reports.
    """
    folder = Path(folder)
    known = ledger.read_ledger(folder)
    tasks = plan_tasks(reports, notebooks)
    same, faults = 0, []
    for outcome in (outcomes or choose_maker())(tasks, jobs):
        if outcome.failure:
            faults.append(failure.failure_line(outcome.report, outcome.failure))
            continue
        found = _file_faults(outcome, known.entries.get(outcome.report.key, Entry()), folder)
        faults += [_fault_line(fault) for fault in found.values() if fault]
        same += sum(found[path] is None for path in outcome.files)
    return same, [*faults, *_faults_beside(known, folder)]


def _file_faults(outcome: Outcome, entry: Entry, folder: Path) -> dict[str, Fault | None]:
    """Path -> what is wrong with it, of each file that was made again or that the ledger knows."""
    # A form that this machine cannot make is no difference; only that nobody touched it can be told here.
    lacking = {outcome.report.file(form) for form in outcome.lacking}
    return {
        path: _held_fault(path, entry)
        if path in entry.held
        else _file_fault(path, outcome.files.get(path), entry.files.get(path), folder, path in lacking)
        for path in sorted({*outcome.files, *entry.files, *entry.held})
    }


def _held_fault(path: str, entry: Entry) -> Fault:
    """What is wrong with a file whose place was held by a program when it was to be put there or taken away."""
    new = entry.held[path].new
    return "held" if new else "left", {"file": path, "new": new}


def _faults_beside(known: Ledger, folder: Path) -> Iterator[str]:
    """Sentences on the list of the reports where it is another than it would be, and on what nobody built."""
    for page, text in index_pages(known, folder).items():
        if fault := _file_fault(page, text.encode(), known.index.get(page), folder):
            yield _fault_line(fault)
    for path in unknown_files(known, folder):
        yield say("runs.stranger", file=path)


def _fault_line(fault: Fault) -> str:
    code, facts = fault
    return say(f"runs.verify.{code}", ledger=ledger.NAME, **facts)


def _file_fault(path: str, made: bytes | None, known: str | None, folder: Path, beyond: bool = False) -> Fault | None:
    """What is wrong with a file, None where nothing is.

    made : its bytes now; known : SHA-256 in the ledger; beyond : whether it cannot be made on this machine.
    """
    there = (folder / path).read_bytes() if (folder / path).is_file() else None
    if known is None or there is None:
        return "unknown" if known is None else "gone", {"file": path}
    if made is None:
        return _unmade_fault(path, known, there) if beyond else ("lacking", {"file": path})
    if made != there:
        # Told apart, since the one is a fault of the project and the other somebody's hand.
        code = "differs" if content_digest(there) == known else "touched"
        return code, {"file": path, **_first_difference(there, made)}
    return None if content_digest(made) == known else ("misentered", {"file": path})


def _unmade_fault(path: str, known: str, there: bytes) -> Fault | None:
    return None if content_digest(there) == known else ("changed", {"file": path})


def _first_difference(before: bytes, after: bytes) -> dict[str, object]:
    """Where two contents first differ, and what stands there in each."""
    pairs = enumerate(zip(before, after, strict=False))
    position = next((n for n, (a, b) in pairs if a != b), min(len(before), len(after)))
    start = max(0, position - AROUND)
    shown = (text[start : position + AROUND].decode(errors="replace") for text in (before, after))
    return dict(zip(("position", "before", "after"), (position, *shown), strict=True))
