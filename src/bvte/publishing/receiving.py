"""What the commands on received files do: keep what was read and tell it, list what was kept, take it back."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bvte.evidence.check import only_errors
from bvte.evidence.collection import Evidence
from bvte.evidence.language import speaking
from bvte.evidence.load import INTAKES, data_folder, data_folders, intake_folders, load
from bvte.evidence.problem import EvidenceError, Problem, nearest_name
from bvte.presentation import dates, problems
from bvte.presentation.texts import say

# The columns by which two figures speak of one thing.
SAME = ("indicator", "area", "start", "end")
# So many problems of one kind are told; the copy of the file has all.
TOLD_OF_KIND = 20

if TYPE_CHECKING:  # they read workbooks, which no other command needs
    from bvte.intake.keeping import Kept, Reading


def keep_and_tell(path: Path, reading: "Reading", folder: Path, received_on: date, advice: str = "", **how: Any) -> int:
    """Keep what was read in a file and tell, line by line, what became of it; 1 where any of it was refused.

    advice : a sentence on what to do about what was refused; how : further arguments of `keep_reading`.
    """
    from bvte.intake.keeping import keep_reading

    try:
        kept = keep_reading(path, reading, folder, received_on, reason_in_vietnamese, **how)
    except EvidenceError as error:
        return tell_problems(error.problems)
    except OSError as error:
        return tell_unwritable(error, folder / INTAKES)
    status = tell_kept(kept, reading)
    if status and advice:
        click.echo(advice)
    return status


def reason_in_vietnamese(problem: Problem) -> str:
    """Why a cell was refused, for the copy of the file: offices read Vietnamese, whoever runs the command."""
    with speaking("vi"):
        return problems.text(problem)


def tell_problems(found: Iterable[Problem]) -> int:
    """Tell what is wrong, a line each; 1."""
    for line in problems.problem_lines(found):
        click.echo(line, err=True)
    return 1


def tell_unwritable(error: OSError, folder: Path) -> int:
    """Say that a folder cannot be written; 1."""
    click.echo(say("intakes.unwritable", folder=folder.name, said=problems.system_words(error)), err=True)
    return 1


# The kind of file of which rows are taken, not cells.
ROWS_OF = "province"


def tell_kept(kept: "Kept", reading: "Reading") -> int:
    """Tell what an intake took, refused and found empty; 1 where anything is wrong."""
    from bvte.intake.reading import fold_causes

    wrong = fold_causes((*kept.problems, *(refused.problem for refused in kept.refused)))
    _tell_kinds(wrong)
    if kept.again:
        click.echo(say("intakes.again", id=kept.id))
    elif kept.folder:
        facts = {"taken": len(kept.taken), "refused": len(kept.refused), "id": kept.id}
        key = "intakes.kept_rows" if reading.kind == ROWS_OF else "intakes.kept"
        click.echo(say(key, **facts, folder=f"{INTAKES}/{kept.folder.name}"))
    elif not reading.problems:
        click.echo(say("intakes.nothing"))
    if kept.replaced:
        place = kept.replaced
        key = "table_maps.replaced" if reading.source else "intakes.replaced"
        click.echo(say(key, folder=f"{INTAKES}/{place.parent.name}/{place.name}"))
    if sheets := [sheet for sheet in reading.empty if sheet]:
        click.echo(say("intakes.empty", sheets=", ".join(sheets)))
    if kept.refused_file and not kept.again:
        place = kept.refused_file
        key = "table_maps.refused" if reading.source else "intakes.refused"
        click.echo(say(key, file=f"{INTAKES}/{place.parent.name}/{place.name}"))
    return 1 if only_errors(wrong) or kept.folder is None else 0


def _tell_kinds(found: Iterable[Problem]) -> None:
    """Tell what is wrong, of each kind the first and how many more: a wrong factor is one cause in all its cells."""
    kinds: dict[str, list[Problem]] = defaultdict(list)
    for problem in found:
        kinds[problem.code].append(problem)
    for alike in kinds.values():
        tell_problems(alike[:TOLD_OF_KIND])
        if len(alike) > TOLD_OF_KIND:
            click.echo(say("intakes.more_of_kind", count=len(alike) - TOLD_OF_KIND), err=True)


def import_report_form(file: Path, data: str | None, office: str, received_on: date) -> int:
    """Keep what was filled in in a yearly report's workbook, and tell it; 1 where any of it was refused.

    data : by default the data folder that the workbook names; office : who filled it in, by default whom it names.
    Raises click.UsageError where no such data folder exists.
    """
    from bvte.intake.report_form import form_facts, read_report_form

    facts, faults = form_facts(file)
    if faults:
        return tell_problems(faults)
    try:
        folder = data_folder(data or facts["data"])
        evidence = load(folder)
        reading = read_report_form(file, evidence, folder.name, office)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from error
    except EvidenceError as error:
        return tell_problems(error.problems)
    status = keep_and_tell(file, reading, folder, received_on)
    for code, count in _answered_before(evidence, reading).items():
        click.echo(say("intakes.earlier", id=code, count=count))
    return status


def _answered_before(evidence: Evidence, reading: "Reading") -> dict[str, int]:
    """Intake -> how many of these figures the same office gave in it: nothing says that the newer file replaces it."""
    known = evidence.agencies.get(reading.office)
    office = known.name_vi if known else reading.office
    given = {tuple(taken.fields[name] for name in SAME) for taken in reading.taken}
    before = (row for row in evidence.observations.values() if tuple(getattr(row, name) for name in SAME) in given)
    own = (row for row in before if evidence.is_reported(row) and evidence.sources[row.source].publisher == office)
    return Counter(Path(row.file).parent.name for row in own)


def finish_received(names: Iterable[str]) -> int:
    """Finish what a process that died left half done in data folders; 1 where that cannot be written."""
    from bvte.intake.text_keeping import finish_intakes

    for folder in map(data_folder, names):
        try:
            finish_intakes(folder)
        except OSError as error:
            return tell_unwritable(error, folder / INTAKES)
    return 0


def show_intakes(names: Iterable[str]) -> int:
    """Print the intakes of data folders, a line each."""
    from bvte.intake.keeping import list_intakes

    for name in names:
        found = list_intakes(data_folder(name))
        agencies = _agencies_of(data_folder(name))
        for one in found:
            facts = {"taken": one.taken, "refused": one.refused, "file": one.file}
            facts |= {"day": dates.iso_day(str(one.received_on)), "office": agencies.get(one.office, one.office)}
            click.echo(say("intakes.text_line" if one.kind == "text" else "intakes.line", id=one.id, **facts))
        click.echo(say("intakes.summary", count=len(found), folder=Path(name).name))
    return 0


def _agencies_of(folder: Path) -> dict[str, str]:
    """Code -> name of the agencies of a data folder; none of one with faults, whose intakes are listed still."""
    try:
        return {code: agency.text("name") for code, agency in load(folder).agencies.items()}
    except EvidenceError:
        return {}


def take_back(code: str, data: str | None) -> int:
    """Take an intake back, in the data folder that has it, and say where it went; 1 where that cannot be done, or no
    folder has it, with the nearest that there is."""
    from bvte.intake.text_keeping import undo_received

    places = {name: data_folder(name) for name in ([data] if data else data_folders())}
    known = {intake.name: place for place in places.values() for intake in intake_folders(place)}
    if code not in known:
        near = nearest_name(code, known)
        told = say("problems.nearest", nearest=near) if near else ""
        click.echo(say("intakes.unknown", id=code, count=len(known)) + told, err=True)
        return 1
    try:
        moved = undo_received(known[code], code)
    except FileExistsError as error:
        click.echo(say("texts_read.changed", id=code, file=error.args[0]), err=True)
        return 1
    except OSError as error:
        return tell_unwritable(error, known[code] / INTAKES)
    click.echo(say("intakes.undone", id=code, folder=moved.relative_to(known[code]).as_posix()))
    return 0
