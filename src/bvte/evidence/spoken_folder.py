"""The data folder that is spoken of: what it settles for itself goes before what all folders share.

A folder of another country than that of the catalogue stands alone: other law, other forms, other names of levels. It
keeps them in files of its own (`annual_report.yml`, `words.csv`), which are read past the tables of its evidence. So
the folder is named as the language is: once for a process, by `load`, or for a block (`speaking_of`).
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from bvte.evidence.held import Held
from bvte.evidence.language import LANGUAGES


@dataclass(frozen=True)
class Spoken:
    """A data folder, None before any was read.

    languages : in which it has texts and pages, in the order of all that there are; alone : whether it is of another
    country, of which the catalogue says nothing; made_up : whether its figures are nobody's.
    """

    folder: Path | None = None
    languages: tuple[str, ...] = LANGUAGES
    alone: bool = False
    made_up: bool = False

    def own_file(self, name: str) -> Path | None:
        """Its own file of that name, None where it has none or is one of the nation's folders."""
        path = self.folder / name if self.folder and self.alone else None
        return path if path and path.is_file() else None


# Before any folder was read.
UNSPOKEN = Spoken()
_spoken = Held("spoken_folder", UNSPOKEN)


def spoken_folder() -> Spoken:
    """The folder that is spoken of here and now."""
    return _spoken.now()


def speak_of(spoken: Spoken) -> None:
    """Speak of a folder from here on: in this process, or, inside `speaking_of`, until that ends."""
    _spoken.hold(spoken)


def speaking_of(spoken: Spoken) -> AbstractContextManager[None]:
    """Speak of a folder inside a `with` block.

    >>> with speaking_of(Spoken(Path("data/england"), ("en",), alone=True)):
    ...     spoken_folder().languages
    ('en',)
    """
    return _spoken.inside(spoken)
