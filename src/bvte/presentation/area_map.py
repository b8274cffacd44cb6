"""Areas where they lie: a map of tiles that needs no boundary file, or their shapes where a file of them is given.

Value and certainty are both drawn: the shade is the rate drawn to the common one, so that a small area is not dark by
chance; stripes say that its interval holds the rate of all, so that it cannot be told from that.
"""

import json
from collections.abc import Iterator, Mapping
from math import ceil, cos, radians
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from bvte.evidence.problem import EvidenceError, Problem
from bvte.judgement.area_comparison import Absence, AreaComparison
from bvte.presentation import drawing, numbers, picture, theme
from bvte.presentation.area_page import computed, level_name, rate_places
from bvte.presentation.document import Figure, Prose, make_table
from bvte.presentation.parts import columns, nothing
from bvte.presentation.texts import say

INK, PAPER, RULE, SOFT = (theme.COLOURS[name] for name in ("ink", "paper", "rule", "soft"))
# Shades from the lowest to the highest class, by lightness, so that a grey print tells them apart.
SHADES = (0.1, 0.3, 0.52, 0.75, 1.0)
STRIPES, CROSSED = "///", "xx"
# So many tiles have room for names; columns of tiles that have no place of their own.
MOST_NAMES, MOST_COLUMNS, MOST_CODES = 14, 12, 5
TILE_HEIGHT, MAP_HEIGHT, LETTERS = 0.62, 5.2, 11
Places = Mapping[str, tuple[float, float]]


def shade_of(step: int) -> str:
    """The colour of a class, of white and the accent."""
    ink, paper = (np.array(to_rgb(colour)) for colour in (theme.COLOURS["accent"], PAPER))
    return to_hex(paper + SHADES[step] * (ink - paper))


