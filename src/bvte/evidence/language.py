"""The language that is spoken: named once a process, for everything that is said in it.

    activate("en")          # from here on, everywhere in this process
    with speaking("vi"):    # here alone: in this thread or task, until the block ends
        ...

A generator speaks the language of the moment in which it is asked for its next item, not of its making.
"""

import locale
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from bvte.evidence.codes import resolve_code

LANGUAGES = ("vi", "en")

# What a notebook's cell activates must hold in the next cell, and what a thread says of itself in no other:
# the one is the state of the process, the other of the context.
_spoken_here: ContextVar[str | None] = ContextVar("spoken_here", default=None)
_of_process = LANGUAGES[0]


def active_language() -> str:
    """The language that is spoken here and now; Vietnamese before any was activated."""
    return _spoken_here.get() or _of_process


def reader_language() -> str:
    """The language of who sits at this machine: English where the system's locale says so, else Vietnamese.

    `run.py`, which runs before anything is installed, asks in the same way.
    """
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if os.name == "nt" and not named:
        named = locale.setlocale(locale.LC_CTYPE)  # such as "English_United States.1252"
    return "en" if named.lower().startswith("en") else LANGUAGES[0]


def other_language(language: str) -> str:
    """The language of the twin of what is written in a language."""
    return next(name for name in LANGUAGES if name != language)


def in_other_languages(cells: Mapping[str, Any], spoken: str) -> dict[str, Any]:
    """Cells for the columns of other languages than the one that a row is written in, of those that it leaves empty.

    >>> in_other_languages({"name_en": "England", "code": "E92000001"}, "en")
    {'name_vi': 'England'}
    """
    own = {name.removesuffix(f"_{spoken}"): cell for name, cell in cells.items() if name.endswith(f"_{spoken}")}
    named = {f"{name}_{other}": cell for name, cell in own.items() for other in LANGUAGES if other != spoken}
    return {name: cell for name, cell in named.items() if not cells.get(name)}


def activate(language: str) -> None:
    """Speak a language from here on: in this process, or, inside `speaking`, until that ends.

    Raises CodeError for an unknown language, with those that there are.
    """
    global _of_process
    language = resolve_code("language", language, LANGUAGES)
    if _spoken_here.get():
        _spoken_here.set(language)
    else:
        _of_process = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language inside a `with` block. Raises CodeError for an unknown language.

    >>> with speaking("en"):
    ...     active_language()
    'en'
    """
    before = _spoken_here.set(resolve_code("language", language, LANGUAGES))
    try:
        yield
    finally:
        _spoken_here.reset(before)
