from functools import partial

import pytest

from bvte.evidence.load import load

from .province import make


@pytest.fixture
def province(tmp_path):
    """Makes the `Evidence` of a small province from tables of text."""
    return partial(make, tmp_path)


@pytest.fixture(scope="session")
def dien_bien():
    """The project's real evidence."""
    return load("dien-bien")
