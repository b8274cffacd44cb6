"""Colours, sizes and type of every report, stated once for its charts and for its pages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bvte.judgement.finding import DRAFT

FONT = "Be Vietnam Pro"
FONT_FILES = {400: "BeVietnamPro-Regular.ttf", 600: "BeVietnamPro-SemiBold.ttf"}
WEIGHTS = tuple(FONT_FILES)
FALLBACK_FONTS = ("DejaVu Sans", "Noto Sans")
# A paper of an office is set in the first; the last, which such a page carries, has its widths and stands in for it.
PAPER_FONTS = ("Times New Roman", "Liberation Serif", "BVTE Termes")

COLOURS = {
    "ink": "#1b1f24",  # text
    "soft": "#565d64",  # notes, tick labels
    "line": "#6f7880",  # marks that carry meaning but not the eye
    "rule": "#d5dade",  # thin rules, grid
    "wash": "#f2f4f6",  # key-message box, code
    "paper": "#ffffff",
    "accent": "#17406d",  # links, main series
}

# Series that are no status, in the order of use; each stands 3:1 against paper, lightness alternates.
SERIES = ("#17406d", "#a86e12", "#8c4a78", "#6f7880")

# Chart sizes are inches and points: 10 points of a chart read as 13 px on the page, and as 8 points in Word.
SIZES = {
    "text_width": "42rem",
    "page_width": "60rem",
    "chart": (7.8, 3.9),
    "chart_text": 10,
    "title": 12,
    "line": 2.0,
    "marker": 8,
}


class FontError(Exception):
    """A font file of the reports that is not there; the message is its name."""


@dataclass(frozen=True)
class StatusMark:
    """How one status looks: fill, text on that fill, a shape that says it without colour, and its sign.

    The page draws the shape; an office file, whose reader may restyle it, writes the sign. All signs are of
    the two oldest blocks of symbols, so that every office program finds them, and none has an emoji.
    """

    fill: str
    text: str
    shape: str
    sign: str


# From dark to light, so that a grey print and every kind of colour vision tell them apart.
STATUS = {
    "met": StatusMark("#012c2a", "#ffffff", "disc", "\N{BLACK CIRCLE}"),
    "barely_met": StatusMark("#0f2b99", "#ffffff", "ring with a filled foot", "\N{CIRCLE WITH LOWER HALF BLACK}"),
    "not_met": StatusMark("#8b2b06", "#ffffff", "cross", "\N{MULTIPLICATION X}"),
    "nearly_met": StatusMark("#764e9d", "#ffffff", "ring with a filled top", "\N{CIRCLE WITH UPPER HALF BLACK}"),
    "on_course": StatusMark("#338079", "#ffffff", "triangle up", "\N{BLACK UP-POINTING TRIANGLE}"),
    "off_course": StatusMark("#d46f2e", "#1b1f24", "triangle down", "\N{BLACK DOWN-POINTING TRIANGLE}"),
    "cannot_be_decided": StatusMark("#9aa2a8", "#1b1f24", "half disc", "\N{CIRCLE WITH LEFT HALF BLACK}"),
    "contested": StatusMark("#dfb12e", "#1b1f24", "diamond", "\N{BLACK DIAMOND}"),
    "not_assessable": StatusMark("#c0cdff", "#1b1f24", "square", "\N{WHITE SQUARE}"),
    "target_not_found": StatusMark(
        "#fee0cb", "#1b1f24", "square with a filled corner", "\N{SQUARE WITH LOWER RIGHT DIAGONAL HALF BLACK}"
    ),
    "no_data": StatusMark("#ffffff", "#1b1f24", "bar", "\N{BLACK RECTANGLE}"),
}


def status_classes(label: str) -> str:
    """The classes of a status by its label: the style sheets give them shape and colour."""
    code = label.removeprefix(DRAFT)
    drafted = [code, "draft"] if label != code else []
    return " ".join(["status", label, *drafted]).replace("_", "-")


def look_of(label: str) -> tuple[StatusMark, bool]:
    """The `StatusMark` of a status by its label, and whether it is drafted, which every form says by a dashed line."""
    code = label.removeprefix(DRAFT)
    return STATUS[code], label != code


def css():
    """The theme as CSS custom properties: --ink, --met, --met-text, --text-width ..."""
    values = {**COLOURS, "text-width": SIZES["text_width"], "page-width": SIZES["page_width"]}
    for code, status in STATUS.items():
        name = code.replace("_", "-")
        values |= {name: status.fill, f"{name}-text": status.text}
    families = ", ".join(f'"{name}"' for name in (FONT, *FALLBACK_FONTS))
    values["font"] = f"{families}, system-ui, sans-serif"
    values["paper-font"] = ", ".join(f'"{name}"' for name in PAPER_FONTS) + ", serif"
    return ":root {" + " ".join(f"--{name}: {value};" for name, value in values.items()) + "}"


def use_theme() -> None:
    """Make matplotlib draw in this theme from now on: its font, sizes, colours and repeatable SVG."""
    import matplotlib

    register_fonts()
    matplotlib.rcParams.update(rc_params())


@cache
def register_fonts():
    """Tell matplotlib, once, where the font of the reports is."""
    from matplotlib import font_manager

    for name in FONT_FILES.values():
        font_manager.fontManager.addfont(font_path(name))


def require_fonts():
    """Raise FontError for a font without which a report would be drawn in another one."""
    for name in FONT_FILES.values():
        if not font_path(name).is_file():
            raise FontError(name)


def font_path(name):
    """Path of one font file of the family."""
    import fontpkg_be_vietnam_pro

    return Path(fontpkg_be_vietnam_pro.ROOT) / "files" / name


def rc_params():
    """The theme as matplotlib rcParams."""
    return _lettering() | _lines() | _repeatable_svg()


def _lettering():
    return {
        # No second family: a letter that the page would not embed must warn here.
        "font.family": [FONT],
        "font.size": SIZES["chart_text"],
        # No letter of an SVG is fitted to pixels, and to do so when it is measured takes as long as the rest.
        "text.hinting": "no_hinting",
        "text.color": COLOURS["ink"],
        "axes.labelcolor": COLOURS["soft"],
        "axes.titlelocation": "left",
        "axes.titlesize": SIZES["chart_text"],
        "axes.titleweight": 600,
        "xtick.labelcolor": COLOURS["soft"],
        "ytick.labelcolor": COLOURS["soft"],
        "legend.frameon": False,
        "legend.fontsize": SIZES["chart_text"],
    }


def _lines():
    from cycler import cycler

    return {
        "figure.figsize": SIZES["chart"],
        "figure.constrained_layout.use": True,
        "savefig.facecolor": COLOURS["paper"],
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.edgecolor": COLOURS["line"],
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": COLOURS["rule"],
        "grid.linewidth": 0.8,
        "xtick.color": COLOURS["line"],
        "ytick.left": False,
        "axes.prop_cycle": cycler(color=SERIES),
        "lines.linewidth": SIZES["line"],
        "lines.markersize": SIZES["marker"],
    }


def _repeatable_svg():
    # Text stays text (searchable, enlargeable); the salt makes the ids inside the file repeat.
    return {"svg.fonttype": "none", "svg.hashsalt": "bvte"}
