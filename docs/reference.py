"""Make the reference of all functions from their docstrings: `python3 run.py reference`.

The front door `bvte` comes first, as a researcher types it; the modules behind it are for who changes them.
"""

import pkgutil
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import pdoc

import bvte

PLACE = Path(__file__).parent / "reference"
# Classes of ipykernel with a few methods changed, whose own annotations pdoc cannot read.
NOT_OURS = ["!bvte.runner.kernel", "!bvte.runner.engines"]
# What stands within the layers: three quarters of the time that all pages take.
WITHIN_LAYERS = [r"!bvte\.\w+\.\w+"]


def main(folder: Path = PLACE, left_out: Sequence[str] = NOT_OURS) -> Path:
    """Write the pages but those that are left out; the path of the front door's.

    Raises Warning for a name or type that is not read.
    """
    # The door opens when a name is asked for; pdoc looks for what stands in the module.
    vars(bvte).update({name: getattr(bvte, name) for name in bvte.__all__})
    behind = [f"bvte.{module.name}" for module in pkgutil.iter_modules(bvte.__path__)]
    pdoc.render.configure(docformat="markdown", show_source=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        pdoc.pdoc("bvte", *behind, *left_out, output_directory=folder)
    return folder / "bvte.html"


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:])))
