"""Where a browser that prints stands on this machine: on the path, in a system's usual folders, in its registry.

Windows and macOS put no browser on the path. Windows always has Edge, whose engine is the same.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

ON_PATH = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge"),
)
# Below the folders that Windows names in these variables.
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432", "LOCALAPPDATA")
WINDOWS_FILES = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
# What Windows starts for a name that is on no path.
APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"
REGISTERED = ("chrome.exe", "msedge.exe")
MAC_FILES = tuple(
    f"{folder}/{name}.app/Contents/MacOS/{name}"
    for folder in ("/Applications", "~/Applications")
    for name in ("Google Chrome", "Chromium", "Microsoft Edge")
)


def find_browser() -> str | None:
    """Path of the browser that prints, None where there is none."""
    return next((str(path) for path in _places() if path.is_file()), None)


def _places() -> Iterator[Path]:
    """Where a browser may stand, the likeliest first."""
    yield from map(Path, filter(None, map(shutil.which, ON_PATH)))
    if sys.platform == "win32":
        roots = filter(None, map(os.environ.get, WINDOWS_ROOTS))
        yield from (Path(root, file) for root in roots for file in WINDOWS_FILES)
        yield from map(Path, _registered())
    if sys.platform == "darwin":
        yield from (Path(file).expanduser() for file in MAC_FILES)


def _registered() -> Iterator[str]:
    """Paths of the browsers that Windows knows by their names, of this user and of the machine."""
    import winreg  # of Windows alone

    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        for name in REGISTERED:
            try:
                yield winreg.QueryValue(hive, rf"{APP_PATHS}\{name}").strip('"')
            except OSError:  # not registered there
                continue
