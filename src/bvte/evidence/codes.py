"""A code that a person gives, read as the one that it names, or refused with the one that was meant."""

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from bvte.evidence.problem import nearest_name

Key = TypeVar("Key", str, int)
# Letters that a code must share from its first on, for one to be meant that ends inside a word.
SHORTEST = 3


class CodeError(KeyError):
    """A code that names nothing.

    name : what it should be a code of; found : what was given; known : the codes that there are; sentence :
    what a person is told, by default in code words.
    """

    def __init__(self, name: str, found: object, known: Iterable[object], sentence: str = "") -> None:
        super().__init__(name, found, known, sentence)
        self.name, self.found, self.known, self.sentence = name, found, tuple(map(str, known)), sentence

    @property
    def nearest(self) -> str | None:
        """The known code that was meant, or None: one that goes on where it ends, else one like it."""
        return nearest_code(_code_text(self.found), self.known)

    def __str__(self) -> str:
        return self.sentence or f"{self.name}: {self.found!r}; nearest: {self.nearest}"


class Coded(dict[Any, Any]):
    """Rows by code, of which a code that is none is refused with the one that was meant."""

    def __init__(self, name: str, rows: Any = ()) -> None:
        super().__init__(rows)
        self.name = name

    def __missing__(self, code: object) -> Any:
        raise CodeError(self.name, code, [known if isinstance(known, str) else known[0] for known in self])

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, dict(self))


def nearest_code(given: str, known: Iterable[str]) -> str | None:
    """The known code that a text most likely stands for, or None.

    >>> nearest_code("phase", ["across_phases", "phase_evaluation"])
    'phase_evaluation'
    """
    begins = () if given.isdigit() else [code for code in known if given and code.startswith(given)]
    whole_words = [code for code in begins if code.startswith(f"{given}_")]
    letters = begins if len(given) > SHORTEST else ()
    return min(whole_words or letters, key=lambda code: (len(code), code), default=None) or nearest_name(given, known)


def resolve_code(name: str, found: object, known: Collection[Key]) -> Key:
    """The code among those known that was given, whether as text or, as pandas reads it, as a number.

    name : what it is a code of; known : a collection of codes (text, or whole numbers as years are).
    Raises CodeError.
    """
    # Where it stands, the others are not looked at: of a table they would be asked for.
    is_one = isinstance(found, str) and found in known
    codes: dict[str, Any] = {str(code): code for code in ([found] if is_one else known)}
    if _code_text(found) not in codes:
        raise CodeError(name, found, codes)
    return codes[_code_text(found)]


def _code_text(found: object) -> str:
    """A code as it is written: a column of a data frame with an empty cell has 11.0 for 11."""
    return str(int(found)) if isinstance(found, float) and found.is_integer() else str(found)
