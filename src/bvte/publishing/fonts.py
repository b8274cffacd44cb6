"""The font of the reports as CSS that a page carries in itself, with every Vietnamese letter."""

import base64
import io
from functools import cache
from pathlib import Path

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from bvte.presentation import theme

# Latin with its supplements, the Vietnamese blocks, combining marks, punctuation, signs of number and money.
LETTERS = "0020-007E,00A0-017F,01A0-01B0,0300-0323,1EA0-1EF9,2010-2026,2030,20AB,2212,2264-2265"
# The font that stands in for Times New Roman; its README tells of what it is made. Weight and style of each file.
TERMES = Path(__file__).parent / "template" / "termes"
CUTS = {
    "bvte-termes-regular.woff": (400, "normal"),
    "bvte-termes-italic.woff": (400, "italic"),
    "bvte-termes-bold.woff": (700, "normal"),
    "bvte-termes-bolditalic.woff": (700, "italic"),
}
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@cache
def font_css():
    """`@font-face` rules of the theme's weights with the fonts embedded; made once in a process."""
    return "\n".join(_font_face(weight, name) for weight, name in theme.FONT_FILES.items())


@cache
def paper_font_css():
    """`@font-face` rules of the font in which a paper of an office is set where its own is not installed."""
    family = theme.PAPER_FONTS[-1]
    return "\n".join(_rule(family, *look, (TERMES / name).read_bytes()) for name, look in CUTS.items())


def _font_face(weight, name):
    """One weight of the theme's font as a rule."""
    return _rule(theme.FONT, weight, "normal", subset_woff(theme.font_path(name)))


def _rule(family, weight, style, woff):
    """A rule that holds its font as a data address."""
    source = f'url("data:font/woff;base64,{base64.b64encode(woff).decode("ascii")}") format("woff")'
    slant = "" if style == "normal" else f" font-style: {style};"
    return f'@font-face {{font-family: "{family}"; font-weight: {weight};{slant} src: {source};}}'


def subset_woff(path):
    """The font file cut down to LETTERS, with tabular figures, as WOFF bytes."""
    options = subset.Options(flavor="woff", layout_features=["*"], hinting=False)
    # The time of saving would make two builds differ.
    font = TTFont(path, recalcTimestamp=False)
    add_tabular_figures(font)
    letters = subset.Subsetter(options)
    letters.populate(unicodes=subset.parse_unicodes(LETTERS))
    letters.subset(font)
    woff = io.BytesIO()
    subset.save_font(font, woff, options)
    return woff.getvalue()


def add_tabular_figures(font):
    """Give the font digits of one width under the OpenType feature `tnum`, which the family lacks.

    The widest digit sets the width. Columns of figures need it: a 1 is half as wide as a 4.
    """
    width = max(font["hmtx"][digit][0] for digit in DIGITS)
    glyphs, order = font.getGlyphSet(), list(font.getGlyphOrder())
    for digit in DIGITS:
        advance, bearing = font["hmtx"][digit]
        shift = (width - advance) // 2
        pen = TTGlyphPen(glyphs)
        glyphs[digit].draw(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        font["glyf"][f"{digit}.tnum"] = pen.glyph()
        font["hmtx"][f"{digit}.tnum"] = (width, bearing + shift)
    font.setGlyphOrder([*order, *(f"{digit}.tnum" for digit in DIGITS)])
    rules = " ".join(f"sub {digit} by {digit}.tnum;" for digit in DIGITS)
    addOpenTypeFeaturesFromString(font, f"feature tnum {{ {rules} }} tnum;", tables=["GSUB"])
