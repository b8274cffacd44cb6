"""Office files are zip archives; the same document must make the same archive."""

import io
import zipfile
from datetime import datetime

# The earliest time that a zip archive can state: it says nothing of when the file was made.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def repacked(archive):
    """The same files in a zip archive without times of their own. archive, result : bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, NO_TIME)
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def day_of(meta):
    """The date of the newest evidence, as office files want one for their properties."""
    parts = [int(part) for part in meta.get("evidence-date", "").split("-") if part.isdigit()]
    return datetime(*[*parts, 1, 1][:3]) if parts else datetime(*NO_TIME)
