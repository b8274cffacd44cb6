"""A number as somebody printed it: its digits, its bound, what stands glued to it, and how its column writes decimals.

What a publisher puts beside or in place of a number (`c`, `:`, `Sơ bộ`) is a mark; which marks there are, a map says.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bvte.evidence.value import Comparator

# Signs and words before a number that make it a bound or an approximation.
BOUNDS = {
    Comparator.below: ("<", "dưới", "below", "under", "less than", "fewer than"),
    Comparator.at_most: ("<=", "≤", "không quá", "nhiều nhất", "tối đa", "at most", "up to"),
    Comparator.above: (">", "trên", "hơn", "above", "over", "more than"),
    Comparator.at_least: (">=", "≥", "ít nhất", "tối thiểu", "at least"),
    Comparator.about: ("~", "≈", "khoảng", "gần", "about", "nearly", "approximately", "ca."),
}
# The same behind a number: "90 trở lên", "26,1 %+".
BEHIND = {
    Comparator.at_least: ("trở lên", "or more", "and over", "and above", "+"),
    Comparator.at_most: ("trở xuống", "or less", "or fewer", "and under"),
}
SIGNS_BEHIND = {sign: comparator for comparator, signs in BEHIND.items() for sign in signs}
SIGNS = {sign: comparator for comparator, signs in BOUNDS.items() for sign in signs}
# A word is one by the blank behind it: under16 is a name.
BOUND = re.compile(
    "|".join(re.escape(sign) + r"(?!\w)" * sign[0].isalpha() for sign in sorted(SIGNS, key=len, reverse=True)),
    re.IGNORECASE,
)
# Footnotes: raised digits and letters, stars, and what stands in brackets behind a word or a number.
RAISED = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u207f\u2080-\u208e\u1d43-\u1d61\u1d9c-\u1dbf*†‡]+")
BRACKETED = re.compile(r"(?<=[^\W\d])\s*(?:\(\d{1,2}\)|\[(?:note\s*)?\w{1,3}\])(?=\s|$)", re.IGNORECASE)
# What English official tables write beside whatever has a note.
NOTE = re.compile(r"\s*\[notes?\s*[\d, ]{1,12}\]", re.IGNORECASE)
# Behind a number it is glued: 12 (3) may be a count and its share.
GLUED = re.compile(r"(?<=\d)(?:\(\d{1,2}\)|\[(?:note\s*)?\w{1,3}\])\s*$", re.IGNORECASE)
# A raised digit that a program let down: Total1.
LET_DOWN = re.compile(r"(?<=[^\W\d_])\d{1,2}(?=\s|$)")
SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
MINUS = "\N{MINUS SIGN}\N{EN DASH}"
# Digits with the marks that may stand between them, nothing else.
DIGITS = re.compile(r"-?\d(?:[\d.,' ]*\d)?")
GROUP = 3
# What joins a mark to what it stands beside.
JOINTS = " -–/|()"
# A binary number shows its own noise from the sixteenth digit on: 0.1 + 0.2 is 0.30000000000000004.
SURE_DIGITS = 15


class UnreadCell(ValueError):  # noqa: N818
    """A cell that is no figure; `code` says why.

    found : what stands there, "" for all that a person sees; allowed : what may stand there; near : what may be meant;
    by_choice : the map or the publisher says that there is no figure, so that nothing is wrong.
    """

    def __init__(
        self, code: str, found: str = "", allowed: str = "", near: str | None = None, by_choice: bool = False
    ) -> None:
        super().__init__(code)
        self.code, self.found, self.allowed, self.near, self.by_choice = code, found, allowed, near, by_choice


@dataclass(frozen=True)
class Printed:
    """What one cell prints: a number (None where only marks stand there), how firmly, and its marks as written."""

    value: Decimal | None
    comparator: str = "="
    percent: bool = False
    marks: tuple[str, ...] = ()


@lru_cache(maxsize=100_000)
def plain_text(text: str) -> str:
    """A text in composed letters, with one blank between words, without the footnotes that are glued to it.

    >>> plain_text("Tổng  số(1)")
    'Tổng số'
    """
    text = SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    shorter = GLUED.sub("", BRACKETED.sub("", NOTE.sub("", RAISED.sub("", text)))).strip()
    # A text of nothing but stars or raised digits is a mark and no footnote.
    return shorter or text


def spellings(text: str) -> list[str]:
    """A printed name as it may stand in a map: plain, and without the digits of footnotes glued to its words.

    >>> spellings("Total1")
    ['Total1', 'Total']
    """
    return list(dict.fromkeys([plain_text(text), plain_text(LET_DOWN.sub("", plain_text(text)))]))


def decimal_mark(texts: Iterable[str]) -> str | None:
    """The decimal mark of a column, "," or ".", None where nothing in it says or two cells say otherwise.

    A column of thousands and of one more digit before or behind cannot mean decimals by the same mark.

    >>> decimal_mark(["1.234", "12,5"])
    ','
    >>> decimal_mark(["1.234", "2.345"]) is None
    True
    """
    bodies = [body for text in texts if (body := _number_body(text))]
    said = {mark for body in bodies if (mark := _mark_said(body))}
    if not said and (mark := _mark_of_thousands(bodies)):
        said = {mark}
    return said.pop() if len(said) == 1 else None


def _number_body(text: str) -> str | None:
    """The digits of a text with the marks between them, None where something else stands there."""
    body, _, _ = _split_bound(plain_text(text).rstrip("% "))
    return body if DIGITS.fullmatch(body) else None


def _mark_said(body: str) -> str | None:
    """The decimal mark that one number gives away, None where it may be either."""
    marks = re.findall(r"[.,]", body)
    if len(set(marks)) == 2:
        return marks[-1]
    if not marks:
        return None
    if len(marks) > 1:
        return _other_mark(marks[0])
    before, after = re.split(r"[.,]", body)
    ambiguous = len(after) == GROUP and 1 <= len(before.lstrip("-")) <= GROUP and not re.fullmatch("-?0+", before)
    return None if ambiguous else marks[0]


def _mark_of_thousands(bodies: list[str]) -> str | None:
    """The decimal mark where a mark parts thousands: numbers below a thousand have none, those above have."""
    marked = [body for body in bodies if re.search("[.,]", body)]
    bare = [body for body in bodies if re.fullmatch(r"-?\d{1,3}", body)]
    used = {mark for body in marked for mark in re.findall("[.,]", body)}
    if len(used) != 1 or not bare or len(marked) + len(bare) < len(bodies):
        return None
    return _other_mark(used.pop())


def _other_mark(mark: str) -> str:
    return "," if mark == "." else "."


@lru_cache(maxsize=100_000)
def read_printed(text: str, marks: tuple[str, ...], decimal: str | None) -> Printed:
    """A cell as a number with what stands beside it.

    marks : those of the map, as written; decimal : mark of the column, None where nothing says. Raises UnreadCell
    for a text that is neither a number nor a mark, and for 1.234 where nothing says whether that is a thousand.

    >>> read_printed("<90", (), None)
    Printed(value=Decimal('90'), comparator=<Comparator.below: '<'>, percent=False, marks=())
    >>> read_printed("1.234 p", ("p",), ",").value, read_printed(":", (":",), None).value
    (Decimal('1234'), None)
    """
    whole = SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    found, rest = split_marks(whole, marks)
    rest = plain_text(rest)
    if found and not rest:
        return Printed(None, marks=found)
    body, comparator, percent = _split_bound(rest)
    return Printed(_read_digits(body, decimal), comparator, percent, found)


def split_marks(text: str, marks: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The marks at both ends of a text, as the map writes them, and what is left between them.

    >>> split_marks("Sơ bộ - Prel. 2021", ("Prel.", "Sơ bộ"))
    (('Sơ bộ', 'Prel.'), '2021')
    """
    known = {mark.casefold(): mark for mark in marks}
    found: list[str] = []
    while text:
        if text.casefold() in known:
            return (*found, known[text.casefold()]), ""
        match = next((match for pattern in _mark_patterns(marks) if (match := pattern.fullmatch(text))), None)
        if not match:
            break
        found.append(known[(match["before"] or match["behind"]).casefold()])
        text = match["rest"].strip(JOINTS)
    return tuple(found), text


