"""A sample of `python -m tests.killed intakes`: whole commands, killed at moments that a seed gives."""

import os

import pytest

from .killed import kill_intakes

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no groups of processes")


def test_an_intake_that_is_killed_at_a_random_moment_loses_nothing():
    assert kill_intakes("2", "1", "text", "map") == 0
