"""Build reports of the first data folder in its first language, telling of each; a process of its own (test_faults.py).

Arguments: folder of reports, kind of notebook.
"""

import sys
from pathlib import Path

from bvte.evidence.load import data_folders, load, project_root
from bvte.publishing import build
from bvte.publishing.report import plan_reports


def main(folder, notebook):
    data = data_folders()[0]
    reports = plan_reports(load(data), data, notebook, language="vi")
    for outcome in build.build_reports(reports, project_root() / "notebooks", Path(folder), jobs=2):
        print(outcome.report.key, outcome.failure, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
