"""Text of a run without the folders of the machine on which it ran: what a failure leaves is sent on."""

import os
import re
import sys
import tempfile
from pathlib import Path

from bvte.evidence.load import project_root

# A folder and what stands before it: nothing, a sign that ends a word, or a colour of a terminal.
BEFORE = r"(^|[^\w/.:>-]|\x1b\[[\d;]*m)"
POSIX = re.compile(BEFORE + r"/(?:[^\s/'\"<>:,;()\[\]\x1b]+/)+", re.MULTILINE)
WINDOWS = re.compile(BEFORE + r"(?:[A-Za-z]:|\\{2,4}[^\s\\'\"]+)\\{1,2}(?:[^\\\s'\"<>|:\x1b]+\\{1,2})*", re.MULTILINE)
ELSEWHERE = "…/"


def without_folders(text: str) -> str:
    """A text in which no absolute path stands: what is in the project by its path there, the rest by its name.

    >>> without_folders("No such file: '/srv/data/x y.csv', see https://example.org/a/b")
    "No such file: '…/x y.csv', see https://example.org/a/b"
    >>> without_folders(r"C:\\Users\\An\\report.docx is open")
    '…/report.docx is open'
    """
    for folder, told in _known_folders():
        # As it is, and as it stands within quotes of Python.
        for written in {folder, folder.replace("\\", "\\\\")}:
            text = text.replace(written, told)
    return WINDOWS.sub(rf"\1{ELSEWHERE}", POSIX.sub(rf"\1{ELSEWHERE}", text))


def _known_folders() -> list[tuple[str, str]]:
    """Folders of this machine that may have blanks in them, with what is told instead, the longest first."""
    kept = {f"{project_root()}{os.sep}": "", str(project_root()): "."}
    others = {str(Path.home()), tempfile.gettempdir(), sys.prefix, sys.base_prefix}
    told = kept | {f"{folder}{os.sep}": ELSEWHERE for folder in others if len(folder) > 1}
    return sorted(told.items(), key=lambda pair: -len(pair[0]))


def notebook_without_folders(node: object) -> object:
    """The same for every text of a notebook, or part of one, but those of pictures."""
    if isinstance(node, dict):
        return {k: v if str(k).startswith("image/") else notebook_without_folders(v) for k, v in node.items()}
    if isinstance(node, list):
        return [notebook_without_folders(part) for part in node]
    return without_folders(node) if isinstance(node, str) else node
