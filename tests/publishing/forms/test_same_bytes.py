"""The same report makes the same files, whatever the machine's clock zone, language and hash seed."""

import hashlib
import os
import subprocess
import sys

import nbformat
import pytest

MAKE = """
import sys, hashlib, nbformat
from bvte.publishing.article import read_article
from bvte.publishing.forms.catalogue import FORMS
from bvte.publishing.report import PageContext
setting = PageContext("phase_evaluation", "vi", "P", "twin.html", "index.html", "python3 run.py")
document = read_article(nbformat.read(sys.argv[1], 4), setting, "report.vi")
for name in ("docx", "xlsx", "csv", "datapackage.json", "pptx", "deck.html"):
    print(name, hashlib.sha256(FORMS[name](document, None)).hexdigest())
"""
WORLDS = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONUTF8": "0"},
)


@pytest.fixture(scope="module")
def notebook(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("executed") / "report.ipynb"
    nbformat.write(made["vi"].executed, path)
    return path


def made_in(world, notebook, folder):
    """The hashes of all forms, made by a process of its own in another folder."""
    environment = {**os.environ, **world}
    run = subprocess.run(
        [sys.executable, "-c", MAKE, notebook],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout


def test_two_processes_make_the_same_bytes(notebook, tmp_path):
    first, second = (made_in(world, notebook, tmp_path) for world in WORLDS)
    assert first == second
    assert len(first.splitlines()) == 6


def test_a_clock_that_goes_on_changes_nothing(made, monkeypatch):
    import time

    from bvte.publishing.forms.catalogue import FORMS

    later = time.time() + 400 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(later))
    document = made["vi"].article
    for name, content in made["vi"].forms.items():
        again = FORMS[name](document, None)
        assert hashlib.sha256(again).digest() == hashlib.sha256(content).digest(), name
