"""run.py: what it installs and when, and what it says when that fails; no test installs anything."""

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bvte.evidence.language import reader_language

INPUTS = ("requirements.lock", "pyproject.toml", "run.py")
VENV, PIP, UV, PROJECT = " -m venv ", "-m pip install", "-m uv pip install", "-e ."
GET_UV = "-m pip install --require-hashes -r locks/installer.lock"

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
    ("  cause: invalid peer certificate: UnknownIssuer", "chứng thư", "a certificate that this machine does not trust"),
    ("SSLError(SSLCertVerificationError(1, 'certificate verify failed: self-signed", "PIP_CERT", "PIP_CERT"),
    ("failed to open file: The filename or extension is too long. (os error 206)", "quá dài", "path is too long"),
    ("HINT: This error might have occurred since this system does not have Windows Long Path support", "C:", "C:"),
    ("something never seen before", "xóa thư mục .venv", "remove the folder .venv"),
]


class Tools:
    """Stands in for subprocess.run: notes the commands, makes a venv's Python, fails where it is told to.

    until : of an environment, whether what fails no longer does.
    """

    def __init__(self, fails=(), said="cause: Connection refused", until=lambda _: False):
        self.commands, self.fails, self.said, self.until, self.settings = [], fails, said, until, []

    def __call__(self, words, env, **_):
        line = " ".join(words)
        self.commands.append(line)
        self.settings.append(env)
        failed = any(part in line for part in self.fails) and not self.until(env)
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
    shutil.copytree(project / "locks", tmp_path / "locks")
    spec = importlib.util.spec_from_file_location("start", tmp_path / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("CONDA_PREFIX", "UV_SYSTEM_CERTS", "PIP_CERT"):
        monkeypatch.delenv(name, raising=False)
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
    venv, ensurepip, uv, lock, project, tidy = tools.commands
    assert venv.endswith(f"-m venv --clear --without-pip {start.VENV}")
    assert ensurepip == f"{start.PYTHON} -m ensurepip"
    assert uv == f"{start.PYTHON} {GET_UV}"
    assert UV in lock and lock.endswith("--require-hashes -r requirements.lock")
    assert project == f"{start.PYTHON} -m pip install --no-deps --no-build-isolation -e ."
    assert tidy == f"{start.PYTHON} -m pip uninstall --yes uv setuptools"


LOCKS = {part: f"locks/{part}.lock" for part in ("lab", "cluster", "register", "test")}


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["lab"], ["lab"]),
        (["explore", "--data", "dien-bien"], ["lab"]),
        (["build", "--cluster", "tcp://127.0.0.1:8786"], ["cluster"]),
        (["build", "--cluster=tcp://127.0.0.1:8786"], ["cluster"]),
        (["test", "-k", "lab"], ["lab", "cluster", "register", "test"]),
        (["reference"], ["lab", "cluster", "register", "test"]),
        (["install", "cluster"], ["cluster"]),
        (["install", "test"], ["lab", "cluster", "register", "test"]),
    ],
)
def test_what_a_command_needs_besides_is_added_when_it_is_asked_for(start, tools, words, parts):
    start.main([])
    tools.commands.clear()
    start.main(words)
    _, packages, _ = tools.commands
    asked = " -r ".join(["requirements.lock", *(LOCKS[part] for part in parts)])
    assert UV in packages and packages.endswith(f"--require-hashes -r {asked}")
    assert set(json.loads(start.STAMP.read_text())) == {"reports", *parts}
    tools.commands.clear()
    start.main(words)
    start.main(["build", "lab", "test"])
    assert tools.commands == []


def test_a_first_command_gets_all_that_it_needs_at_once(start, tools):
    start.main(["test"])
    assert len(tools.commands) == 6
    assert set(json.loads(start.STAMP.read_text())) == {"reports", "lab", "cluster", "register", "test"}


def test_a_part_is_added_with_the_locks_of_those_that_its_packages_need(start, tools):
    start.main(["lab"])
    start.main(["install", "cluster"])
    tools.commands.clear()
    start.main(["test"])
    locks = " -r ".join(["requirements.lock", *LOCKS.values()])
    assert tools.commands[1].endswith(f"--require-hashes -r {locks}")


def test_a_changed_lock_of_one_part_leaves_the_others_as_they_are(start, tools, tmp_path):
    start.main(["test"])
    tools.commands.clear()
    with (tmp_path / "locks" / "cluster.lock").open("a") as file:
        file.write("\n")
    start.main(["build"])
    assert tools.commands == []
    start.main(["test"])
    assert [VENV in line for line in tools.commands] == [False, False, False]
    assert not start.missing(start.parts_of(["test"]))


def test_to_install_a_part_that_is_not_there_names_those_that_are(start, tools, capsys):
    assert start.main(["install", "tests"]) == 1
    assert "reports, lab, cluster, register, test" in capsys.readouterr().err and tools.commands == []


