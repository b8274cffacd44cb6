"""The desk is opened on a copy of one language, in that language, and asks nobody."""

import json
import shutil

import nbformat
import pytest

from bvte.desk import launch
from bvte.evidence.language import activate, active_language
from bvte.evidence.new_folder import new_folder
from bvte.evidence.placing import write_folder
from bvte.presentation.translations import notebook_in, prose_of


@pytest.fixture
def started(monkeypatch):
    """The command and environment with which JupyterLab would be started."""
    calls = []
    monkeypatch.setattr(launch, "become", lambda words, env: calls.append((words, env)) or 0)
    return calls


@pytest.fixture
def place(monkeypatch, tmp_path):
    """A project of its own with the desk's notebook."""
    shutil.copytree(launch.project_root() / "notebooks", tmp_path / "notebooks")
    monkeypatch.setattr(launch, "project_root", lambda: tmp_path)
    return tmp_path / "desk"


@pytest.mark.parametrize(("language", "other", "locale"), [("vi", "en", "vi_VN"), ("en", "vi", "default")])
def test_the_copy_speaks_one_language_and_so_does_jupyterlab(started, place, language, other, locale):
    activate(language)
    assert launch.open_explorer("dien-bien") == 0
    copy = nbformat.read(place / f"explore-dien-bien.{language}.ipynb", as_version=4)
    nbformat.validate(copy)
    original = launch.project_root() / "notebooks" / "desk" / "explore.ipynb"
    prose, others = (prose_of(notebook_in(original, code)) for code in (language, other))
    assert prose_of(copy) == prose and not {cell.source for cell in others} & {cell.source for cell in copy.cells}
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
    launch.open_explorer("dien-bien")
    (place / "explore-dien-bien.vi.ipynb").write_text("mine")
    launch.open_explorer("dien-bien", options=("--no-browser",))
    assert (place / "explore-dien-bien.vi.ipynb").read_text() == "mine"
    assert started[-1][0][-1] == "--no-browser"


@pytest.mark.parametrize(("language", "other"), [("vi", "en"), ("en", "vi")])
def test_the_notebooks_open_as_copies_of_one_language(started, place, language, other):
    originals = {path: path.read_bytes() for path in (place.parent / "notebooks").rglob("*.ipynb")}
    activate(language)
    assert launch.open_notebooks() == 0
    assert {path: path.read_bytes() for path in originals} == originals
    copies = sorted((place / language).iterdir())
    sources = {path.name: path for path in originals}
    assert [copy.name for copy in copies] == sorted(sources)
    for path in copies:
        copy = nbformat.read(path, as_version=4)
        nbformat.validate(copy)
        assert f'language = "{language}"' in copy.cells[0].source.splitlines()
        prose, others = (prose_of(notebook_in(sources[path.name], code)) for code in (language, other))
        assert prose_of(copy) == prose and not {c.source for c in others} & {c.source for c in copy.cells}
    ((words, _),) = started
    assert f"--ServerApp.root_dir={place}" in words and f"--LabApp.default_url=/lab/tree/{language}" in words


def test_a_copy_of_an_older_original_is_told_and_kept(started, place, capsys):
    activate("vi")
    launch.open_notebooks()
    mine, original = place / "vi/target_audit.ipynb", place.parent / "notebooks/target_audit.ipynb"
    kept = mine.read_bytes()
    capsys.readouterr()
    launch.open_notebooks()
    assert "bản gốc đã khác" not in capsys.readouterr().out
    notebook = nbformat.read(original, as_version=4)
    notebook.cells.pop()
    nbformat.write(notebook, original)
    launch.open_notebooks()
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "bản gốc đã khác" in line]
    assert line.startswith(str(mine)) and mine.read_bytes() == kept


@pytest.mark.parametrize(("language", "said"), [("vi", "Chưa cài JupyterLab"), ("en", "JupyterLab is not installed")])
def test_without_jupyterlab_the_command_that_installs_it_is_told(started, place, monkeypatch, capsys, language, said):
    activate(language)
    monkeypatch.setattr(launch.importlib.util, "find_spec", lambda name: None if name == "jupyterlab" else name)
    assert launch.open_notebooks(place) == 1 and started == []
    told = capsys.readouterr().err
    assert said in told and "python3 run.py install lab" in told


def test_a_folder_elsewhere_opens_in_a_language_that_it_has(started, place, tmp_path, small):
    activate("vi")
    assert launch.open_explorer(str(small)) == 0
    copy = nbformat.read(place / f"explore-{small.name}.en.ipynb", as_version=4)
    assert copy.cells[0].source == f'language = "en"\ndata = "{small}"'
    assert active_language() == "vi" and [path.name for path in place.glob("*.ipynb")] == [
        f"explore-{small.name}.en.ipynb"
    ]


@pytest.fixture
def small(tmp_path):
    """A data folder of a province, outside data/, that has English alone."""
    made = new_folder("Lai Châu")
    about = {"about.csv": b"area,languages,country\n12,en,\n"}
    write_folder(tmp_path / "elsewhere", {**made.files, **about})
    return tmp_path / "elsewhere"
