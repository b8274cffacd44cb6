"""Office files are zip archives; the same document must make the same archive."""

import io
import re
import zipfile
from datetime import datetime

# The earliest time that a zip archive can state: it says nothing of when the file was made.
NO_TIME = (1980, 1, 1, 0, 0, 0)
# A time in the properties of a file.
CLOCK = re.compile(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<")


def repacked(archive, clockless=()):
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
