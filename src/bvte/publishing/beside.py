"""Names of what stands beside a report: a file that somebody changed, and a new one whose place is held.

They say in the language of the report what they are. A name alone tells a kept file, so that it is known where the
ledger is lost or the folder of reports has travelled.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath

# Without accents: file names pass through archives and programs that spell them otherwise.
KEPT = {"vi": "da-sua", "en": "edited"}
NEW = {"vi": "ban-moi", "en": "new"}
KEPT_NAME = re.compile(rf"\.(?:{'|'.join(KEPT.values())})-(\d{{4}}-\d\d-\d\d)(?:-\d+)?(?:\.|$)")
# What office programs lay beside a file while it is open, and what systems lay into folders.
LOCK_NAME = re.compile(r"~\$.*|\.~lock\..*#|\.DS_Store|desktop\.ini|Thumbs\.db", re.IGNORECASE)
DRIVE = re.compile(r"[A-Za-z]:")


class OutsideError(ValueError):
    """A path that leaves the folder of reports."""


def is_below(path: object) -> bool:
    """Whether a path, as the ledger writes it, names a file below the folder of reports on every system.

    >>> [is_below(path) for path in ("here/a.vi.html", "../a", "/a", "a/../../b", "C:/a", "..\\\\a", "")]
    [True, False, False, False, False, False, False]
    """
    if not isinstance(path, str) or not path or "\\" in path or "\0" in path or DRIVE.match(path):
        return False
    # As text: a ledger of 10,000 reports names 60,000 files, and a path of pathlib takes ten times as long.
    return not any(part in ("", ".", "..") for part in path.split("/"))


def place_below(folder: Path, path: str) -> Path:
    """Where a file of that path stands below the folder. Raises OutsideError, also where a link leads out."""
    place = folder / path
    if not is_below(path) or not place.parent.resolve().is_relative_to(folder.resolve()):
        raise OutsideError(path)
    return place


def kept_name(path: str, key: str, day: date, number: int = 1) -> str:
    """The name under which a changed file is kept.

    key : of its report, which ends in its language; day : when it was changed; number : of those of one day.

    >>> kept_name("here/annual_report-2025.vi.docx", "here/annual_report-2025.vi", date(2026, 11, 28))
    'here/annual_report-2025.vi.da-sua-2026-11-28.docx'
    """
    return _named(path, key, f"{_word(KEPT, key)}-{day.isoformat()}" + (f"-{number}" if number > 1 else ""))


def new_name(path: str, key: str, number: int = 1) -> str:
    """The name of a new file whose place is held by a program.

    >>> new_name("here/target_audit-x.en.record.xlsx", "here/target_audit-x.en")
    'here/target_audit-x.en.new.record.xlsx'
    """
    return _named(path, key, _word(NEW, key) + (f"-{number}" if number > 1 else ""))


def _word(words: dict[str, str], key: str) -> str:
    return words.get(key.rpartition(".")[2], words["vi"])


def _named(path: str, key: str, word: str) -> str:
    """The path with a word between the name of the report and its form."""
    known = path.startswith(f"{key}.")
    stem, form = (key, path[len(key) :]) if known else os.path.splitext(path)  # noqa: PTH122, no path of this system
    return f"{stem}.{word}{form}"


def kept_day(path: str) -> date | None:
    """The day on which a kept file was changed, None where the name is of no kept file.

    >>> kept_day("here/annual_report-2025.vi.da-sua-2026-11-28-2.record.xlsx")
    datetime.date(2026, 11, 28)
    """
    found = KEPT_NAME.search(PurePosixPath(path).name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def kept_files(folder: Path) -> Iterator[str]:
    """Paths below the folder of reports, in their order, of what is kept beside reports."""
    found = (path.relative_to(folder).as_posix() for path in sorted(folder.glob("**/*")) if path.is_file())
    return (path for path in found if kept_day(path))
