"""Charts as inline SVG: without what differs between runs, and without ids that clash on one page."""

import re
from html import escape

# Matplotlib's prolog, its date and producer, and a style rule that would reach every drawing of the page.
NOT_ON_A_PAGE = re.compile(r"^.*?(?=<svg\b)|<metadata>.*?</metadata>\s*|<style\b.*?</style>\s*", re.DOTALL)
ID = re.compile(r'(\sid="|href="#|url\(#)')
WIDTH = re.compile(r'<svg\b[^>]*?\swidth="([\d.]+)(pt|px)?"')
PIXELS = {"pt": 96 / 72, "px": 1, None: 1}


def inline_svg(svg, prefix, description):
    """The drawing ready to stand in a page, its ids prefixed, described to those who do not see it.

    The width that it was drawn for (px) goes along as --width, so that the page can keep its text legible.
    """
    svg = ID.sub(rf"\g<1>{prefix}-", NOT_ON_A_PAGE.sub("", svg)).strip()
    label = f'role="img" aria-label="{escape(description)}" style="--width: {_pixels(svg):.0f}px"'
    return svg.replace("<svg", f"<svg {label}", 1)


def _pixels(svg):
    """Width of the drawing in CSS pixels. Raises ValueError where it states none."""
    stated = WIDTH.search(svg)
    if stated is None:
        raise ValueError("an SVG drawing states no width")
    return float(stated[1]) * PIXELS[stated[2]]
