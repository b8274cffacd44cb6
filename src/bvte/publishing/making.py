"""Make one report, in memory: run its notebook, make the page, check it. Nothing is written here."""

import tempfile
from pathlib import Path

from bvte.evidence.language import speaking
from bvte.presentation import theme
from bvte.presentation.drawing import OFFICE_PICTURES
from bvte.publishing import exhibits, failure
from bvte.publishing.batch.environment import environment
from bvte.publishing.blocks import article
from bvte.publishing.failure import Failure
from bvte.publishing.forms.catalogue import FORMS, FROM_EVIDENCE, FormUnavailable, disagreements
from bvte.publishing.ledger.inputs import digest
from bvte.publishing.page import body_of, page
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.quality import faults
from bvte.publishing.run import RunError, execute
from bvte.publishing.task import Outcome

# Forms that hold charts as pictures.
PICTURED = {"docx", "pptx"}


def make(task):
    """The outcome of a task, in the language of its report; a failure is an outcome too."""
    with speaking(task.report.values["language"]):
        return _made(task)


def _made(task):
    """The outcome of a task in the active language."""
    report = task.report
    try:
        theme.require_fonts()
        executed = _execute(task)
    except RunError as error:
        return Outcome(report, failure=failure.of_run(error))
    except theme.FontError as error:
        return Outcome(report, failure=Failure("font", str(error)))
    return _published(report, executed)


def _execute(task):
    """The executed notebook; its random states follow from the name of the report."""
    report = task.report
    seconds = 60 * NOTEBOOKS[report.notebook].cell_minutes
    seed = int(digest(report.key)[:8], 16)
    path = f"{task.notebooks}/{report.notebook}.ipynb"
    pictures = "yes" if PICTURED & set(NOTEBOOKS[report.notebook].forms) else "no"
    with environment({OFFICE_PICTURES: pictures}):
        return execute(path, report.values, task.engine, seconds, seed, task.memory)


def _published(report, executed):
    """The outcome of a notebook that ran to its end."""
    body = body_of(executed, report.setting)
    about = {**body.meta, **indicators_of(body.soup)}
    # The page changes the body that it is made of, so the document is read from it first.
    wanted = NOTEBOOKS[report.notebook].forms
    document = article(body, report.setting, report.path.stem) if wanted else None
    html = page(body, report.setting)
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
