"""The evidence of a real folder, for the tests that are about it: without the folder they are skipped, not failed."""

import inspect
from functools import cache
from pathlib import Path

import pytest

from bvte.evidence.load import data_folders, load

# Folders whose published figures tests are about, by the name that stands in them.
NAMED = ("dien-bien", "quang-tri")


def skip_absent(items):
    """Skip the tests of a folder of data/ that is not there: those of a module, a fixture or a file that names it."""
    for name in set(NAMED) - set(data_folders()):
        for item in items:
            if any(name in text for text in _texts_of(item)):
                item.add_marker(pytest.mark.skip(f"the folder data/{name} is absent"))


def _texts_of(item):
    """The sources of a test: of its module, of the fixtures that it uses, of the files that it is about."""
    yield _source_of(inspect.getmodule(item.obj))
    for found in item._fixtureinfo.name2fixturedefs.values():
        yield from (_source_of(one.func) for one in found)
    if hasattr(item, "callspec"):
        yield from (
            p.read_text(encoding="utf-8") for p in item.callspec.params.values() if isinstance(p, Path) and p.is_file()
        )


@cache
def _source_of(thing):
    return inspect.getsource(thing)


def real_evidence(name="dien-bien"):
    """The evidence of a folder below data/; a project without it skips the test."""
    if name not in data_folders():
        pytest.skip(f"the folder data/{name} is absent")
    return load(name)
