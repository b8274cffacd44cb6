"""The desk is opened on a copy of one language, in that language, and asks nobody."""

import json

import nbformat
import pytest

from bvte.desk import launch
from bvte.evidence.language import activate


@pytest.fixture
def started(monkeypatch):
    """The command and environment with which JupyterLab would be started."""
    calls = []
    monkeypatch.setattr(launch, "become", lambda words, env: calls.append((words, env)) or 0)
    return calls


@pytest.fixture
def place(monkeypatch, tmp_path):
    """A project of its own with the desk's notebook."""
    source = launch.project_root() / "notebooks" / "desk"
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "desk").symlink_to(source)
    monkeypatch.setattr(launch, "project_root", lambda: tmp_path)
    return tmp_path / "desk"


@pytest.mark.parametrize(("language", "other", "locale"), [("vi", "en", "vi_VN"), ("en", "vi", "default")])
def test_the_copy_speaks_one_language_and_so_does_jupyterlab(started, place, language, other, locale):
    activate(language)
    assert launch.launch("dien-bien") == 0
    copy = nbformat.read(place / f"explore-dien-bien.{language}.ipynb", as_version=4)
    nbformat.validate(copy)
    tags = {tag for cell in copy.cells for tag in cell.metadata.get("tags", ())}
    assert f"lang-{language}" in tags and f"lang-{other}" not in tags
    assert copy.cells[0].source == f'language = "{language}"\ndata = "dien-bien"'
    ((words, env),) = started
    settings = place / ".settings" / language / "@jupyterlab"
    assert env["JUPYTERLAB_SETTINGS_DIR"] == str(settings.parent)
    told = json.loads((settings / "translation-extension/plugin.jupyterlab-settings").read_text())
    assert told == {"locale": locale}
    told = json.loads((settings / "apputils-extension/notification.jupyterlab-settings").read_text())
    assert told == {"fetchNews": "false", "checkForUpdates": False}
    assert set(launch.OFF) <= set(words)


def test_a_copy_that_is_there_is_the_researchers_own(started, place):
    activate("vi")
    launch.launch("dien-bien")
    (place / "explore-dien-bien.vi.ipynb").write_text("mine")
    launch.launch("dien-bien", options=("--no-browser",))
    assert (place / "explore-dien-bien.vi.ipynb").read_text() == "mine"
    assert started[-1][0][-1] == "--no-browser"
