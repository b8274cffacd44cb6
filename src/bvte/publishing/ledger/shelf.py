"""Put the files of a report and its ledger entry in their places: all of them, or none.

A change is first written down whole in a folder of its own beside the reports, and only then carried out.
A process that dies before leaves nothing but that folder; one that dies in between leaves a change that the
next one finishes.
"""

import json
import shutil
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path

from bvte.publishing.ledger import disk, ledger
from bvte.publishing.ledger.inputs import digest

# A change that is written down whole, and one that is still being written.
READY, FILLING = ".change", ".change.part"
RECORD = "change.json"


@contextmanager
def opened(folder):
    """The shelf of a folder of reports, for this process alone, with what a dead process left put right.

    Raises OSError where the folder cannot be written.
    """
    with ledger.locked(folder):
        shelf = Shelf(Path(folder))
        shelf.recover()
        yield shelf


class Shelf:
    """The folder of reports while no other process may change it."""

    def __init__(self, folder):
        self.folder = folder
        self.ledger = ledger.read(folder)

    def put(self, key, entry, files, rows):
        """Enter a report: its files (path -> bytes) and its entry; what else its old entry names goes.

        rows : digest -> rows, of the entry's origin. Raises OSError, after which all is as it was before.
        """
        old = self.ledger.entries.get(key, ledger.Entry())
        gone = sorted({*old.files, *old.traces} - {*entry.files, *entry.traces})
        change = {"key": key, "entry": asdict(entry), "gone": gone, "rows": rows}
        self._write_down(change, files)
        self._carry_out()

    def remove(self, key):
        """Take a report and its entry away."""
        old = self.ledger.entries[key]
        self._write_down({"key": key, "entry": None, "gone": sorted({*old.files, *old.traces})}, {})
        self._carry_out()

    def put_index(self, pages):
        """Write the list of the reports (name -> HTML text) and enter what was written. Raises OSError."""
        for name, text in pages.items():
            disk.put(text, self.folder / name)
        self.ledger = replace(self.ledger, index={name: digest(text) for name, text in pages.items()})
        ledger.write(self.ledger, self.folder)

    def recover(self):
        """Finish the change that a dead process had written down whole; forget one that it had not.

        A ledger that cannot be read is kept under another name.
        """
        if self.ledger.broken:
            (self.folder / ledger.NAME).replace(self.folder / ledger.BROKEN)
        shutil.rmtree(self.folder / FILLING, ignore_errors=True)
        if (self.folder / READY).exists():
            self._carry_out()

    def _write_down(self, change, files):
        """Write a change beside the reports and make it ready; nothing of it stays where that fails."""
        place = self.folder / FILLING
        try:
            place.mkdir(parents=True)
            for number, content in enumerate(files.values()):
                disk.write(place / str(number), content)
            change = {**change, "files": list(files)}
            disk.write(place / RECORD, json.dumps(change, ensure_ascii=False).encode())
            place.rename(self.folder / READY)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise

    def _carry_out(self):
        """Carry out the change that is ready; may be begun again after any of its steps."""
        place = self.folder / READY
        change = json.loads((place / RECORD).read_text(encoding="utf-8"))
        for number, path in enumerate(change["files"]):
            if (place / str(number)).exists():
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (place / str(number)).replace(self.folder / path)
        for path in change["gone"]:
            (self.folder / path).unlink(missing_ok=True)
            with suppress(OSError):  # other reports, or something of somebody's, are in it
                (self.folder / path).parent.rmdir()
        self._enter(change)
        shutil.rmtree(place)

    def _enter(self, change):
        """Write the ledger with the change in it."""
        if change["entry"] is None:
            self.ledger = self.ledger.without(change["key"])
        else:
            entry = ledger.entry_of(**change["entry"])
            self.ledger = self.ledger.with_entry(change["key"], entry, change["rows"])
        ledger.write(self.ledger, self.folder)