def test_to_install_runs_nothing(start, tools, capsys):
    assert start.main(["install"]) == 0
    assert "Đã cài xong." in capsys.readouterr().err
    assert len(tools.commands) == 6


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
    assert len(tools.commands) == 6


@pytest.mark.parametrize("what", ["another Python", "moved", "no stamp", "an older stamp", "no Python"])
def test_a_venv_that_does_not_fit_is_made_anew(start, tools, monkeypatch, tmp_path, what):
    start.main([])
    spoil = {
        "another Python": lambda: monkeypatch.setattr(sys, "version", "3.99"),
        "moved": lambda: monkeypatch.setattr(start, "ROOT", shutil.copytree(start.ROOT, tmp_path / "moved")),
        "no stamp": start.STAMP.unlink,
        "an older stamp": lambda: start.STAMP.write_text("348f7402cd6397c4"),
        "no Python": start.PYTHON.unlink,
    }
    spoil[what]()
    assert start.missing(["reports"])
    start.main([])
    assert not start.missing(["reports"])


@pytest.mark.parametrize("step", [VENV, "ensurepip", "requirements.lock", "--no-deps", "uninstall"])
def test_a_failed_step_stops_and_leaves_no_stamp(start, replaced, capsys, step):
    tools = replaced(fails=[step])
    assert start.main([]) == 1
    assert step in tools.commands[-1]
    assert not start.STAMP.exists()
    said = capsys.readouterr().err
    assert "Không" in said and "Could not" in said and "Traceback" not in said


def test_without_uv_pip_installs_the_same_lock(start, replaced):
    tools = replaced(fails=["installer.lock"])
    start.main([])
    lock = tools.commands[-3]
    assert PIP in lock and lock.endswith("--require-hashes -r requirements.lock")
    assert not any(UV in line for line in tools.commands)
    assert not start.missing(["reports"])


def test_uv_trusts_the_authorities_of_the_system_unless_told_otherwise(start, tools, monkeypatch):
    start.main([])
    assert {env["UV_SYSTEM_CERTS"] for env in tools.settings} == {"1"}
    monkeypatch.setenv("UV_SYSTEM_CERTS", "0")
    tools.settings.clear()
    start.main(["lab"])
    assert {env["UV_SYSTEM_CERTS"] for env in tools.settings} == {"0"}


CANNOT_FETCH = [
    "  cause: invalid peer certificate: UnknownIssuer",
    "error: Failed to fetch: `https://example.org/simple/tqdm/`\n  cause: Connection refused (os error 111)",
    "  cause: failed to lookup address information: dns error",
    "OSError: [WinError 1260] This program is blocked by group policy. For more information, contact your",
]


@pytest.mark.parametrize("said", CANNOT_FETCH)
def test_where_uv_cannot_fetch_pip_is_tried(start, replaced, capsys, said):
    tools = replaced(fails=[UV], said=said)
    assert start.main([])
    uv, pip = tools.commands[3:5]
    assert UV in uv and PIP in pip and uv.partition("--require-hashes")[1:] == pip.partition("--require-hashes")[1:]
    assert "uv does not come through, using pip" in capsys.readouterr().err
    assert not start.missing(["reports"])


@pytest.mark.parametrize("said", ["Hash mismatch for click", "No space left on device (os error 28)"])
def test_what_pip_cannot_mend_either_is_told_at_once(start, replaced, said):
    tools = replaced(fails=[UV], said=said)
    assert start.main([]) == 1
    assert UV in tools.commands[-1]


def trusting(place):
    return lambda env: env.get("PIP_CERT") == place


UNTRUSTED = "SSLError(SSLCertVerificationError(1, 'certificate verify failed: unable to get local issuer certificate'))"


@pytest.mark.parametrize("kind", ["cafile", "capath"])
def test_an_old_pip_is_given_the_authorities_of_the_system(start, replaced, monkeypatch, kind):
    paths = SimpleNamespace(**{"cafile": None, "capath": None, kind: "/etc/office"})
    monkeypatch.setattr(start.ssl, "get_default_verify_paths", lambda: paths)
    tools = replaced(fails=[PIP], said=UNTRUSTED, until=trusting("/etc/office"))
    assert start.main([])
    assert [line for line in tools.commands if "installer.lock" in line] == [f"{start.PYTHON} {GET_UV}"] * 2
    assert UV in tools.commands[4]


def test_windows_has_no_such_file_and_gets_one_written(start, replaced, monkeypatch):
    monkeypatch.setattr(start.ssl, "get_default_verify_paths", lambda: SimpleNamespace(cafile=None, capath=None))
    store = SimpleNamespace(get_ca_certs=lambda binary_form: [b"office"])
    monkeypatch.setattr(start.ssl, "create_default_context", lambda: store)
    written = start.VENV / "system.pem"
    replaced(fails=[PIP], said=UNTRUSTED, until=trusting(str(written)))
    assert start.main([])
    assert written.read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_a_system_that_trusts_nobody_is_told_of_certificates(start, replaced, monkeypatch, capsys):
    monkeypatch.setattr(start.ssl, "get_default_verify_paths", lambda: SimpleNamespace(cafile=None, capath=None))
    monkeypatch.setattr(start.ssl, "create_default_context", lambda: SimpleNamespace(get_ca_certs=lambda **_: []))
    replaced(fails=[PIP, UV], said=UNTRUSTED)
    assert start.main([]) == 1
    assert "chứng thư" in capsys.readouterr().err


