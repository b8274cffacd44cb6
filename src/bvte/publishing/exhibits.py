"""What the cells of a notebook declare to show, and whether they do: figures are lost without an error."""

from bvte.publishing.page import NOT_SHOWN

# Tag of a cell -> what at least one of its outputs must be. A cell with several of them may show any.
KINDS = {"shows-text": "text", "shows-table": "table", "shows-figure": "figure"}


def missing(executed):
    """A sentence for every cell that does not show what it declares, or that declares nothing."""
    return [fault for cell in executed.cells if _is_shown(cell) for fault in _faults(cell)]


def _is_shown(cell):
    """Whether a cell of code is there to show something."""
    return cell.cell_type == "code" and not NOT_SHOWN & set(cell.metadata.get("tags", ()))


def _faults(cell):
    declared = [kind for tag, kind in KINDS.items() if tag in cell.metadata.get("tags", ())]
    source = cell.source.strip().partition("\n")[0]
    if not declared:
        yield f"the cell “{source}” does not declare what it shows ({', '.join(KINDS)})"
    elif not {kind(output) for output in cell.outputs} & set(declared):
        yield f"the cell “{source}” shows no {' or '.join(declared)}"


def kind(output):
    """What one output is to a reader, None where it is nothing that a page shows."""
    data = output.get("data", {})
    if "image/svg+xml" in data:
        return "figure"
    if "text/html" in data:
        return "text" if output.metadata.get("text/html", {}).get("prose") else "table"
    return None
