"""What every test may ask for: the project's folder and, where it is there, the shared one beside it."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def project():
    """The project's root folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared(project):
    """The folder of collected evidence beside the project; a checkout without it skips the test."""
    folder = project.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ beside the project is absent")
    return folder
