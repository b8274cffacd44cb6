"""run.py: what it may import, which Python it takes, what each command starts, and how a job ends."""

import ast
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet


@pytest.fixture(scope="module")
def start(project):
    """run.py as a module."""
    spec = importlib.util.spec_from_file_location("start", project / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_the_standard_library_is_imported(project):
    tree = ast.parse((project / "run.py").read_text(encoding="utf-8"))
    plain = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    taken = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.partition(".")[0] for name in plain + taken} <= sys.stdlib_module_names


def test_an_old_python_can_read_it_and_so_say_that_it_is_too_old(project):
    ast.parse((project / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))


def test_it_takes_the_pythons_that_the_project_takes(project, start):
    low, high = (".".join(map(str, version)) for version in (start.OLDEST, start.TOO_NEW))
    text = (project / "pyproject.toml").read_text(encoding="utf-8")
    assert SpecifierSet(f">={low},<{high}") == SpecifierSet(tomllib.loads(text)["project"]["requires-python"])


@pytest.fixture
def conda(start, monkeypatch):
    """Make this Python one of an active conda environment, which has bvte or lacks it."""

    def activate(name, has_bvte):
        monkeypatch.setenv("CONDA_PREFIX", str(Path(sys.executable).parents[1]))
        monkeypatch.setenv("CONDA_DEFAULT_ENV", name)
        monkeypatch.setattr(start.importlib.util, "find_spec", lambda _: has_bvte or None)

    return activate


@pytest.fixture
def set_ups(start, monkeypatch):
    """A list that gets an entry for each set-up, which happens no further."""
    seen = []
    monkeypatch.setattr(start, "missing", lambda parts: parts)
    monkeypatch.setattr(start, "set_up", lambda parts, source: seen.append("set up"))
    return seen


@pytest.mark.parametrize("name", ["bvte", "base"])
def test_a_conda_environment_with_bvte_is_used_as_it_is(start, set_ups, conda, name):
    conda(name, has_bvte=True)
    assert (start.interpreter(["check"]), set_ups) == (sys.executable, [])


def test_a_conda_environment_without_bvte_is_told_the_command(start, set_ups, conda, capsys):
    conda("science", has_bvte=False)
    assert start.main(["check"]) == 1
    assert capsys.readouterr().err.count("conda env create -f environment.yml") == 2
    assert set_ups == []


def test_the_base_environment_that_nobody_chose_gets_a_venv(start, set_ups, conda):
    conda("base", has_bvte=False)
    assert (start.interpreter(["check"]), set_ups) == (str(start.PYTHON), ["set up"])


def test_an_active_conda_environment_of_another_python_does_not_count(start, set_ups, monkeypatch, tmp_path):
    monkeypatch.setenv("CONDA_PREFIX", str(tmp_path / "conda"))
    assert (start.interpreter(["check"]), set_ups) == (str(start.PYTHON), ["set up"])


def test_tests_run_on_three_workers_a_notebook_on_one(start):
    words = start.command(["test", "-k", "phase 2", "tests/test_run.py"])
    assert words[:6] == ["-m", "pytest", "-n", "3", "--dist", "loadfile"]
    assert words[6:9] == ["--no-loadscope-reorder", "--nbval-lax", "--nbval-current-env"]
    assert words[9:] == ["-k", "phase 2", "tests/test_run.py"]


def test_jupyterlab_opens_copies_of_the_notebooks(start):
    assert start.command(["lab", "--no-browser"]) == ["-m", "bvte.cli", "lab", "--no-browser"]


def test_the_reference_is_made_where_nothing_is_committed(start, project):
    assert start.command(["reference"]) == ["-m", "docs.reference"]
    assert 'PLACE = Path(__file__).parent / "reference"' in (project / "docs" / "reference.py").read_text()
    assert "/docs/reference/" in (project / ".gitignore").read_text().splitlines()


@pytest.mark.parametrize("arguments", [["build", "--language", "en"], ["no-such-verb"]])
def test_any_other_verb_goes_to_the_bvte_command(start, arguments):
    assert start.command(arguments) == ["-m", "bvte.cli", *arguments]


@pytest.mark.parametrize("options", [["--language", "en"], ["--force"], []])
def test_options_alone_are_those_of_a_build(start, options):
    assert start.command(options) == ["-m", "bvte.cli", "build", *options]


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_tells_in_both_languages_and_installs_nothing(project, tmp_path, word):
    shutil.copy(project / "run.py", tmp_path)
    done = subprocess.run([sys.executable, "-I", "run.py", word], cwd=tmp_path, capture_output=True, check=True)
    text = done.stdout.decode("utf-8")
    assert "lập mọi báo cáo" in text and "build every report" in text
    assert [path.name for path in tmp_path.iterdir()] == ["run.py"]


# A shell that starts the tests in the background may have made them deaf to Ctrl-C.
JOB = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path.insert(0, {project!r})
import run
sys.exit(run.run([sys.executable, "-c", {code!r}]))
"""
SLOW = """
import time
try:
    print("started", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    time.sleep(1)
    print("cleared up", flush=True)
"""


def job(project, code, **options):
    """The process that runs `code` as run.py runs a job."""
    words = [sys.executable, "-c", JOB.format(project=str(project), code=code)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **options)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process group that one signal reaches")
def test_ctrl_c_lets_the_job_clear_up_and_ends_with_130(project):
    with job(project, SLOW, start_new_session=True) as running:
        assert running.stdout.readline() == "started\n"
        os.killpg(running.pid, signal.SIGINT)
        assert running.stdout.read() == "cleared up\n"
    assert running.returncode == 130


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals that end a process")
def test_a_job_that_was_killed_ends_as_a_shell_would_say(project):
    with job(project, "import os; os.kill(os.getpid(), 15)") as running:
        running.communicate()
    assert running.returncode == 128 + 15


def test_a_job_keeps_its_exit_status_and_writes_utf8(project):
    with job(project, "import sys; print(sys.flags.utf8_mode); sys.exit(7)") as running:
        assert running.communicate()[0] == "1\n"
    assert running.returncode == 7
