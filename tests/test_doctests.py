"""What a docstring shows is what the function answers."""

import doctest
from importlib import import_module
from inspect import signature, unwrap
from pathlib import Path

import pytest

import bvte

from .real import skip_without_folder

SOURCE = Path(__file__).parents[1] / "src"
FILES = [path for path in sorted((SOURCE / "bvte").rglob("*.py")) if path.stem != "__init__"]
SHOWN = [path for path in FILES if ">>>" in path.read_text(encoding="utf-8")]
VERBS = (
    "load",
    "check",
    "seen",
    "estimates",
    "estimates_of",
    "compare",
    "conflicts",
    "coverage",
    "requests",
    "judge",
    "audit",
    "workshop",
    "annual",
)


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_is_answered_as_shown(path):
    skip_without_folder(path.read_text(encoding="utf-8"))
    module = import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
    failed, tried = doctest.testmod(module)
    assert tried and not failed


def test_a_method_shows_how_it_is_called():
    methods = [path for path in FILES if path.parent.name == "methods"]
    assert methods and [path.stem for path in methods if path not in SHOWN] == []


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_shows_how_it_is_called_and_says_the_types_of_what_it_takes_and_gives(name):
    verb = unwrap(getattr(bvte, name))
    asked = signature(verb)
    assert ">>>" in verb.__doc__
    assert asked.return_annotation is not asked.empty
    assert all(parameter.annotation is not parameter.empty for parameter in asked.parameters.values())
