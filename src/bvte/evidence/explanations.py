"""What a person thinks that a figure in doubt may be, and what would settle it: never a finding."""

from bvte.evidence.cells import Code, Codes
from bvte.evidence.rows import Row


class Explanation(Row):
    """A suggestion on the observations `questioned`, read from those that it `rests_on`."""

    id: Code
    questioned: Codes
    rests_on: Codes
    reading_vi: str
    reading_en: str
    settles_vi: str
    settles_en: str
    note: str | None = None
