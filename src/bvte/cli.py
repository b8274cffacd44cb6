"""The `bvte` command: words in, words out. What it does is in `publishing` and `evidence`."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bvte.evidence.language import LANGUAGES, active_language
from bvte.presentation.texts import say, say_in_both
from bvte.publishing.console import SayingGroup, open_streams
from bvte.publishing.options import JOBS, MAP_FILE, SPOKEN, command_help, narrowing, option_help
from bvte.runner.processes import collect_seldom

if TYPE_CHECKING:  # a command imports what it needs, and help nothing
    from bvte.evidence.collection import Evidence
    from bvte.publishing.report import Report

GIBIBYTE = 2**30


@click.group(cls=SayingGroup, help=command_help("main"))
def main() -> None:
    """Build and check the reports."""
    open_streams()
    collect_seldom()


@main.command(help=command_help("build"))
@narrowing
@JOBS
@click.option("--force", is_flag=True, help=option_help("force"))
@click.option("--memory", default=4.0, type=click.FloatRange(min=0.5), help=option_help("memory"))
@click.option("--cluster", metavar="tcp://HOST:PORT", help=option_help("cluster"))
def build(data: tuple[str, ...], jobs: int, force: bool, memory: float, cluster: str | None, **asked: Any) -> None:
    """Build the reports of folders in data/."""
    from bvte.publishing import commands
    from bvte.publishing.work import choose_maker

    reports, complete = planned(data, asked)
    how = {"jobs": jobs, "memory": int(memory * GIBIBYTE), "outcomes": choose_maker(cluster)}
    how["inside"] = asked["internal"]
    sys.exit(commands.run_build(reports, complete, force, **how))


@main.command(help=command_help("watch"))
@narrowing
@click.option("--browser/--no-browser", default=True, help=option_help("browser"))
def watch(data: tuple[str, ...], browser: bool, **asked: Any) -> None:
    """Make one report again with every change of its files."""
    from bvte.publishing.watching import watch_report

    reports, _ = planned(data, asked)
    if len(reports) != 1:
        names = ", ".join(report.command.partition(" build ")[2] for report in reports[:3])
        raise click.UsageError(say("runs.watch.which", count=len(reports), some=names))
    sys.exit(watch_report(reports[0], browser))


@main.command(help=command_help("status"))
@narrowing
def status(data: tuple[str, ...], **asked: Any) -> None:
    """Tell which reports stand, or are stale, and why."""
    from bvte.publishing import commands

    sys.exit(commands.show_status(*planned(data, asked), inside=asked["internal"]))


@main.command(help=command_help("verify"))
@narrowing
@JOBS
@click.option("--against", type=click.Path(exists=True), help=option_help("against"))
def verify(data: tuple[str, ...], jobs: int, against: str | None, **asked: Any) -> None:
    """Build again and compare with disk and ledger."""
    from bvte.publishing import commands

    reports, _ = planned(data, asked)
    sys.exit(commands.run_verify(reports, jobs, against, inside=asked["internal"]))


def planned(data: tuple[str, ...], asked: dict[str, Any]) -> "tuple[list[Report], Sequence[str]]":
    """The reports asked for, and the data folders of which no report is left out.

    Raises click.ClickException for rows that break a rule and for wrong names.
    """
    names = finished_folders(data)
    require_own_names(names)
    reports = [report for name in names for report in planned_of(name, asked)]
    if not reports and asked.get("notebook"):
        raise click.UsageError("\n".join(nothing_planned(name, asked["notebook"]) for name in names))
    complete = (
        () if any(value for name, value in asked.items() if name != "internal") else [Path(name).name for name in names]
    )
    return reports, complete


def nothing_planned(name: str, notebook: str) -> str:
    """Why a data folder has no report of a kind."""
    from bvte.evidence.load import load
    from bvte.publishing.subjects import absence_reason

    return f"{name}: {absence_reason(load(name), notebook)}"


def require_own_names(names: Sequence[str]) -> None:
    """Refuse a folder elsewhere whose reports would stand where those of one below data/ do, and an installation
    that has no notebooks. Raises click.ClickException."""
    from bvte.evidence.load import data_folders, project_root

    if not (project_root() / "notebooks").is_dir():
        raise click.UsageError(say_in_both("folders.no_project", folder=project_root()))
    for path in map(Path, names):
        if str(path) != path.name and path.name in data_folders():
            raise click.UsageError(say_in_both("folders.taken", path=path, name=path.name))


def planned_of(name: str, asked: dict[str, Any]) -> "list[Report]":
    """The reports of one data folder; asked : of parameters, and whether they are to be internal."""
    from bvte.evidence.internal import internal
    from bvte.evidence.load import load, project_root
    from bvte.publishing.ledger import Ledger, is_known_sound, read_ledger, reports_name
    from bvte.publishing.parameters import ParameterError
    from bvte.publishing.report import plan_reports

    inside, narrowed = asked["internal"], {key: value for key, value in asked.items() if key != "internal"}
    known = Ledger()
    # That there is no such folder is told where it is written.
    with suppress(NotADirectoryError):
        known = read_ledger(project_root() / reports_name(inside))
    try:
        with internal(inside):
            evidence = load(name) if is_known_sound(known, name) else sound_evidence(name)
            return plan_reports(evidence, name, standing=known.entries, **narrowed)
    except ParameterError as error:
        raise click.UsageError(str(error)) from error


def sound_evidence(name: str) -> "Evidence":
    """The evidence of a data folder that breaks no rule. Raises click.ClickException with every error."""
    from bvte.evidence.check import check_folder, only_errors
    from bvte.evidence.load import load
    from bvte.presentation.problems import problem_lines

    if wrong := only_errors(check_folder(name)):
        place = name if Path(name).name != name else f"data/{name}"
        raise click.ClickException("\n".join([place, *problem_lines(wrong)]))
    return load(name)


def folders(names: Sequence[str]) -> list[str]:
    """Data folders asked for, all where none is asked for: below data/ by name, elsewhere by whole path, since a
    notebook runs in a folder of its own. Raises click.BadParameter and click.UsageError.
    """
    from bvte.evidence.load import data_folder, data_folders, is_data_folder, project_root

    known, root = data_folders(), project_root() / "data"
    if not (names or known):
        raise click.UsageError(say_in_both("folders.none", folder=root))
    for name in names:
        if name not in known and not is_data_folder(name):
            near = ", ".join(get_close_matches(name, known, n=1) or known) or "-"
            hint = say_in_both("folders.path")
            raise click.BadParameter(f"{name}? data/: {near}; {hint}", param_hint="DATA")
    places = {name: data_folder(name) for name in names if name not in known}
    named = {name: place.name if place.parent == root.resolve() else str(place) for name, place in places.items()}
    return [named.get(name, name) for name in names] or known


def finished_folders(names: Sequence[str]) -> list[str]:
    """Data folders asked for as in `folders`, with every intake in its place that a process left which died; ends
    the command where that cannot be written: nothing is to be said of a folder that is half done."""
    from bvte.publishing.receiving import finish_received

    found = folders(names)
    if wrong := finish_received(found):
        sys.exit(wrong)
    return found


@main.command(help=command_help("check"))
@click.argument("folder", nargs=-1)
@SPOKEN
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help=option_help("today"))
def check(folder: tuple[str, ...], today: datetime | None) -> None:
    """Check the data in data/."""
    from bvte.evidence.check import only_errors
    from bvte.presentation.problems import problem_lines, summary
    from bvte.publishing.commands import folder_problems

    wrong = False
    for name in finished_folders(folder):
        problems = folder_problems(name, today and today.date())
        wrong |= bool(only_errors(problems))
        for line in [*problem_lines(problems), summary(problems, name)]:
            click.echo(line)
    sys.exit(1 if wrong else 0)


@main.command(help=command_help("register"))
@click.argument("files", nargs=-1, required=True, type=MAP_FILE)
@click.option("--map", "map_file", required=True, type=MAP_FILE, help=option_help("register_map"))
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help=option_help("register_out")
)
@click.option("--cluster", metavar="tcp://HOST:PORT", help=option_help("register_cluster"))
@SPOKEN
def register(files: tuple[Path, ...], map_file: Path, out: Path, cluster: str | None) -> None:
    """Count a case register."""
    from bvte.publishing.registering import run_register

    sys.exit(run_register(files, map_file, out, cluster))


@main.command(help=command_help("practice"))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--data", help=option_help("practice_data"))
@SPOKEN
def practice(out: Path, data: str | None) -> None:
    """Make a register and a province to practise on."""
    from bvte.publishing.practice import make_practice

    sys.exit(make_practice(folders((data,) if data else ())[0], out))


@main.command(help=command_help("new"))
@click.argument("province")
@click.option("--only-language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help=option_help("files_language"))
@SPOKEN
def new(province: str, only_language: str) -> None:
    """Make the folder of a province, and a workbook to fill in."""
    from bvte.publishing.new_province import make_province

    sys.exit(make_province(province, only_language))


@main.group(help=command_help("intake"))
def intake() -> None:
    """Read back what people filled in."""


@intake.command(help=command_help("workshop"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", help=option_help("sheet_data"))
@SPOKEN
@click.option("--replace", is_flag=True, help=option_help("replace"))
def workshop(file: Path, data: str | None, replace: bool) -> None:
    """Keep the decisions of a filled recording sheet."""
    from bvte.publishing.commands import import_recording_sheet

    sys.exit(import_recording_sheet(file, data, active_language(), replace))


@intake.command(help=command_help("request"))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--data", help=option_help("data"))
@click.option("--year", type=int, help=option_help("answer_year"))
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help=option_help("received"))
@SPOKEN
def request(paths: tuple[Path, ...], data: str | None, year: int | None, received: datetime | None) -> None:
    """Keep the figures of filled requests: files, or folders of them."""
    from bvte.evidence.load import data_folder, data_folders
    from bvte.publishing.answers import named_folder, receive_and_tell

    known = data_folders()
    # A form names a folder of data/; any other one only a person may name.
    name = data or (known[0] if len(known) == 1 else named_folder(paths, known))
    folder = data_folder(folders((name,))[0])
    sys.exit(receive_and_tell(paths, folder, folder.name, year, received.date() if received else date.today()))


@main.command(help=command_help("requests"))
@click.argument("year", type=click.IntRange(2004, 2100))
@click.argument("data", required=False)
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help=option_help("due"))
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help=option_help("requests_folder"))
@click.option("--answers", is_flag=True, help=option_help("answers"))
@click.option("--only-language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help=option_help("files_language"))
@SPOKEN
def requests(
    year: int, data: str | None, due: datetime | None, folder: Path | None, answers: bool, only_language: str
) -> None:
    """Make a workbook and a letter for everybody who is asked for figures of a year."""
    from bvte.publishing.answers import tell_answered
    from bvte.publishing.requests import make_and_tell

    results = [0]
    for name in folders((data,) if data else ()):
        evidence = sound_evidence(name)
        if answers:
            tell_answered(evidence, year)
        else:
            results.append(make_and_tell(evidence, year, only_language, due.date() if due else None, folder))
    sys.exit(max(results))


@intake.command("province", help=command_help("province"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", help=option_help("sheet_data"))
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help=option_help("received"))
@SPOKEN
def intake_province(file: Path, data: str | None, received: datetime | None) -> None:
    """Keep what was filled in in the workbook of a province."""
    from bvte.publishing.new_province import import_province_book

    sys.exit(import_province_book(file, data, received.date() if received else date.today()))


@intake.command("report", help=command_help("report"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", help=option_help("sheet_data"))
@click.option("--office", default="", help=option_help("office"))
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help=option_help("received"))
@SPOKEN
@click.option("--replace", is_flag=True, help=option_help("replace_text"))
@click.option("--names", is_flag=True, help=option_help("names"))
def intake_report(file: Path, data: str | None, office: str, received: datetime | None, **allowed: bool) -> None:
    """Keep what an office filled in in a yearly report's own file."""
    from bvte.intake.word_reader import is_word_file

    day = received.date() if received else date.today()
    if is_word_file(file):
        from bvte.publishing.text_intake import import_report_text

        sys.exit(import_report_text(file, day, data, office, **allowed))
    from bvte.publishing.receiving import import_report_form

    sys.exit(import_report_form(file, data, office, day))


