"""The texts of a report put in their places in `narrative/`, all of them, with what stood there before.

An intake of texts is a folder of `intakes/` like any other: `taken/` holds the new texts, `earlier/` what they replace.
As long as `pending` stands in it the texts are still being put in their places, or put back, which whoever comes next
finishes.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml

from bvte.evidence.load import EARLIER, RECORD, TAKEN, intake_folders
from bvte.evidence.placing import put_file
from bvte.evidence.record import column_names
from bvte.evidence.rows import Observation, Source
from bvte.intake.received import (
    ID_DIGITS,
    known_intake,
    lock_intakes,
    move_undone,
    put_intake,
    ready_folders,
    undo_intake,
)

KIND = "text"
NARRATIVE, PENDING = "narrative", "pending"
# What `pending` says of texts that are being put back.
BACK = b"back"


def keep_texts(path: Path, texts: Mapping[str, str], folder: Path, office: str, received_on: date) -> Path:
    """Keep texts (name below `narrative/`, as "2020/V.vi.md" -> Markdown) that were read in a file; the intake.

    All of them are kept, or none; texts that stand in their places already make no second intake. Raises OSError
    where the folder cannot be written.
    """
    with lock_intakes(folder) as place:
        _finish_all(folder)
        *known, target = _intakes_of(path, place)
        if known and all(_content(folder / NARRATIVE / name) == text.encode() for name, text in texts.items()):
            return known[-1]
        put_intake(place, target.name, dict(_files_of(path, texts, folder, office, received_on)))
        _finish(target, folder)
    return target


def _intakes_of(path: Path, place: Path) -> list[Path]:
    """The folders of the intakes of a file, and at the end the next one: of a file some texts may be kept at first,
    and others once somebody has looked at them."""
    first = f"{KIND}-{sha256(path.read_bytes()).hexdigest()[:ID_DIGITS]}"
    found = [place / first]
    while found[-1].exists():
        found.append(place / f"{first}-{len(found) + 1}")
    return found


def finish_intakes(folder: Path) -> None:
    """Finish what a process that died left half done. Raises OSError."""
    if ready_folders(folder) or any((place / PENDING).exists() for place in intake_folders(folder)):
        with lock_intakes(folder):
            _finish_all(folder)


def _finish_all(folder: Path) -> None:
    for place in intake_folders(folder):
        if (place / PENDING).exists():
            _finish(place, folder)


def _finish(intake: Path, folder: Path) -> Path:
    """Put the texts of an intake in their places, or put back what stood there and move it away; where it is then."""
    back = (intake / PENDING).read_bytes() == BACK
    for name in _names_of(intake):
        put = _content(intake / (EARLIER if back else TAKEN) / name)
        target = folder / NARRATIVE / name
        if put is None:
            target.unlink(missing_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            put_file(target, put, aside=intake.parent)
    (intake / PENDING).unlink()
    return move_undone(intake) if back else intake


def _names_of(intake: Path) -> list[Path]:
    """The texts of an intake, below `narrative/`."""
    return [path.relative_to(intake / TAKEN) for path in sorted((intake / TAKEN).rglob("*.md"))]


def undo_received(folder: Path, code: str) -> Path:
    """Take an intake of any kind back; its new place. Raises as `undo_texts`, OSError where it cannot be moved."""
    return undo_texts(folder, code) if code.startswith(f"{KIND}-") else undo_intake(folder, code)


def undo_texts(folder: Path, code: str) -> Path:
    """Take an intake of texts back: what stood there before stands again; the new place of the intake.

    Raises FileExistsError (name of the file) where a text was changed since, KeyError where there is no such intake.
    """
    with lock_intakes(folder) as place:
        _finish_all(folder)
        intake = known_intake(folder, code)
        for name in _names_of(intake):
            known = _content(intake / TAKEN / name), _content(intake / EARLIER / name)
            if _content(folder / NARRATIVE / name) not in known:
                raise FileExistsError(f"{NARRATIVE}/{name.as_posix()}")
        put_file(intake / PENDING, BACK, aside=place)
        return _finish(intake, folder)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _files_of(
    path: Path, texts: Mapping[str, str], folder: Path, office: str, received_on: date
) -> Iterator[tuple[str, bytes]]:
    """Name -> bytes of the files of an intake."""
    from bvte.intake.reading import shown_name

    for name, text in texts.items():
        yield f"{TAKEN}/{name}", text.encode()
        if (before := _content(folder / NARRATIVE / name)) is not None:
            yield f"{EARLIER}/{name}", before
    facts = {
        "file": shown_name(path),
        "sha256": sha256(path.read_bytes()).hexdigest(),
        "kind": KIND,
        "office": office,
        "received_on": received_on,
        "sheets": {name: {"taken": 1, "refused": 0} for name in texts},
    }
    yield RECORD, yaml.safe_dump(facts, allow_unicode=True, sort_keys=False).encode()
    # No figure: an intake of texts has the files of any other.
    for table, model in (("observations.csv", Observation), ("sources.csv", Source)):
        yield table, f"{','.join(column_names(model))}\n".encode()
    yield PENDING, b""
