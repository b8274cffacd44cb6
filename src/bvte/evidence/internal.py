"""Whether what is made is for the office alone: then small counts are shown, and everything says that it is internal.

Like the language it holds for a process (`work_inside`) or a block (`internal`), and an evidence that is loaded
meanwhile keeps it (`Evidence.is_internal`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

_inside = False


def is_internal() -> bool:
    """Whether protection is lifted here and now."""
    return _inside


def work_inside() -> None:
    """Lift protection from here on in this process, which is one of its own (the kernel of an internal report)."""
    global _inside
    _inside = True


@contextmanager
def internal(wanted: bool = True) -> Iterator[None]:
    """Lift protection in a block, or keep it where it is not wanted.

    >>> with internal():
    ...     is_internal()
    True
    """
    global _inside
    before, _inside = _inside, wanted
    try:
        yield
    finally:
        _inside = before
