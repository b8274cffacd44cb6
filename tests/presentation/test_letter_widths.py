"""Widths of letters by which slides are planned, against a font of the same widths and a second way to break lines."""

from pathlib import Path
from textwrap import wrap
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from bvte.presentation.letter_widths import line_count, text_width

FONTS = [*Path("/usr/share/fonts").rglob("LiberationSans-Regular.ttf")]
TEXT = "Trẻ em có hoàn cảnh đặc biệt được trợ giúp: ít nhất 95% (2030), WMmil.,;:-–“” ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@pytest.mark.skipif(not FONTS, reason="the machine has no font of these widths")
def test_letters_are_as_wide_as_in_the_font():
    font = TTFont(FONTS[0])
    widths, names, size = font["hmtx"], font.getBestCmap(), font["head"].unitsPerEm
    bare = {normalize("NFD", letter)[0] for letter in TEXT}
    assert {c: text_width(c) for c in bare} == pytest.approx(
        {c: widths[names[ord(c)]][0] / size for c in bare}, abs=0.02
    )


@pytest.mark.parametrize("letters", [7, 12, 40])
def test_lines_are_those_of_a_text_whose_letters_are_all_alike(letters):
    words = " ".join(["ab", "a", "abba", "baa"] * 9)
    # A space is half as wide as a letter here, so that no line has fewer words than where it counts whole.
    assert line_count(words, letters * text_width("a")) <= len(wrap(words, letters))
    assert line_count("a" * 10 * letters, letters * text_width("a") + 0.01) == 10


def test_an_empty_text_has_a_line():
    assert line_count("", 3) == 1
