"""Whether the tests hold with other rows in the real evidence: harmless ones are added to a copy.

python -m tests.harmless [PYTEST ARGUMENTS] copies the project, adds to its data folder a source, an area, a
card, a programme, figures, targets, population and a break that contradict nothing, and passes the tests.
"""

import csv
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import data_folder, load, project_root

ADDED = "zz_added"
# Rows by file that no conclusion on the rest of the evidence rests on; "here" is the province of the folder.
ROWS = """
names: &names {name_vi: Hàng thêm vào để thử, name_en: A row added to try}
figure: &figure {indicator: zz_added, start: 2019, end: 2019, statistic: level, comparator: "=",
                 unit: percent, period_stated: "yes", source: zz_added}
sources:
- {id: zz_added, title: "-", kind: press, published_on: 2020, year_stated: "yes", no_address_reason: "-"}
areas:
- {code: zz_added, valid_from: 2004-01-01, level: province, <<: *names}
programmes:
- {id: zz_added, kind: partner_project, level: province, area: here, start: 2011, end: 2014, status: closed,
   <<: *names}
observations:
- {id: zz_here, area: here, value: 41, <<: *figure}
- {id: zz_there, area: zz_added, value: 52, <<: *figure}
population:
- {id: zz_added, area: zz_added, start: 2019, end: 2019, total: 90000, basis: estimate, source: zz_added}
breaks:
- {id: zz_added, date: 2012-01-01, kind: territory, indicators: "*", areas: zz_added, effect: not_comparable,
   reason_vi: "-", reason_en: "-", source: zz_added, <<: *names}
"""
CARD = """
zz_added:
  name: &words {vi: Hàng thêm vào để thử, en: A row added to try}
  short: *words
  definition: *words
  why: *words
  unit: percent
  better: up
  limits: [0, 100]
  group: education
  kind: rate
  sensitivity: public
  judged_by: level
"""
TARGET = {"indicator": ADDED, "condition": "at_least", "value": 40, "unit": "percent", "stated": "yes", "source": ADDED}
NOT_COPIED = ("reports", ".git", ".venv", "desk", "__pycache__", ".pytest_cache", ".ruff_cache")


def added_rows(evidence):
    """The rows by file, with a target in every programme that has some: one that has none says so itself."""
    rows = yaml.safe_load(ROWS.replace("area: here", f'area: "{evidence.province.code}"'))
    ends = {ADDED: 2014} | {p.id: p.end for p in evidence.programmes.values() if evidence.targets_of(p.id)}
    targets = [TARGET | {"id": f"{ADDED}_{code}", "programme": code, "due_year": end} for code, end in ends.items()]
    return {"targets": targets} | {name: rows[name] for name in rows if name not in ("names", "figure")}


def add_to(folder):
    """Write the rows at the end of the files of a folder. Raises AssertionError where they break a rule."""
    for name, rows in added_rows(load(folder)).items():
        file = folder / f"{name}.csv"
        columns = next(csv.reader(file.open(encoding="utf-8")))
        with file.open("a", encoding="utf-8", newline="") as out:
            csv.DictWriter(out, columns, lineterminator="\n").writerows(rows)
    with (folder / "indicators.yml").open("a", encoding="utf-8") as out:
        out.write(CARD)
    assert not only_errors(check_folder(folder))


def main(*arguments):
    """Pass the tests on the changed copy; the exit code is that of pytest."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "project"
        shutil.copytree(project_root(), copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        add_to(copy / "data" / data_folder("dien-bien").name)
        path = {"PYTHONPATH": str(copy / "src")}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        return subprocess.run(command, cwd=copy, env=os.environ | path, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
