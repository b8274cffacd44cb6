"""A proposed map as a YAML file, its remarks and questions as comments in the reader's language."""

from typing import Any

import yaml

from bvte.presentation.texts import say

# Longer remarks go on in the next line.
WIDTH = 110


def map_text(proposal: Any) -> str:
    """The text of a map. proposal : an `intake.map_proposal.Proposal`."""
    lines = [*_remarks(proposal, (), ""), f"# {say('table_maps.how')}"]
    lines.insert(0, f"# {say('table_maps.heading', file=proposal.file)}")
    return "\n".join([*lines, *_entries(proposal, proposal.content, (), "")]) + "\n"


def _entries(proposal: Any, content: Any, path: tuple[str | int, ...], indent: str) -> list[str]:
    """The lines of a mapping or a list."""
    lines = []
    named = content.items() if isinstance(content, dict) else enumerate(content)
    for key, value in named:
        place = (*path, key)
        head = f"{_scalar(str(key))}:" if isinstance(content, dict) else "-"
        lines += _remarks(proposal, place, indent)
        if isinstance(value, dict | list) and _is_short(proposal, value, place):
            lines.append(f"{indent}{head} {_flow(value)}")
        elif isinstance(value, dict) and head == "-":
            lines += _dashed(_entries(proposal, value, place, f"{indent}  "), indent)
        elif isinstance(value, dict | list):
            lines += [f"{indent}{head}", *_entries(proposal, value, place, f"{indent}  ")]
        else:
            lines.append(f"{indent}{head} {_scalar(str(value))}")
    return lines


def _dashed(lines: list[str], indent: str) -> list[str]:
    """The lines of an entry of a list, the dash before the first that is no remark."""
    first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
    return [*lines[:first], f"{indent}- {lines[first].lstrip()}", *lines[first + 1 :]]


def _remarks(proposal: Any, path: tuple[str | int, ...], indent: str) -> list[str]:
    """The remarks on an entry, a comment each, broken into lines."""
    lines = []
    for remark in proposal.remarks.get(path, ()):
        line = ""
        for word in say(f"table_maps.remark.{remark.code}", **remark.facts).split():
            if line and len(line) + len(word) > WIDTH:
                lines.append(f"{indent}# {line}")
                line = ""
            line = f"{line} {word}".strip()
        lines.append(f"{indent}# {line}")
    return lines


def _is_short(proposal: Any, value: Any, path: tuple[str | int, ...]) -> bool:
    """Whether a mapping stands on one line: it holds scalars and lists of them alone, and nothing is said inside."""
    inner = value.values() if isinstance(value, dict) else value
    remarked = any(place[: len(path)] == path and place != path for place in proposal.remarks)
    plain = not any(isinstance(child, dict) and any(isinstance(c, dict) for c in child.values()) for child in inner)
    return not remarked and plain and isinstance(value, dict) and len(_flow(value)) < WIDTH and len(path) > 1


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(str(key), True)}: {_flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(str(value), True)


def _scalar(text: str, in_flow: bool = False) -> str:
    """A text as YAML writes it on one line."""
    style = '"' if "\n" in text or (in_flow and any(sign in text for sign in "[]{},:")) else None
    return yaml.safe_dump(text, allow_unicode=True, width=10_000, default_style=style).splitlines()[0]
