"""The practical limit: the analysis and the page of a report as a bare script, forked from a warm process.

No notebook, no papermill, no kernel, no nbconvert, no check of the page and no ledger: the same functions in
the order of the notebook, their markup in the same frame.
"""

import os
from pathlib import Path

from markupsafe import Markup

import bvte
from bvte.presentation.numbers import iso_day
from bvte.publishing.batch.first_chart import draw
from bvte.publishing.figures import inline_svg
from bvte.publishing.frame import render
from bvte.publishing.headings import Heading, slug
from bvte.publishing.parameters import NOTEBOOKS

KIND = "phase_evaluation"
OPENING = ("phase_title", "headline")
# Heading -> function of each section, as in the notebook.
SECTIONS = {
    "vi": {
        "Kết quả theo mục tiêu": "scorecard", "Diễn biến": "phase_charts",
        "Chắc chắn đến đâu": "certainty_table",
        "Kết quả khác được công bố": "other_results", "Điều chưa biết": "gaps",
        "Nguồn không khớp nhau": "conflict_table", "Bối cảnh quốc gia": "national_scorecard",
        "Chỉ tiêu được hiểu thế nào": "definitions", "Nguồn": "source_list",
    },
    "en": {
        "Results against targets": "scorecard", "Paths": "phase_charts", "How sure we are": "certainty_table",
        "Other published results": "other_results", "What is not known": "gaps",
        "Where sources disagree": "conflict_table", "National context": "national_scorecard",
        "What the indicators mean": "definitions", "Sources": "source_list",
    },
}  # fmt: skip


def page(report):
    """The page of a report as HTML text."""
    language = report.values["language"]
    findings = bvte.judge(bvte.load(report.values["data"]), report.values["programme"], report.values["area"])
    shown = {
        name: getattr(bvte, name)(findings, language) for name in (*OPENING, *SECTIONS[language].values())
    }
    headings = [Heading(2, slug(title), title) for title in SECTIONS[language]]
    body = "".join(
        f'<h2 id="{heading.id}">{heading.text}</h2>{markup(shown[name])}'
        for heading, name in zip(headings, SECTIONS[language].values(), strict=True)
    )
    meta = shown["headline"].meta
    return render(
        "report.html.j2", language, setting=report.setting, title=report.place, meta={}, contents=headings,
        kind=NOTEBOOKS[KIND].title[language], date=iso_day(meta["evidence_date"], language),
        opening=Markup("".join(markup(shown[name]) for name in OPENING)), body=Markup(body),
    )  # fmt: skip


def markup(thing):
    """Prose, a table, a chart or several of them as HTML."""
    if isinstance(thing, tuple):
        return "".join(map(markup, thing))
    if hasattr(thing, "svg"):
        drawing = inline_svg(thing.svg, "figure", thing.alt)
        caption = f"<figcaption><p>{thing.caption}</p></figcaption>"
        return f'<figure><div class="scroll">{drawing}</div>{caption}</figure>'
    return str(thing.html)


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
    for name in (*OPENING, *SECTIONS["vi"].values(), "load", "judge"):
        getattr(bvte, name)
    for language in SECTIONS:
        names = ("title", "kind", "date", "opening", "body", "contents", "setting", "meta")
        facts = {name: {} for name in names}
        render("report.html.j2", language, **facts)
    draw()


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
