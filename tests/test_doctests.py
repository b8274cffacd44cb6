"""What a docstring shows is what the function answers."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
FILES = [path for room in ("methods", "evidence") for path in sorted((SOURCE / "bvte" / room).rglob("*.py"))]
SHOWN = [path for path in FILES if ">>>" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_an_example_is_answered_as_shown(path):
    module = import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
    failed, tried = doctest.testmod(module)
    assert tried and not failed


def test_a_method_shows_how_it_is_called():
    methods = [path for path in FILES if path.parent.name == "methods" and path.stem != "__init__"]
    assert [path.stem for path in methods if path not in SHOWN] == []
