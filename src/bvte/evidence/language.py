"""The language that is spoken: named once a process, for everything that is said in it.

    activate("en")          # from here on, everywhere in this process
    with speaking("vi"):    # here alone: in this thread or task, until the block ends
        ...

A generator speaks the language of the moment in which it is asked for its next item, not of its making.
"""

import locale
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from bvte.evidence.codes import resolve_code
from bvte.evidence.held import Held

LANGUAGES = ("vi", "en")

_spoken = Held("language", LANGUAGES[0])


def active_language() -> str:
    """The language that is spoken here and now; Vietnamese before any was activated."""
    return _spoken.now()


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
    _spoken.hold(resolve_code("language", language, LANGUAGES))


def speaking(language: str) -> AbstractContextManager[None]:
    """Speak a language inside a `with` block. Raises CodeError for an unknown language.

    >>> with speaking("en"):
    ...     active_language()
    'en'
    """
    return _spoken.inside(resolve_code("language", language, LANGUAGES))
