import pytest

from ..real import real_evidence


@pytest.fixture(scope="session")
def evidence():
    """The project's real evidence."""
    return real_evidence()
