"""The evidence of a real folder, for the tests that are about it: without the folder they are skipped, not failed."""

import inspect
import re
from functools import cache
from pathlib import Path

import pytest

from bvte.evidence.load import data_folders, load

# Folders whose published figures tests are about, by the name that stands in them.
NAMED = ("dien-bien", "quang-tri")
# Where the functions of ours lie that a test may rest on; the source itself names no folder.
OWN = (Path(__file__).parent, Path(__file__).parents[1] / "benchmarks")
WORD = re.compile(r"[^\W\d]\w*")


def skip_absent(items):
    """Skip the tests of a folder of data/ that is not there: those that name it, or use or are about what names it."""
    for name in set(NAMED) - set(data_folders()):
        for item in items:
            if any(name in text for text in _texts_of(item)):
                item.add_marker(pytest.mark.skip(f"the folder data/{name} is absent"))


def _texts_of(item):
    """The texts of a test: of what it runs, of the fixtures that it uses, of the values that it is called with."""
    fixtures = (one.func for found in item._fixtureinfo.name2fixturedefs.values() for one in found)
    values = item.callspec.params.values() if hasattr(item, "callspec") else ()
    seen = {}
    for thing in (item.obj, *fixtures, *values):
        _look_behind(thing, seen)
    return seen.values()


def _look_behind(thing, seen):
    """Add the text of a thing, and of all of the tests' own that its words name, to those seen, by identity."""
    thing = inspect.unwrap(thing) if inspect.isroutine(thing) else thing
    is_code = any(kind(thing) for kind in (inspect.isroutine, inspect.isclass, inspect.ismodule))
    module = inspect.getmodule(thing) if is_code else None
    place = Path(getattr(module, "__file__", None) or "/")
    if id(thing) in seen or (is_code and not any(place.is_relative_to(folder) for folder in OWN)):
        return
    seen[id(thing)] = text = _source_of(thing) if is_code else repr(thing)
    if is_code and not inspect.ismodule(thing):
        for word in {*WORD.findall(text)} & vars(module).keys():
            _look_behind(vars(module)[word], seen)


@cache
def _source_of(thing):
    return inspect.getsource(thing)


def skip_without_folder(text):
    """Skip a test that is about a text which names a folder of data/ that is not there."""
    for name in set(NAMED) - set(data_folders()):
        if name in text:
            pytest.skip(f"the folder data/{name} is absent")


def real_evidence(name="dien-bien"):
    """The evidence of a folder below data/; a project without it skips the test."""
    if name not in data_folders():
        pytest.skip(f"the folder data/{name} is absent")
    return load(name)
