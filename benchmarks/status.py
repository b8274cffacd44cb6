"""`bvte status` on a folder of many reports, as a process of its own: its time is measured from outside."""

from benchmarks.ways import NOTEBOOKS, PLACE
from bvte.publishing import ledger, status
from bvte.publishing.report import Report

MANY = PLACE / "many"


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
        super().__init__("phase_evaluation", values, "")
        object.__setattr__(self, "name", key)

    @property
    def key(self):
        """The name in the ledger."""
        return self.name


if __name__ == "__main__":
    main()
