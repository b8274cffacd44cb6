"""What stands in the folder of reports beside the reports: their list, and what nobody built."""

import os
from pathlib import Path

from bvte.evidence.language import LANGUAGES
from bvte.publishing import journal
from bvte.publishing.ledger import ledger, shelf
from bvte.publishing.report import index_name

INDEX = tuple(map(index_name, LANGUAGES))
# What the folder itself needs, and the note in it that is part of the project.
OWN = {ledger.NAME, ledger.BROKEN, ledger.LOCK, journal.NAME, "README.md"}


def index_faults(known, files):
    """Pairs (page of the list, what is wrong with it): "changed", "gone", or "older" than the reports.

    known : a Ledger; files : a `Files` of the folder of reports.
    """
    for page in INDEX:
        found, meant = files.digest(page), known.index.get(page)
        if found != meant or meant is None:
            yield page, "gone" if found is None else "changed" if meant else "older"


def strangers(known, folder):
    """Paths below the folder, in their order, of what no entry of the ledger names and no build made."""
    entries = known.entries.values()
    ours = {path for entry in entries for path in (*entry.files, *entry.traces)} | OWN | {*INDEX}
    ours |= {f".{name}.part" for name in (*OWN, *INDEX)}
    return sorted(path for path in _paths(folder) if path not in ours)


def _paths(folder):
    """Every file below a folder but those of a change that is under way; a link to a folder counts as one."""
    for place, folders, files in os.walk(folder):
        inside = Path(place).relative_to(folder)
        links = [name for name in folders if os.path.islink(f"{place}/{name}")]  # noqa: PTH114, as in `Files`
        yield from ((inside / name).as_posix() for name in (*files, *links))
        folders[:] = [name for name in folders if name not in (shelf.READY, shelf.FILLING)]
