"""A browser is found where it is installed, also where none is on the path."""

import sys
from types import SimpleNamespace

import pytest

from bvte.publishing.forms import browsers
from bvte.publishing.forms.browsers import find_browser

EDGE, CHROME = "Microsoft/Edge/Application/msedge.exe", "Google/Chrome/Application/chrome.exe"


def put(folder, name):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def registry(monkeypatch):
    """A registry that names a browser of each hive; what is registered there, by (hive, key)."""
    known = {}

    def query(hive, key):
        if (hive, key) not in known:
            raise FileNotFoundError(2, key)
        return known[hive, key]

    module = SimpleNamespace(HKEY_CURRENT_USER="user", HKEY_LOCAL_MACHINE="machine", QueryValue=query)
    monkeypatch.setitem(sys.modules, "winreg", module)
    return known


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A function that makes this machine one of that system, without a browser anywhere."""

    def system(name):
        for variable in browsers.WINDOWS_ROOTS:
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv("PATH", str(tmp_path / "bin"))
        monkeypatch.setattr(browsers.sys, "platform", name)
        monkeypatch.setattr(browsers, "MAC_FILES", ())

    return system


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_a_machine_without_a_browser_has_none(bare, registry, system):
    bare(system)
    assert find_browser() is None


@pytest.mark.parametrize("root", browsers.WINDOWS_ROOTS)
@pytest.mark.parametrize("name", [EDGE, CHROME])
def test_windows_has_one_in_its_folders(bare, registry, monkeypatch, tmp_path, root, name):
    bare("win32")
    monkeypatch.setenv(root, str(tmp_path / "Tệp chương trình"))
    assert find_browser() is None
    path = put(tmp_path / "Tệp chương trình", name)
    assert find_browser() == path


@pytest.mark.parametrize("hive", ["user", "machine"])
@pytest.mark.parametrize("name", browsers.REGISTERED)
def test_windows_has_one_in_its_registry(bare, registry, tmp_path, hive, name):
    bare("win32")
    key = rf"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\{name}"
    registry[hive, key] = f'"{tmp_path / "D" / name}"'
    assert find_browser() is None  # registered, and gone since
    path = put(tmp_path / "D", name)
    assert find_browser() == path


def test_a_mac_has_one_among_its_applications(bare, monkeypatch, tmp_path):
    assert "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" in browsers.MAC_FILES
    bare("darwin")
    monkeypatch.setattr(browsers, "MAC_FILES", ("~/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_browser() is None
    put(tmp_path, "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge")
    assert find_browser() == str(tmp_path / "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows finds only programs that end in .exe")
def test_what_is_on_the_path_comes_first(bare, monkeypatch, tmp_path):
    bare("darwin")
    monkeypatch.setattr(browsers, "MAC_FILES", (put(tmp_path, "Chromium.app/Contents/MacOS/Chromium"),))
    on_path = put(tmp_path / "bin", "chromium")
    assert find_browser() == on_path
