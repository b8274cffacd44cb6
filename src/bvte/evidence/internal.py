"""Whether what is made is for the office alone: then small counts are shown, and everything says that it is internal.

Like the language it holds for a process (`work_inside`) or a block (`internal`), and an evidence that is loaded
meanwhile keeps it (`Evidence.is_internal`).
"""

from contextlib import AbstractContextManager

from bvte.evidence.held import Held

_inside = Held("internal", False)


def is_internal() -> bool:
    """Whether protection is lifted here and now."""
    return _inside.now()


def work_inside() -> None:
    """Lift protection from here on in this process, which is one of its own (the kernel of an internal report)."""
    _inside.hold(True)


def internal(wanted: bool = True) -> AbstractContextManager[None]:
    """Lift protection in a block, in no other thread, or keep it where it is not wanted.

    >>> with internal():
    ...     is_internal()
    True
    """
    return _inside.inside(wanted)
