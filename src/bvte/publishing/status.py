"""Whether a report still stands: current, stale and why, missing, failed, or no longer called for.

And what stands in the folder of reports beside them: their list, and what nobody built.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from re import fullmatch

from bvte.evidence.placing import LOCK, PART
from bvte.evidence.problem import typed_word
from bvte.presentation import dates
from bvte.presentation.texts import say
from bvte.publishing import ledger, transaction
from bvte.publishing.beside import LOCK_NAME, kept_day, kept_files
from bvte.publishing.forms.catalogue import form_obstacle
from bvte.publishing.inputs import Rows, inputs_of
from bvte.publishing.ledger import Entry, Files, Ledger, Origin, origin_of
from bvte.publishing.parameters import LANGUAGES, NOTEBOOKS
from bvte.publishing.report import Report, index_name
from bvte.publishing.transaction import Placed
from bvte.publishing.uses import is_asked_for, may_use, same_answers

STATES = ("current", "stale", "missing", "failed", "orphan")
CURRENT, STALE, MISSING, FAILED, ORPHAN = STATES
# What can be read back out of a file, by its name (`beside.reading` of the texts).
READ_BACK = {"report": r"annual_report-.*\.(docx|xlsx)", "workshop": r".*\.record\.xlsx"}
# Ending -> the program that most people open such a file with; the names of others are texts.
PROGRAMS = {"xlsx": "Excel", "csv": "Excel", "docx": "Word", "pptx": "PowerPoint"}
# More causes than this in one line tell nobody anything.
CAUSES_TOLD = 3


@dataclass(frozen=True)
class Cause:
    """Why a report is not current: a code, and the facts that the sentence names."""

    code: str
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    """The state of one report and its causes."""

    key: str
    state: str
    causes: tuple[Cause, ...] = ()


def report_states(reports: Sequence[Report], notebooks: str | Path, ledger: Ledger, files: "Files") -> list[State]:
    """The state of every planned report in their order, then of those that no row calls for any more.

    reports : the plan; files : of the folder of reports.
    """
    found = [report_state(report, notebooks, ledger, files) for report in reports]
    planned = {report.key for report in reports}
    return found + [State(key, ORPHAN) for key in sorted(set(ledger.entries) - planned)]


def report_state(report: Report, notebooks: str | Path, ledger: Ledger, files: "Files") -> State:
    """The state of one planned report."""
    entry, now = ledger.entries.get(report.key, Entry()), origin_of(report, notebooks)
    if entry.failed == now:
        return State(report.key, FAILED)
    found = {path: files.digest(path) for path in entry.files}
    if entry.origin is None or not any(found.values()):
        return State(report.key, MISSING)
    to_make, beyond = _left_out_forms(report, entry)
    causes = (*_changed_files(entry, found), *_changed_origin(entry, now, report, ledger), *to_make)
    return State(report.key, STALE if causes else CURRENT, causes or beyond)


def _left_out_forms(report: Report, entry: Entry) -> tuple[tuple[Cause, ...], tuple[Cause, ...]]:
    """A cause for each form that was left out and can be made here now, and for each that still cannot."""
    out = {form: report.file(form) for form in NOTEBOOKS[report.notebook].forms}
    out = {form: file for form, file in out.items() if file not in entry.files}
    beyond = {form: file for form, file in out.items() if form_obstacle(form)}
    return (
        tuple(Cause("form_left_out", {"file": file}) for form, file in out.items() if form not in beyond),
        tuple(Cause("form_beyond", {"file": file}) for file in beyond.values()),
    )


def _changed_files(entry: Entry, there: Mapping[str, str | None]) -> Iterator[Cause]:
    """A cause for each file that is gone, no longer what the ledger says, or not in its place yet.

    there : path -> digest of the file as it is, None where there is none."""
    for path, held in entry.held.items():
        yield Cause("file_held" if held.new else "file_left", {"file": path, "program": program_of(path)})
    for path, known in entry.files.items():
        found = known if path in entry.held else there[path]
        if found != known:
            yield Cause("file_changed" if found else "file_gone", {"file": path})


def _changed_origin(entry: Entry, now: Origin, report: Report, ledger: Ledger) -> Iterator[Cause]:
    """A cause for each part of the origin that is another than it was."""
    then = entry.origin or now
    if then.rows != now.rows:
        changed = changed_rows(ledger.rows.get(then.rows, {}), inputs_of(report.values["data"]).rows)
        yield from _rows_that_count(entry, changed, report)
    for part in ("code", "notebook", "lock", "parameters"):
        if getattr(then, part) != getattr(now, part):
            yield Cause(part, {"notebook": report.notebook} if part == "notebook" else {})


def _rows_that_count(entry: Entry, changed: Iterable[Cause], report: Report) -> list[Cause]:
    """Those changed rows that the report may use; none that are asked for where all answers are as they were."""
    usable = [cause for cause in changed if may_use(report, cause.facts["file"], cause.facts.get("row"))]
    asked = {cause.facts["file"] for cause in usable if is_asked_for(cause.facts["file"])}
    if asked and entry.asked and same_answers(report, entry.asked):
        return [cause for cause in usable if cause.facts["file"] not in asked]
    return usable


def changed_rows(then: Rows, now: Rows) -> Iterator[Cause]:
    """A cause for every row that is new, gone or changed between two states (file -> row -> digest), and for
    every file whose rows stand in another order."""
    for file in sorted({*then, *now}):
        before, after = then.get(file, {}), now.get(file, {})
        for row in sorted({*before, *after}):
            if before.get(row) != after.get(row):
                yield Cause(_change_code(row in before, row in after), {"file": file, "row": row})
        if [row for row in before if row in after] != [row for row in after if row in before]:
            yield Cause("rows_moved", {"file": file})


def _change_code(before: bool, after: bool) -> str:
    """What happened to a row that was there before, or after, or both."""
    return "row_changed" if before and after else "row_new" if after else "row_gone"


def state_line(state: State) -> str:
    """The state of a report in one line, with its causes, the first few where there are many."""
    told = [say(f"runs.cause.{c.code}", **c.facts) for c in state.causes[:CAUSES_TOLD]]
    if (more := len(state.causes) - CAUSES_TOLD) > 0:
        told.append(say("runs.cause.more", count=more))
    why = f" ({'; '.join(told)})" if told else ""
    return f"{state.key}: {say(f'runs.state.{state.state}')}{why}"


# When, where and how quickly each report was made, which the ledger must not say.
LOG = "log.jsonl"
INDEX = tuple(map(index_name, LANGUAGES))
# What the folder itself needs, the note in it that is part of the project, and what an earlier edition kept there.
OWN = {ledger.NAME, ledger.NEWS, LOCK, LOG, "README.md", ".seen.json"}
BROKEN = re.compile(rf"{Path(ledger.BROKEN).stem}(-\d+)?\.json")


def index_faults(known: Ledger, files: Files) -> Iterator[tuple[str, str]]:
    """Pairs (page of the list, what is wrong with it): "changed", "gone", or "older" than the reports."""
    for page in INDEX:
        found, meant = files.digest(page), known.index.get(page)
        if found != meant or meant is None:
            yield page, "gone" if found is None else "changed" if meant else "older"


def unknown_files(known: Ledger, folder: Path) -> list[str]:
    """Paths below the folder, in their order, of what no entry of the ledger names and no build made."""
    entries = known.entries.values()
    ours = {path for entry in entries for path in entry.built} | OWN | {*INDEX}
    ours |= {f".{name}{PART}" for name in (*OWN, *INDEX)}
    return sorted(path for path in _paths_below(folder) if path not in ours and not _is_beside(path))


def _is_beside(path: str) -> bool:
    """Whether a file is one that is kept: of somebody's who changed it, of a program that has it open, of ours."""
    name = path.rpartition("/")[2]
    return bool(kept_day(path) or LOCK_NAME.fullmatch(name) or BROKEN.fullmatch(path))


