"""Rows by which a folder says what it is: its area and languages, its remarks on cards of the nation, its own words."""

from typing import ClassVar, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from bvte.evidence.cells import Code, Codes, IsoDate
from bvte.evidence.language import LANGUAGES
from bvte.evidence.rows import Row

# The file of a folder's own words.
OWN_WORDS = "words.csv"


class About(Row):
    """The area that a folder is about, also while it has no programme yet; languages : those in which it has texts and
    pages, empty for all; country : code of another country than that of the catalogue, whose law, forms and words the
    folder then has of its own ("GB-ENG"); made_up : whether its figures are nobody's, to practise on."""

    all_columns: ClassVar[bool] = False

    area: Code
    languages: Codes = Field(default=(), validate_default=False)
    country: str | None = None
    made_up: Literal["yes", "no"] = "no"

    @field_validator("languages")
    @classmethod
    def _that_there_are(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The languages in the order of all; refuse one that there is none of."""
        for code in codes:
            if code not in LANGUAGES:
                raise PydanticCustomError("enum", "no language", {"expected": " or ".join(LANGUAGES), "found": code})
        return tuple(code for code in LANGUAGES if code in codes)


class Remark(Row):
    """What a province says beside a card of the nation, and only there: of its definition, of what keeps it from
    being measured, or of why it is watched."""

    all_columns: ClassVar[bool] = False

    indicator: Code
    field: Literal["definition", "gap", "why"]
    start: IsoDate | None = None
    end: IsoDate | None = None
    text_vi: str
    text_en: str
    source: Code | None = None


class OwnWords(Row):
    """A text of the pages in the words of a folder that stands alone: "local authorities" for "districts".

    key : that of the text, file and name ("annual.other_units.district"); its facts stand in braces as there.
    """

    all_columns: ClassVar[bool] = False

    key: str
    text_vi: str
    text_en: str
    note: str | None = None
