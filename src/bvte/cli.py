"""The `bvte` command: words in, words out. What it does is in `publishing` and `evidence`."""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bvte.evidence.language import LANGUAGES, activate
from bvte.presentation.texts import say_in_both
from bvte.publishing.parameters import NOTEBOOKS

if TYPE_CHECKING:  # a command imports what it needs, and help nothing
    from bvte.evidence.problem import Problem
    from bvte.publishing.report import Report

GIBIBYTE = 2**30


def option_help(name: str) -> str:
    """What an option is for, in both languages: help is read before one was chosen."""
    return say_in_both(f"cli.option.{name}")


def command_help(name: str) -> str:
    """What a command does, in both languages."""
    return say_in_both(f"cli.command.{name}")


JOBS = click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count, help=option_help("jobs"))


@click.group(help=command_help("main"))
def main() -> None:
    """Build and check the reports."""
    # A console in another code page could not print Vietnamese.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Offer every parameter that a notebook declares as an option, besides the notebook itself."""
    declared = {p.name: p for kind in NOTEBOOKS.values() for p in kind.parameters if p.name != "data"}
    for p in reversed(declared.values()):
        choices = click.Choice(p.choices) if p.choices else p.kind
        told = f"{say_in_both(f'parameters.meaning.{p.name}').capitalize()}."
        command = click.option(f"--{p.name}", type=choices, help=told)(command)
    kinds = f"{option_help('notebook')}: {', '.join(NOTEBOOKS)}."
    command = click.option("--notebook", help=kinds)(command)
    return click.argument("data", nargs=-1)(command)


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
    sys.exit(commands.run_build(reports, complete, force, **how))


@main.command(help=command_help("status"))
@narrowing
def status(data: tuple[str, ...], **asked: Any) -> None:
    """Tell which reports stand, or are stale, and why."""
    from bvte.publishing import commands

    sys.exit(commands.show_status(*planned(data, asked, checked=False)))


@main.command(help=command_help("verify"))
@narrowing
@JOBS
@click.option("--against", type=click.Path(exists=True), help=option_help("against"))
def verify(data: tuple[str, ...], jobs: int, against: str | None, **asked: Any) -> None:
    """Build again and compare with disk and ledger."""
    from bvte.publishing import commands

    reports, _ = planned(data, asked)
    sys.exit(commands.run_verify(reports, jobs, against))


def planned(data: tuple[str, ...], asked: dict[str, Any], checked: bool = True) -> "tuple[list[Report], Sequence[str]]":
    """The reports asked for, and the data folders of which no report is left out; from here on the command
    speaks the language that was asked for.

    checked : refuse a folder whose rows break a rule. Raises click.ClickException for wrong rows or names.
    """
    activate(asked["language"] or LANGUAGES[0])
    names = folders(data)
    reports = [report for name in names for report in planned_of(name, asked, checked)]
    complete = () if any(asked.values()) else [Path(name).name for name in names]
    return reports, complete


def planned_of(name: str, asked: dict[str, Any], checked: bool) -> "list[Report]":
    """The reports of one data folder."""
    from bvte.evidence.check import check_folder, only_errors
    from bvte.evidence.load import load
    from bvte.evidence.problem import EvidenceError
    from bvte.publishing.parameters import ParameterError
    from bvte.publishing.report import plan_reports

    if checked:
        refuse(only_errors(check_folder(name)), name)
    try:
        return plan_reports(load(name), name, **asked)
    except EvidenceError as error:
        refuse(error.problems, name)
        raise
    except ParameterError as error:
        raise click.UsageError(str(error)) from error


def refuse(wrong: "Sequence[Problem]", name: str) -> None:
    """Raise click.ClickException with every error of a data folder, where it has any."""
    from bvte.presentation.problems import problem_lines

    if wrong:
        raise click.ClickException("\n".join([f"data/{name}", *problem_lines(wrong)]))


def folders(names: Sequence[str]) -> list[str]:
    """Data folders asked for, by name or path, all where none is named. Raises click.BadParameter."""
    from bvte.evidence.load import data_folders, is_data_folder

    known = data_folders()
    for name in names:
        if name not in known and not is_data_folder(name):
            near = get_close_matches(name, known, n=1) or known
            raise click.BadParameter(f"{name}? data/: {', '.join(near)}", param_hint="DATA")
    return list(names) or known


@main.command(help=command_help("check"))
@click.argument("folder", nargs=-1)
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help=option_help("language"))
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help=option_help("today"))
def check(folder: tuple[str, ...], language: str, today: datetime | None) -> None:
    """Check the data in data/."""
    from bvte.evidence.check import only_errors
    from bvte.presentation.problems import problem_lines, summary
    from bvte.publishing.commands import folder_problems

    activate(language)
    wrong = False
    for name in folders(folder):
        problems = folder_problems(name, today and today.date())
        wrong |= bool(only_errors(problems))
        for line in [*problem_lines(problems), summary(problems, name)]:
            click.echo(line)
    sys.exit(1 if wrong else 0)


@main.group(help=command_help("intake"))
def intake() -> None:
    """Read back what people filled in."""


@intake.command(help=command_help("workshop"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--data", help=option_help("sheet_data"))
@click.option("--language", type=click.Choice(LANGUAGES), help=option_help("language"))
@click.option("--replace", is_flag=True, help=option_help("replace"))
def workshop(file: Path, data: str | None, language: str | None, replace: bool) -> None:
    """Keep the decisions of a filled recording sheet."""
    from bvte.publishing.commands import import_recording_sheet

    sys.exit(import_recording_sheet(file, data, language, replace))


@main.command(help=command_help("explore"), context_settings={"ignore_unknown_options": True})
@click.option("--data", help=option_help("data"))
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help=option_help("language"))
@click.option("--folder", type=click.Path(path_type=Path), help=option_help("folder"))
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def explore(data: str | None, language: str, folder: Path | None, options: tuple[str, ...]) -> None:
    """Open the researcher's desk in JupyterLab."""
    from bvte.desk.launch import open_explorer

    activate(language)
    name = folders((data,) if data else ())[0]
    sys.exit(open_explorer(name, folder, options))


@main.command(help=command_help("lab"), context_settings={"ignore_unknown_options": True})
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help=option_help("language"))
@click.option("--folder", type=click.Path(path_type=Path), help=option_help("folder"))
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def lab(language: str, folder: Path | None, options: tuple[str, ...]) -> None:
    """Open copies of the notebooks in JupyterLab."""
    from bvte.desk.launch import open_notebooks

    activate(language)
    sys.exit(open_notebooks(folder, options))


@main.command(help=command_help("record"))
@click.argument("data")
@click.argument("year", type=int)
def record(data: str, year: int) -> None:
    """Keep what a yearly report said when it was sent."""
    from bvte.evidence.load import load
    from bvte.publishing.commands import record_edition as keep

    folders((data,))
    evidence = load(data)
    if year not in evidence.annual_reports:
        known = ", ".join(map(str, evidence.annual_reports))
        raise click.BadParameter(f"{year}? annual_reports.csv: {known}", param_hint="YEAR")
    try:
        click.echo(keep(evidence, year).name)
    except FileExistsError as error:
        raise click.ClickException(f"editions/{year}.csv: {say_in_both('cli.edition_exists')}") from error


if __name__ == "__main__":
    main()
