"""A folder of packages for a machine without a network: what goes in, for which machine, and only by its hash."""

import hashlib
import re
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))
from locks import renew, wheels

HASH = "    --hash=sha256:" + "0" * 64 + "\n"
LOCK = "".join(
    f"{pin} \\\n{HASH}"
    for pin in (
        "click==8.5.1",
        "colorama==0.4.6 ; sys_platform == 'win32'",
        "appnope==1.0.0 ; sys_platform == 'darwin'",
        "pexpect==4.9.0 ; sys_platform != 'emscripten' and sys_platform != 'win32'",
        "numpy==2.4.6 ; python_full_version < '3.12'",
        "numpy==2.5.5 ; python_full_version >= '3.12'",
        "soupsieve==2.10 ; python_full_version < '3.11.5'",
        "soupsieve==4.1.2 ; python_full_version >= '3.11.5'",
        "cffi==2.1.1 ; implementation_name == 'pypy'",
        "pywinpty==3.1.2 ; os_name == 'nt'",
        "click==8.5.1 ; sys_platform == 'win32'",
    )
)
BY_MACHINE = [
    ("windows", "3.11", "click colorama numpy==2.4.6 soupsieve==4.1.2 pywinpty"),
    ("windows-arm", "3.13", "click colorama numpy==2.5.5 soupsieve==4.1.2 pywinpty"),
    ("macos", "3.12", "click appnope pexpect numpy==2.5.5 soupsieve==4.1.2"),
    ("macos-intel", "3.11", "click appnope pexpect numpy==2.4.6 soupsieve==4.1.2"),
    ("linux", "3.14", "click pexpect numpy==2.5.5 soupsieve==4.1.2"),
    ("linux-arm", "3.11", "click pexpect numpy==2.4.6 soupsieve==4.1.2"),
]


def names(pins):
    """Pins as short as in BY_MACHINE."""
    found = re.findall(r"^(\S+) \\\n    --hash", pins, re.M)
    return [pin if pin.startswith(("numpy", "soupsieve")) else pin.partition("==")[0] for pin in found]


@pytest.mark.parametrize(("platform", "python", "wanted"), BY_MACHINE)
def test_the_markers_are_asked_of_the_machine_that_the_folder_is_for(platform, python, wanted):
    pins = wheels.pins_for(LOCK, wheels.environment(wheels.PLATFORMS[platform], python))
    assert names(pins) == wanted.split() and ";" not in pins


def test_every_pin_of_the_locks_is_read(project):
    for lock in {wheels.INSTALLER, *(lock for locks in wheels.PARTS.values() for lock in locks)}:
        text = (project / lock).read_text(encoding="utf-8")
        assert len(wheels.PIN.findall(text)) == len(re.findall(r"^\S+==", text, re.M)) > 0


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """A function that asks for a folder; the pins that are fetched and the options of pip."""

    def ask(*words):
        seen = {}
        monkeypatch.setattr(wheels, "fetch", lambda pins, folder, options: seen.update(pins=pins, options=options) or 0)
        assert wheels.main([str(tmp_path), *words]) == 0
        return seen["pins"], " ".join(seen["options"])

    return ask


def test_for_this_machine_pip_is_left_to_know_what_fits(asked):
    pins, options = asked()
    assert options == "" and "\nhatchling==" in pins and pins.startswith("uv==") and "\npytest==" not in pins


def test_for_another_machine_pip_is_told_its_tags(asked):
    assert asked("--platform", "windows", "--python", "3.12")[1] == (
        "--platform win_amd64 --python-version 3.12 --implementation cp"
    )
    _, linux = asked("--platform", "linux")
    assert "--platform manylinux_2_28_x86_64 " in linux and "--platform manylinux2014_x86_64 " in linux
    assert "manylinux_2_29" not in linux and linux.endswith(f"{wheels.this_python()} --implementation cp")


@pytest.mark.parametrize(("part", "there", "absent"), [("lab", "jupyterlab", "pytest"), ("test", "distributed", "x")])
def test_other_parts_come_when_they_are_named(asked, part, there, absent):
    pins, _ = asked(part)
    assert f"\n{there}==" in pins and "\npandas==" in pins and f"\n{absent}==" not in pins


def test_a_part_that_is_not_there_is_told_with_those_that_are(asked, capsys):
    with pytest.raises(SystemExit):
        asked("tests")
    assert "tests? reports, lab, cluster, register, test" in capsys.readouterr().err


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A folder that pip takes for the whole world, with one package; that package's hash."""
    folder = tmp_path / "world"
    folder.mkdir()
    path = folder / "made_up-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("made_up-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: made-up\nVersion: 1.0\n")
        wheel.writestr("made_up-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr("made_up-1.0.dist-info/RECORD", "")
    for name, value in (("PIP_NO_INDEX", "1"), ("PIP_FIND_LINKS", str(folder))):
        monkeypatch.setenv(name, value)
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("right", [True, False])
def test_a_package_is_fetched_only_with_the_hash_of_the_lock(index, tmp_path, right, capfd):
    pins = f"made-up==1.0 \\\n    --hash=sha256:{index if right else '0' * 64}\n"
    options = ["--platform", "win_amd64", "--python-version", "3.12", "--implementation", "cp"]
    status = wheels.fetch(pins, tmp_path / "gói", options)
    assert (status == 0) is right
    assert [path.name for path in (tmp_path / "gói").glob("*")] == ["made_up-1.0-py3-none-any.whl"] * right
    assert ("DO NOT MATCH THE HASHES" in capfd.readouterr().err) is not right


def test_a_part_adds_what_the_reports_lack_marker_and_all():
    known = f"click==8.5.1 \\\n{HASH}cffi==2.1.1 ; implementation_name == 'pypy' \\\n{HASH}"
    whole = f"cffi==2.1.1 \\\n{HASH}click==8.5.1 \\\n{HASH}scipy==1.18.1 \\\n{HASH}{HASH}"
    assert renew.without(whole, known) == f"cffi==2.1.1 \\\n{HASH}scipy==1.18.1 \\\n{HASH}{HASH}"