def tile_places(comparison: AreaComparison) -> tuple[Places, bool]:
    """Where the tile of each area stands (column, row from the top), and whether that is where it lies on a map.

    Places are those of `tiles.csv`, where it has all the areas; else the areas stand in lines, in their order.
    """
    codes = [figure.area.code for figure in comparison.figures]
    known = comparison.evidence.tiles
    if all(code in known for code in codes):
        return {code: (float(known[code].column), float(known[code].row)) for code in codes}, True
    width = min(MOST_COLUMNS, ceil(len(codes) ** 0.5) + 2)
    return {code: (float(n % width), float(n // width)) for n, code in enumerate(codes)}, False


def rate_classes(comparison: AreaComparison) -> list[float]:
    """The ends of the classes of the shrunk rates: five of equal width, on round numbers as the page prints them."""
    shown = comparison.numbers["shrunken"]
    low, high = float(shown.min()), float(shown.max())
    places = rate_places(comparison)
    step = max((high - low) / len(SHADES), 10.0**-places)
    first = np.floor(low * 10**places) / 10**places
    return [round(first + n * step, places) for n in range(len(SHADES))] + [max(high, round(low + 5 * step, places))]


def area_map(comparison: AreaComparison, boundaries: str = "") -> Figure | Prose:
    """The areas as tiles, or as shapes where `boundaries` names a GeoJSON file with a feature for each (`id` the code).

    Raises EvidenceError for a file that cannot be read, or that lacks an area.
    """
    if len(comparison.counted) < 2 or not comparison.events.sum():
        return nothing("areas.none")
    classes = rate_classes(comparison)
    if boundaries:
        ax, key = _shape_map(comparison, classes, read_shapes(boundaries, comparison)), "shapes"
    else:
        ax, key = _tile_map(comparison, classes)
    _class_key(ax, comparison, classes)
    facts = {"indicator": comparison.card.short.text, "year": comparison.year, "level": level_name(comparison)}
    told = int(_is_told_apart(comparison).sum())
    title = say("areas.map_title", told=told, counted=len(comparison.counted))
    footer = say(f"areas.map_footer.{key}")
    caption = say("areas.map_caption", unit=numbers.unit_name(comparison.card.unit), **facts)
    alt = say("areas.map_alt", told=told, counted=len(comparison.counted), **facts)
    return picture.figure(ax, caption, alt, title=title, footer=footer, numbers=_map_numbers(comparison))


def _is_told_apart(comparison: AreaComparison) -> pd.Series:
    """Whether the interval of each area's shrunk rate leaves out the rate of all."""
    rows, whole = comparison.numbers, comparison.scale * comparison.centre
    return (rows["shrunken_low"] > whole) | (rows["shrunken_high"] < whole)


def _look(comparison, classes, code):
    """Fill, stripes and colour of the letters of an area."""
    if code not in comparison.numbers.index:
        return {"facecolor": PAPER, "hatch": CROSSED, "edgecolor": RULE}, SOFT
    step = _class_of(classes, comparison.numbers.loc[code, "shrunken"])
    sure = bool(_is_told_apart(comparison)[code])
    light = step > 2
    stripe = theme.COLOURS["wash"] if light else theme.COLOURS["line"]
    look = {"facecolor": shade_of(step), "edgecolor": stripe, "hatch": "" if sure else STRIPES}
    return look, PAPER if light else INK


def _class_of(classes, rate):
    return min(int(np.searchsorted(classes, rate, side="right")) - 1, len(SHADES) - 1)


def _tile_map(comparison, classes):
    """Axes with the tiles, and which words say where they stand."""
    places, is_map = tile_places(comparison)
    across, down = (max(place[side] for place in places.values()) + 1 for side in (0, 1))
    named = len(comparison.figures) <= MOST_NAMES
    ax = drawing.new_axes(max(2.4, down * (TILE_HEIGHT if not named else 0.95)) + 0.9)
    for number, figure in enumerate(comparison.figures, 1):
        code, (x, y) = figure.area.code, places[figure.area.code]
        look, colour = _look(comparison, classes, code)
        with drawing.telling(ax, _told(comparison, figure)):
            ax.add_patch(Rectangle((x + 0.03, y + 0.03), 0.94, 0.94, lw=0, **look))
        _write_tile(ax, comparison, (number, figure), (x + 0.5, y + 0.5), colour, look["facecolor"])
    ax.set(xlim=(0, across), ylim=(down, 0))
    _bare(ax)
    words = ("tiles_named", "tiles") if is_map else ("listed_named", "listed")
    return ax, words[0] if named else words[1]


def _bare(ax):
    """No scales: a map has none."""
    ax.grid(False)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def _write_tile(ax, comparison, numbered, middle, colour, ground):
    """The name of a tile, or of many its number in the table, over its rate."""
    number, figure = numbered
    name = figure.area.text("name") if len(comparison.figures) <= MOST_NAMES else str(number)
    text = "\n".join(filter(None, (fill(name, LETTERS), _value_words(comparison, figure))))
    box = {"fc": ground, "ec": "none", "pad": 0.8}
    ax.text(*middle, text, ha="center", va="center", color=colour, size=8, linespacing=1.15, bbox=box)


def _value_words(comparison, figure):
    """The shrunk rate of an area, or a sign for why it has none."""
    if figure.area.code in comparison.numbers.index:
        return str(computed(comparison.numbers.loc[figure.area.code, "shrunken"], rate_places(comparison)))
    return "*" if figure.absence == Absence.WITHHELD else "–"


def _told(comparison, figure):
    """What an area says under the pointer."""
    name = figure.area.text("name")
    if figure.area.code not in comparison.numbers.index:
        return say("areas.map_mark_absent", name=name, why=say(f"areas.absent_short.{figure.absence}"))
    row, places = comparison.numbers.loc[figure.area.code], rate_places(comparison)
    shown = {
        key: str(computed(row[f"shrunken{end}"], places))
        for key, end in (("rate", ""), ("low", "_low"), ("high", "_high"))
    }
    return say("areas.map_mark", name=name, **shown)


def read_shapes(file: str, comparison: AreaComparison) -> dict[str, tuple[list[np.ndarray], tuple[float, float]]]:
    """Rings (longitude, latitude) of each compared area and a point for its number, from a GeoJSON file (RFC 7946).

    Raises EvidenceError for a file that is none, or that lacks an area.
    """
    try:
        features = json.loads(Path(file).read_text(encoding="utf-8"))["features"]
        found = {str(one.get("id", one["properties"].get("code"))): one for one in features}
        codes = [figure.area.code for figure in comparison.figures]
        missing = [code for code in codes if code not in found]
        if not missing:
            return {code: (list(_rings(found[code]["geometry"])), _point(found[code])) for code in codes}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvidenceError([_shape_problem(file, type(error).__name__, "GeoJSON")]) from error
    raise EvidenceError([_shape_problem(file, _some(missing), _some(sorted(found)))])


def _shape_problem(file, found, allowed):
    """What is wrong with a file of boundaries; only its name is told, not where it lies."""
    return Problem("boundaries_unread", Path(file).name, None, "id", found, allowed)


def _some(codes):
    """The first few codes, and how many more there are."""
    more = f", … (+{len(codes) - MOST_CODES})" if len(codes) > MOST_CODES else ""
    return ", ".join(codes[:MOST_CODES]) + more


def _rings(geometry: Mapping[str, Any]) -> Iterator[np.ndarray]:
    """The rings of a polygon, or of several; a hole is a ring that runs the other way."""
    kinds = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}
    for polygon in kinds[geometry["type"]]:
        for ring in polygon:
            yield np.array(ring, dtype=float)[:, :2]


def _point(feature):
    """The point for a label that the file gives, else the middle of the largest ring."""
    told = feature["properties"]
    if "label_lon" in told:
        return float(told["label_lon"]), float(told["label_lat"])
    ring = max(_rings(feature["geometry"]), key=len)
    return tuple(map(float, ring.mean(axis=0)))


def _shape_map(comparison, classes, shapes):
    """Axes with the shapes of the areas, each with its number in the table."""
    ax = drawing.new_axes(MAP_HEIGHT)
    corners = np.concatenate([ring for rings, _ in shapes.values() for ring in rings])
    for number, figure in enumerate(comparison.figures, 1):
        rings, point = shapes[figure.area.code]
        look, colour = _look(comparison, classes, figure.area.code)
        with drawing.telling(ax, _told(comparison, figure)):
            ax.add_patch(PathPatch(_outline(rings), lw=0, **look))
        ax.add_patch(PathPatch(_outline(rings), fill=False, edgecolor=SOFT, lw=0.6))
        box = {"fc": look["facecolor"], "ec": "none", "pad": 0.5}
        ax.text(*point, str(number), ha="center", va="center", color=colour, size=8, bbox=box)
    (left, bottom), (right, top) = corners.min(axis=0), corners.max(axis=0)
    ax.set(xlim=(left, right), ylim=(bottom, top))
    ax.set_aspect(1 / cos(radians((bottom + top) / 2)))
    _bare(ax)
    return ax


def _outline(rings):
    return Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))


