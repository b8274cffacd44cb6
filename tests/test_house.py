"""The layers of the house: nothing flows back, and the front door is quick."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "bvte"
MAY_IMPORT = {
    "evidence": {"evidence"},
    "methods": {"methods"},
    "intake": {"evidence", "methods", "intake"},
    "judgement": {"evidence", "methods", "judgement"},
    "presentation": {"evidence", "methods", "judgement", "presentation"},
    # `import bvte` is the front door, by which the desk calls what its lines of code call.
    "desk": {"evidence", "methods", "judgement", "presentation", "desk"},
    "runner": {"runner"},
    "publishing": {"evidence", "methods", "judgement", "presentation", "intake", "runner", "publishing"},
}
MODULES = [path for layer in MAY_IMPORT for path in sorted((SOURCE / layer).rglob("*.py"))]


def imported(path):
    """Names of our packages that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bvte"):
            yield [*node.module.split("."), ""][1]
        elif isinstance(node, ast.Import):
            yield from (name.name.split(".")[1] for name in node.names if name.name.startswith("bvte."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_layer_imports_only_what_lies_left_of_it(path):
    layer = path.relative_to(SOURCE).parts[0]
    assert set(imported(path)) <= MAY_IMPORT[layer]


def needed_first(path):
    """Modules of ours that a module imports at its top, by their dotted names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in (n for n in tree.body if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("bvte.")):
        inner = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from [name for name in inner if name in NAMES] or [node.module]


def dotted(path):
    return ".".join(["bvte", *path.relative_to(SOURCE).with_suffix("").parts])


NAMES = {dotted(path) for path in MODULES}


def test_any_module_can_be_the_first_that_is_imported():
    """No module needs, by whatever way round, itself: a notebook may begin anywhere."""
    TopologicalSorter({dotted(path): set(needed_first(path)) for path in MODULES}).prepare()


# What reads markup. Forms are made from the parts of a document and never from a page.
PARSERS = {"bs4", "lxml", "html.parser", "html5lib", "parsel"}
# They read written files back, to check them, and open what was received.
READERS = {"publishing/quality.py", "publishing/forms/agree.py", "intake/office_package.py"}


def parsers_of(path):
    """The parsers of markup that a module imports, anywhere in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [f"{node.module}.{alias.name}" for node in froms for alias in node.names]
    return {parser for parser in PARSERS for name in names if f"{name}.".startswith(f"{parser}.")}


def test_only_what_checks_written_files_reads_markup():
    parsing = {path.relative_to(SOURCE).as_posix() for path in MODULES if parsers_of(path)}
    assert parsing == READERS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_stay_readable(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_front_door_loads_nothing_before_it_is_asked():
    code = "import sys, bvte; print(*sorted(m for m in sys.modules if m in ('pandas', 'matplotlib', 'scipy')))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == ""


def test_every_name_of_the_front_door_opens():
    import bvte

    assert all(callable(getattr(bvte, name)) for name in bvte.__all__)
    with pytest.raises(AttributeError):
        bvte.no_such_name  # noqa: B018


def test_no_province_is_named_in_the_code():
    """But for examples in docstrings, which are of some province."""
    texts = (path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "__init__.py")
    lines = (line for text in texts for line in text.splitlines() if not line.lstrip().startswith((">>>", "...")))
    assert not [line for line in lines if "Điện Biên" in line or '"11"' in line]
