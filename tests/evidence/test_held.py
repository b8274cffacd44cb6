"""What holds for a process, a block, a thread: the innermost that says anything."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bvte.evidence.held import Held
from bvte.evidence.internal import internal, is_internal


def in_a_thread(ask):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


def test_the_innermost_block_holds_and_what_it_sets_ends_with_it():
    held = Held("test", 0)
    held.hold(1)
    with held.inside(2):
        held.hold(3)
        with held.inside(0):
            assert held.now() == 0
        assert (held.now(), in_a_thread(held.now)) == (3, 1)
    assert held.now() == 1


def test_a_block_that_fails_leaves_nothing():
    held = Held("test", "before")
    with pytest.raises(ZeroDivisionError), held.inside("inside"):
        1 / 0  # noqa: B018
    assert held.now() == "before"


def test_small_counts_that_a_block_shows_are_shown_in_no_other_thread():
    with internal():
        assert is_internal() and not in_a_thread(is_internal)
        with internal(False):
            assert not is_internal()
    assert not is_internal()
