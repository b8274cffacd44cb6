"""The reference is made without a warning, and every name of the front door is in it.

The pages within the layers take four times as long as all others and are left to the command.
"""

import pkgutil
import re
import subprocess
import sys

import pytest

import bvte


@pytest.fixture(scope="module")
def page(project, tmp_path_factory):
    """The page of the front door; the command fails where a docstring, a name or a type is not understood."""
    folder = tmp_path_factory.mktemp("reference")
    program = "import sys, pathlib; from docs.reference import *; main(pathlib.Path(sys.argv[1]), WITHIN_LAYERS)"
    command = [sys.executable, "-c", program, str(folder)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "bvte.html"


def test_every_name_of_the_front_door_is_in_the_reference_with_what_it_does(page):
    html = page.read_text(encoding="utf-8")
    sections = re.split(r'<section id="(\w+)">', html)
    told = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert set(bvte.__all__) <= set(told)
    assert [name for name in bvte.__all__ if 'class="docstring"' not in told[name]] == []


def test_the_modules_behind_it_have_their_pages(page):
    layers = {module.name for module in pkgutil.iter_modules(bvte.__path__) if module.ispkg}
    assert len(layers) > 5 and layers <= {path.stem for path in page.with_suffix("").iterdir()}
