"""What all office files share: the mark of a status, and files without a time or a producer in them."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime

from bvte.presentation.theme import look_of

# It comes with Windows and has every sign; where it is absent, office programs take a font of their own.
SIGN_FONT = "Segoe UI Symbol"
JOINED = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Mark:
    """How the mark of a status is written: its text, the colours of that and of its ground as RRGGBB."""

    text: str
    ink: str
    ground: str
    drafted: bool


# The colour of the mark of what is internal.
INTERNAL_RED = "#A4001D"


def mark_of(label):
    """The Mark of a status by its label."""
    look, drafted = look_of(label)
    return Mark(f"{JOINED}{look.sign}{JOINED}", _hex_colour(look.text), _hex_colour(look.fill), drafted)


def _hex_colour(colour):
    return colour.lstrip("#").upper()


def sign_of(label):
    """The sign of a status by its label."""
    return look_of(label)[0].sign


def signed_run(run):
    """The text of a run, a status with its sign before it, for cells that have one look only."""
    return f"{sign_of(run.status)} {run.text}" if run.status else run.text


def sheet_look(label):
    """The format of a cell of a workbook that holds a status, as xlsxwriter names its parts."""
    look, drafted = look_of(label)
    dashed = {"border": 3} if drafted else {}
    return {"bg_color": look.fill, "font_color": look.text, "bold": True, **dashed}


# The earliest time that a zip archive can state: it says nothing of when the file was made.
NO_TIME = (1980, 1, 1, 0, 0, 0)
# A time in the properties of a file.
CLOCK = re.compile(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<")


def repack_file(archive, clockless=()):
    """The same files in a zip archive without times of their own. archive, result : bytes.

    clockless : names of files in it whose times are taken out as well.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in clockless:
                content = CLOCK.sub(b">1980-01-01T00:00:00Z<", content)
            new.writestr(zipfile.ZipInfo(name, NO_TIME), content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def day_of(meta):
    """The date of the newest evidence, as office files want one for their properties."""
    parts = [int(part) for part in meta.get("evidence-date", "").split("-") if part.isdigit()]
    return datetime(*[*parts, 1, 1][:3]) if parts else datetime(*NO_TIME)
