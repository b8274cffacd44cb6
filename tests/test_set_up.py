"""run.py: what it installs and when, and what it says when that fails; no test installs anything."""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

INPUTS = ("requirements.lock", "pyproject.toml", "run.py")
VENV, PIP, UV = " -m venv ", "-m pip install", "-m uv pip install"

# What tools were seen to print last, and a piece of each sentence that must follow.
SEEN = [
    ("  cause: failed to copy file: No space left on device (os error 28)", "đĩa đã đầy", "disk is full"),
    ("ERROR: Could not install packages due to an OSError: [Errno 28]", "đĩa đã đầy", "disk is full"),
    ("cause: failed to copy file (os error 112)", "đĩa đã đầy", "disk is full"),
    ("PermissionError: [WinError 5] Access is denied", "không ghi được", "cannot be written"),
    ("cause: failed to remove file (os error 32)", "không ghi được", "cannot be written"),
    ("Hash mismatch for click\n  Expected:\n    sha256:00", "không khớp", "does not match"),
    ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "không khớp", "does not match"),
    ("  cause: Connection refused (os error 111)", "kiểm tra mạng", "check the network"),
    ("  cause: failed to lookup address information: dns error", "kiểm tra mạng", "check the network"),
    ("ERROR: No matching distribution found for uv<0.14,>=0.13", "kiểm tra mạng", "check the network"),
    ("something never seen before", "xoá thư mục .venv", "remove the folder .venv"),
]


class Tools:
    """Stands in for subprocess.run: notes the commands, makes a venv's Python, fails where it is told to."""

    def __init__(self, fails=(), said="cause: Connection refused"):
        self.commands, self.fails, self.said = [], fails, said

    def __call__(self, words, **_):
        line = " ".join(words)
        self.commands.append(line)
        failed = any(part in line for part in self.fails)
        if VENV in line and not failed:
            make_python(Path(words[-1]))
        return SimpleNamespace(returncode=int(failed), stdout=self.said.encode())


def make_python(folder):
    shutil.rmtree(folder, ignore_errors=True)
    for path in (folder / "bin/python", folder / "Scripts/python.exe"):
        path.parent.mkdir(parents=True)
        path.touch()


@pytest.fixture
def start(project, tmp_path, monkeypatch):
    """run.py as a module, in a folder of its own, outside conda, with no job ever started for real."""
    for name in INPUTS:
        shutil.copy(project / name, tmp_path)
    spec = importlib.util.spec_from_file_location("start", tmp_path / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setattr(module, "run", lambda words: words)
    return module


@pytest.fixture
def replaced(start, monkeypatch):
    """A function that puts Tools in the place of subprocess.run."""

    def replace(**how):
        tools = Tools(**how)
        monkeypatch.setattr(start.subprocess, "run", tools)
        return tools

    return replace


@pytest.fixture
def tools(replaced):
    """Tools that never fail."""
    return replaced()


def test_the_first_start_installs_the_lock_by_hash_and_then_the_project(start, tools):
    assert start.main([]) == [str(start.PYTHON), "-m", "bvte.cli", "build"]
    venv, ensurepip, uv, lock, project = tools.commands
    assert venv.endswith(f"-m venv --clear --without-pip {start.VENV}")
    assert ensurepip == f"{start.PYTHON} -m ensurepip"
    assert uv == f"{start.PYTHON} {PIP} {start.UV}"
    assert UV in lock and lock.endswith("--require-hashes -r requirements.lock")
    assert UV in project and project.endswith("--no-deps -e .")


def test_the_second_start_installs_nothing(start, tools):
    start.main([])
    tools.commands.clear()
    assert start.main(["check"]) == [str(start.PYTHON), "-m", "bvte.cli", "check"]
    assert tools.commands == []


@pytest.mark.parametrize("name", INPUTS)
def test_a_changed_input_makes_venv_anew(start, tools, tmp_path, name):
    start.main([])
    tools.commands.clear()
    with (tmp_path / name).open("a") as file:
        file.write("\n")
    start.main([])
    assert len(tools.commands) == 5


@pytest.mark.parametrize("what", ["another Python", "moved", "no stamp", "no Python"])
def test_a_venv_that_does_not_fit_is_made_anew(start, tools, monkeypatch, tmp_path, what):
    start.main([])
    spoil = {
        "another Python": lambda: monkeypatch.setattr(sys, "version", "3.99"),
        "moved": lambda: monkeypatch.setattr(start, "ROOT", shutil.copytree(start.ROOT, tmp_path / "moved")),
        "no stamp": start.STAMP.unlink,
        "no Python": start.PYTHON.unlink,
    }
    spoil[what]()
    assert not start.is_installed()
    start.main([])
    assert start.is_installed()


@pytest.mark.parametrize("step", [VENV, "ensurepip", "--require-hashes", "--no-deps"])
def test_a_failed_step_stops_and_leaves_no_stamp(start, replaced, capsys, step):
    tools = replaced(fails=[step])
    assert start.main([]) == 1
    assert step in tools.commands[-1]
    assert not start.STAMP.exists()
    said = capsys.readouterr().err
    assert "Không" in said and "Could not" in said and "Traceback" not in said


def test_without_uv_pip_installs_the_same_lock(start, replaced):
    tools = replaced(fails=[start.UV])
    start.main([])
    lock, project = tools.commands[-2:]
    assert PIP in lock and lock.endswith("--require-hashes -r requirements.lock")
    assert PIP in project and project.endswith("--no-deps -e .")
    assert start.is_installed()


@pytest.mark.parametrize("keeps_none", [True, False])
def test_bytecode_is_made_at_once_only_where_python_keeps_none(start, tools, monkeypatch, keeps_none):
    monkeypatch.setattr(sys, "dont_write_bytecode", keeps_none)
    start.main([])
    assert ("--compile" in tools.commands[-2]) == keeps_none


@pytest.mark.parametrize(("said", "vi", "en"), SEEN)
def test_what_a_tool_said_becomes_advice_in_both_languages(start, replaced, capsys, said, vi, en):
    replaced(fails=["--require-hashes"], said=f"first line\n{said}\n")
    assert start.main([]) == 1
    *_, first, second, last = capsys.readouterr().err.splitlines()
    assert first.startswith("Không cài các gói trong requirements.lock được") and vi in first
    assert second.startswith("Could not install the packages of requirements.lock") and en in second
    assert last == said.splitlines()[-1]


@pytest.mark.parametrize("version", [(3, 10, 13), (3, 15, 0), (2, 7, 18), (4, 0, 0)])
def test_a_python_outside_the_range_is_told(start, tools, monkeypatch, capsys, version):
    monkeypatch.setattr(sys, "version_info", version)
    assert start.main(["test"]) == 1
    said = capsys.readouterr().err
    assert "Cần Python 3.11 đến 3.14" in said and "Python 3.11 to 3.14 is needed" in said
    assert ".".join(map(str, version)) in said
    assert tools.commands == []


@pytest.mark.parametrize("absent", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_the_package(start, tools, monkeypatch, capsys, absent):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None if name == absent else name)
    assert start.main([]) == 1
    assert capsys.readouterr().err.count("sudo apt-get install python3-venv") == 2
    assert tools.commands == []


def test_an_error_of_the_system_is_no_traceback(start, monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(start.subprocess, "run", full)
    assert start.main([]) == 1
    assert "the disk is full" in capsys.readouterr().err


def test_ctrl_c_during_the_set_up_ends_with_130_and_leaves_no_stamp(start, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(start.subprocess, "run", interrupted)
    assert start.main([]) == 130
    assert not start.STAMP.exists()
