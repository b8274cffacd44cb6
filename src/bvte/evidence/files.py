"""Open the files of a data folder: what cannot be opened at all is one `Problem`, not a failure."""

import csv
import io

import yaml

from bvte.evidence.problem import Problem

# The same grammar in C reads the cards ten times as fast; a PyYAML built without libyaml has only the other.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# How much of the end of a file is shown where it may be cut.
SHOWN = 40


def read_text(path):
    """The text of a file, None where it cannot be read, and the problems of it."""
    try:
        # Excel puts a mark before the first byte of a CSV file; it is no part of the first column's name.
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None, [unreadable_file("file_missing", path.name, None, path.name)]
    except OSError as error:
        # A folder of that name, a file that another program holds or that this person may not read.
        return None, [unreadable_file("file_not_opened", path.name, None, error.strerror)]
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = f"0x{error.object[error.start]:02x}"
        return None, [unreadable_file("not_utf8", path.name, line, found)]
    if not text.strip():
        return None, [unreadable_file("file_empty", path.name, None, path.name)]
    # Old programs on a Mac end a line with a carriage return alone.
    if not text.endswith(("\n", "\r")):
        last = text.rpartition("\n")[2]
        return text, [Problem("file_cut", path.name, text.count("\n") + 1, "", last[-SHOWN:])]
    return text, []


def read_lines(path):
    """The header of a CSV file, its rows as (line, cells), and its problems; rows without text are none.

    Columns without name or text that a spreadsheet leaves at the end are no columns.
    """
    text, problems = read_text(path)
    reader, lines = csv.reader(io.StringIO(text or "", newline=""), strict=True), []
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error:
        # An open quotation mark runs to the end of the file, whose line end it swallows.
        problems = [unreadable_file("quotes_open", path.name, reader.line_num, '"')]
    if text is not None and not lines and not problems:
        problems = [unreadable_file("file_empty", path.name, None, path.name)]
    header = lines[0][1] if lines else []
    spare = len(header) - len(_without_empty_end(header, len(header)))
    return (
        header[: len(header) - spare],
        [(n, _without_empty_end(cells, spare)) for n, cells in lines[1:]],
        problems,
    )


def _without_empty_end(cells, most):
    """The cells without empty ones at their end, at most so many of these."""
    while most and cells and not cells[-1].strip():
        cells, most = cells[:-1], most - 1
    return cells


def read_yaml(path):
    """What a YAML file maps, None where it cannot be read, and its problems; an entry given twice is one."""
    text, problems = read_text(path)
    if text is None:
        return None, problems
    try:
        loader = SAFE_LOADER(text)
        root = loader.get_single_node()
        problems += _repeated_entries(root, path.name)
        content = loader.construct_document(root) if root else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
        return None, [unreadable_file("not_yaml", path.name, mark and mark.line + 1, found)]
    if not isinstance(content, dict):
        return None, [*problems, unreadable_file("not_entries", path.name, 1, str(content)[:SHOWN])]
    return content, problems


def _repeated_entries(node, file, above=()):
    """A problem for each entry whose name stood before: YAML would silently keep the last one.

    above : the nodes around this one; an entry may refer back to one of them.
    """
    seen, above = set(), (*above, node)
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        name = str(key.value)
        if name in seen:
            yield Problem("duplicate_row", file, key.start_mark.line + 1, "id", name)
        seen.add(name)
        yield from _repeated_entries(value, file, above) if value not in above else ()
    for entry in node.value if isinstance(node, yaml.SequenceNode) else ():
        yield from _repeated_entries(entry, file, above) if entry not in above else ()


def unreadable_file(code, file, line, found):
    """A problem because of which nothing of a file is known."""
    return Problem(code, file, line, "", found, facts={"unread": True})
