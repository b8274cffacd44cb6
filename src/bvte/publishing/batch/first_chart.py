"""The first chart of a process takes many times as long as the next: fonts are found and measured."""

import matplotlib
import matplotlib.pyplot

from bvte.presentation import drawing


def draw():
    """A chart with labels that nobody sees; what drawing changed is put back."""
    before = matplotlib.rcParams.copy()
    figure, axes = drawing.figure("…", "…")
    drawing.year_axis(axes, 2015, 2020)
    drawing.value_axis(axes, 10, 100)
    drawing.place_labels(axes, [(2016, 5, "…", "black")])
    chart = drawing.chart(figure, "…", "…")
    matplotlib.rcParams.update(before)
    return chart