@lru_cache
def _mark_patterns(marks: tuple[str, ...]) -> list[re.Pattern[str]]:
    """For each mark what a text looks like that has it at an end; the longest first, signs only apart from a number.

    Between a mark of letters and its number stands a blank, a bracket or nothing; a minus is no mark of a number.
    """
    patterns = []
    for mark in sorted(marks, key=len, reverse=True):
        sign, apart = re.escape(mark), r"\s" if not re.search(r"\w", mark) else r"[\s\d)]"
        before = rf"\(?(?P<before>{sign})\)?(?={apart}|\s|<|-\s)(?P<rest>.*)"
        behind = rf"(?P<rest>.*(?:{apart}|\s|\())(?P<behind>{sign})\)?"
        for text in (f"{before}(?P<behind>)", f"(?P<before>){behind}"):
            patterns.append(re.compile(text, re.IGNORECASE | re.DOTALL))
    return patterns


def marks_in(text: str, marks: tuple[str, ...]) -> tuple[str, ...]:
    """The marks that stand anywhere in a text as words of their own."""
    return tuple(mark for mark in marks if re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", text, re.IGNORECASE))


def bound_of(sign: str) -> str:
    """The comparator that a sign or word in a column of its own means. Raises UnreadCell.

    >>> bound_of("under"), bound_of("=")
    (<Comparator.below: '<'>, '=')
    """
    if sign == "=":
        return sign
    if sign.casefold() not in SIGNS:
        raise UnreadCell("mark_not_known", sign, "=, <, <=, >, >=, ~")
    return SIGNS[sign.casefold()]


def _split_bound(text: str) -> tuple[str, str, bool]:
    """The digits of a text, the comparator before or behind them, and whether a percent sign stands behind."""
    comparator = "="
    if (bound := BOUND.match(text)) and re.search(r"\d", text):
        comparator, text = SIGNS[bound[0].casefold()], text[bound.end() :].strip()
    elif behind := next((sign for sign in SIGNS_BEHIND if text.casefold().endswith(sign)), None):
        comparator, text = SIGNS_BEHIND[behind], text[: -len(behind)].removeprefix("từ ").strip()
    percent = text.endswith("%")
    body = SPACES.sub(" ", text.removesuffix("%")).strip().replace("’", "'")
    for sign in MINUS:
        body = body.replace(sign, "-")
    return body, comparator, percent


def _read_digits(body: str, decimal: str | None) -> Decimal:
    """The number that digits write. Raises UnreadCell."""
    if not (DIGITS.fullmatch(body) and body.isascii()):
        raise UnreadCell("not_a_number", allowed="28,5")
    said = _mark_said(body)
    if decimal is None and said is None and re.search("[.,]", body):
        raise UnreadCell("ambiguous_number", allowed=re.sub(r"[.,' ]", "", body))
    mark = decimal or said or "."
    integer, _, fraction = body.partition(mark)
    if not re.fullmatch(r"\d*", fraction) or not _grouped(integer):
        raise UnreadCell("number_of_another_form", allowed=f"12{mark}5")
    return sure_number(Decimal("".join(re.findall(r"[-\d]", integer)) + (f".{fraction}" if fraction else "")))


def _grouped(integer: str) -> bool:
    """Whether digits are one row, or groups of three after the first, parted by one and the same mark."""
    if re.fullmatch(r"-?\d+", integer):
        return True
    parts = re.fullmatch(r"-?\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*", integer)
    return bool(parts)


def sure_number(number: Decimal) -> Decimal:
    """A number without the noise of its binary form.

    >>> sure_number(Decimal("0.30000000000000004"))
    Decimal('0.3')
    """
    if len(number.as_tuple().digits) <= SURE_DIGITS:
        return number
    rounded = Decimal(f"{number:.{SURE_DIGITS}g}")
    return rounded.normalize() if rounded != rounded.to_integral_value() else rounded.to_integral_value()
