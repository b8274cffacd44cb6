"""The fonts of the reports as CSS that a page carries in itself, with every Vietnamese letter."""

import base64
from functools import cache
from pathlib import Path

from bvte.presentation import theme

# The font that stands in for Times New Roman; its README tells of what it is made. Weight and style of each file.
TERMES = Path(__file__).parent / "template" / "termes"
# The cut of the theme's font (`font_cut`), under the Open Font License as the font is.
CUT = Path(__file__).parent / "template" / "be-vietnam-pro"
CUTS = {
    "bvte-termes-regular.woff": (400, "normal"),
    "bvte-termes-italic.woff": (400, "italic"),
    "bvte-termes-bold.woff": (700, "normal"),
    "bvte-termes-bolditalic.woff": (700, "italic"),
}


@cache
def font_css():
    """`@font-face` rules of the theme's weights with the fonts embedded; made once in a process."""
    return "\n".join(_font_face(weight, name) for weight, name in theme.FONT_FILES.items())


@cache
def paper_font_css():
    """`@font-face` rules of the font in which a paper of an office is set where its own is not installed."""
    family = theme.PAPER_FONTS[-1]
    return "\n".join(_rule(family, *look, (TERMES / name).read_bytes()) for name, look in CUTS.items())


def cut_path(name):
    """Path of the cut of one font file of the theme."""
    return (CUT / name).with_suffix(".woff")


def _font_face(weight, name):
    """One weight of the theme's font as a rule."""
    return _rule(theme.FONT, weight, "normal", cut_path(name).read_bytes())


def _rule(family, weight, style, woff):
    """A rule that holds its font as a data address."""
    source = f'url("data:font/woff;base64,{base64.b64encode(woff).decode("ascii")}") format("woff")'
    slant = "" if style == "normal" else f" font-style: {style};"
    return f'@font-face {{font-family: "{family}"; font-weight: {weight};{slant} src: {source};}}'
