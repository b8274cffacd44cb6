"""Execute notebooks in a forked kernel and in a started one; print both as JSON (see test_fidelity.py).

It runs as a process of its own, as the warm process does: argument 1 is a JSON list of [path, values].
"""

import json
import re
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

# Addresses in memory, names of temporary files, durations: no two runs of anything share them.
NEVER_THE_SAME = re.compile(r"0x[0-9a-f]{6,}|ipykernel_\d+/\d+|\d+\.\d+it/s|<dc:date>[^<]*|[mp][0-9a-f]{10}")


def cells_of(path, values, engine):
    """Sources, outputs and counts of the executed cells of code, without what no two runs share."""
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    options = {"progress_bar": False, "kernel_name": "python3", "cwd": str(Path(path).parent)}
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        output = f"{folder}/executed.ipynb"
        # Papermill ends with an error where a cell raised, also where it may; all cells were executed then.
        with suppress(PapermillExecutionError):
            papermill.execute_notebook(notebook, output, values, engine_name=engine, **options)
        executed = nbformat.read(output, as_version=4)
    return [masked(cell) for cell in executed.cells if cell.cell_type == "code"]


def joined(outputs):
    """The outputs, each stream in one piece: a started kernel parts what is written by its clock."""
    whole = []
    for output in outputs:
        if whole and output.output_type == "stream" and output.name == whole[-1].get("name"):
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def masked(cell):
    kept = {"source": cell.source, "outputs": joined(cell.outputs), "count": cell.execution_count}
    return json.loads(NEVER_THE_SAME.sub("…", json.dumps(kept)))


def main():
    from bvte.publishing.preload import warm_up
    from bvte.runner import FORKED, STARTED
    from bvte.runner.engines import register_engine

    for engine in (FORKED, STARTED):
        register_engine(engine)
    warm_up()
    for path, values in json.loads(sys.argv[1]):
        both = [cells_of(path, values, engine) for engine in (FORKED, STARTED)]
        print(json.dumps({"path": path, "forked": both[0], "started": both[1]}), flush=True)


if __name__ == "__main__":
    main()
