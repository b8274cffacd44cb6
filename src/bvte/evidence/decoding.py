"""Bytes of a file as text, in one place: read where only one reading is possible, refused where there are two.

UTF-8 and what carries a byte-order mark say themselves what they are. A Windows code page does not: the same byte is
"ò" in one of them and the dot below a letter in another. Such a file is read where in exactly one code page every
word on which they differ is spelt as a Vietnamese syllable can be; a wrong letter in a name is never guessed.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from bvte.evidence.problem import Problem

# The longest marks first: that of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What Excel of Viet Nam and of other places saves as plain "CSV".
CODE_PAGES = {"cp1258": "Windows-1258", "cp1252": "Windows-1252"}
# Text has no such bytes; UTF-16 without its mark has one beside every plain letter.
MOST_NULS = 4

WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
ONSET = "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
# Vowels without the mark of a tone, and the consonants that may close them.
OPEN = (
    "oai|oay|oao|oeo|uây|uôi|ươi|iêu|yêu|ươu|uya|uyu|ai|ay|ây|oi|ôi|ơi|ui|ưi|ao|au|âu|eo|êu|iu|ưu"
    "|oa|oe|uê|uơ|uy|ia|ưa|ua|a|e|ê|i|o|ô|ơ|u|ư|y"
)
CLOSED = "(?:uyê|oo|oa|oă|oe|uâ|uê|uy|iê|yê|uô|ươ|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)(?:ng|nh|ch|c|m|n|p|t)"
SYLLABLE = re.compile(f"{ONSET}(?:{CLOSED}|{OPEN})", re.IGNORECASE)
# QĐ-TTg, HĐND, TƯ: letters that begin words.
INITIALS = re.compile("[A-ZĐƯ]+")
TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


@dataclass(frozen=True)
class Decoded:
    """The text of a file and the encoding that it was read in, by the name that people know."""

    text: str
    encoding: str


class UnknownEncodingError(ValueError):
    """Bytes that may be read in no way, or in two; `place` : of the first byte in doubt."""

    def __init__(self, content: bytes, place: int) -> None:
        self.line = content.count(b"\n", 0, place) + 1
        self.found = f"0x{content[place]:02x}"
        super().__init__(f"{self.found} in line {self.line}")


def decode_bytes(content: bytes) -> Decoded:
    """The text of a file. Raises UnknownEncodingError where nothing says for certain which letters were meant.

    >>> decode_bytes("Biểu".encode("utf-16")).text
    'Biểu'
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _marked_text(content, mark, encoding)
    if content.count(0) * MOST_NULS > len(content):
        raise UnknownEncodingError(content, content.index(0))
    try:
        return Decoded(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        return Decoded(*_of_code_page(content, error.start))


def _marked_text(content: bytes, mark: bytes, encoding: str) -> Decoded:
    """The text after a byte-order mark, in the encoding that the mark names."""
    try:
        return Decoded(content[len(mark) :].decode(encoding), encoding.upper().removesuffix("-LE").removesuffix("-BE"))
    except UnicodeDecodeError as error:
        raise UnknownEncodingError(content, min(error.start + len(mark), len(content) - 1)) from error


def _of_code_page(content: bytes, doubtful: int) -> tuple[str, str]:
    """Text and name of the only code page that fits; `doubtful` : place of the first byte that is no UTF-8."""
    # Excel writes "?" for each letter that its code page lacks: which of them are questions, nobody can tell.
    if b"?" in content:
        raise UnknownEncodingError(content, doubtful)
    read = {name: text for name in CODE_PAGES if (text := _decoded(content, name)) is not None}
    texts = set(read.values())
    fitting = [name for name, text in read.items() if len(texts) == 1 or _is_vietnamese(text, texts - {text})]
    if not fitting or (len(fitting) > 1 and len(texts) > 1):
        raise UnknownEncodingError(content, doubtful)
    return read[fitting[0]], CODE_PAGES[fitting[0]]


def _decoded(content: bytes, name: str) -> str | None:
    """The text in a code page with every accent on its letter, None where a byte means nothing in it."""
    try:
        text = unicodedata.normalize("NFC", content.decode(name))
    except UnicodeDecodeError:
        return None
    # A byte that Windows leaves free becomes a control character in some tables.
    return None if re.search("[\x80-\x9f]", text) else text


def _is_vietnamese(text: str, others: set[str]) -> bool:
    """Whether every word that the other readings have not is a Vietnamese syllable."""
    elsewhere = [set(_words(other)) for other in others]
    differing = {word for word in _words(text) if not all(word in words for words in elsewhere)}
    return bool(differing) and all(is_syllable(word) or INITIALS.fullmatch(word) for word in differing)


def _words(text: str) -> list[str]:
    """The words of a text, accents that stand apart behind their letters with them."""
    return WORD.findall(text)


def is_syllable(word: str) -> bool:
    """Whether a word is spelt as a Vietnamese syllable can be, whatever its tone.

    >>> is_syllable("Biểu"), is_syllable("Joăo")
    (True, False)
    """
    bare, tones = TONES.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


# UTF-8 read in the code page of Windows, or byte by byte: a first byte, then one to three of those that follow it.
CONTINUED = [bytes([number]) for number in range(0x80, 0xC0)]
FOLLOWING = "".join(byte.decode("cp1252", "ignore") + byte.decode("latin-1") for byte in CONTINUED)
MISREAD = re.compile(f"(?:[ÂÃÄÅÆËÌÍáâ][{re.escape(FOLLOWING)}]{{1,3}})+")


def meant_letters(text: str) -> str:
    """A text with what was misread as it was meant.

    >>> meant_letters("Biá»ƒu 1")
    'Biểu 1'
    """
    return MISREAD.sub(lambda found: _reread(found[0]), text)


def _reread(misread: str) -> str:
    """Letters that UTF-8 gives for what the code page of Windows made of them, else themselves."""
    try:
        return b"".join(_windows_byte(letter) for letter in misread).decode("utf-8")
    except UnicodeError:
        return misread


def _windows_byte(letter: str) -> bytes:
    """The byte that a letter was made of, in the code page, which leaves five of them without one."""
    return letter.encode("latin-1") if ord(letter) < 0x100 else letter.encode("cp1252")


# No table or text of a data folder is a tenth as large; what is larger was put there by mistake.
MOST_BYTES = 64_000_000
# How much of the end of a file is shown where it may be cut.
SHOWN = 40


def unreadable_file(code: str, file: str, line: int | None, found: str, allowed: str = "") -> Problem:
    """A problem because of which nothing of a file is known."""
    return Problem(code, file, line, "", found, allowed, facts={"unread": True})


def read_text(path: Path) -> tuple[str | None, list[Problem]]:
    """The text of a file, None where it cannot be read, and the problems of it."""
    decoded, problems = read_decoded(path)
    if decoded is None:
        return None, problems
    text = decoded.text
    if not text.strip():
        return None, [_no_text(path, is_there=True)]
    # Old programs on a Mac end a line with a carriage return alone.
    if not text.endswith(("\n", "\r")):
        last = text.rpartition("\n")[2]
        return text, [Problem("file_cut", path.name, text.count("\n") + 1, "", last[-SHOWN:])]
    return text, []


def _no_text(path: Path, is_there: bool) -> Problem:
    """The problem of a file that is missing or empty: a table may have its header alone, entries have none."""
    is_yaml = path.suffix == ".yml"
    missing, empty = ("yaml_missing", "yaml_empty") if is_yaml else ("file_missing", "file_empty")
    return unreadable_file(empty if is_there else missing, path.name, None, path.name)


def read_decoded(path: Path) -> tuple[Decoded | None, list[Problem]]:
    """The text of a file with its encoding, None where it cannot be read, and why."""
    try:
        if path.stat().st_size > MOST_BYTES:
            size = f"{path.stat().st_size // 1_000_000} MB"
            return None, [unreadable_file("file_too_large", path.name, None, size, f"{MOST_BYTES // 1_000_000} MB")]
        return decode_bytes(path.read_bytes()), []
    except FileNotFoundError:
        return None, [_no_text(path, is_there=False)]
    except OSError as error:
        # A folder of that name, a file that another program holds or that this person may not read.
        return None, [unreadable_file("file_not_opened", path.name, None, error.strerror or "")]
    except UnknownEncodingError as error:
        return None, [unreadable_file("not_utf8", path.name, error.line, error.found)]
