"""How wide a text is in Arial, in which slides stand, so that what is planned for a line is what stands on it.

The widths are those of the font's own table, in thousandths of its size; Liberation Sans and Helvetica share them.
Marks above and below a letter take no width.
"""

from unicodedata import normalize

# Letters without their marks by width; all others are as wide as most small letters and digits.
GROUPS = {
    0: "\u2060",
    222: "ijl’‘",
    278: " \u00a0!,./:;[]ftI",
    333: "()-r“”",
    500: "ckJsvxyz",
    584: "+<>=−±≤≥",
    611: "FTZ",
    667: "ABEKPSVXY&",
    722: "CDĐHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…▰▱",
}
WIDTHS = {letter: width / 1000 for width, letters in GROUPS.items() for letter in letters}
USUAL = 0.556


def text_width(text: str) -> float:
    """Width of a text in sizes of its font.

    >>> text_width("Ấ") == text_width("A"), round(text_width("1,2"), 2)
    (True, 1.39)
    """
    return sum(WIDTHS.get(_bare(letter), USUAL) for letter in normalize("NFC", text))


def _bare(letter: str) -> str:
    """A letter without its marks."""
    return normalize("NFD", letter)[0]


def line_count(text: str, width: float) -> int:
    """Lines that a text takes where a line is so many sizes of its font wide; an empty one is a line too.

    >>> line_count("một hai ba", 4), line_count("một hai ba", 40), line_count("", 4)
    (2, 1, 1)
    """
    lines, left = 1, width
    for word in text.split(" "):
        long = text_width(word)
        if left < width and long > left:
            lines, left = lines + 1, width
        # A word longer than a line goes on below.
        lines, long = lines + int(long // width), long % width
        left -= long + WIDTHS[" "]
    return lines
