"""Areas by name: which unit a printed name means on a day, whatever its spelling, or which it may mean."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from bvte.evidence.area_states import bare_name
from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period
from bvte.evidence.rows import Area
from bvte.intake.printed_number import LET_DOWN, plain_text

# The type of a unit as it stands before its name, in full and short, in both languages.
TYPES = re.compile(
    r"^(?:tỉnh|thành phố|tp|thị xã|tx|huyện|h|phường|p|xã|x|thị trấn|tt|q|quận)\b\.?\s*"
    r"|\s+(?:province|city|town|district|ward|commune|township)$",
    re.IGNORECASE,
)
TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Found:
    """The area of a name, None where it is not one; `candidates` : codes with days that it may mean."""

    code: str | None
    candidates: tuple[Area, ...] = ()
    ended: bool = False


def name_key(text: str) -> str:
    """A name as it is compared: small letters, composed, each word's tone at its end (Hoà and Hòa are one).

    >>> name_key("Hoà  BÌNH") == name_key("Hòa Bình")
    True
    """
    words = unicodedata.normalize("NFD", plain_text(text).casefold()).split()
    return " ".join(_tone_last(word) for word in words)


def _tone_last(word: str) -> str:
    tones = "".join(sign for sign in word if sign in TONES)
    return "".join(sign for sign in word if sign not in TONES) + tones


def bare_key(text: str) -> str:
    """The key of a name without the type of its unit."""
    return name_key(TYPES.sub("", plain_text(text)) or text)


class AreaNames:
    """Finds the areas of a data folder by code or name; each name is looked for once."""

    def __init__(self, evidence: Evidence) -> None:
        self._codes: dict[str, list[Area]] = defaultdict(list)
        self._names: dict[str, list[Area]] = defaultdict(list)
        self._bare: dict[str, list[Area]] = defaultdict(list)
        self._found: dict[tuple[str, Period, str | None], Found] = {}
        for area in evidence.areas.values():
            for code in {area.code, area.file_code or area.code}:
                self._codes[code].append(area)
            for name in {bare_name(area.name_vi), bare_name(area.name_en)}:
                self._names[name_key(name)].append(area)
                self._bare[bare_key(name)].append(area)

    def find(self, text: str, when: Period, level: str | None = None) -> Found:
        """The area that a code or name means through a period.

        level : the only level that is looked at, None for all. A code goes before a name, a name with its type before
        one without. Where several units of a name exist then, or only one that had ended, there is none, and the
        candidates say which. A name without type that units of two levels have is not one of them by having outlived
        the other: a former district is not the commune that took its name.
        """
        key = (text, when, level)
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _find(self, text: str, when: Period, level: str | None) -> Found:
        spelled = [name_parts(text), name_parts(LET_DOWN.sub("", text))]
        full = [(self._names, {name_key(part) for part in parts}) for parts in spelled]
        bare = [(self._bare, {key for part in parts if (key := name_key(part)) == bare_key(part)}) for parts in spelled]
        for index, keys in ((self._codes, {text.strip()}), *full, *bare):
            matches = {id(area): area for key in sorted(keys) for area in index.get(key, ())}.values()
            known = [area for area in matches if level in (None, area.level)]
            if known:
                return _one_of(known, when, index is self._bare)
        return Found(None)


def _one_of(known: list[Area], when: Period, is_bare: bool) -> Found:
    """The one area of a name that is there through a period, or why there is none."""
    valid = {area.code: area for area in known if area.covers(when)}
    if is_bare and len({area.level for area in known}) > 1:
        return Found(None, tuple(known))
    if len(valid) == 1:
        return Found(next(iter(valid)))
    return Found(None, tuple(valid.values()) or tuple(known), ended=not valid)


def name_parts(text: str) -> list[str]:
    """A printed name, and its lines or halves where two languages stand in one cell.

    >>> name_parts("TỔNG SỐ - TOTAL")
    ['TỔNG SỐ - TOTAL', 'TỔNG SỐ', 'TOTAL']
    """
    whole = plain_text(text)
    parts = [plain_text(part) for part in re.split(r"\n|\s[-–/|]\s|\s*/\s*", text) if part.strip()]
    return list(dict.fromkeys([whole, *parts]))
