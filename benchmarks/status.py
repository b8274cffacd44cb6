"""`bvte status` on a folder of many reports, as a process of its own: its time is measured from outside."""

from pathlib import Path

from benchmarks.ways import DATA, NOTEBOOKS, PLACE
from bvte.evidence.load import project_root
from bvte.publishing import ledger, status
from bvte.publishing.report import Report

MANY, PLACE_OF_DATA = PLACE / "many", DATA.relative_to(project_root()).as_posix()


def main():
    """The states of all entries of the ledger."""
    known, files = ledger.read_ledger(MANY), status.Files(MANY)
    reports = [Keyed(e.origin.parameters, key) for key, e in known.entries.items()]
    states = status.report_states(reports, NOTEBOOKS, known, files)
    if any(state.state != status.CURRENT for state in states):
        raise SystemExit(states[0])


class Keyed(Report):
    """A report under a name of its own: the many are copies of one."""

    def __init__(self, values, key):
        notebook = Path(key).name.partition("-")[0]
        # The ledger names the folder alone, which lies elsewhere here.
        super().__init__(notebook, values | {"data": f"{PLACE_OF_DATA}/{Path(values['data']).name}"}, "")
        object.__setattr__(self, "name", key)

    @property
    def key(self):
        """The name in the ledger."""
        return self.name


if __name__ == "__main__":
    main()
