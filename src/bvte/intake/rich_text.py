"""The text of a cell whose letters differ in look: what is raised is a footnote, what is struck out is not said."""

from typing import Any

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RAISED = str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
STRUCK = "~~"


def text_of_runs(element: Any) -> str:
    """The letters of a text: raised ones as raised letters, so that 25 with a raised 3 is not 253; struck ones between
    two tildes, as Markdown has them, so that nobody takes them for what holds."""
    return "".join(_text_of_run(child) for child in element if child.tag in (f"{MAIN}t", f"{MAIN}r"))


def strike_out(text: str) -> str:
    """A text as one that is struck out; a blank one stays.

    >>> strike_out("25,3")
    '~~25,3~~'
    """
    return f"{STRUCK}{text}{STRUCK}" if text.strip() else text


def is_struck(look: Any) -> bool:
    """Whether a font, or the look of a run, strikes its letters out."""
    strike = look.find(f"{MAIN}strike") if look is not None else None
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _text_of_run(child: Any) -> str:
    if child.tag == f"{MAIN}t":
        return child.text or ""
    look, text = child.find(f"{MAIN}rPr"), child.findtext(f"{MAIN}t") or ""
    place = look.find(f"{MAIN}vertAlign") if look is not None else None
    if place is not None and place.get("val") == "superscript":
        text = text.translate(RAISED)
    return strike_out(text) if is_struck(look) else text
