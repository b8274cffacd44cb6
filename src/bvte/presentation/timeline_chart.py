"""All programmes on one time line: overlaps, holes, drafts, phases without figures, breaks."""

from datetime import MAXYEAR
from textwrap import fill

from bvte.evidence.national import programme_kinds
from bvte.judgement.comparability import breaks_in_years
from bvte.judgement.finding import Comparability
from bvte.judgement.target_terms import is_stated
from bvte.presentation import dates, drawing, picture, theme
from bvte.presentation.newness import birth_text, of_area, programme_status
from bvte.presentation.review_tables import programmes_of
from bvte.presentation.texts import say

SOFT, PAPER = theme.COLOURS["soft"], theme.COLOURS["paper"]
# Beside the years of a phase that began before its area was born.
BEFORE_LIFE = "*"
# Height of a bar in its lane, and of a lane in inches: a bar holds two lines.
BAR, LANE = 0.66, 0.62
# Years from which a bar holds its own in one line.
ONE_LINE = 7
# Lanes between the names of two breaks, which stand above the lanes.
BREAK_ROW = 0.45
# Years between the line of a break and its name, which stands on the side that has more room.
BREAK_BESIDE = 0.5
# Characters of a line's name in a row.
ROW_WIDTH = 20
# Paper behind a text, so that no line strikes it through.
PAPER_BOX = {"fc": PAPER, "ec": "none", "pad": 0.8}
FILLS = {"province": theme.SERIES[0], "national": "#c3ccd6", "district": theme.SERIES[1]}


def timeline(evidence, area):
    """One bar a phase, one row a line of programmes; phases without figures are outlined only."""
    rows = _rows(programmes_of(evidence, area))
    phases = [p for row in rows.values() for p in row]
    lanes = [(key, lane) for key, row in rows.items() for lane in _lanes(row)]
    ax = drawing.new_axes(1.5 + LANE * len(lanes))
    _draw_lines(ax, evidence, rows, lanes)
    breaks = _breaks(evidence, area, min(p.start for p in phases))
    ax.set_ylim(len(lanes) - 0.4, -1.4 - BREAK_ROW * len(breaks))
    _draw_breaks(ax, breaks, len(lanes))
    alt = " ".join([_describe(rows, evidence), *picture.describe_breaks(breaks)])
    note = " ".join(filter(None, (_born(phases, evidence), say("charts.timeline_note"))))
    title, footer = _title(evidence, area), say("charts.timeline_footer")
    return picture.figure(ax, say("charts.timeline_caption"), alt, note, title=title, footer=footer)


def _draw_lines(ax, evidence, rows, lanes):
    """The lanes of every line of programmes below each other, and the years without any."""
    phases = [p for row in rows.values() for p in row]
    drawing.year_axis(ax, min(p.start for p in phases), max(p.end for p in phases), 5, room=0)
    for y, (_, lane) in enumerate(lanes):
        _draw_lane(ax, y, lane, evidence)
    firsts = {key: y for y, (key, _) in reversed([*enumerate(lanes)])}
    for key, row in rows.items():
        _write_holes(ax, firsts[key], row)
    ax.set_yticks(range(len(lanes)), [fill(_row_name(*key), ROW_WIDTH) for key, _ in lanes])
    ax.grid(axis="y", visible=False)


def _title(evidence, area):
    """How many programmes and phases are the area's own, of which years, and how many have no target."""
    own = evidence.programmes_of(area)
    without = sum(not is_stated(evidence, p) for p in own)
    years = dates.years_text(min((p.start for p in own), default=""), max((p.end for p in own), default=""))
    facts = {"programmes": len(own), "years": years, "without": without}
    facts["of_area"] = of_area(evidence.area(area))
    return say("charts.timeline_title" if without else "charts.timeline_title_all", **facts)


def _rows(programmes):
    """Phases by line of programme (kind and level), in the order of time."""
    rows = {}
    for programme in programmes:
        rows.setdefault((programme.kind, programme.level), []).append(programme)
    return rows


def _lanes(row):
    """The phases of one line in lanes below each other, so that none hides one that runs at the same time."""
    lanes = []
    for phase in row:
        free = next((lane for lane in lanes if lane[-1].end < phase.start), None)
        if free is None:
            lanes.append(free := [])
        free.append(phase)
    return lanes


def _row_name(kind, level):
    return f"{programme_kinds()[kind].short.text}, {say(f'page.level.{level}')}"


