from functools import partial

import pytest

from ..real import real_evidence
from .province import make


@pytest.fixture
def province(tmp_path):
    """Makes the `Evidence` of a small province from tables of text."""
    return partial(make, tmp_path)


@pytest.fixture(scope="session")
def dien_bien():
    """The project's real evidence."""
    return real_evidence()
