"""Lock the packages of pyproject.toml again: `.venv/bin/python -m locks.renew`, with uv on the path.

All parts are resolved together, so that a package has one version in all of them. `requirements.lock` holds what the
reports need and what builds the project; each file beside this one only what its part adds. A pin that is there stays
as long as it fits; `--upgrade` looks for newer ones.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = "requirements.lock"
REPORT_WORDS = ["--group", "setup"]
PARTS = {
    "locks/lab.lock": ["--extra", "lab"],
    "locks/cluster.lock": ["--extra", "cluster"],
    "locks/register.lock": ["--extra", "register"],
    "locks/test.lock": ["--extra", "lab", "--extra", "cluster", "--extra", "register", "--group", "test"],
}
INSTALLER = "locks/installer.lock"
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
HOW = ["--universal", "--generate-hashes", *PLAIN]
# A pin with its marker and its hashes.
PIN = re.compile(r"^\S+==.*\n(?: {4}.*\n)+", re.M)


def main(further: list[str]) -> None:
    """Write all locks; further : more words for uv."""
    old = "".join((ROOT / name).read_text() for name in (REPORTS, *PARTS, INSTALLER) if (ROOT / name).exists())
    whole = resolved(["--group", "setup", "--group", "installer", *PARTS["locks/test.lock"], *further], old)
    reports = resolved(REPORT_WORDS, whole)
    (ROOT / REPORTS).write_text(reports)
    (ROOT / INSTALLER).write_text(resolved(["--group", "installer"], whole, project=False))
    known = reports
    for name, words in PARTS.items():
        added = without(resolved([*REPORT_WORDS, *words], whole), known)
        (ROOT / name).write_text(added)
        known += added


def resolved(words: list[str], preferred: str, project: bool = True) -> str:
    """The lock of what the words ask for; preferred : the text of a lock whose pins stay where they fit."""
    uv = shutil.which("uv") or sys.exit("uv?")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "wanted.lock"
        path.write_text(preferred)
        source = ["pyproject.toml"] if project else []
        subprocess.run([uv, "pip", "compile", "-q", *HOW, *words, *source, "-o", str(path)], cwd=ROOT, check=True)
        return path.read_text()


def without(lock: str, known: str) -> str:
    """A lock without the pins that another one has, marker and all."""
    there = set(PIN.findall(known))
    return "".join(pin for pin in PIN.findall(lock) if pin not in there)


if __name__ == "__main__":
    main(sys.argv[1:])
