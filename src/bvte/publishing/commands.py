"""What the commands on reports do; each tells a person what there is to know and returns the exit status."""

from contextlib import suppress

import click

from bvte.evidence.load import project_root
from bvte.presentation.texts import say
from bvte.publishing import build as building
from bvte.publishing import failure, index, progress
from bvte.publishing import verify as verifying
from bvte.publishing.batch.crew import ClusterError
from bvte.publishing.forms.words import FORM_WORDS
from bvte.publishing.ledger import ledger, shelf, status


def build(reports, language, complete, force=False, **how):
    """Make the reports that do not stand any more, or all of them.

    complete : names of data folders of which all reports are asked for, so that one in the ledger that is not
    among `reports` has lost its reason; how : arguments of `building.build`.
    """
    folder = project_root() / "reports"
    try:
        wanted = reports if force else _not_current(reports, folder, language)
        failed, lacking = _make(wanted, folder, language, how)
        removed = _remove_orphans(reports, folder, complete, language)
        first = index.written(folder, anew=bool(wanted or removed))
    except OSError as error:
        return _unwritable(error, folder, language)
    except ClusterError as error:
        return _stopped(error, folder, language)
    for line in (*lacking, *(failure.sentence(o.report, o.failure, language) for o in failed)):
        _tell(line)
    counts = {"made": len(wanted) - len(failed), "kept": len(reports) - len(wanted), "failed": len(failed)}
    _tell(say("runs.summary", language, **counts))
    click.echo(first.relative_to(folder.parent).as_posix())
    return 1 if failed else 0


def _tell(line):
    click.echo(line, err=True)


def _not_current(reports, folder, language):
    """The reports that have to be made; a person is told where the ledger cannot say."""
    known = ledger.read(folder)
    if known.broken:
        _tell(say("runs.broken_ledger", language, file=ledger.NAME, kept=ledger.BROKEN))
    found = _states(reports, known, folder)
    return [report for report, state in zip(reports, found, strict=False) if state.state != status.CURRENT]


def _states(reports, known, folder):
    """States of the planned reports in their order, then of those that are planned no more."""
    files = status.Files(folder)
    found = status.states(reports, project_root() / "notebooks", known, files)
    files.remember()
    return found


def _make(wanted, folder, language, how):
    """Make the reports; outcomes that are failures, and sentences on forms that this machine cannot make."""
    failed, lacking = [], set()
    made = building.build(wanted, project_root() / "notebooks", folder, **how)
    for outcome in progress.watched(made, len(wanted), language):
        failed += [outcome] if outcome.failure else []
        lacking |= set(outcome.lacking.values())
    return failed, [FORM_WORDS[language][code] for code in sorted(lacking)]


def _remove_orphans(reports, folder, complete, language):
    """Take away the reports of complete folders that no row calls for any more: nothing would mend them.

    The names of those.
    """
    planned = {report.key for report in reports}
    with shelf.opened(folder) as place:
        removed = [key for key in sorted(set(place.ledger.entries) - planned) if _folder(key) in complete]
        for key in removed:
            place.remove(key)
            _tell(say("runs.removed", language, report=key))
    return removed


def _folder(key):
    """Name of the data folder of a report."""
    return key.partition("/")[0]


def _stopped(error, folder, language):
    """Say why a batch did not come to its end; what it made is listed, where that can be written."""
    with suppress(OSError):
        index.written(folder, anew=True)
    _tell(error.sentence(language))
    return 1


def _unwritable(error, folder, language):
    """Say that the folder of reports cannot be written; any other error is raised again."""
    said = failure.of_writing(error).said
    _tell(say("runs.unwritable", language, folder=folder.name, said=said))
    return 1


def show(reports, language, complete):
    """Print the state of every report and what it is not current for; 1 where any is not."""
    folder = project_root() / "reports"
    states = [
        state
        for state in _states(reports, ledger.read(folder), folder)
        if state.state != status.ORPHAN or _folder(state.key) in complete
    ]
    for state in states:
        click.echo(status.sentence(state, language))
    counts = {name: sum(state.state == name for state in states) for name in status.STATES}
    click.echo(say("runs.states", language, **counts))
    return 0 if counts[status.CURRENT] == len(states) else 1


def verify(reports, language, jobs, against):
    """Make the reports again, nowhere, and compare every byte with a ledger; 1 where any differs."""
    folder = against or project_root() / "reports"
    same, faults = verifying.verify(reports, project_root() / "notebooks", folder, jobs, language)
    for fault in faults:
        click.echo(fault)
    click.echo(say("runs.verify.same", language, count=same))
    return 1 if faults else 0
