from itertools import combinations, pairwise

import matplotlib as mpl
import numpy as np
import pytest

from bvte.presentation import theme

# Machado, Oliveira and Fernandes (2009), severity 1.0: how linear RGB looks to three kinds of colour vision.
VISIONS = {
    "all cones": np.eye(3),
    "no red cones": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green cones": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "no blue cones": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(TO_XYZ[1] @ linear(colour))


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lab(colour, vision):
    xyz = TO_XYZ @ np.clip(vision @ linear(colour), 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("code", theme.STATUS)
def test_text_on_a_status_can_be_read(code):
    assert contrast(theme.STATUS[code].fill, theme.STATUS[code].text) >= 4.5


@pytest.mark.parametrize("name", ["ink", "soft", "accent"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_text_of_a_page_can_be_read(name, ground):
    assert contrast(theme.COLOURS[name], theme.COLOURS[ground]) >= 4.5


@pytest.mark.parametrize("colour", [*theme.SERIES, theme.COLOURS["line"]])
def test_marks_can_be_seen(colour):
    assert contrast(colour, theme.COLOURS["paper"]) >= 3


@pytest.mark.parametrize("vision", VISIONS)
def test_statuses_differ_for_every_kind_of_colour_vision(vision):
    matrix = np.array(VISIONS[vision])
    for one, other in combinations(theme.STATUS.values(), 2):
        assert np.linalg.norm(lab(one.fill, matrix) - lab(other.fill, matrix)) > 12


def test_statuses_differ_in_a_grey_print():
    lightness = sorted(lab(status.fill, np.eye(3))[0] for status in theme.STATUS.values())
    assert all(lighter - darker > 8 for darker, lighter in pairwise(lightness))


def test_statuses_differ_in_shape_alone():
    signs, shapes = zip(*((status.sign, status.shape) for status in theme.STATUS.values()), strict=True)
    assert len(set(signs)) == len(set(shapes)) == len(theme.STATUS)


def test_the_theme_has_every_status_of_the_judgement():
    from bvte.judgement.finding import Status

    assert set(theme.STATUS) == set(Status)


def test_style_sheet_uses_only_what_the_theme_gives():
    import re

    from bvte.publishing.frame import style_sheets

    # Besides what a drawing and a table say of themselves: width, decimals, the headings and shares of columns.
    columns = {"label", *(f"c{place}" for place in range(1, 19))}
    given = set(re.findall(r"--([\w-]+):", theme.css())) | {"width", "decimals", "share", "columns"} | columns
    assert set(re.findall(r"var\(--([\w-]+)", style_sheets("status.css", "report.css"))) <= given


def test_charts_are_drawn_in_the_font_of_the_page_as_text():
    from matplotlib import font_manager

    with mpl.rc_context():
        theme.use_theme()
        assert mpl.rcParams["svg.fonttype"] == "none"
        for weight in theme.FONT_FILES:
            found = font_manager.findfont(font_manager.FontProperties(weight=weight), fallback_to_default=False)
            assert found.endswith(theme.FONT_FILES[weight])