def _paths_below(folder: Path) -> Iterator[str]:
    """Every file below a folder but those of a change that is under way; a link to a folder counts as one."""
    for place, folders, files in os.walk(folder):
        inside = Path(place).relative_to(folder)
        links = [name for name in folders if os.path.islink(f"{place}/{name}")]  # noqa: PTH114, as in `Files`
        yield from ((inside / name).as_posix() for name in (*files, *links))
        folders[:] = [name for name in folders if name not in (transaction.READY, transaction.FILLING)]


def kept_lines(folder: Path) -> list[str]:
    """Sentences on what is kept beside the reports, since somebody changed it."""
    return [say("beside.kept", file=path, day=_day_of(path), how=_reading(path)) for path in kept_files(folder)]


def placed_lines(placed: Placed) -> list[str]:
    """Sentences on files that somebody changed, and on places that a program held, when a report was put there."""
    kept = [say("beside.kept_now", file=path, day=_day_of(path), how=_reading(path)) for path in placed.kept]
    return kept + [_held_line(path, new) for path, new in placed.held.items()]


def _held_line(path: str, new: str) -> str:
    return say(f"beside.{'held' if new else 'left'}", file=path, new=new, program=program_of(path))


def program_of(path: str) -> str:
    """The name of the program that most people open such a file with, for a sentence."""
    form = path.rpartition(".")[2]
    return PROGRAMS.get(form) or say(f"beside.program.{form if form in ('pdf', 'html') else 'other'}")


def _day_of(path: str) -> str:
    return dates.day(kept_day(path))


def _reading(path: str) -> str:
    """How what was changed in a kept file comes into the data, by its kind."""
    name = path.rpartition("/")[2]
    kinds = (kind for kind, pattern in READ_BACK.items() if fullmatch(pattern, name))
    return say(f"beside.reading.{next(kinds, 'none')}", file=typed_word(f"reports/{path}"))
