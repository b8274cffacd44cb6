"""The evidence of a real folder, for the tests that are about it: without the folder they are skipped, not failed."""

import pytest

from bvte.evidence.load import data_folders, load


def real_evidence(name="dien-bien"):
    """The evidence of a folder below data/; a project without it skips the test."""
    if name not in data_folders():
        pytest.skip(f"the folder data/{name} is absent")
    return load(name)
