"""Rules on the national catalogue: nothing in it speaks of one province."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Words
from bvte.evidence.language import LANGUAGES
from bvte.evidence.problem import Problem, Severity
from bvte.evidence.rules import Problems, cell_place
from bvte.evidence.rules.wording import SHOWN

# What a reader meets of the catalogue; the title of a source is that of whoever printed it.
READ = {
    "indicators": ("name", "name_now", "short", "definition", "why", "better_note", "measurement_gap"),
    "breaks": ("name", "reason"),
    "programmes": ("name",),
    "targets": ("scope",),
}
# Words of one province, and what a card says that was written beside the sources of one.
OF_ONE = re.compile(
    r"\b(?:tỉnh (?:này|nhà|ta)|toàn tỉnh|(?:nguồn|dự thảo|số liệu|kế hoạch) của tỉnh|nguồn không nêu"
    r"|the province(?:'s| has| had| went)|(?:provincial|province's) (?:source|draft|plan|figure|survey)s?)\b",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"(?<![\d/.,-])(\d{2,3})(?![\d/.,%-])")
UNITS = re.compile(
    r"\b(?:xã|phường|huyện|đơn vị|mẫu số|communes?|wards?|districts?|units?|denominator)\b", re.IGNORECASE
)
# So many letters around a number may say what it counts.
NEAR = 40
KIND = re.compile(
    r"^(?:Tỉnh|Thành phố|Huyện|Thị xã|Xã|Phường|Thị trấn)\s+|\s+(?:Province|City|District|Commune|Ward|Town)$"
)


def catalogue_of_one(evidence: Evidence) -> Problems:
    """Texts of the national catalogue that name a place of the folder, count its units, or speak as of one province."""
    names, counts = _place_names(evidence), _unit_counts(evidence)
    for where, text in _national_texts(evidence):
        if found := _word_of_one(text, names, counts):
            yield Problem("catalogue_of_one", *where, found, "remarks.csv", severity=Severity.error)


# Many forms are checked beside one folder, whose catalogue is the same each time.
@lru_cache(maxsize=2**13)
def _word_of_one(text: str, names: re.Pattern[str], counts: frozenset[int]) -> str:
    """What in a text speaks of one province, "" where nothing does."""
    if found := names.search(text) or OF_ONE.search(text):
        return found[0][:SHOWN]
    for number in NUMBERS.finditer(text):
        around = text[max(0, number.start() - NEAR) : number.end() + NEAR]
        if int(number[1]) in counts and UNITS.search(around):
            return around.strip()[:SHOWN]
    return ""


def _national_texts(evidence: Evidence) -> Iterator[tuple[tuple[str, int | None, str], str]]:
    """(file, line, column) and text of what a reader meets of the catalogue."""
    for table, fields in READ.items():
        for row in getattr(evidence, table).values():
            for column, text in _texts_of(row, fields) if _is_national(row) else ():
                yield cell_place(table, row, column), text


def _is_national(row: Any) -> bool:
    """Whether the nation wrote a row, or a card that no province reads otherwise."""
    return row.is_national if hasattr(row, "is_national") else row.origin in ("national", "remarked")


def _texts_of(row: Any, fields: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Column and text of the fields of a row (name_vi) or card (name.vi), in both languages."""
    for field in fields:
        words = getattr(row, field, None)
        for language in LANGUAGES:
            if isinstance(words, Words):
                yield f"{field}.{language}", words[language]
            elif text := getattr(row, f"{field}_{language}", None):
                yield f"{field}_{language}", text


def _place_names(evidence: Evidence) -> re.Pattern[str]:
    """The names of all provinces, and of what lies in them, without their kind; longest first."""
    places = (a for a in evidence.areas.values() if a.level in ("province", "district"))
    names = {KIND.sub("", name) for a in places for name in (a.name_vi, a.name_en)}
    known = sorted(filter(None, names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b" if known else r"(?!)")


def _unit_counts(evidence: Evidence) -> frozenset[int]:
    """How many districts and communes the folder's province has in any of its states, where there are many."""
    known, days = (
        {a.code for a in evidence.areas.values()},
        {a.valid_from for a in evidence.areas.values() if a.valid_from},
    )
    own = {p.area for p in evidence.programmes.values() if p.level == "province"} & known
    levels = ("district", "commune")
    counted = {len(evidence.units(level, code, day)) for code in own for level in levels for day in days}
    # A smaller number stands in too many sentences to say anything.
    return frozenset(count for count in counted if count > 30)
