"""What the commands on reports do; each tells a person what there is to know and returns the exit status."""

from contextlib import suppress
from pathlib import Path

import click

from bvte.evidence.language import active_language
from bvte.evidence.load import data_folder, project_root
from bvte.presentation.texts import say
from bvte.publishing import build as building
from bvte.publishing import failure, index, progress
from bvte.publishing import verify as verifying
from bvte.publishing.batch.crew import ClusterError
from bvte.publishing.forms.words import FORM_WORDS
from bvte.publishing.ledger import beside, ledger, shelf, status


def build(reports, complete, force=False, **how):
    """Make the reports that do not stand any more, or all of them.

    complete : names of data folders of which all reports are asked for, so that one in the ledger that is not
    among `reports` has lost its reason; how : arguments of `building.build`.
    """
    folder = project_root() / "reports"
    try:
        wanted = reports if force else _not_current(reports, folder)
        failed, lacking = _make(wanted, folder, how)
        _remove_orphans(reports, folder, complete)
        first = index.written(folder)
    except OSError as error:
        return _unwritable(error, folder)
    except ClusterError as error:
        return _stopped(error, folder)
    for line in (*lacking, *(failure.sentence(o.report, o.failure) for o in failed)):
        _tell(line)
    counts = {"made": len(wanted) - len(failed), "kept": len(reports) - len(wanted), "failed": len(failed)}
    _tell(say("runs.summary", **counts))
    click.echo(first.relative_to(folder.parent).as_posix())
    return 1 if failed else 0


def _tell(line):
    click.echo(line, err=True)


def _not_current(reports, folder):
    """The reports that have to be made; a person is told where the ledger cannot say."""
    known = ledger.read(folder)
    if known.broken:
        _tell(say("runs.broken_ledger", file=ledger.NAME, kept=ledger.BROKEN))
    found = _states(reports, known, folder)
    return [report for report, state in zip(reports, found, strict=False) if state.state != status.CURRENT]


def _states(reports, known, folder):
    """States of the planned reports in their order, then of those that are planned no more."""
    return status.states(reports, project_root() / "notebooks", known, status.Files(folder))


def _make(wanted, folder, how):
    """Make the reports; outcomes that are failures, and sentences on forms that this machine cannot make."""
    failed, lacking = [], set()
    made = building.build(wanted, project_root() / "notebooks", folder, **how)
    for outcome in progress.watched(made, len(wanted)):
        failed += [outcome] if outcome.failure else []
        lacking |= set(outcome.lacking.values())
    return failed, [FORM_WORDS[active_language()][code] for code in sorted(lacking)]


def _remove_orphans(reports, folder, complete):
    """Take away the reports of complete folders that no row calls for any more: nothing would mend them."""
    planned = {report.key for report in reports}
    with shelf.opened(folder) as place:
        for key in sorted(set(place.ledger.entries) - planned):
            if _is_asked(key, place.ledger, complete):
                place.remove(key)
                _tell(say("runs.removed", report=key))


def _is_asked(key, known, complete):
    """Whether a report that is not planned would be, were there a reason: all reports of its data folder are
    asked for, or all of some folder while its own is there no more.
    """
    name = key.partition("/")[0]
    origin = known.entries[key].origin or known.entries[key].failed
    return name in complete or (bool(complete) and _is_gone(origin.parameters["data"] if origin else name))


def _is_gone(data):
    """Whether there is no data folder of that name any more."""
    # A path from some working folder says nothing from another one.
    if Path(data).name != data and not Path(data).is_absolute():
        return False
    try:
        return not data_folder(data)
    except FileNotFoundError:
        return True


def _stopped(error, folder):
    """Say why a batch did not come to its end; what it made is listed, where that can be written."""
    with suppress(OSError):
        index.written(folder)
    _tell(error.sentence())
    return 1


def _unwritable(error, folder):
    """Say that the folder of reports cannot be written; any other error is raised again."""
    said = failure.of_writing(error).said
    _tell(say("runs.unwritable", folder=folder.name, said=said))
    return 1


def show(reports, complete):
    """Print the state of every report and what it is not current for, what is wrong with their list, and what
    nobody built; 1 where not all is as it should be.
    """
    folder = project_root() / "reports"
    known = ledger.read(folder)
    states = [
        state
        for state in _states(reports, known, folder)
        if state.state != status.ORPHAN or _is_asked(state.key, known, complete)
    ]
    around = _beside(known, folder)
    for line in (*(status.sentence(state) for state in states), *around):
        click.echo(line)
    counts = {name: sum(state.state == name for state in states) for name in status.STATES}
    click.echo(say("runs.states", **counts))
    return 0 if counts[status.CURRENT] == len(states) and not around else 1


def _beside(known, folder):
    """Sentences on the list of the reports and on files that nobody built."""
    faults = beside.index_faults(known, status.Files(folder))
    told = [say(f"runs.index.{fault}", file=page) for page, fault in faults]
    return told + [say("runs.stranger", file=path) for path in beside.strangers(known, folder)]


def verify(reports, jobs, against):
    """Make the reports again, nowhere, and compare every byte with a ledger; 1 where any differs."""
    folder = against or project_root() / "reports"
    same, faults = verifying.verify(reports, project_root() / "notebooks", folder, jobs)
    for fault in faults:
        click.echo(fault)
    click.echo(say("runs.verify.same", count=same))
    return 1 if faults else 0
