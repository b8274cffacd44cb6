"""The headings of a page: their anchors, the contents list, and the parts of the page they divide."""

import re
import unicodedata
from dataclasses import dataclass

LEVELS = ["h2", "h3"]
TAKEN = {"main", "contents"}


@dataclass(frozen=True)
class Heading:
    """A line of the contents list."""

    level: int
    id: str
    text: str


def anchor(soup):
    """Give every heading below the title an id; the headings in their order, for the contents list."""
    found = []
    for tag in soup(LEVELS):
        text = tag.get_text(" ", strip=True)
        tag["id"] = _unused(slug(text), TAKEN | {heading.id for heading in found})
        found.append(Heading(int(tag.name[1]), tag["id"], text))
    return found


def slug(text):
    """The text as an address part without Vietnamese marks ("Mục tiêu đạt" becomes "muc-tieu-dat")."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _unused(wanted, taken):
    """The id itself, or with the first number that makes it the only one."""
    number, name = 2, wanted
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    return name


def split(soup):
    """The page as (what stands before its first section, the rest), both as HTML text."""
    parts = list(soup.children)
    first = next((n for n, part in enumerate(parts) if part.name in LEVELS), len(parts))
    return "".join(map(str, parts[:first])).strip(), "".join(map(str, parts[first:])).strip()
