"""What may be wrong with the shape of a file, each as a `Problem`: its header, its rows, its cells."""

from bvte.evidence.problem import Problem, nearest

# Key under which csv.DictReader puts the cells that go on after the last column.
BEYOND = "+"

# A right cell, shown where a wrong one gives no list of choices: pydantic's fault type -> example.
EXAMPLES = {
    "decimal_parsing": "28.5",
    "finite_number": "28.5",
    "int_parsing": "2015",
    "date_from_datetime_parsing": "2025-07-01",
    "date_from_datetime_inexact": "2025-07-01",
    "string_pattern_mismatch": "abc_1",
}
BOUNDS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}


def columns(model):
    """Columns that a file of these rows may have."""
    return [name for name in model.model_fields if name != "line"]


def header_problems(header, model, file):
    """Problems of a header, and whether its rows can be read (no required column is missing)."""
    absent = [name for name in columns(model) if name not in header]
    unknown = {name: nearest(name, absent) for name in header if name not in columns(model)}
    missing = [name for name in absent if model.model_fields[name].is_required()]
    problems = [_column("column_not_known", file, name, model, near) for name, near in unknown.items()]
    # A misspelt column is one mistake, not an unknown column and a missing one.
    unseen = [name for name in missing if name not in unknown.values()]
    return problems + [_column("column_missing", file, name, model) for name in unseen], not missing


def _column(kind, file, name, model, near=None):
    allowed = ", ".join(columns(model))
    return Problem("not_a_value", file, 1, name, name, allowed, near, facts={"type": kind})


def surplus_problem(cells, file, line):
    """A row that goes on after the last column, as when a text with a comma lacks its quotation marks."""
    found, last = ", ".join(cells[BEYOND]), list(cells)[-2]
    facts = {"type": "row_too_long"}
    return Problem("not_a_value", file, line, last, found, str(len(cells) - 1), facts=facts)


def fault_problem(fault, model, file, line, code=""):
    """A fault that pydantic found as a `Problem`: what was found, what is allowed, the nearest right name."""
    column = ".".join(str(part) for part in fault["loc"]) or "-"
    where = f"{code}.{column}" if code else column
    found = "" if fault["type"] == "missing" else str(fault["input"])
    known = columns(model) if fault["type"] == "extra_forbidden" else _choices(fault)
    name = column if fault["type"] == "extra_forbidden" else found
    allowed = ", ".join(known) or _allowed(fault)
    return Problem(
        "not_a_value", file, line, where, found, allowed, nearest(name, known), facts={"type": fault["type"]}
    )


def _choices(fault):
    """The words that a cell with a fixed choice may hold."""
    if fault["type"] != "literal_error":
        return []
    return fault["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")


def _allowed(fault):
    """Bound or example of a right cell, empty where the fault has none."""
    facts = fault.get("ctx", {})
    bounds = [f"{sign} {facts[key]}" for key, sign in BOUNDS.items() if key in facts]
    return ", ".join(bounds) or facts.get("expected") or EXAMPLES.get(fault["type"], "")