def _class_key(ax: Axes, comparison, classes):
    """The classes with their shades, the stripes, and what has no figure."""
    places = rate_places(comparison)
    words = [numbers.rounded(end, places) for end in classes]
    used = sorted({_class_of(classes, rate) for rate in comparison.numbers["shrunken"]})
    told = [f"{words[step]}–{words[step + 1]}" for step in used]
    looks = [{"facecolor": shade_of(step), "edgecolor": RULE} for step in used]
    looks.append({"facecolor": PAPER, "edgecolor": theme.COLOURS["line"], "hatch": STRIPES})
    told.append(say("areas.legend.not_apart"))
    if len(comparison.counted) < len(comparison.figures):
        looks.append({"facecolor": PAPER, "edgecolor": RULE, "hatch": CROSSED})
        told.append(say("areas.legend.absent"))
    handles = [Rectangle((0, 0), 1, 1, **look) for look in looks]
    where = {"loc": "upper left", "bbox_to_anchor": (0, -0.02), "ncols": 3, "borderaxespad": 0}
    ax.legend(handles, told, **where)


def _map_numbers(comparison):
    """The numbers that a map draws."""
    places = rate_places(comparison)
    rows = [
        (
            computed(number, 0),
            figure.area.text("name"),
            computed(row["shrunken"], places),
            say("areas.apart_word.yes" if _is_told_apart(comparison)[figure.area.code] else "areas.apart_word.no"),
        )
        for number, figure in enumerate(comparison.figures, 1)
        if figure.area.code in comparison.numbers.index
        for row in (comparison.numbers.loc[figure.area.code],)
    ]
    heads = columns(("number:num", "area", "shrunken:num", "told_apart"), "areas.columns")
    return make_table(say("areas.map_numbers"), heads, rows, heading=1)