def _born(phases, evidence):
    """What the mark beside the years of a phase means, "" where no phase has one."""
    told = birth_text(phases, evidence)
    return f"{BEFORE_LIFE} {told}" if told else ""


def _years(programme, evidence):
    """The years of a phase, marked where it began before its area was born."""
    mark = f" {BEFORE_LIFE}" if evidence.before(programme) else ""
    return dates.years_text(programme.start, programme.end) + mark


def _draw_lane(ax, y, lane, evidence):
    """The bars of one lane with their years."""
    for programme in lane:
        years, status = _years(programme, evidence), programme_status(programme, evidence)
        with drawing.telling(ax, f"{programme.text('name')} ({years}; {status})"):
            look = _look(programme, evidence)
            ax.barh(y, height=BAR, **_place(programme), **look)
            _write_years(ax, y, programme, years, is_dark=look["fc"] == FILLS["province"])


def _write_holes(ax, y, row):
    """The years of a line that no phase covers, above its first lane."""
    until = row[0].end
    for phase in row[1:]:
        if phase.start > until + 1:
            years = dict.fromkeys((until + 1, phase.start - 1))
            text = say("charts.hole", years="–".join(map(str, years)))
            # Its paper lies behind the bars, whose frames it would clip.
            look = {"ha": "center", "va": "center", "color": SOFT, "bbox": PAPER_BOX, "zorder": 0.5}
            ax.text((until + phase.start) / 2, y - 0.5, text, **look)
        until = max(until, phase.end)


def _look(programme, evidence):
    """Full where a document that was found states numeric targets, an outline in dashes where none does; a draft is
    hatched. The same judgement as in the title and in the table of programmes."""
    colour, is_draft, stated = FILLS[programme.level], programme.status == "draft", is_stated(evidence, programme)
    return {
        "ec": colour,
        "fc": PAPER if is_draft or not stated else colour,
        "hatch": "////" if is_draft else None,
        "ls": "-" if stated else "--",
        "lw": 1.2 if is_draft or not stated else 0,
    }


def _place(programme):
    """From when to when a bar goes."""
    return {"left": programme.start - 0.45, "width": programme.end - programme.start + 0.9}


def _write_years(ax, y, programme, years, is_dark):
    """The years of a phase inside its bar, in two lines where it is short, before it where it is shorter."""
    if programme.end - programme.start < 2:
        ax.text(programme.start - 0.7, y, years, ha="right", va="center", bbox=PAPER_BOX)
        return
    box = PAPER_BOX if programme.status == "draft" else None
    middle = (programme.start + programme.end) / 2
    colour = PAPER if is_dark else theme.COLOURS["ink"]
    shown = years if programme.end - programme.start >= ONE_LINE else years.replace("–", "–\n")
    ax.text(middle, y, shown, ha="center", va="center", linespacing=0.95, color=colour, bbox=box)


def _draw_breaks(ax, breaks, count):
    """A dotted line for every break that concerns the whole area and forbids comparison."""
    for level, b in enumerate(breaks):
        x, top = drawing.position(b.date), -1.1 - BREAK_ROW * level
        ax.plot([x, x], [top, count - 0.4], color=SOFT, lw=1, ls=":", zorder=0)
        text = f"{b.text('name')} ({b.date.year})"
        early = x < sum(ax.get_xlim()) / 2
        beside = {"ha": "left" if early else "right", "va": "center"}
        ax.text(x + (BREAK_BESIDE if early else -BREAK_BESIDE), top, text, **beside, color=SOFT, bbox=PAPER_BOX)


def _breaks(evidence, area, first):
    """Breaks that forbid comparison of something that a programme of the area has a target for, by date."""
    wanted = {target.indicator for target in evidence.targets_in(area)}
    found = breaks_in_years(evidence, wanted, area, first, MAXYEAR)
    return [b for b in found if b.effect == Comparability.NOT_COMPARABLE]


def _describe(rows, evidence):
    """The time line in words: each line with its phases and their status."""
    lines = (
        f"{_row_name(*key)}: " + ", ".join(f"{_years(p, evidence)} ({programme_status(p, evidence)})" for p in row)
        for key, row in rows.items()
    )
    phases = [p for row in rows.values() for p in row]
    told = say("charts.timeline_alt", rows="; ".join(lines))
    return " ".join(filter(None, (told, _born(phases, evidence))))
