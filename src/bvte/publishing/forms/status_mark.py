"""The mark of a status in an office file: its sign on its colour before the word, dashed where drafted.

The sign stands on the colour and not in it: a light colour could not be read on paper, and two dark ones
would be one grey in a grey print.
"""

from dataclasses import dataclass

from bvte.presentation.cells import look_of

# It comes with Windows and has every sign; where it is absent, office programs take a font of their own.
FONT = "Segoe UI Symbol"
JOINED = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Mark:
    """How the mark of a status is written: its text, the colours of that and of its ground as RRGGBB."""

    text: str
    ink: str
    ground: str
    drafted: bool


def mark_of(label):
    """The Mark of a status by its label."""
    look, drafted = look_of(label)
    return Mark(f"{JOINED}{look.sign}{JOINED}", _rrggbb(look.text), _rrggbb(look.fill), drafted)


def _rrggbb(colour):
    return colour.lstrip("#").upper()


def sign_of(label):
    """The sign of a status by its label."""
    return look_of(label)[0].sign


def signed(run):
    """The text of a run, a status with its sign before it, for cells that have one look only."""
    return f"{sign_of(run.status)} {run.text}" if run.status else run.text


def sheet_look(label):
    """The format of a cell of a workbook that holds a status, as xlsxwriter names its parts."""
    look, drafted = look_of(label)
    dashed = {"border": 3} if drafted else {}
    return {"bg_color": look.fill, "font_color": look.text, "bold": True, **dashed}
