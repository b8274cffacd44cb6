"""What holds for a process or, inside a block, for one thread or task of it: the language, the folder spoken of.

What a notebook's cell sets must hold in the next cell, and what a block sets in no other thread: the one is the state
of the process, the other of the context. A generator has what holds when it is asked for its next item.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Held(Generic[Value]):
    """A value that holds here and now.

    >>> mood = Held("mood", "calm")
    >>> with mood.inside("stormy"):
    ...     mood.now()
    'stormy'
    >>> mood.now()
    'calm'
    """

    def __init__(self, name: str, first: Value) -> None:
        self._of_process = first
        # In a tuple, so that any value can be told from none.
        self._here: ContextVar[tuple[Value] | None] = ContextVar(name, default=None)

    def now(self) -> Value:
        """The value of the innermost block, else of the process."""
        here = self._here.get()
        return here[0] if here else self._of_process

    def hold(self, value: Value) -> None:
        """Let a value hold from here on: in this process, or, inside a block, until that ends."""
        if self._here.get():
            self._here.set((value,))
        else:
            self._of_process = value

    @contextmanager
    def inside(self, value: Value) -> Iterator[None]:
        """Let a value hold inside a `with` block."""
        before = self._here.set((value,))
        try:
            yield
        finally:
            self._here.reset(before)
