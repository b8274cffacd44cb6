"""The practical limit: the analysis and the page of a report as a bare script, forked from a warm process.

It calls the functions that the cells of the notebook call, in their order, and makes the same page. No
papermill, no kernel, no nbconvert, no check of the page, no ledger, nothing that mends what goes wrong.
"""

import json
import os
import re
from pathlib import Path

import bvte
from benchmarks.bare_page import Page
from bvte.evidence.language import LANGUAGES
from bvte.evidence.load import project_root
from bvte.presentation import drawing
from bvte.publishing.frame import render
from bvte.publishing.preload import draw_first_chart

KIND = "phase_evaluation"
CALL = re.compile(r"bvte\.(\w+)\(findings\)")


def page(report):
    """The page of a report as HTML text."""
    language = report.values["language"]
    values = report.values
    evidence = bvte.seen(bvte.load(values["data"], language=language), values["as_of"], values["programme"])
    findings = bvte.judge(evidence, values["programme"], values["area"])
    made, opening = Page(language), None
    for source, call in cells(language):
        if call:
            made.cell(getattr(bvte, call)(findings), source)
        else:
            opening = len(made.parts) if opening is None else opening
            made.text(source)
    return made.html(report, opening)


def cells(language):
    """The cells that a reader of the language sees: (source, name of the function or "" for prose)."""
    notebook = json.loads((project_root() / "notebooks" / f"{KIND}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", ())
        call = CALL.fullmatch(source)
        if call or f"lang-{language}" in tags:
            yield source, call[1] if call else ""


def run(reports, folder, jobs):
    """Write the pages of the reports below `folder`, so many at a time, each in a forked process."""
    warm_up()
    waiting, working = list(reports), set()
    while waiting or working:
        while waiting and len(working) < jobs:
            working.add(_fork(waiting.pop(0), folder))
        pid, status = os.wait()
        working.remove(pid)
        if status:
            raise ChildProcessError(status)


def warm_up():
    """Import what the pages need and draw once, and no more: a script has no use for Jupyter."""
    drawing.leave_out_office_pictures()
    for name in ("load", "seen", "judge", *(call for _, call in cells(LANGUAGES[0]) if call)):
        getattr(bvte, name)
    for language in LANGUAGES:
        names = ("title", "kind", "date", "opening", "body", "contents", "setting", "meta")
        render("report.html.j2", language, **{name: {} for name in names})
        Page(language).text("# …")
        Page(language).cell(draw_first_chart(), "…")


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
