"""What stands in a docstring of the front door runs, and says what it says."""

import doctest
from importlib import import_module
from inspect import isclass, signature, unwrap

import pytest

import bvte
from bvte.evidence.collection import Evidence
from bvte.judgement.targets import Findings

VERBS = (
    "load", "check", "seen", "estimates", "readings", "compare", "conflicts", "coverage", "requests", "judge",
    "audit", "workshop", "annual",
)  # fmt: skip
CLASSES = (Evidence, Findings)


def examples(thing):
    """The examples in the docstring of a function, or in those of a class and of its methods."""
    module = import_module(thing.__module__)
    found = doctest.DocTestFinder(exclude_empty=True, recurse=isclass(thing))
    return [test for test in found.find(thing, module=module, globs=dict(vars(module))) if test.examples]


def run(tests):
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for test in tests:
        runner.run(test)
    return runner.summarize(verbose=False)


@pytest.mark.parametrize("name", sorted(bvte.__all__))
def test_every_example_of_the_front_door_runs(name, capsys):
    function = unwrap(getattr(bvte, name))
    tests = examples(function)
    assert tests or name not in VERBS, f"{name} has no example"
    assert run(tests).failed == 0, capsys.readouterr().out


@pytest.mark.parametrize("kind", CLASSES)
def test_the_examples_of_results_run(kind, capsys):
    tests = examples(kind)
    assert tests and run(tests).failed == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_says_the_types_of_what_it_takes_and_gives(name):
    asked = signature(unwrap(getattr(bvte, name)))
    parameters = asked.parameters.values()
    assert asked.return_annotation is not asked.empty
    assert all(parameter.annotation is not parameter.empty for parameter in parameters)
