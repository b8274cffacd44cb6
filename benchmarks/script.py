"""The practical limit: the analysis and the page of a report as a bare script, forked from a warm process.

It calls the functions that the cells of the notebook call, in their order, and makes the same page. No
papermill, no kernel, no nbconvert, no check of the page, no ledger, nothing that mends what goes wrong.
"""

import ast
import os
import re
from pathlib import Path

import bvte
from benchmarks.bare_page import Page
from bvte.evidence.language import LANGUAGES, activate
from bvte.evidence.load import project_root
from bvte.presentation import drawing
from bvte.publishing.frame import render_page
from bvte.publishing.making import report_notebook
from bvte.publishing.preload import draw_first_chart


def page(report):
    """The page of a report as HTML text."""
    activate(report.values["language"])
    names, made = dict(report.values), Page()
    for cell in cells(report.notebook, report.values["language"]):
        tags = cell.metadata.get("tags", ())
        if cell.cell_type == "markdown":
            made.text(cell.source)
        elif shown := tuple(run_cell(cell.source, names)) if "parameters" not in tags else ():
            made.cell(shown, cell.source)
    return made.html(report)


def cells(kind, language):
    """The cells that a report of a kind has in a language."""
    return report_notebook(language, project_root() / "notebooks" / f"{kind}.ipynb").cells


def run_cell(source, names):
    """What a cell shows: what it hands to `display`, then its last expression."""
    *steps, last = ast.parse(source).body
    shown = []
    names["display"] = lambda *things: shown.extend(things)
    value = isinstance(last, ast.Expr)
    exec(compile(ast.Module(steps if value else [*steps, last], []), "cell", "exec"), names)
    if value:
        shown.append(eval(compile(ast.Expression(last.value), "cell", "eval"), names))
    for thing in shown:
        yield from thing if isinstance(thing, tuple) else () if thing is None else (thing,)


def run(reports, folder, jobs):
    """Write the pages of the reports below `folder`, so many at a time, each in a forked process."""
    warm_up({report.notebook for report in reports})
    waiting, working = list(reports), set()
    while waiting or working:
        while waiting and len(working) < jobs:
            working.add(_fork(waiting.pop(0), folder))
        pid, status = os.wait()
        working.remove(pid)
        if status:
            raise ChildProcessError(status)


def warm_up(kinds):
    """Import what the pages of these kinds need and draw once, and no more: a script has no use for Jupyter."""
    drawing.leave_out_office_pictures()
    code = " ".join(cell.source for kind in sorted(kinds) for cell in cells(kind, LANGUAGES[0]))
    for name in re.findall(r"bvte\.(\w+)", code):
        getattr(bvte, name)
    for language in LANGUAGES:
        activate(language)
        names = ("title", "kind", "date", "opening", "body", "contents", "setting", "meta", "citation")
        render_page("report.html.j2", **{name: {} for name in names})
        Page().text("# …")
        Page().cell(draw_first_chart(), "…")


def _fork(report, folder):
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            target = Path(folder) / report.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(page(report), encoding="utf-8")
            code = 0
        finally:
            os._exit(code)
    return pid
