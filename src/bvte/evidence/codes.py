"""A code that a person gives, read as the one that it names, or refused with the one that was meant."""

from bvte.evidence.problem import nearest_name


class CodeError(KeyError):
    """A code that names nothing.

    name : what it should be a code of; found : what was given; known : the codes that there are; sentence :
    what a person is told, by default in code words.
    """

    def __init__(self, name, found, known, sentence=""):
        super().__init__(name, found, known, sentence)
        self.name, self.found, self.known, self.sentence = name, found, tuple(map(str, known)), sentence

    @property
    def nearest(self):
        """The known code most like it, or None."""
        return nearest_name(_code_text(self.found), self.known)

    def __str__(self):
        return self.sentence or f"{self.name}: {self.found!r}; nearest: {self.nearest}"


def resolve_code(name, found, known):
    """The code among those known that was given, whether as text or, as pandas reads it, as a number.

    name : what it is a code of; known : a collection of codes (text, or whole numbers as years are).
    Raises CodeError.
    """
    codes = {str(code): code for code in known}
    if _code_text(found) not in codes:
        raise CodeError(name, found, codes)
    return codes[_code_text(found)]


def _code_text(found):
    """A code as it is written: a column of a data frame with an empty cell has 11.0 for 11."""
    return str(int(found)) if isinstance(found, float) and found.is_integer() else str(found)
