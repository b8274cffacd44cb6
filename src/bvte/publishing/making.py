"""Make one report, in memory: run its notebook, make the page, check it. Nothing is written here."""

import tempfile
from pathlib import Path

from nbformat import NotebookNode

from bvte.evidence.language import speaking
from bvte.evidence.load import project_root
from bvte.presentation import theme
from bvte.publishing import exhibits, failure
from bvte.publishing.blocks import article
from bvte.publishing.failure import Failure
from bvte.publishing.forms.catalogue import FORMS, FROM_EVIDENCE, FormUnavailable, disagreements
from bvte.publishing.inputs import content_digest
from bvte.publishing.page import body_of, page
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.quality import faults
from bvte.publishing.report import Outcome, Task
from bvte.runner import STARTED
from bvte.runner.notebook import RunError, execute_notebook

# Forms that hold charts as pictures.
PICTURED = {"docx", "pptx"}
# What the kernel of a report without them is told before its first cell: a PNG takes as long as the SVG.
PAGE_ONLY = "from bvte.presentation import drawing\ndrawing.leave_out_office_pictures()"


def render_report(task: Task, engine: str = STARTED) -> Outcome:
    """The outcome of a task, in the language of its report; a failure is an outcome too.

    engine : of `bvte.runner`, STARTED or FORKED.
    """
    with speaking(task.report.values["language"]):
        return _made(task, engine)


def _made(task: Task, engine: str) -> Outcome:
    """The outcome of a task in the active language."""
    report = task.report
    try:
        theme.require_fonts()
        executed = _execute(task, engine)
    except RunError as error:
        return Outcome(report, failure=failure.of_run(error))
    except theme.FontError as error:
        return Outcome(report, failure=Failure("font", str(error)))
    return _published(report, executed)


def _execute(task: Task, engine: str) -> NotebookNode:
    """The executed notebook; its random states follow from the name of the report."""
    report = task.report
    seconds = 60 * NOTEBOOKS[report.notebook].cell_minutes
    seed = int(content_digest(report.key)[:8], 16)
    path = project_root() / task.notebooks / f"{report.notebook}.ipynb"
    first = "" if PICTURED & set(NOTEBOOKS[report.notebook].forms) else PAGE_ONLY
    return execute_notebook(path, report.values, engine, seconds, seed, task.memory, first)


def _published(report, executed):
    """The outcome of a notebook that ran to its end."""
    body = body_of(executed, report.page_context)
    about = {**body.meta, **indicators_of(body.soup)}
    # The page changes the body that it is made of, so the document is read from it first.
    wanted = NOTEBOOKS[report.notebook].forms
    document = article(body, report.page_context, report.path.stem) if wanted else None
    html = page(body, report.page_context)
    made, lacking = _forms(report, document, html)
    if found := [*exhibits.missing(executed), *faults(html), *(disagreements(html, made) if made else ())]:
        return Outcome(report, failure=Failure("page", "; ".join(found), notebook=_text(executed)))
    files = {"html": html.encode(), **made}
    return Outcome(report, {report.file(form): files[form] for form in files}, about, lacking=lacking)


def indicators_of(soup):
    """Code -> name of the indicators of which a table of the report has a figure ("indicators"), and of those
    of which it only says that there is none ("silent"). A target, a number of targets, or the baseline beside
    a target without data is no figure; one in another row is."""
    rows = [(name, row) for row in soup("tr") if (name := row.select_one("[data-code]:not(.unit)"))]
    answered = [(name, row) for name, row in rows if not row.select_one(".status.no-data")]
    found = _named(answered, "data[data-strength]")
    none = _named(rows, ".status.no-data, .gap")
    return {"indicators": found, "silent": {code: none[code] for code in none if code not in found}}


def _named(rows, mark):
    """Code -> name of the rows in which there is such a mark."""
    return {name["data-code"]: name.get_text(" ", strip=True) for name, row in rows if row.select_one(mark)}


def _forms(report, document, html):
    """The forms beside a page (ending -> bytes), and those that cannot be made here with why."""
    made, lacking = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "report.html"
        printed.write_text(html, encoding="utf-8")
        for form in NOTEBOOKS[report.notebook].forms:
            try:
                made[form] = _form(form, report, document, printed)
            except FormUnavailable as error:
                lacking[form] = error.code
    return made, lacking


def _form(form, report, document, printed):
    """The bytes of one form."""
    if form in FROM_EVIDENCE:
        return FROM_EVIDENCE[form](report.values)
    return FORMS[form](document, printed)


def _text(executed):
    import nbformat  # only where something failed

    return nbformat.writes(executed)
