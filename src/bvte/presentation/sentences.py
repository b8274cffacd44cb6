"""Words that have to fit into a sentence: one that goes on after a comma, the kinds of units that a place has."""

from collections.abc import Sequence

from bvte.evidence.rows import Area
from bvte.presentation.newness import KINDS
from bvte.presentation.texts import say, texts_of


def going_on(text: str) -> str:
    """A sentence as it goes on after a comma: its first letter small, unless it begins with an abbreviation or with a
    name of several words.

    >>> going_on("Toàn tỉnh còn 45 xã."), going_on("Huyện Mường Ảng được tách ra."), going_on("Sở Y tế phụ trách.")
    ('toàn tỉnh còn 45 xã.', 'huyện Mường Ảng được tách ra.', 'Sở Y tế phụ trách.')
    """
    first, _, rest = text.partition(" ")
    is_name = rest[:1].isupper() and first not in KINDS
    return text if is_name or first[:2].isupper() or not first[:1].isalpha() else text[0].lower() + text[1:]


def unit_kinds(units: Sequence[Area]) -> str:
    """The kinds of some units of one level ("xã, phường"); the usual name of the level where one of them has no name
    here."""
    found, names = {unit.type for unit in units}, texts_of("units.kinds")
    if found - set(names):
        return say(f"units.of_level.{units[0].level}")
    return listed([name for kind, name in names.items() if kind in found])


def all_kinds() -> str:
    """The kinds of units that a law names for the commune level, whichever of them a province has."""
    names = texts_of("units.kinds")
    return listed([names[kind] for kind in ("xa", "phuong", "dac_khu")])


def listed(names: Sequence[str]) -> str:
    """Names one after the other, as the language joins the last."""
    return say("units.joined", first=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]