@intake.command(help=command_help("table"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "map_file", type=MAP_FILE, help=option_help("map"))
@click.option("--data", help=option_help("data"))
@click.option("--received", type=click.DateTime(["%Y-%m-%d"]), help=option_help("received"))
@SPOKEN
def table(file: Path, map_file: Path | None, data: str | None, received: datetime | None) -> None:
    """Bring in a table that somebody published."""
    from bvte.publishing.mapping import bring_table

    sys.exit(bring_table(file, map_file, _one_folder(data), received.date() if received else date.today()))


@main.command("map", help=command_help("map"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", help=option_help("data"))
@SPOKEN
def map_of(file: Path, data: str | None) -> None:
    """Propose a map of a published table."""
    from bvte.publishing.mapping import write_proposal

    sys.exit(write_proposal(file, _one_folder(data)))


def _one_folder(data: str | None) -> Path:
    """The data folder of a name or path, the first where none is named. Raises click.BadParameter."""
    from bvte.evidence.load import data_folder

    return data_folder(folders((data,) if data else ())[0])


@main.group(help=command_help("intakes"), invoke_without_command=True)
@click.option("--data", help=option_help("data"))
@SPOKEN
@click.pass_context
def intakes(context: click.Context, data: str | None) -> None:
    """List what offices sent, and take it back."""
    context.obj = data
    if context.invoked_subcommand is None:
        context.invoke(list_received)


@intakes.command("list", help=command_help("intakes_list"))
@click.pass_obj
def list_received(data: str | None) -> None:
    """List what offices sent."""
    from bvte.publishing.receiving import show_intakes

    sys.exit(show_intakes(folders((data,) if data else ())))


@intakes.command(help=command_help("intakes_undo"))
@click.argument("code", metavar="ID")
@click.pass_obj
def undo(data: str | None, code: str) -> None:
    """Take an intake back."""
    from bvte.publishing.receiving import take_back

    sys.exit(take_back(code, folders((data,))[0] if data else None))


@main.command(help=command_help("explore"), context_settings={"ignore_unknown_options": True})
@click.option("--data", help=option_help("data"))
@SPOKEN
@click.option("--folder", type=click.Path(path_type=Path), help=option_help("folder"))
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def explore(data: str | None, folder: Path | None, options: tuple[str, ...]) -> None:
    """Open the researcher's desk in JupyterLab."""
    from bvte.desk.launch import open_explorer

    name = folders((data,) if data else ())[0]
    # What cannot be read is told here: in a notebook it would be the error of a cell.
    sound_evidence(name)
    sys.exit(open_explorer(name, folder, options))


@main.command(help=command_help("lab"), context_settings={"ignore_unknown_options": True})
@SPOKEN
@click.option("--folder", type=click.Path(path_type=Path), help=option_help("folder"))
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def lab(folder: Path | None, options: tuple[str, ...]) -> None:
    """Open copies of the notebooks in JupyterLab."""
    from bvte.desk.launch import open_notebooks
    from bvte.evidence.load import USUAL_FOLDER
    from bvte.publishing.beginnings import beginnings

    known = folders(())
    # Without the folder that they are written with, notebooks begin in the first there is.
    sys.exit(open_notebooks(folder, options, {} if USUAL_FOLDER in known else beginnings(known[0])))


@main.command(help=command_help("record"))
@click.argument("data")
@click.argument("year", type=int)
@SPOKEN
def record(data: str, year: int) -> None:
    """Keep what a yearly report said when it was sent."""
    from bvte.evidence.reporting import TO_MINISTRY
    from bvte.presentation.problems import system_words
    from bvte.publishing.commands import record_edition as keep

    finished_folders((data,))
    evidence = sound_evidence(data)
    # An edition is what the ministry was told; other papers of a year have none.
    years = dict.fromkeys(row.year for row in evidence.annual_reports.values() if row.paper == TO_MINISTRY)
    if year not in years:
        known = ", ".join(map(str, years)) or "-"
        raise click.BadParameter(f"{year}? annual_reports.csv: {known}", param_hint="YEAR")
    try:
        kept = keep(evidence, year)
        click.echo(say("cli.recorded", year=year, file=f"{evidence.folder.name}/editions/{kept.name}"))
    except FileExistsError as error:
        raise click.ClickException(f"editions/{year}.csv: {say('cli.edition_exists')}") from error
    except OSError as error:
        said = say("folders.unwritable", file=f"editions/{year}.csv", said=system_words(error))
        raise click.ClickException(said) from error


if __name__ == "__main__":
    main(prog_name="python3 run.py")
