"""Open JupyterLab on a copy of the desk's notebook, in the reader's language and without a call home."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat

from bvte.evidence.language import active_language
from bvte.evidence.load import project_root
from bvte.presentation.texts import say

# Where the copies are kept; they are the researcher's own and never written over.
PLACE = "desk"
# JupyterLab's own English has no language pack.
LOCALES = {"vi": "vi_VN", "en": "default"}
OFF = [
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]


def launch(data, folder=None, options=()):
    """Go on as JupyterLab on the desk; its exit status where this returns.

    data : name of a data folder; folder : where the copy is kept, PLACE in the project where none is given;
    options : further words for JupyterLab.
    """
    folder = Path(folder or project_root() / PLACE).resolve()
    notebook = own_copy(folder, data)
    print(say("desk.opened", file=notebook))
    command = [
        sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{notebook.name}", *OFF, *options,
    ]  # fmt: skip
    # Settings of this desk alone: those of the reader's other work stay as they are.
    settings = write_settings(folder / ".settings" / active_language())
    return become(command, {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(settings)})


def become(command, environment):
    """Go on as another program, so that who ends this process ends it too; its exit status where a system
    has no such step."""
    if os.name != "posix":
        return subprocess.call(command, env=environment)
    sys.stdout.flush()
    os.execve(command[0], command, environment)


def own_copy(folder, data):
    """The path of the reader's copy of the notebook, made where there is none yet."""
    path = folder / f"explore-{data}.{active_language()}.ipynb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        source = project_root() / "notebooks" / "desk" / "explore.ipynb"
        nbformat.write(in_language(nbformat.read(source, as_version=4), data), path)
    return path


def in_language(notebook, data):
    """The notebook with prose of one language alone, and with its parameters set."""
    notebook.cells = [cell for cell in notebook.cells if _is_for(cell)]
    parameters = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ()))
    parameters.source = f'language = "{active_language()}"\ndata = "{data}"'
    return notebook


def _is_for(cell):
    named = [tag for tag in cell.metadata.get("tags", ()) if tag.startswith("lang-")]
    return named in ([], [f"lang-{active_language()}"])


def write_settings(folder):
    """Write the settings of JupyterLab: its language, and no news, no look for updates; their folder."""
    for extension, name, settings in (
        ("translation-extension", "plugin", {"locale": LOCALES[active_language()]}),
        ("apputils-extension", "notification", {"fetchNews": "false", "checkForUpdates": False}),
    ):
        path = folder / "@jupyterlab" / extension / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings), encoding="utf-8")
    return folder
