"""Take in a filled recording sheet and tell, line by line, what became of it."""

import click

from bvte.evidence.language import LANGUAGES, speaking
from bvte.evidence.load import load
from bvte.intake.workshop import keep_decisions, keep_rejected, read_workshop, sheet_facts
from bvte.presentation import problems
from bvte.presentation.texts import say


def take(file, data=None, language=None, replace=False):
    """Keep what a filled sheet decides; the exit code: 1 where anything of it was refused.

    file : Path; data, language : by default those that the sheet names; replace : put an earlier record of
    that day aside. Raises click.UsageError where no such data folder exists.
    """
    told, faults = sheet_facts(file)
    with speaking(language or told.get("language") or LANGUAGES[0]):
        return _told(faults) if faults else _taken(file, data or told.get("data", ""), replace)


def _taken(file, data, replace):
    """The exit code for a sheet that can be read, with its decisions kept."""
    evidence = _evidence(data)
    intake = read_workshop(file, evidence)
    _told(intake.problems)
    if intake.rejected:
        beside = keep_rejected(intake, file, problems.line)
        _say("runs.intake_rejected", rows=len(intake.rejected), file=beside.name)
    kept = not intake.decisions or _kept(intake, evidence, replace)
    return 0 if kept and not intake.problems else 1


def _told(faults):
    """Tell what is wrong, a line each."""
    for line in problems.lines(faults):
        click.echo(line, err=True)
    return 1


def _say(key, **facts):
    click.echo(say(key, **facts))


def _evidence(data):
    try:
        return load(data or "-")
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error


def _kept(intake, evidence, replace):
    """Whether the decisions could be written."""
    try:
        path = keep_decisions(intake, evidence.folder, replace)
    except FileExistsError as error:
        _say("runs.intake_exists", file=f"workshops/{error.args[0].name}")
        return False
    _say("runs.intake_kept", rows=len(intake.decisions), file=f"workshops/{path.name}")
    return True
