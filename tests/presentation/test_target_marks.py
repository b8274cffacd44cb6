"""A target that was set, one of a draft and one that was not found are drawn and told apart."""

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.presentation.marks import LINES

from .sample import SAMPLE

TARGETS = """
    programme, indicator, condition, value, due_year, stated
    {programme}, help,    at_least,  90,    2020,     {stated}
"""
UNFOUND = "no document sets it; the report on its result names at least 90%"
# Which programme and whether the target itself is stated -> how it is drawn, its label, and what the chart says of it.
CASES = {
    ("plan", "yes"): ("set", "target at least 90%", "target at least 90%"),
    ("next", "yes"): ("draft", "draft target at least 90%", "target of a draft: at least 90%"),
    ("plan", "no"): ("unfound", "no document: at least 90%", UNFOUND),
    ("next", "no"): ("unfound", "no document: at least 90%", UNFOUND),
}


@pytest.mark.parametrize(("programme", "stated"), CASES)
def test_a_target_is_told_apart_by_word_line_and_colour(province, drawn, programme, stated):
    activate("en")
    kind, label, words = CASES[programme, stated]
    evidence = province(**SAMPLE | {"targets": TARGETS.format(programme=programme, stated=stated)})
    found = bvte.indicator_chart(evidence, "help", "P1", list(evidence.targets.values()))
    across = [line for line in drawn[-1].lines if list(line.get_xdata()) == [2019.7, 2020.3]]
    assert [(line.get_color(), line.is_dashed()) for line in across] == [(LINES[kind].colour, kind != "set")]
    assert label in [" ".join(note.get_text().split()) for note in drawn[-1].texts]
    assert words in " ".join(drawn[-1].figure.get_suptitle().split())
    assert words[1:] in found.alt
    (row,) = [row for row in found.numbers.rows if "90" in row[2].text]
    assert row[-1].text == {"set": "Target that was set", "draft": "Target of a draft"}.get(kind, "Target not found")


def test_no_two_kinds_of_target_share_a_line_or_a_colour():
    looks = list(LINES.values())
    assert len({look.colour for look in looks}) == len({look.pattern for look in looks}) == len(looks) == 4
