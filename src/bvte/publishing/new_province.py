"""A new province: its folder and its workbook are made, and what came back in the workbook is kept."""

from datetime import date
from pathlib import Path

import click

from bvte.evidence.language import speaking
from bvte.evidence.load import data_folder, data_folders, is_data_folder, load, project_root
from bvte.evidence.merged import no_province
from bvte.evidence.new_folder import UnknownProvinceError, folder_path, new_folder
from bvte.evidence.placing import put_file, write_folder
from bvte.evidence.problem import EvidenceError, Problem, command_line, nearest_name
from bvte.presentation.texts import say
from bvte.publishing.forms.province_book import known_words, province_workbook
from bvte.publishing.receiving import reason_in_vietnamese, tell_kept, tell_problems, tell_unwritable
from bvte.publishing.requests import FOLDER


def make_province(word: str, language: str) -> int:
    """Make the folder of a province and its workbook, where they are not there, and tell it.

    word : its name with or without accents, or its code; language : of the workbook. 1 where no present province is
    meant, the folder was there, or one cannot be written.
    """
    try:
        wanted = new_folder(word)
    except UnknownProvinceError as error:
        return _tell_unknown(error)
    folder = folder_path(wanted.name)
    was_there = folder.exists()
    try:
        if not was_there:
            write_folder(folder, wanted.files)
        key, province = "kept" if was_there else "made", wanted.area.text("name")
        click.echo(say(f"province_book.told.{key}", folder=_shown(folder), province=province))
        return _make_book(wanted.name, language) or int(was_there)
    except OSError as error:
        return tell_unwritable(error, folder)


def book_path(data: str) -> Path:
    """Where the workbook of a data folder lies, outside data/ and reports/."""
    return project_root() / FOLDER / data / f"{data}.xlsx"


def _make_book(data: str, language: str) -> int:
    """Make the workbook of a folder unless it is there, and tell what comes next; 1 where the folder has faults."""
    path = book_path(data)
    if path.exists():
        click.echo(say("province_book.told.book_kept", file=_shown(path)))
        return 0
    if not is_data_folder(folder_path(data)):
        return tell_problems([Problem("not_a_data_folder", data, None, "", data)])
    evidence = load(folder_path(data), strict=False)
    if missing := no_province(evidence):
        return tell_problems([missing])
    with speaking(language):
        content = province_workbook(evidence, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    put_file(path, content)
    click.echo(say("province_book.told.book", file=_shown(path)))
    click.echo(say("province_book.told.next", command=command_line("intake", "province", _shown(path))))
    return 0


def _tell_unknown(error: UnknownProvinceError) -> int:
    """Say that no present province is meant, and which may be."""
    if error.merged and error.near:
        command = command_line("new", error.near)
        click.echo(say("province_book.told.merged", word=error.word, near=error.near, command=command), err=True)
        return 1
    more = ("near", {"near": error.near}) if error.near else ("known", {"names": ", ".join(error.known)})
    told = say("province_book.told.unknown", word=error.word), say(f"province_book.told.{more[0]}", **more[1])
    click.echo(" ".join(told), err=True)
    return 1


def _shown(path: Path) -> str:
    root = project_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def import_province_book(file: Path, data: str | None, received_on: date) -> int:
    """Keep what was filled in in a province's workbook, and tell it; 1 where any of it was refused.

    data : by default the data folder that the workbook names.
    """
    from bvte.intake.keeping import keep_province_book
    from bvte.intake.province_answer import book_facts

    named, faults = book_facts(file)
    data = data or named
    if not faults and data not in data_folders():
        near = nearest_name(data, data_folders())
        facts = {"option": "--data"}
        faults = (
            Problem("folder_not_named", file.name, None, "data", data, ", ".join(data_folders()), near, facts=facts),
        )
    if faults:
        return tell_problems(faults)
    folder = data_folder(data)
    try:
        evidence = load(folder, strict=False)
        if missing := no_province(evidence):
            return tell_problems([missing])
        kept, reading = keep_province_book(file, folder, received_on, known_words(evidence), reason_in_vietnamese)
    except EvidenceError as error:
        return tell_problems(error.problems)
    except OSError as error:
        return tell_unwritable(error, folder)
    status = tell_kept(kept, reading)
    if kept.folder:
        check, build = (command_line(verb, data) for verb in ("check", "build"))
        click.echo(say("province_book.told.build", check=check, build=build))
    return status
