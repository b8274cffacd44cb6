"""Fetch the packages of the locks into a folder: `python3 run.py wheels FOLDER [PART ...] [--platform P] [--python V]`.

Tải các gói trong các tệp .lock vào một thư mục, để cài trên máy không có mạng: `python3 run.py --wheels FOLDER`.

Each package comes as a wheel whose hash the lock has. pip would ask this machine which packages another one needs
(the markers of the lock); here they are asked of the platform that the folder is for.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker, default_environment

ROOT = Path(__file__).resolve().parents[1]
INSTALLER = "locks/installer.lock"
# Part -> its locks; the reports' packages are in every folder.
PARTS = {
    "reports": ["requirements.lock"],
    "lab": ["locks/lab.lock"],
    "cluster": ["locks/cluster.lock"],
    "register": ["locks/register.lock"],
    "test": ["locks/lab.lock", "locks/cluster.lock", "locks/register.lock", "locks/test.lock"],
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PIN = re.compile(r"^(?P<pin>\S+==\S+)(?: ; (?P<marker>.+))? \\\n(?P<hashes>(?: {4}.*\n)+)", re.M)


@dataclass(frozen=True)
class Platform:
    """A kind of machine: what its wheels are tagged with, and what the markers of a lock ask it."""

    tags: tuple[str, ...]
    sys_platform: str
    platform_system: str
    platform_machine: str
    os_name: str = "posix"


def linux(machine: str) -> Platform:
    """A Linux of 2019 or newer, as its C library (2.28) tells."""
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)]
    return Platform((*tags, f"manylinux2014_{machine}", f"linux_{machine}"), "linux", "Linux", machine)


PLATFORMS = {
    "windows": Platform(("win_amd64",), "win32", "Windows", "AMD64", "nt"),
    "windows-arm": Platform(("win_arm64",), "win32", "Windows", "ARM64", "nt"),
    "macos": Platform(("macosx_14_0_arm64",), "darwin", "Darwin", "arm64"),
    "macos-intel": Platform(("macosx_14_0_x86_64",), "darwin", "Darwin", "x86_64"),
    "linux": linux("x86_64"),
    "linux-arm": linux("aarch64"),
}


def main(words: list[str]) -> int:
    """Fill the folder that the words name; the exit status of pip."""
    asked = parser().parse_args(words)
    target, options = PLATFORMS.get(asked.platform), []
    if target:
        options += [word for tag in target.tags for word in ("--platform", tag)]
    if target or asked.python:
        options += ["--python-version", asked.python or this_python(), "--implementation", "cp"]
    locks = dict.fromkeys([INSTALLER, *PARTS["reports"], *(lock for part in asked.parts for lock in PARTS[part])])
    text = pins_for(
        "".join((ROOT / lock).read_text(encoding="utf-8") for lock in locks), environment(target, asked.python)
    )
    status = fetch(text, asked.folder, options)
    if status == 0:
        count = sum(1 for _ in asked.folder.glob("*.whl"))
        print(f"{count} gói trong / packages in {asked.folder}: python3 run.py --wheels {asked.folder}")
    return status


def parser() -> argparse.ArgumentParser:
    """What may be asked for, told in both languages."""
    made = argparse.ArgumentParser(prog="run.py wheels", description="Tải gói để cài không cần mạng / For no network.")
    made.add_argument("folder", type=Path, help="thư mục chứa gói / the folder to fill")
    made.add_argument("parts", nargs="*", type=part, help=f"ngoài reports / besides reports: {', '.join(PARTS)}")
    made.add_argument(
        "--platform", choices=PLATFORMS, help="máy sẽ cài; mặc định như máy này / by default like this one"
    )
    made.add_argument("--python", choices=PYTHONS, help="Python của máy sẽ cài / its Python, by default this one's")
    return made


def part(name: str) -> str:
    """The name of a part. Raises ArgumentTypeError where there is none of that name."""
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"{name}? {', '.join(PARTS)}")
    return name


def this_python() -> str:
    """The version of this Python, such as "3.12"."""
    return "{}.{}".format(*sys.version_info)


def environment(target: Platform | None, python: str | None) -> dict[str, str]:
    """What the markers of a lock are asked of, for a platform and a version of Python, None for those here."""
    found = dict(default_environment())
    if target:
        names = ("sys_platform", "platform_system", "platform_machine", "os_name")
        found |= {name: getattr(target, name) for name in names}
    # Of a version whose last part is not known, a late one: who has an early one is told to update.
    return found | ({"python_version": python, "python_full_version": f"{python}.99"} if python else {})


def pins_for(lock: str, machine: dict[str, str]) -> str:
    """The pins of a lock that a machine needs, with their hashes and without markers; each once."""
    found = (pin for pin in PIN.finditer(lock) if not pin["marker"] or Marker(pin["marker"]).evaluate(machine))
    return "".join({pin["pin"]: f"{pin['pin']} \\\n{pin['hashes']}" for pin in found}.values())


def fetch(pins: str, folder: Path, options: list[str]) -> int:
    """Let pip fetch exactly these wheels into a folder; its exit status."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "wanted.txt"
        path.write_text(pins, encoding="utf-8")
        exactly = ["--no-deps", "--require-hashes", "--only-binary", ":all:", *options]
        command = [sys.executable, "-m", "pip", "download", "-qq", *exactly, "-r", str(path), "-d", str(folder)]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
