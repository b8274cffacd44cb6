"""Make one report, in memory: run its notebook, make the page, check it. Nothing is written here."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from nbformat import NotebookNode

from bvte.evidence.asking import listening
from bvte.evidence.internal import internal
from bvte.evidence.language import speaking
from bvte.evidence.load import data_folder, project_root
from bvte.evidence.spoken_folder import speaking_of
from bvte.presentation import theme
from bvte.presentation.translations import notebook_in, translation_problems
from bvte.publishing import failure, quality
from bvte.publishing.article import read_article
from bvte.publishing.failure import Failure
from bvte.publishing.forms.catalogue import FORMS, FROM_EVIDENCE, FormUnavailable, find_disagreements, form_name
from bvte.publishing.inputs import content_digest
from bvte.publishing.page import report_page
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.quality import html_faults
from bvte.publishing.report import Outcome, ReportTask
from bvte.publishing.uses import packed_questions, used_digest
from bvte.runner import STARTED
from bvte.runner.notebook import TOLD, RunError, execute_notebook
from bvte.runner.processes import name_error

# Tag of cells that look further than the report: run where somebody reads them, and not for the page.
FOR_RESEARCHERS = "for-researchers"
# Forms that hold charts as pictures.
PICTURED = {"docx", "pptx"}
# What the kernel of a report without them is told before its first cell: a PNG takes as long as the SVG.
PAGE_ONLY = "from bvte.presentation import drawing\ndrawing.leave_out_office_pictures()"
# What the kernel of an internal report is told.
INSIDE = "from bvte.evidence import internal\ninternal.work_inside()"
# What every kernel is told before its first cell and after its last: which questions were put to the evidence.
LISTEN = "from bvte.evidence import asking\nasking.listen()"
TELL = "import json\nfrom bvte.evidence import asking\nprint(json.dumps(asking.heard_questions()))"


class FormError(Exception):
    """A file beside a page could not be made; the cause says why."""

    def __init__(self, file: str):
        super().__init__(file)
        self.file = file


def render_report(task: ReportTask, engine: str = STARTED) -> Outcome:
    """The outcome of a task, in the language of its report; a failure is an outcome too, whatever was raised.

    engine : of `bvte.runner`, STARTED or FORKED.
    """
    report = task.report
    # Its folder may stand elsewhere on this machine.
    spoken = replace(report.spoken, folder=data_folder(report.values["data"]))
    with speaking(report.values["language"]), speaking_of(spoken), internal(report.internal):
        try:
            return _made(task, engine)
        except FormError as error:
            told = Failure("form", name_error(error.__cause__), place=error.file)
        except Exception as error:
            told = Failure("code", name_error(error))
        return Outcome(report, failure=told)


def _made(task: ReportTask, engine: str) -> Outcome:
    """The outcome of a task in the active language."""
    report = task.report
    try:
        theme.require_fonts()
        executed = _execute(task, engine)
    except RunError as error:
        return Outcome(report, failure=failure.of_run(error))
    except theme.FontError as error:
        return Outcome(report, failure=Failure("font", str(error)))
    return _published(task, executed)


def _execute(task: ReportTask, engine: str) -> NotebookNode:
    """The executed notebook; its random states follow from the name of the report."""
    report = task.report
    seconds = 60 * NOTEBOOKS[report.notebook].cell_minutes
    seed = int(content_digest(report.key)[:8], 16)
    said = [LISTEN, *([] if PICTURED & set(NOTEBOOKS[report.notebook].forms) else [PAGE_ONLY])]
    first = "\n".join([*said, *([INSIDE] if report.internal else [])])
    how = {"seconds": seconds, "seed": seed, "memory": task.memory, "first": first, "last": TELL}
    return run_notebook(_notebook_of(task), report.values, engine, **how)


def _notebook_of(task: ReportTask) -> Path:
    """Where the notebook of a task stands."""
    return project_root() / task.notebooks / f"{task.report.notebook}.ipynb"


def run_notebook(path: Path, values: Mapping[str, object], engine: str = STARTED, **how: object) -> NotebookNode:
    """The executed notebook of a report, in the language of its values and without what only researchers
    look at; how : as of `runner.notebook.execute_notebook`. Raises RunError."""
    return execute_notebook(path, values, engine, read=partial(report_notebook, values["language"]), **how)


def report_notebook(language: str, path: Path) -> NotebookNode:
    """The notebook of a report in a language, without what only researchers look at."""
    notebook = notebook_in(path, language)
    notebook.cells = [cell for cell in notebook.cells if FOR_RESEARCHERS not in cell.metadata.get("tags", ())]
    return notebook


def _published(task, executed):
    """The outcome of a notebook that ran to its end."""
    report, notebook = task.report, _notebook_of(task)
    told = executed.metadata.get(TOLD, "")
    asked = json.loads(told or "{}")
    # A task that tells no digest has a page that names none.
    digest = task.digest and used_digest(task.digest, asked)
    setting = replace(report.page_context, digest=digest, forms=form_links(report))
    article = read_article(executed, setting, report.path.stem)
    html = report_page(article, setting)
    with listening() as besides:
        made, lacking = _forms(report, article, html)
    if lacking:
        html = report_page(article, replace(setting, forms=form_links(report, lacking)))
    files = {"html": html.encode(), **made}
    if found := [
        *translation_problems(notebook, article.language),
        *quality.missing_exhibits(executed),
        *html_faults(html),
        *(find_disagreements(article, files) if made else ()),
    ]:
        return Outcome(report, failure=Failure("page", "; ".join(found), notebook=_text(executed)))
    made = {report.file(form): files[form] for form in files}
    kept = packed_questions(report, besides | asked) if told else ""
    return Outcome(report, made, article.about, lacking=lacking, asked=kept)


def form_links(report, lacking=()):
    """Pairs (file name, what it is) of the forms of a report, without those that cannot be made here."""
    forms = [form for form in NOTEBOOKS[report.notebook].forms if form not in lacking]
    return tuple((Path(report.file(form)).name, form_name(form)) for form in forms)


def _forms(report, article, html):
    """The forms beside a page (ending -> bytes), and those that cannot be made here with why."""
    made, lacking = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "report.html"
        printed.write_text(html, encoding="utf-8")
        for form in NOTEBOOKS[report.notebook].forms:
            try:
                made[form] = _form(form, report, article, printed)
            except FormUnavailable as error:
                lacking[form] = error.code
            except Exception as error:
                raise FormError(Path(report.file(form)).name) from error
    return made, lacking


def _form(form, report, article, printed):
    """The bytes of one form."""
    if form in FROM_EVIDENCE:
        return FROM_EVIDENCE[form](report.values)
    return FORMS[form](article, printed)


def _text(executed):
    import nbformat  # only where something failed

    return nbformat.writes(executed)
