"""Cut the font of the reports down to what their pages carry: `python -m bvte.publishing.font_cut`.

The cut lies beside the templates, since to make it takes half a second and every process would make it anew.
"""

import io

from fontTools import subset
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from bvte.presentation import theme
from bvte.publishing.fonts import cut_path

# Latin with its supplements, the Vietnamese blocks, combining marks, punctuation, signs of number and money.
LETTERS = "0020-007E,00A0-017F,01A0-01B0,0300-0323,1EA0-1EF9,2010-2026,2030,20AB,2212,2264-2265"
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def cut_fonts():
    """Write the cut of each weight."""
    for name in theme.FONT_FILES.values():
        cut_path(name).write_bytes(subset_woff(theme.font_path(name)))


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


if __name__ == "__main__":
    cut_fonts()
