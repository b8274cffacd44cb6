import pytest

from bvte.evidence.load import load


@pytest.fixture(scope="session")
def evidence():
    """The project's real evidence."""
    return load("dien-bien")
