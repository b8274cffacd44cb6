"""What a column of a table is, by what stands in it and above it: areas, periods, names, units, remarks, persons."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bvte.evidence.collection import Evidence
from bvte.evidence.period import Period
from bvte.evidence.value import Unit
from bvte.intake.area_names import AreaNames, bare_key, name_key, name_parts
from bvte.intake.personal import find_personal
from bvte.intake.printed_number import SIGNS, plain_text, split_marks
from bvte.intake.printed_period import possible_forms
from bvte.intake.table_places import KNOWN_MARKS, PART_OF_YEAR

# `serial` numbers the rows, `remark` says something of them: neither is read, nor is what has no kind.
Kind = StrEnum("Kind", "person serial unit until period area indicator remark bound part numerator denominator")
# Words that stand above a column of a kind, whole or as the first word (area_code), in small letters.
HEADINGS = {
    Kind.person: """người nhập|người lập|người lập biểu|người báo cáo|người gửi|cán bộ|cán bộ phụ trách|họ và tên|họ tên
        |storedby|stored_by|createdby|created_by|updatedby|lastupdatedby|username|user|author|email|contact""",
    Kind.serial: "stt|tt|số tt|số thứ tự|no|no.|#|id|mã|mã số|code",
    Kind.until: "đến|đến năm|kết thúc|end|until|to",
    Kind.unit: "đvt|đơn vị tính|đơn vị đo|unit|units|unit of measure",
    Kind.period: "năm|kỳ|tháng|quý|năm học|thời gian|thời kỳ|year|period|time|date|month|quarter|start|từ năm|từ",
    Kind.area: """địa bàn|địa phương|tỉnh|huyện|xã|đơn vị hành chính|khu vực|area|region|authority|local authority
        |district|commune|province|country|geography|geocode|orgunit""",
    Kind.indicator: "chỉ tiêu|tên chỉ tiêu|chỉ số|nội dung|indicator|measure|variable|series|dataelement",
    Kind.part: """giới tính|giới|nhóm tuổi|độ tuổi|dân tộc|thành thị, nông thôn|khu vực thành thị, nông thôn
        |sex|gender|age|age group|ethnicity|residence|urbanisation""",
    Kind.numerator: "tử số|numerator",
    Kind.denominator: "mẫu số|denominator",
    Kind.remark: "ghi chú|nguồn|nguồn số liệu|note|notes|remark|remarks|comment|comments|source",
}
WORDS = {kind: {" ".join(word.split()) for word in words.split("|")} for kind, words in HEADINGS.items()}
BRACKETED_MARKS = tuple(mark for mark in KNOWN_MARKS if mark.startswith("["))
# What stands in a table beside what is not final yet, or for nothing.
MARK_WORDS = (*BRACKETED_MARKS, "Sơ bộ", "Prel.", "Prel", "Ước tính", "Ước", "Est.")
MARK_WORDS += ("-", "–", "...", "…", "..", ":", "x", "c")
# What in a column of parts means all of them.
WHOLE = ("chung", "tổng", "tổng số", "tổng cộng", "cả hai giới", "total", "all", "both", "both sexes", "_t", "persons")
EVER = Period(date(1, 1, 1), date(9999, 12, 31))
# Above this share of its texts a column is what they are; rows that are numbered are at least so many.
MOST, NUMBERED = 0.5, 3


@dataclass(frozen=True)
class KnownNames:
    """What the texts of a table may name: areas, indicators (codes and names in small letters), units."""

    areas: AreaNames
    indicators: Collection[str]
    units: Collection[str]

    def is_area(self, text: str) -> bool:
        """Whether a text names an area, or may name one of several, or one that nobody here knows (Huyện X)."""
        found = self.areas.find(text, EVER)
        return bool(found.code or found.candidates) or any(bare_key(one) != name_key(one) for one in name_parts(text))

    def is_indicator(self, text: str) -> bool:
        """Whether a text is the code or a name of an indicator."""
        return any(part.casefold() in self.indicators for part in name_parts(text))

    def is_unit(self, text: str) -> bool:
        """Whether a text names a unit."""
        return any(part.casefold() in self.units for part in name_parts(text))


def known_names(evidence: Evidence, units: Collection[str]) -> KnownNames:
    """The names that a data folder knows. units : names of units as a layout has them."""
    cards = evidence.indicators.values()
    names = {name.casefold() for c in cards for words in (c.name, c.short) for name in (c.id, words.vi, words.en)}
    spelled = {part.casefold() for unit in units for part in name_parts(unit)}
    return KnownNames(AreaNames(evidence), names, spelled | {unit.value for unit in Unit})


def is_period(text: str) -> bool:
    """Whether a text names a period, whatever stands beside it.

    >>> is_period("Sơ bộ - Prel. 2021"), is_period("2021 [note 2]"), is_period("12.345")
    (True, True, False)
    """
    found, rest = split_marks(plain_text(text), MARK_WORDS)
    return bool(possible_forms(rest if found else text))


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether the texts number the columns of a table, in brackets or without, after letters or without.

    >>> is_numbering(["A", "B", "(1)", "(2)", "(3)"]), is_numbering(["1", "2"])
    (True, False)
    """
    bare = [text.strip(" ()[]") for text in texts]
    numbers = [int(text) for text in bare if re.fullmatch(r"[0-9]{1,2}", text)]
    letters = bare[: len(bare) - len(numbers)]
    counted = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return counted and numbers[0] <= 2 and len(bare) >= NUMBERED and letters == list("ABCDEFG"[: len(letters)])


def heading_kinds(heading: Sequence[str]) -> list[Kind]:
    """The kinds that the texts above a column name: by a whole text, then by the first word of a code (area_code)."""
    parts = [part.casefold() for text in heading for part in name_parts(text)]
    firsts = [re.split(r"[_ ]", part)[0] for part in parts if re.fullmatch(r"[a-z]+(?:[_ ][a-z]+)+", part)]
    return [kind for given in (parts, firsts) for kind, words in WORDS.items() if words & {*given}]


def share(texts: Collection[str], is_one: Callable[[str], object]) -> float:
    """How much of some texts is one of a kind; 0 of none."""
    return sum(bool(is_one(text)) for text in texts) / len(texts) if texts else 0


def column_kind(heading: Sequence[str], texts: Collection[str], names: KnownNames) -> Kind | None:
    """What a column of labels holds, None where neither its texts nor its heading says.

    heading : what stands above it; texts : its different texts.
    """
    said = heading_kinds(heading)
    if Kind.person in said or share(texts, find_personal) > MOST:
        return Kind.person
    if texts and all(text == "=" or text.casefold() in SIGNS for text in texts):
        return Kind.bound
    if Kind.part in said:
        return Kind.part
    if Kind.period in said and share(texts, PART_OF_YEAR.fullmatch) >= MOST:
        return Kind.period
    if Kind.until in said and share(texts, is_period) >= MOST:
        return Kind.until
    tests = ((Kind.period, is_period), (Kind.area, names.is_area), (Kind.unit, names.is_unit))
    if shown := next((kind for kind, is_one in tests if share(texts, is_one) >= MOST), None):
        return shown
    return Kind.indicator if share(texts, names.is_indicator) >= MOST else next(iter(said), None)
