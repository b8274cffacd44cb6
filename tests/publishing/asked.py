"""A small made-up province, alone or joined with a made-up nation's catalogue, whose reports are made in this process,
to see what a change of a row makes of them.

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
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import matplotlib.pyplot as plt
import yaml
from tests.judgement.province import CARDS, make

from bvte.evidence import load as loading
from bvte.evidence.asking import Answers, listening
from bvte.evidence.catalogue import join_catalogue
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
CHANGED = ("observations", "targets", "sources", "breaks", "programmes", "areas", "population", "remarks")
VALUES = ("plan", "next", "")
# What the nation adds, and which rows of all are its own: those with one of these words in a column.
PROGRAMMES = """
    id,     name_vi,           name_en,  start, end,  status, follows, national, level,    area, source
    plan,   Kế hoạch thứ nhất, Plan one, 2016,  2020, closed, ,        ,         province, P1,   a
    next,   Kế hoạch thứ hai,  Plan two, 2021,  2025, draft,  plan,    nation,   province, P1,   a
    nation, Chương trình,      Nation,   2021,  2030, closed, ,        ,         national, XX,   n
"""
ADDED = {
    "targets": "nat, nation, rate, below, 2.5, percent, 2030, ,",
    "observations": "rate, 2023, 5.1, =, n",
    "breaks": "2019-01-01, n",
    "sources": "n, Luật bịa n, Quốc hội Thử, 2024-05-05, https://example.org/n",
}
OF_NATION = {"programmes": {"nation"}, "targets": {"nation"}, "areas": {"P1", "XX"}}
OF_NATION |= {"observations": {"n"}, "breaks": {"n"}, "sources": {"n"}}
CARDS_OF_PROVINCE = ("school",)
REMARKS = """\
indicator,field,start,end,text_vi,text_en,source
rate,definition,,,Ở tỉnh thì khác,Other here,a
help,gap,,,Chưa có số liệu,No figure,
"""
READING = {"count": {"why": {"vi": "Đọc riêng", "en": "Read otherwise"}, "differs": {"vi": "vì", "en": "by"}}}
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


def province_of_nation(folder):
    """Write a province into a folder, and into `national` beside it the catalogue that it is joined with."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {"targets": TARGETS, "observations": OBSERVATIONS, "breaks": BREAKS, "sources": SOURCES}
    tables = {name: f"{text.rstrip()}\n    {ADDED[name]}\n" for name, text in tables.items()}
    # A catalogue whose cards name a province is refused, and this province is named "Trial".
    make(folder, cards=CARDS.replace("Trial", "Made-up"), programmes=PROGRAMMES, **tables)
    nation = folder.parent / "national"
    nation.mkdir()
    for name, words in OF_NATION.items():
        head, *lines = read_table(folder / f"{name}.csv")
        write_table(nation / f"{name}.csv", [head, *(line for line in lines if words & set(line))])
        write_table(folder / f"{name}.csv", [head, *(line for line in lines if not words & set(line))])
    cards = yaml.safe_load((folder / "indicators.yml").read_text(encoding="utf-8"))
    own = {code: cards.pop(code) for code in CARDS_OF_PROVINCE}
    for path, content in ((nation, cards), (folder, own | READING)):
        (path / "indicators.yml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    (folder / "remarks.csv").write_text(REMARKS, encoding="utf-8")
    return folder


@contextmanager
def nations_beside():
    """A folder that has a `national` beside it is joined with that catalogue meanwhile."""

    def join(folder, tables, national, files):
        own = folder.parent / "national"
        return join_catalogue(folder, tables, own if own.exists() else national, files)

    before, loading.join_catalogue = loading.join_catalogue, join
    try:
        yield
    finally:
        loading.join_catalogue = before


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
    places = [*folder.glob("*.csv"), *folder.parent.glob("national/*.csv")]
    path = draw(sorted(place for place in places if place.stem in CHANGED))
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
    return f"{how} {path.parent.name}/{path.name} {number}"


def is_sound(folder):
    """Whether a folder can be read and breaks no rule, without which nothing is made."""
    with suppress(EvidenceError, KeyError):
        return not only_errors(check_folder(folder))
    return False


def count_in_vain(number):
    """What became of the reports after so many random changes of a row."""
    counted = Counter()
    with tempfile.TemporaryDirectory() as place, nations_beside():
        before = province_of_nation(Path(place) / "before" / "province")
        made = [(kind, values, make_report(before, kind, values)) for kind, values in REPORTS]
        for seed in range(number):
            after = Path(place) / str(seed) / before.name
            shutil.copytree(before.parent, after.parent)
            change_row(after, random.Random(seed).choice)
            if is_sound(after):
                counted += _counted_after(after, made)
            shutil.rmtree(after.parent)
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
