"""What the commands on published tables do: propose a map of one, and bring one in through its map."""

from datetime import date
from pathlib import Path

import click

from bvte.evidence.load import load
from bvte.evidence.placing import put_file
from bvte.evidence.problem import typed_word
from bvte.presentation.problems import system_words
from bvte.presentation.texts import say
from bvte.publishing.receiving import keep_and_tell, tell_problems

# The name of a map among the files of an intake.
MAP = "map.yml"


def bring_table(path: Path, map_path: Path | None, folder: Path, received_on: date) -> int:
    """Keep what a published file says through its map and tell what became of it; 1 where anything is wrong.

    map_path : by default the map beside the file. It is kept with what was read; the same file through another map
    takes the place of the earlier reading.
    """
    from bvte.intake.table_map import map_beside, read_map
    from bvte.intake.table_reading import read_mapped, source_faults

    place = map_path or map_beside(path)
    if not place.exists():
        click.echo(say("table_maps.no_map", map=place.name, file=typed_word(path.name)), err=True)
        return 1
    table_map, problems = read_map(place)
    if table_map is None:
        return tell_problems(problems)
    evidence = load(folder)
    if problems := source_faults(table_map, place.name, evidence, received_on):
        return tell_problems(problems)
    reading = read_mapped(path, table_map, evidence)
    beside = {MAP: place.read_bytes()}
    advice = say("table_maps.mend", map=place.name)
    return keep_and_tell(path, reading, folder, received_on, advice, beside=beside, renews=True)


def write_proposal(path: Path, folder: Path) -> int:
    """Write a map for a published file beside it, with a question wherever only a person knows; 1 where none can be.

    A map that is there already is never written over.
    """
    from bvte.intake.map_proposal import propose_map
    from bvte.intake.table_map import map_beside
    from bvte.presentation.map_text import map_text

    place = map_beside(path)
    if place.exists():
        click.echo(say("table_maps.map_exists", map=place.name), err=True)
        return 1
    proposal, problems = propose_map(path, load(folder))
    if proposal is None:
        return tell_problems(problems)
    try:
        put_file(place, map_text(proposal).encode())
    except OSError as error:
        click.echo(say("intakes.unwritable", folder=place.parent.name, said=system_words(error)), err=True)
        return 1
    click.echo(say("table_maps.map_written", map=place.name, questions=proposal.questions, file=typed_word(path.name)))
    return 0
