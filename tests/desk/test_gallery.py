"""The gallery of methods: what others published is what we compute, and what is said to fail does."""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import bvte.methods
from bvte.desk import gallery
from bvte.evidence.language import activate
from bvte.evidence.national import method_examples
from bvte.methods.undefined import Undefined

EXAMPLES = method_examples()
# They hold no method of their own: columns, points and scales, and the refusal that they share.
HELPERS = {"__init__", "columns", "line", "undefined"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_was_published_is_what_we_compute(name):
    example = EXAMPLES[name]
    assert set(example.take) == set(example.published) and example.source
    module, function = example.function.split(".")
    method = getattr(import_module(f"bvte.methods.{module}"), function)
    before = [gallery.called(example.prepare)] if example.prepare else []
    result = method(*before, *example.arguments, **example.options)
    for label, printed in example.published.items():
        half = 0.5 * 10.0 ** printed.as_tuple().exponent
        assert gallery.part(result, example.take[label]) == pytest.approx(float(printed), abs=half * 1.001)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_said_to_fail_does(name):
    failure = EXAMPLES[name].fails
    if failure.refuses is None:
        assert gallery.computed(failure, failure.gives) == failure.gives != {}
        return
    with pytest.raises(Undefined) as refused:
        gallery.called(failure)
    assert refused.value.code == failure.refuses


def test_every_method_has_its_example_and_every_example_its_place_in_the_notebook():
    modules = {path.stem for path in Path(bvte.methods.__path__[0]).glob("*.py")} - HELPERS
    assert {example.function.partition(".")[0] for example in EXAMPLES.values()} == modules
    source = (project_notebooks() / "method_gallery.ipynb").read_text(encoding="utf-8")
    assert [name for name in EXAMPLES if f'method_example(\\"{name}\\")' not in source] == []


def project_notebooks():
    from bvte.evidence.load import project_root

    return project_root() / "notebooks" / "desk"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_table_says_all_of_a_method(language):
    activate(language)
    table = bvte.method_example("proportions")
    told = [row[1] for row in table.rows]
    assert told[2] == "proportions.wilson_interval(81, 263)"
    assert told[3].startswith("low = 0.2553; high = 0.3662 (Newcombe 1998")
    assert told[4] == "low = 0.2553; high = 0.3662" and "count_above_total" in told[7]


def test_a_result_that_changed_fails_the_notebook(tmp_path):
    """The outputs that are kept are compared by the test command itself, cell by cell."""
    notebook = json.loads((project_notebooks() / "method_gallery.ipynb").read_text(encoding="utf-8"))
    tags = [cell["metadata"].get("tags", []) for cell in notebook["cells"] if cell.get("outputs")]
    assert len(tags) == len(EXAMPLES) and all("nbval-check-output" in tag for tag in tags)
    spoilt = json.dumps(notebook).replace("0.2553; high", "0.2554; high")
    assert spoilt != json.dumps(notebook)
    (tmp_path / "spoilt.ipynb").write_text(spoilt, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--nbval-lax",
        "--nbval-current-env",
        "-p",
        "no:cacheprovider",
    ]
    run = subprocess.run([*command, str(tmp_path / "spoilt.ipynb")], capture_output=True, text=True)
    assert run.returncode == 1 and "1 failed" in run.stdout
