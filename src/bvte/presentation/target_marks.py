"""How a target is drawn: set, only drafted, or not found; told apart by word, line and colour."""

from dataclasses import dataclass

from bvte.judgement.target_terms import target_standing
from bvte.presentation import numbers, theme
from bvte.presentation.texts import say


@dataclass(frozen=True)
class Line:
    """Colour and pattern (of matplotlib) of the line that stands for a target."""

    colour: str
    pattern: object


LINES = {
    "set": Line(theme.SERIES[1], "-"),
    "draft": Line(theme.SERIES[2], (0, (2, 0.8))),
    "unfound": Line(theme.COLOURS["soft"], (0, (0.8, 0.8))),
}


def told(target, evidence):
    """A target in words that say whether it was set."""
    text = numbers.target_text(target)
    return say(f"charts.target.{target_standing(evidence, target)}", target=text)
