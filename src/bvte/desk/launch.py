"""Open JupyterLab on copies of notebooks, in the reader's language and without a call home."""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat
from nbformat import NotebookNode

from bvte.evidence.language import active_language, speaking
from bvte.evidence.load import load, project_root
from bvte.evidence.placing import put_file
from bvte.presentation.texts import say
from bvte.presentation.translations import notebook_in

# Where the copies are kept; they are the researcher's own and never written over.
PLACE = "desk"
# Where a copy says of which original it was made.
COPIED = "copied_from_sha256"
# JupyterLab's own English has no language pack.
LOCALES = {"vi": "vi_VN", "en": "default"}
NOTHING_ASKED: Mapping[str, Any] = MappingProxyType({})
OFF = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]


def open_explorer(data: str, folder: Path | None = None, options: Sequence[str] = ()) -> int:
    """Go on as JupyterLab on the explorer; its exit status where this returns.

    The notebook speaks the reader's language where the folder has it, else that which the folder has.
    data : name or path of a data folder; folder : where the copy is kept, PLACE in the project where none is given;
    options : further words for JupyterLab.
    """
    folder = _own_folder(folder)
    source = project_root() / "notebooks" / "desk" / "explore.ipynb"
    known = load(data, strict=False).spoken.languages
    language = active_language() if active_language() in known else known[0]
    with speaking(language):
        # A folder elsewhere comes by its path.
        copy = own_copy(source, folder / f"explore-{Path(data).name}.{language}.ipynb", {"data": data})
    print(say("desk.opened", file=copy))
    return start_jupyterlab(folder, f"/lab/tree/{copy.name}", options)


def open_notebooks(
    folder: Path | None = None, options: Sequence[str] = (), values: Mapping[str, Mapping[str, object]] = NOTHING_ASKED
) -> int:
    """Go on as JupyterLab on a copy of each notebook, those of reports and of the desk, as `open_explorer` does.

    The copies of a language stand in a folder of its name. values : notebook -> those of its parameters that are
    others than it was written with.
    """
    folder = _own_folder(folder)
    copies = folder / active_language()
    for source in sorted((project_root() / "notebooks").rglob("*.ipynb")):
        own_copy(source, copies / source.name, values.get(source.stem, {}))
    print(say("desk.notebooks_opened", folder=copies))
    return start_jupyterlab(folder, f"/lab/tree/{copies.name}", options)


def _own_folder(folder: Path | None) -> Path:
    """Where the reader's copies are kept, made where it is not there."""
    folder = Path(folder or project_root() / PLACE).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def start_jupyterlab(folder: Path, address: str, options: Sequence[str]) -> int:
    """Go on as JupyterLab in a folder, in the active language, opened at an address below it; 1 without it."""
    if importlib.util.find_spec("jupyterlab") is None:
        print(say("desk.no_jupyterlab"), file=sys.stderr)
        return 1
    command = [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"),
        *(f"--LabApp.default_url={address}", *OFF, *options),
    ]
    # Settings of this desk alone: those of the reader's other work stay as they are.
    settings = write_settings(folder / ".settings" / active_language())
    return become(command, {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(settings)})


def become(command: list[str], environment: Mapping[str, str]) -> int:
    """Go on as another program, so that who ends this process ends it too; its exit status where a system
    has no such step."""
    if os.name != "posix":
        return subprocess.call(command, env=environment)
    sys.stdout.flush()
    os.execve(command[0], command, environment)


def own_copy(source: Path, path: Path, values: Mapping[str, object] = NOTHING_ASKED) -> Path:
    """The path of the reader's copy of a notebook, made where there is none yet.

    A copy that is there is the reader's own and left as it is; a line says where the original is another one
    since.
    """
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = with_parameters(notebook_in(source, active_language()), values)
        notebook.metadata[COPIED] = digest
        put_file(path, f"{nbformat.writes(notebook)}\n".encode())
    elif _copied_from(path) != digest:
        print(say("desk.original_changed", file=path))
    return path


def _copied_from(path: Path) -> str | None:
    """Digest of the notebook that a copy was made of, None where it does not say."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["metadata"].get(COPIED)
    except (ValueError, KeyError, TypeError):
        return None


def with_parameters(notebook: NotebookNode, values: Mapping[str, object]) -> NotebookNode:
    """The notebook with these values of its parameters, and the active language."""
    parameters = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    for name, value in {**values, "language": active_language()}.items():
        line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
        parameters.source = re.sub(rf"^{name} = .*$", lambda _, line=line: line, parameters.source, flags=re.M)
    return notebook


def write_settings(folder: Path) -> Path:
    """Write the settings of JupyterLab: its language, and no news, no look for updates; their folder."""
    for extension, name, settings in (
        ("translation-extension", "plugin", {"locale": LOCALES[active_language()]}),
        ("apputils-extension", "notification", {"fetchNews": "false", "checkForUpdates": False}),
    ):
        path = folder / "@jupyterlab" / extension / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    return folder
