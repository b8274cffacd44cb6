"""What in a text looks like a person: a name, an e-mail address, a telephone or identity number.

One rule for everything that people write: decisions, remarks, narrative. It asks rather once too often, since what is
kept is printed in public reports. Whoever means a place or a body writes its kind first ("phường Phan Đình Giót").
"""

import re
import unicodedata
from collections.abc import Iterator

# Family names of the Kinh and of the peoples of the north-west that are hardly ever another word.
FAMILY = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Ngô Dương Đinh Trịnh Quàng Lường Giàng Sùng Thào
Vừ Lầu Hạng Hờ Tẩn Phàn Khoàng Poòng Điêu Đèo Lèo Mào Pờ Lỳ Tráng Cháng Chớ
"""
# Those that are words or places too: names only with what often stands in the middle of one.
FAMILY_OR_WORD = """
Hồ Lý Cao Mai Hà Lâm Thái Kim Lương Châu Tô Tạ Chu Đào Đoàn Trương Quách Bế Nông Ma Lù Ly Lò Cà Vàng Mùa Cầm Bạc
Tòng Sìn Thàng
"""
SURE, UNSURE = set(FAMILY.split()), set(FAMILY_OR_WORD.split())
MIDDLE = {"Văn", "Thị", "Đức", "Ngọc", "Minh", "Đình", "Hữu", "Xuân", "A", "Seo", "Láo"}
# Family names that stay names in a heading in capitals, where others may be any word.
FAMILY_LOUD = {"NGUYỄN", "PHẠM", "HUỲNH", "QUÀNG", "GIÀNG", "SÙNG", "THÀO"}
CAPITAL = f"[{''.join(filter(str.isupper, map(chr, range(0x1F00))))}]"
WORDS = rf"{CAPITAL}[^\W\d_]{{0,20}}+(?:[ \u00a0]{CAPITAL}[^\W\d_]{{0,20}}+){{0,4}}"
RUN = re.compile(rf"(?<!\w){WORDS}")
# After "trẻ", "các" or "ghi" it is no title: trẻ em Việt Nam, các em Trường Mầm non, ghi chú. Ô trống.
TITLED = re.compile(
    r"(?<!\w)(?<!trẻ )(?<!Trẻ )(?<!chị )(?<!Chị )(?<!các )(?<!Các )(?<!ghi )(?<!Ghi )(?<!vương quốc )"
    r"(?i:ông|bà|anh|chị|cô|cô giáo|chú|bác|cháu|em|thầy|thầy giáo|bé|đồng chí|đ/c|bác sĩ|bs|ths|ts|pgs|mr|mrs|ms|dr)"
    rf"(?:\.[ \u00a0]?|[ \u00a0])(?P<name>{WORDS})"
)
# What after a title is the name of an office, not of a person.
OFFICE = {"Bí", "Chủ", "Giám", "Phó", "Trưởng", "Cán", "Hội", "Sở", "UBND", "Ủy", "Công", "Trường", "Đảng"}
# A name after one of these is that of a place or of a body.
PLACE = re.compile(
    r"(?:phường|xã|thị trấn|huyện|quận|tỉnh|thành phố|tp\.?|bản|thôn|tổ|khối|đường|phố|trường|thpt|thcs|tiểu học"
    r"|mầm non|bệnh viện|giải thưởng|quỹ|sông|núi|chợ|cầu|hồ|mang tên|chùa|đền|khu di tích|tượng đài"
    r"|ward|commune|district|street|road|school|hospital|province|city)[ \u00a0]$",
    re.IGNORECASE,
)
# Places and people of history whose names are built like a person's.
KNOWN = re.compile(
    "Hồ Chí Minh|Võ Nguyên Giáp|Phan (Thiết|Rang)|Lê (Chân|Lợi)|Hoàng (Su Phì|Sa|Mai|Liên)|Võ Nhai|Ngô Quyền|Vũ Quang"
    "|Dương Kinh|Trần Đề|Đoàn Thanh Niên|Bà Rịa|Cô (Tô|Sa)|Bác Hồ|Anh (Sơn|hùng)|Cao (Minh|Đức)"
)
# Without any capital letter, where a middle name leaves no doubt; and with little but capital letters.
QUIET = re.compile(
    rf"(?<!\w)(?:{'|'.join(FAMILY.lower().split())})[ \u00a0](?:văn|thị)[ \u00a0][^\W\d_]{{1,20}}+(?!\w)"
)
INITIALS = re.compile(rf"(?<![\w.])(?:Ng|{CAPITAL})\.[ \u00a0]?[VT]\.[ \u00a0]?{CAPITAL}(?!\w)")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+[@＠][\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
# A mobile or a fixed number: a nought or the code of the country, then nine or ten digits, perhaps in groups; two
# groups of five are codes of communes. Without its plus the code is one where the digits stand in no groups.
TELEPHONE = re.compile(
    r"(?<![\w.,/-])(?:(?![0-9]{5} [0-9])(?:\+84|0084|\(?0(?=[1-9]))[ .()-]{0,2}[1-9](?:[ .()-]{0,2}[0-9]){8,9}"
    r"|84[1-9][0-9]{8})(?!\w|[.,/-][0-9])"
)
IDENTITY = re.compile(r"(?<![\w.,/-])0[0-9]{11}(?!\w)")
# As much of a text before a name says whose name it is.
BEFORE = 20


def find_personal(text: str) -> list[str]:
    """What in a text looks like the name of a person, an e-mail address, a telephone or identity number, in order.

    >>> find_personal("Giao Nguyễn Văn A, 0912 345 678, Sở Y tế")
    ['Nguyễn Văn A', '0912 345 678']
    >>> find_personal("Phường Phan Đình Giót: 208.222 trẻ em giai đoạn 2021-2025")
    []
    """
    text = unicodedata.normalize("NFC", text)
    spans = [found.span() for rule in (EMAIL, TELEPHONE, IDENTITY, QUIET, INITIALS) for found in rule.finditer(text)]
    spans += [span for rule in (_family_names, _titled_names) for span in rule(text) if _is_person(text, span)]
    return list(dict.fromkeys(text[start:end] for start, end in _outermost(spans)))


def _family_names(text: str) -> Iterator[tuple[int, int]]:
    """Where a family name is followed by other words of a name."""
    for run in RUN.finditer(text):
        words = run[0].replace("\u00a0", " ").split(" ")
        first = next((at for at in range(len(words) - 1) if _begins_name(words[at:], not at)), None)
        if first is not None:
            yield run.start() + len(" ".join(words[:first])) + bool(first), run.end()


def _begins_name(words: list[str], alone: bool) -> bool:
    """Whether words with capital letters begin with a family name and go on as a name does.

    alone : no other such word stands before them, as in a heading.
    """
    first, second = words[0], words[1]
    if first in FAMILY_LOUD:
        return True
    if first.isupper() and len(first) > 1:
        return alone and first.title() in SURE | UNSURE and second in ("VĂN", "THỊ") and len(words) > 2
    return first in SURE or (first in UNSURE and second in MIDDLE and len(words) > 2)


def _titled_names(text: str) -> Iterator[tuple[int, int]]:
    """Where a title is followed by a name."""
    for found in TITLED.finditer(text):
        if found["name"].split()[0] not in OFFICE:
            yield found.span()


def _is_person(text: str, span: tuple[int, int]) -> bool:
    """Whether what is built like a name is none of a place, of a body, or of history."""
    start, end = span
    return not (KNOWN.match(text, start, end) or PLACE.search(text[max(0, start - BEFORE) : start]))


def _outermost(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in their order, without those that begin inside another one."""
    last = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            last = end
            yield start, end
