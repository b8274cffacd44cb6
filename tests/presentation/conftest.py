from functools import partial

import pytest

from bvte.presentation import drawing, picture

from ..judgement.province import make
from ..real import real_evidence


@pytest.fixture
def office_pictures():
    """Asked for by a test of the picture of a chart that office files hold."""


@pytest.fixture(autouse=True)
def page_pictures_alone(request, monkeypatch):
    """Charts are drawn for pages alone, in half of the time, where a test does not ask for `office_pictures`."""
    monkeypatch.setattr(drawing.PICTURES, "office", "office_pictures" in request.fixturenames)


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
