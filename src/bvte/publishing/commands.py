"""What the commands do; each tells a person what there is to know and returns the exit status."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.collection import Evidence
from bvte.evidence.internal import internal
from bvte.evidence.language import LANGUAGES, speaking
from bvte.evidence.load import data_folder, data_folders, load, project_root
from bvte.evidence.papers import asked_papers
from bvte.evidence.placing import put_file
from bvte.evidence.problem import EvidenceError, Problem, nearest_name
from bvte.evidence.record import column_names
from bvte.evidence.reporting import EditionRow
from bvte.evidence.tabular import csv_bytes
from bvte.presentation import problems
from bvte.presentation.own_words import own_words_problems
from bvte.presentation.texts import say, texts_of
from bvte.publishing import build, failure, index, ledger, status
from bvte.publishing.ledger import Ledger, reports_name
from bvte.publishing.report import Outcome, Report
from bvte.publishing.transaction import open_transaction
from bvte.runner.cluster import ClusterError


def run_build(
    reports: Sequence[Report], complete: Iterable[str], force: bool = False, inside: bool = False, **how: object
) -> int:
    """Make the reports that do not stand any more, or all of them.

    complete : names of data folders of which all reports are asked for, so that one in the ledger that is not
    among `reports` has lost its reason; inside : whether they are internal; how : arguments of `build.build_reports`.
    """
    folder = project_root() / reports_name(inside)
    try:
        folder.mkdir(exist_ok=True)
        _put_right(folder)
        wanted = reports if force else _stale_reports(reports, folder)
        if told := [] if inside else _told_anywhere(wanted):
            return _tell_problems(told)
        failed, told = _make_reports(wanted, folder, how)
        _remove_orphans(reports, folder, complete)
        with internal(inside):
            first = index.write_index(folder)
    except OSError as error:
        return _tell_unwritable(error, folder)
    except ClusterError as error:
        return _tell_stopped(error, folder)
    for line in (*told, *(failure.failure_line(o.report, o.failure) for o in failed)):
        _tell_line(line)
    counts = {"made": len(wanted) - len(failed), "kept": len(reports) - len(wanted), "failed": len(failed)}
    _tell_line(say("runs.summary", **counts))
    click.echo(first.relative_to(folder.parent).as_posix())
    return 1 if failed else 0


def _told_anywhere(wanted: Sequence[Report]) -> list[Problem]:
    """A problem for each withheld count that the reports of a folder to make tell after all: none of them is made."""
    if not wanted:
        return []
    from bvte.presentation.annual_forms import told_anywhere_problems  # what only a making needs

    folders = dict.fromkeys(str(report.values["data"]) for report in wanted)
    return [problem for folder in folders for problem in told_anywhere_problems(load(folder))]


def _tell_line(line: str) -> None:
    click.echo(line, err=True)


def _put_right(folder: Path) -> None:
    """Finish what a process that died has left, and tell of what could not be read."""
    with open_transaction(folder) as place:
        for code, facts in place.put_right:
            _tell_line(say(f"beside.put_right.{code}", **facts))


def _stale_reports(reports: Sequence[Report], folder: Path) -> list[Report]:
    """The reports that have to be made."""
    known = ledger.read_ledger(folder)
    found = _report_states(reports, known, folder)
    return [report for report, state in zip(reports, found, strict=False) if state.state != status.CURRENT]


def _report_states(reports: Sequence[Report], known: Ledger, folder: Path) -> list[status.State]:
    """States of the planned reports in their order, then of those that are planned no more."""
    return status.report_states(reports, project_root() / "notebooks", known, status.Files(folder))


def _make_reports(wanted: Sequence[Report], folder: Path, how: dict[str, object]) -> tuple[list[Outcome], list[str]]:
    """Make the reports; outcomes that are failures, and sentences on files that somebody changed or has open and on
    forms that this machine cannot make."""
    failed, lacking, placed = [], set(), []
    made = build.build_reports(wanted, project_root() / "notebooks", folder, **how)
    for outcome in build.show_progress(made, len(wanted), folder.name):
        failed += [outcome] if outcome.failure else []
        lacking |= set(outcome.lacking.values())
        placed += status.placed_lines(outcome.placed) if outcome.placed else []
    return failed, [*placed, *(say(f"forms.obstacle.{code}") for code in sorted(lacking))]


def _remove_orphans(reports: Sequence[Report], folder: Path, complete: Iterable[str]) -> None:
    """Take away the reports of complete folders that no row calls for any more: nothing would mend them."""
    planned = {report.key for report in reports}
    with open_transaction(folder) as place:
        for key in sorted(set(place.ledger.entries) - planned):
            if _is_asked(key, place.ledger, complete):
                placed = place.remove_report(key)
                for line in (*status.placed_lines(placed), say("runs.removed", report=key)):
                    _tell_line(line)


def _is_asked(key: str, known: Ledger, complete: Iterable[str]) -> bool:
    """Whether a report that is not planned would be, were there a reason: all reports of its data folder are
    asked for, or all of some folder while its own is there no more.
    """
    name = key.partition("/")[0]
    origin = known.entries[key].origin or known.entries[key].failed
    return name in complete or (bool(complete) and _is_gone(origin.parameters["data"] if origin else name))


def _is_gone(data: str) -> bool:
    """Whether there is no data folder of that name any more."""
    # A path from some working folder says nothing from another one.
    if Path(data).name != data and not Path(data).is_absolute():
        return False
    try:
        return not data_folder(data)
    except FileNotFoundError:
        return True


def _tell_stopped(error: ClusterError, folder: Path) -> int:
    """Say why a batch did not come to its end; what it made is listed, where that can be written."""
    with suppress(OSError):
        index.write_index(folder)
    _tell_line(cluster_line(error))
    return 1


def cluster_line(error: ClusterError) -> str:
    """What happened to a batch on a cluster and what to do."""
    return say(f"runs.cluster.{error.code}", **error.facts)


def _tell_unwritable(error: OSError, folder: Path) -> int:
    """Say that the folder of reports cannot be written; any other error is raised again."""
    said = failure.of_writing(error).said
    _tell_line(say("runs.unwritable", folder=folder.name, said=said))
    return 1


def show_status(reports: Sequence[Report], complete: Iterable[str], inside: bool = False) -> int:
    """Print the state of every report and what it is not current for, what is wrong with their list, and what
    nobody built; 1 where not all is as it should be.
    """
    folder = project_root() / reports_name(inside)
    known = ledger.read_ledger(folder)
    states = [
        state
        for state in _report_states(reports, known, folder)
        if state.state != status.ORPHAN or _is_asked(state.key, known, complete)
    ]
    around = _lines_beside(known, folder)
    for line in (*(status.state_line(state) for state in states), *status.kept_lines(folder), *around):
        click.echo(line)
    counts = {name: sum(state.state == name for state in states) for name in status.STATES}
    click.echo(say("runs.states", **counts))
    return 0 if counts[status.CURRENT] == len(states) and not around else 1


def _lines_beside(known: Ledger, folder: Path) -> list[str]:
    """Sentences on the list of the reports and on files that nobody built."""
    faults = status.index_faults(known, status.Files(folder))
    told = [say(f"runs.index.{fault}", file=page) for page, fault in faults]
    told += [say("beside.unreadable_ledger", file=ledger.NAME)] if known.broken else []
    return told + [say("runs.stranger", file=path) for path in status.unknown_files(known, folder)]


def run_verify(reports: Sequence[Report], jobs: int, against: str | None, inside: bool = False) -> int:
    """Make the reports again, nowhere, and compare every byte with a ledger; 1 where any differs."""
    folder = against or project_root() / reports_name(inside)
    same, faults = build.verify_reports(reports, project_root() / "notebooks", folder, jobs)
    for fault in faults:
        click.echo(fault)
    click.echo(say("runs.verify.same", count=same))
    return 1 if faults else 0


def folder_problems(folder: str, today: date | None = None) -> list[Problem]:
    """Every `Problem` of the data folder of that name or path: its rows, then what people wrote for reports.

    A text is held against the findings, so only where no row is in error. today : the day of the check, by
    default that of the clock. Raises FileNotFoundError.
    """
    from bvte.intake.keeping import record_problems  # reads workbooks, which no other command needs

    evidence = load(folder, strict=False)
    found = [*check_folder(folder, today), *record_problems(evidence.folder), *own_words_problems(evidence)]
    return found if only_errors(found) else [*found, *_narrative_problems(evidence)]


def _narrative_problems(evidence: Evidence) -> Iterator[Problem]:
    """Problems of all reports: of what they, and the forms of a yearly one, tell that is withheld, and of its texts."""
    from bvte.judgement.annual import annual  # heavy, and most folders are checked for their rows
    from bvte.presentation.annual_forms import told_again_problems, told_anywhere_problems
    from bvte.presentation.narrative import narrative_problems

    yield from told_anywhere_problems(evidence)
    for asked in asked_papers(evidence):
        report = annual(evidence, asked.year, asked.area.code, paper=asked.paper.id)
        yield from (*told_again_problems(report), *narrative_problems(report))


def import_recording_sheet(
    file: Path, data: str | None = None, language: str | None = None, replace: bool = False
) -> int:
    """Keep what a filled sheet decides and tell, line by line, what became of it; 1 where any was refused.

    data, language : by default those that the sheet names; replace : put an earlier record of that day aside.
    Raises click.UsageError where no such data folder exists.
    """
    from bvte.intake.workshop import sheet_facts  # the reader of workbooks, which no other command needs

    told, faults = sheet_facts(file)
    spoken = told.get("language", "")
    with speaking(language or (spoken if spoken in LANGUAGES else LANGUAGES[0])):
        faults = faults or (() if data else _folder_problems(told.get("data", ""), file.name))
        try:
            return _tell_problems(faults) if faults else _import_decisions(file, data or told["data"], replace)
        except EvidenceError as error:
            return _tell_problems(error.problems)
        except OSError as error:
            # A full disk names no file.
            place, said = error.filename or data or told["data"], problems.system_words(error)
            _tell_line(say("sheets.unwritable", file=place, said=said))
            return 1


def _folder_problems(data: str, file: str) -> tuple[Problem, ...]:
    """A problem where a sheet names anything but a folder below data/: it came from somebody else, and does not
    choose what is written where.
    """
    known = data_folders()
    if data in known:
        return ()
    near, facts = nearest_name(data, known), {"option": "--data"}
    return (Problem("folder_not_named", file, None, "data", data, ", ".join(known), near, facts=facts),)


def _import_decisions(file: Path, data: str, replace: bool) -> int:
    """The exit status for a sheet that can be read, with its decisions kept."""
    from bvte.intake.decision_files import keep_rejected
    from bvte.intake.workshop import read_workshop

    evidence = _load_named(data)
    intake = read_workshop(file, evidence, _words_of_choices())
    _tell_problems(intake.problems)
    for account in intake.accounts:
        click.echo(say(f"sheets.account.{account.kind}", **asdict(account)))
    kept = not intake.decisions or _keep_decisions(intake, evidence, replace)
    if intake.rejected:
        beside = keep_rejected(intake, file, problems.problem_line)
        click.echo(say("runs.intake_rejected", rows=len(intake.rejected), file=beside.name))
    if not (intake.decisions or intake.problems):
        click.echo(say("sheets.nothing"))
    return 0 if kept and intake.decisions and not only_errors(intake.problems) else 1


def _words_of_choices() -> dict[str, dict[str, str]]:
    """Column -> word -> code of what a recording sheet offers, in all languages."""
    words: dict[str, dict[str, str]] = {"decision": {}, "condition": {}}
    for language in LANGUAGES:
        with speaking(language):
            for column, known in words.items():
                known |= {word: code for code, word in texts_of(f"recording.{column}").items()}
    return words


def _tell_problems(found: Iterable[Problem]) -> int:
    """Tell what is wrong, a line each."""
    for line in problems.problem_lines(found):
        _tell_line(line)
    return 1


def _load_named(data: str) -> Evidence:
    try:
        return load(data or "-")
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error


def _keep_decisions(intake: object, evidence: Evidence, replace: bool) -> bool:
    """Whether the decisions of an `Intake` could be written."""
    from bvte.intake.decision_files import keep_decisions

    try:
        path = keep_decisions(intake, evidence.folder, replace)
    except FileExistsError as error:
        click.echo(say("runs.intake_exists", file=f"workshops/{error.args[0].name}"))
        return False
    click.echo(say("runs.intake_kept", rows=len(intake.decisions), file=f"workshops/{path.name}"))
    return True


def record_edition(evidence: Evidence, year: int, area: str | None = None) -> Path:
    """Write the findings of a year's report into editions/<year>.csv of the data folder; the file's path.

    Only on demand, when a report was sent: a recorded edition is what was said and is not made again, and a
    later report tells what changed since. Raises FileExistsError where the edition is on record already,
    ValueError where something in the evidence is only supposed, or small counts in it are shown.
    """
    from bvte.judgement.annual import annual
    from bvte.judgement.editions import edition_rows

    if evidence.is_internal:
        raise ValueError(f"{evidence!r}: small counts are told by no edition")
    if not evidence.is_published:
        raise ValueError(f"{evidence!r}: supposed rows are no edition")
    path = evidence.folder / "editions" / f"{year}.csv"
    if path.exists():
        raise FileExistsError(path)
    with suppress(FileExistsError):  # where a file is in the way, writing says so
        path.parent.mkdir()
    put_file(path, _edition_csv(edition_rows(annual(evidence, year, area)).values()))
    return path


def _edition_csv(rows: Iterable[EditionRow]) -> bytes:
    """Rows of an edition as the bytes of its file: the cells as printed, empty where there is nothing."""
    return csv_bytes(column_names(EditionRow), (row.model_dump(exclude={"line"}) for row in rows))
