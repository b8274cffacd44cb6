"""The mark of what is made with small counts in it or of figures that are made up, in the active language."""

from collections.abc import Iterator

from bvte.evidence.internal import is_internal
from bvte.evidence.spoken_folder import spoken_folder
from bvte.presentation.phrases import Phrase
from bvte.presentation.texts import say


def handling_mark() -> str:
    """What stands on every page, sheet, slide and line of an internal report or of made-up figures, "" of any other."""
    return " · ".join(say(f"handling.{kind}.mark") for kind in _kinds())


def marked_title(title: str | Phrase) -> str | Phrase:
    """A title, with a word for each mark before it."""
    for kind in reversed([*_kinds()]):
        title = say(f"handling.{kind}.title", title=title)
    return title


def marked_place(place: str) -> str:
    """A place of which a report speaks, and that its figures are made up where they are."""
    return say("handling.made_up.place", place=place) if spoken_folder().made_up else place


def _kinds() -> Iterator[str]:
    if spoken_folder().made_up:
        yield "made_up"
    if is_internal():
        yield "internal"
