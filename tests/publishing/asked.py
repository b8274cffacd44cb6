"""A small made-up province whose reports are made in this process, to see what a change of its rows makes of them.

`python -m tests.publishing.asked [NUMBER]` counts for so many random changes how many reports were called stale, and
how many of these in vain: their text is the same as before.
"""

import ast
import csv
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
from tests.judgement.province import make

from bvte.evidence.asking import Answers, listening
from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.language import activate
from bvte.evidence.load import load, project_root
from bvte.evidence.problem import EvidenceError
from bvte.publishing.making import report_notebook

TARGETS = """
    id,  programme, indicator, condition, value, unit,    due_year, baseline_value, baseline_year
    one, plan,      rate,      below,     3.8,   percent, 2020,     4.4,            2015
    two, plan,      help,      at_least,  90,    percent, 2020,     ,
    new, next,      rate,      below,     3.0,   percent, 2025,     ,
    far, next,      school,    at_least,  95,    percent, 2025,     ,
"""
OBSERVATIONS = """
    indicator, start, value, comparator, source
    rate,      2015,  4.4,   =,          a
    rate,      2020,  3.8,   <,          b
    rate,      2020,  3.7,   =,          c
    rate,      2024,  3.1,   =,          c
    help,      2015,  80,    =,          a
    help,      2020,  91,    =,          b
    count,     2020,  2302,  =,          b
    count,     2024,  6847,  =,          c
    children,  2024,  208222, =,         c
    school,    2021,  93.5,  =,          d
"""
BREAKS = """
    date,       source
    2017-06-01, a
"""
SOURCES = """
    id, title,            publisher, published_on, address
    a,  Văn bản bịa a,    Sở Thử,    2021-01-05,   https://example.org/a
    b,  Văn bản bịa b,    Sở Thử,    2021-02-05,   https://example.org/b
    c,  Văn bản bịa c,    Cục Thử,   2025-01-05,   https://example.org/c
    d,  Văn bản bịa d,    Cục Thử,   2022-01-05,   https://example.org/d
"""
FILES = ("observations", "targets", "sources", "breaks", "programmes", "areas", "population")
VALUES = ("plan", "next", "")
# A kind of report and what it is about, of the province above.
REPORTS = (
    ("phase_evaluation", {"programme": "plan"}),
    ("phase_evaluation", {"programme": "next"}),
    ("target_audit", {"programme": "next"}),
    ("next_phase", {"closing": "next", "end_year": 0}),
    ("workshop", {"drafted": "next", "closing": "plan"}),
    ("across_phases", {}),
    ("evidence_review", {}),
)


@dataclass(frozen=True)
class Made:
    """A report as it was made: what its cells show, and the questions of its run with their answers."""

    shown: str
    asked: dict


def small_province(folder):
    """Write the province into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    make(folder, targets=TARGETS, observations=OBSERVATIONS, breaks=BREAKS, sources=SOURCES)
    return folder


def make_report(folder, kind, values, language="vi"):
    """A report of a folder: the cells of its notebook run in this process, but for those that only draw."""
    values = {**values, "area": "P1", "as_of": "", "language": language, "data": str(folder)}
    with listening() as asked:
        shown = "\n".join(_shown_by(kind, values))
    return Made(shown, dict(asked))


def _shown_by(kind, values):
    notebook = report_notebook(values["language"], project_root() / "notebooks" / f"{kind}.ipynb")
    space, shown = dict(values), []
    space["display"] = lambda *things: shown.extend(map(_text_of, things))
    for cell in notebook.cells:
        tags = {*cell.metadata.get("tags", ())}
        if cell.cell_type == "code" and "parameters" not in tags:
            _run_cell(cell.source, space, {"shows-figure"} == tags & {"shows-figure", "shows-table"})
    plt.close("all")
    return shown


def _run_cell(source, space, draws):
    """Run the statements of a cell; what its last expression gives is displayed. Of one that only draws, which takes
    most of the time, what it names for others."""
    *first, last = ast.parse(source).body
    first += [last] if not isinstance(last, ast.Expr) else []
    named = [statement for statement in first if isinstance(statement, ast.Assign) or not draws]
    exec(compile(ast.Module(named, []), "cell", "exec"), space)
    if isinstance(last, ast.Expr) and not draws:
        space["display"](eval(compile(ast.Expression(last.value), "cell", "eval"), space))


def _text_of(thing):
    """All that a part of a page tells: its HTML and its data."""
    if hasattr(thing, "_repr_mimebundle_"):
        return json.dumps(thing._repr_mimebundle_(), ensure_ascii=False, default=str, sort_keys=True)
    return repr(thing)


def is_stale(made, answers):
    """Whether a question of a report has another answer now."""
    return any(answers.digest(question) != digest for question, digest in made.asked.items())


def read_table(path):
    """The rows of a file as lists of cells, its columns first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_table(path, lines):
    """Write rows into a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)


def change_row(folder, draw):
    """One random change of a file; draw : a function of a list that chooses from it. Tells what it was."""
    path = folder / f"{draw(FILES)}.csv"
    head, *lines = read_table(path)
    if not lines:
        return "nothing"
    how, number = draw(("cell", "cell", "cell", "drop", "copy", "move")), draw(range(len(lines)))
    if how == "cell":
        column = draw(range(len(head)))
        known = sorted({row[column] for row in lines} | set(VALUES))
        with suppress(ValueError):
            known += [str(float(lines[number][column]) + 1)]
        lines[number][column] = draw(known)
    elif how == "drop":
        del lines[number]
    elif how == "copy":
        lines.append([f"{lines[number][0]}x", *lines[number][1:]])
    else:
        lines.insert(draw(range(len(lines))), lines.pop(number))
    write_table(path, [head, *lines])
    return f"{how} {path.name} {number}"


def is_sound(folder):
    """Whether a folder can be read and breaks no rule, without which nothing is made."""
    with suppress(EvidenceError, KeyError):
        return not only_errors(check_folder(folder))
    return False


def count_in_vain(number):
    """What became of the reports after so many random changes of a row."""
    counted = Counter()
    with tempfile.TemporaryDirectory() as place:
        before = small_province(Path(place) / "province")
        made = [(kind, values, make_report(before, kind, values)) for kind, values in REPORTS]
        for seed in range(number):
            after = Path(place) / str(seed)
            shutil.copytree(before, after)
            change_row(after, random.Random(seed).choice)
            if is_sound(after):
                counted += _counted_after(after, made)
            shutil.rmtree(after)
    return counted


def _counted_after(folder, made):
    counted, answers = Counter(changes=1), Answers(load(folder))
    for kind, values, report in made:
        now = make_report(folder, kind, values).shown
        stale, same = is_stale(report, answers), now == report.shown
        counted += Counter(reports=1, stale=stale, changed=not same, missed=not (stale or same), in_vain=stale and same)
    return counted


if __name__ == "__main__":
    activate("vi")
    print(dict(count_in_vain(int(sys.argv[1]) if sys.argv[1:] else 100)))
