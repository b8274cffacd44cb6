"""The mark of everything that is made with small counts in it, in the active language."""

from bvte.evidence.internal import is_internal
from bvte.presentation.texts import say


def handling_mark() -> str:
    """What stands on every page, sheet, slide and line of an internal report, "" of a public one."""
    return say("internal.mark") if is_internal() else ""


def marked_title(title: str) -> str:
    """A title, of an internal report with that word before it."""
    return say("internal.title", title=title) if is_internal() else title