@pytest.fixture
def wheels(tmp_path):
    """A folder with a package."""
    folder = tmp_path / "gói cài"
    folder.mkdir()
    (folder / "click-8.5.1-py3-none-any.whl").touch()
    return folder


@pytest.mark.parametrize("form", [["--wheels", "{}"], ["--wheels={}"]])
@pytest.mark.parametrize("fails", [[], ["installer.lock"], [UV]])
def test_a_folder_of_packages_is_all_that_is_asked(start, replaced, wheels, form, fails):
    tools = replaced(fails=fails)
    words = [word.format(wheels) for word in form]
    assert start.main([*words, "test", "-x"])[1:3] == ["-m", "pytest"]
    fetching = [line for line in tools.commands if "--require-hashes" in line]
    assert len(fetching) >= 2 and all(f"--no-index --find-links {wheels}" in line for line in fetching)
    assert start.main(words)[-1] == "build"


def test_the_folder_may_be_named_from_where_one_stands(start, tools, wheels, monkeypatch):
    monkeypatch.chdir(wheels.parent)
    start.main(["--wheels", wheels.name, "check"])
    assert str(wheels) in tools.commands[3]


@pytest.mark.parametrize("words", [["--wheels"], ["--wheels", "nowhere"], ["--wheels=nowhere", "test"]])
def test_a_folder_without_packages_is_told_with_the_command_that_fills_one(start, tools, capsys, words):
    assert start.main(words) == 1
    assert "python3 run.py wheels FOLDER" in capsys.readouterr().err and tools.commands == []


LACKING = [
    "  cause: Because tqdm was not found in the provided package locations and you require tqdm==4.70.1, we can",
    "ERROR: No matching distribution found for tqdm==4.70.1",
    "  cause: Because numpy==2.4.6 has no wheels with a matching Python ABI tag (e.g., `cp311`)",
]


@pytest.mark.parametrize("said", LACKING)
def test_a_package_that_the_folder_lacks_is_no_matter_of_the_network(start, replaced, wheels, capsys, said):
    replaced(fails=["requirements.lock"], said=said)
    assert start.main(["--wheels", str(wheels)]) == 1
    told = capsys.readouterr().err
    assert "the folder of packages lacks one" in told and "network" not in told.split("lacks one")[0]


LOCALES = [
    ({}, None),
    ({"LANG": "C.UTF-8"}, None),
    ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, None),
    ({"LANG": "en_US.UTF-8"}, "en"),
    ({"LANG": "en"}, "en"),
    ({"LC_ALL": "vi_VN.UTF-8", "LANG": "en_US.UTF-8"}, "vi"),
    ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "vi_VN.UTF-8"}, "en"),
    ({"LANG": "fr_FR.UTF-8"}, None),
]


@pytest.mark.parametrize(("variables", "language"), LOCALES)
def test_the_set_up_speaks_as_the_system_does_and_both_where_that_names_neither(
    start, monkeypatch, variables, language
):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert start.named_languages([]) == ([language] if language else ["vi", "en"])
    # The commands, which speak one language, agree.
    assert reader_language() == (language or "vi")


@pytest.mark.parametrize(
    ("name", "language"), [("English_United States.1252", "en"), ("Vietnamese_Vietnam.1258", "vi")]
)
def test_windows_names_its_language_otherwise(start, monkeypatch, name, language):
    monkeypatch.setattr(start.locale, "setlocale", lambda _: name)
    monkeypatch.setattr(os, "name", "nt")
    assert (start.named_languages([]), reader_language()) == ([language], language)


@pytest.mark.parametrize("words", [["check", "--language", "en"], ["--language=en"]])
def test_the_set_up_speaks_the_language_that_is_asked_for(start, tools, capsys, words):
    start.main(words)
    told = capsys.readouterr().err
    assert "- install uv\n" in told and "cài" not in told


@pytest.mark.parametrize("keeps_none", [True, False])
def test_bytecode_is_made_at_once_only_where_python_keeps_none(start, tools, monkeypatch, keeps_none):
    monkeypatch.setattr(sys, "dont_write_bytecode", keeps_none)
    start.main([])
    assert ("--compile" in tools.commands[-3]) == keeps_none


@pytest.mark.parametrize(("said", "vi", "en"), SEEN)
def test_what_a_tool_said_becomes_advice_in_both_languages(start, replaced, capsys, said, vi, en):
    replaced(fails=["requirements.lock"], said=f"first line\n{said}\n")
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
