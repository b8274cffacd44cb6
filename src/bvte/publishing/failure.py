"""A report that could not be made: what happened, where, and what to do, for its reader."""

import errno
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bvte.evidence.language import speaking
from bvte.presentation.texts import say
from bvte.publishing.beside import OutsideError
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.unplaced import notebook_without_folders, without_folders

if TYPE_CHECKING:  # a report names its failure, and running needs Jupyter
    from bvte.publishing.report import Report
    from bvte.runner.notebook import RunError

KINDS = (
    "cell",  # code raised
    "memory",  # it asked for more than it may have
    "time",  # a cell took too long
    "output",  # a cell printed without end
    "killed",  # the process of the notebook ended
    "stopped",  # the notebook ended itself before its last cell
    "page",  # the page breaks a rule
    "form",  # a file beside the page could not be made
    "code",  # the code that makes the page raised
    "font",  # a font file is not there
    "crashed",  # the process that makes the report ended
    "disk",  # no room for the files
    "write",  # the files may not be written
    "outside",  # the name of a file would lead out of the folder of reports
)


# What the system says of a disk without room, and of a folder that may not be written.
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ENOTDIR, errno.EISDIR, errno.EEXIST}


@dataclass(frozen=True)
class Failure:
    """Why a report is not there.

    kind : one of KINDS; said : what Python or the system said; place : first line of the cell; section : the
    heading above it; notebook : the executed notebook as far as it came, JSON text, or "".
    """

    kind: str
    said: str = ""
    place: str = ""
    section: str = ""
    notebook: str = ""


def of_run(error: "RunError") -> Failure:
    """The failure of a notebook that did not run to its end."""
    section, place = _find_place(error)
    return Failure(error.kind, error.said, place, section, error.notebook)


def of_writing(error: OSError | OutsideError) -> Failure:
    """The failure of files that could not be written; another kind of error is raised again."""
    if isinstance(error, OutsideError):
        return Failure("outside", str(error))
    if error.errno not in FULL | REFUSED:
        raise error
    return Failure("disk" if error.errno in FULL else "write", str(error))


def _find_place(error: "RunError") -> tuple[str, str]:
    """Heading above the last cell that began, and that cell's first line."""
    section = ""
    for cell in error.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("#"):
            section = cell.source.partition("\n")[0].strip("# ")
        if error.cell is not None and cell.id == error.cell.id:
            return section, cell.source.strip().partition("\n")[0]
    return "", ""


def failure_line(report: "Report", failure: Failure) -> str:
    """One line for the summary of a batch."""
    where = f" ({failure.place})" if failure.place else ""
    said = f" [{failure.said}]" if failure.said else ""
    return f"{report.path.as_posix()}{where}: {say(f'runs.failure.happened.{failure.kind}')}{said}"


def failure_files(report: "Report", failure: Failure, last: bool) -> dict[str, bytes]:
    """The files that a failure leaves beside the last good report (path -> bytes): a page, and its notebook.

    last : whether there is a last good report. They tell nothing of the folders of this machine.
    """
    told = replace(failure, said=without_folders(failure.said), place=without_folders(failure.place))
    files = {f"{report.key}.failed.html": failure_page(report, told, last).encode()}
    if failure.notebook:
        notebook = notebook_without_folders(json.loads(failure.notebook))
        files[f"{report.key}.failed.ipynb"] = json.dumps(notebook, ensure_ascii=False, indent=1).encode()
    return files


def failure_page(report: "Report", failure: Failure, last: bool) -> str:
    """The page that stands beside the last good report, as HTML text. It needs no font of its own."""
    from bvte.publishing.frame import render_page  # only where something failed

    with speaking(report.values["language"]):
        return render_page(
            "failure.html.j2",
            fonts=False,
            meta={},
            setting=report.page_context,
            failure=failure,
            title=say("runs.failure.title", kind=NOTEBOOKS[report.notebook].title),
            last=report.path.name if last else "",
            notebook=f"{report.path.stem}.failed.ipynb",
        )
