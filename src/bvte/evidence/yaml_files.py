"""YAML files, read within bounds: of how deep entries lie in each other, and of what references make of them.

A few lines of references to references stand for more entries than a machine holds, and brackets in brackets end the
process that reads them (https://en.wikipedia.org/wiki/Billion_laughs_attack). Both are refused before anything is made.
"""

import pickle
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bvte.evidence.decoding import SHOWN, decode_bytes, read_text, unreadable_file
from bvte.evidence.problem import Problem

# The same grammar in C reads the cards ten times as fast; a PyYAML built without libyaml has only the other.
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The cards of a province lie 4 deep and are 7,300 entries.
DEEPEST, MOST_ENTRIES = 40, 200_000
NO_YAML = ("not_yaml", "yaml_too_large")


class YamlBoundsError(yaml.MarkedYAMLError):
    """A text that is deeper or larger than any file of a data folder."""


def read_yaml(path: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    """What a YAML file maps, None where it cannot be read, and its problems; an entry given twice is one."""
    text, problems = read_text(path)
    if text is None:
        return None, problems
    content, found = pickle.loads(_read_once(path.name, text))
    # Of what is no YAML nothing else is said.
    return content, found if any(problem.code in NO_YAML for problem in found) else [*problems, *found]


# The files of the nation are read by whoever loads, checks or compares a folder: once for the same text. Kept as bytes,
# so that each reader has entries of its own, which takes a tenth of the time of reading them.
@lru_cache(maxsize=32)
def _read_once(file: str, text: str) -> bytes:
    return pickle.dumps(_read_entries(file, text))


def _read_entries(file: str, text: str) -> tuple[dict[str, Any] | None, list[Problem]]:
    """What a text maps, None where it is no YAML or maps nothing, and its problems."""
    try:
        _keep_bounds(text)
        loader = SAFE_LOADER(text)
        root = loader.get_single_node()
        problems = list(_repeated_entries(root, file))
        content = loader.construct_document(root) if root else None
    except (yaml.YAMLError, ValueError) as error:
        return None, [_not_yaml(file, error)]
    if not isinstance(content, dict):
        return None, [*problems, unreadable_file("not_entries", file, 1, str(content)[:SHOWN])]
    return content, problems


def _not_yaml(file: str, error: yaml.YAMLError | ValueError) -> Problem:
    """The problem of a text that is no YAML, or too much of it, or holds a day that no calendar has."""
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    kind = NO_YAML[isinstance(error, YamlBoundsError)]
    return unreadable_file(kind, file, mark and mark.line + 1, reason)


def load_yaml(text: str) -> Any:
    """What a YAML text says. Raises yaml.YAMLError, of which YamlBoundsError is one, and ValueError for a number
    or a day that there is none of."""
    _keep_bounds(text)
    return yaml.load(text, SAFE_LOADER)


def compose_yaml(text: str) -> yaml.Node:
    """The nodes of a YAML text with their lines, None for an empty one. Raises as `load_yaml`."""
    _keep_bounds(text)
    return yaml.compose(text, SAFE_LOADER)


def load_yaml_file(path: Path) -> Any:
    """What a YAML file says. Raises OSError, UnknownEncodingError and as `load_yaml`."""
    return load_yaml(decode_bytes(path.read_bytes()).text)


def _keep_bounds(text: str) -> None:
    """Raise YamlBoundsError where a text is too deep or, with what its references repeat, too large."""
    sizes: dict[str, int] = {}
    # (anchor, entries so far) of each entry that is open.
    opened: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(text, SAFE_LOADER):
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            total += sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append((anchor, total))
            total += 1
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            name, before = opened.pop()
            sizes |= {name: total - before} if name else {}
        if len(opened) > DEEPEST or total > MOST_ENTRIES:
            found = f"> {DEEPEST}" if len(opened) > DEEPEST else f"> {MOST_ENTRIES:_}".replace("_", " ")
            raise YamlBoundsError(problem=found, problem_mark=event.start_mark)


def _repeated_entries(node: yaml.Node, file: str, above: tuple[yaml.Node, ...] = ()) -> Iterator[Problem]:
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
