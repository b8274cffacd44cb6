from functools import partial

import pytest

from bvte.presentation import picture

from ..judgement.province import make
from ..real import real_evidence


@pytest.fixture
def province(tmp_path):
    """Makes the `Evidence` of a small province from tables of text."""
    return partial(make, tmp_path)


@pytest.fixture(scope="session")
def dien_bien():
    """The project's real evidence."""
    return real_evidence()


@pytest.fixture
def drawn(monkeypatch):
    """The axes of every chart made in the test, as they were when it was written."""
    axes, write = [], picture.figure

    def keep(given, *about, **more):
        axes.append(given.figure.axes[0])
        return write(given, *about, **more)

    monkeypatch.setattr(picture, "figure", keep)
    # Which draws the same axes anew, on a third of the width.
    monkeypatch.setattr(picture, "narrow_picture", lambda *about: "")
    return axes
