"""All programmes on one time line: overlaps, holes, drafts, phases without figures, breaks."""

from datetime import MAXYEAR

from bvte.judgement.comparability import breaks_in_years
from bvte.judgement.finding import Comparability
from bvte.judgement.target_terms import is_stated, targets_in
from bvte.presentation import dates, drawing, theme
from bvte.presentation.newness import birth_text
from bvte.presentation.review_tables import programmes_of
from bvte.presentation.texts import say

SOFT, PAPER = theme.COLOURS["soft"], theme.COLOURS["paper"]
# Beside the years of a phase that began before its area was born.
BEFORE_LIFE = "*"
FILLS = {"province": theme.SERIES[0], "national": "#c3ccd6", "district": theme.SERIES[1]}


def timeline(evidence, area):
    """One bar a phase, one row a line of programmes; phases without figures are outlined only."""
    rows = _rows(programmes_of(evidence, area))
    phases = [p for row in rows.values() for p in row]
    first, last = min(p.start for p in phases), max(p.end for p in phases)
    lanes = [(key, lane) for key, row in rows.items() for lane in _lanes(row)]
    height = 1.9 + 0.42 * len(lanes)
    title = _title(evidence, area)
    fig, ax = drawing.figure(title, say("charts.timeline_footer"), height)
    for y, (_, lane) in enumerate(lanes):
        _draw_lane(ax, y, lane, evidence)
    firsts = {key: y for y, (key, _) in reversed([*enumerate(lanes)])}
    for key, row in rows.items():
        _write_holes(ax, firsts[key], row)
    _draw_breaks(ax, evidence, area, len(lanes), first)
    ax.set_yticks([firsts[key] for key in rows], [_row_name(*key) for key in rows])
    ax.set_ylim(len(lanes) - 0.4, -2)
    ax.grid(axis="y", visible=False)
    drawing.year_axis(ax, first, last, 5)
    alt = " ".join([_describe(rows, evidence), *_describe_breaks(evidence, area, first)])
    caption = say("charts.timeline_caption")
    note = " ".join(filter(None, (_born(phases, evidence), say("charts.timeline_note"))))
    return drawing.chart(fig, alt, caption, note)


def _title(evidence, area):
    """How many programmes and phases are the area's own, of which years, and how many have no target."""
    own = [p for p in evidence.programmes.values() if p.area == area]
    without = sum(not is_stated(evidence, p) for p in own)
    years = dates.years_text(min((p.start for p in own), default=""), max((p.end for p in own), default=""))
    facts = {"programmes": len(own), "years": years, "without": without}
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
    return f"{say(f'charts.kind.{kind}')}, {say(f'page.level.{level}')}"


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
        _draw_phase(ax, y, programme)
        _write_years(ax, y, programme, _years(programme, evidence))


def _write_holes(ax, y, row):
    """The years of a line that no phase covers, above its first lane."""
    until = row[0].end
    for phase in row[1:]:
        if phase.start > until + 1:
            years = dict.fromkeys((until + 1, phase.start - 1))
            text = say("charts.hole", years="–".join(map(str, years)))
            ax.annotate(text, ((until + phase.start) / 2, y - 0.36), ha="center", size=7.5, color=SOFT)
        until = max(until, phase.end)


def _draw_phase(ax, y, programme):
    """A full bar for an approved phase, a hatched one for a draft, an outline where no figure was found."""
    colour = FILLS[programme.level]
    style = {"draft": {"hatch": "////", "fc": PAPER}, "no_figures": {"fc": PAPER, "ls": "--"}}
    left, width = programme.start - 0.45, programme.end - programme.start + 0.9
    bar = {
        "fc": colour,
        "ec": colour,
        "lw": 1.2 if programme.status in style else 0,
        **style.get(programme.status, {}),
    }
    ax.barh(y, width, left=left, height=0.5, **bar)


def _write_years(ax, y, programme, years):
    """The years of a phase inside its bar, or before it where the bar is too short."""
    if programme.end - programme.start < 2:
        ax.text(programme.start - 0.7, y, years, ha="right", va="center", size=8)
        return
    dark = programme.level == "province" and programme.status in ("closed", "approved")
    box = {"fc": PAPER, "ec": "none", "pad": 1} if programme.status == "draft" else None
    middle = (programme.start + programme.end) / 2
    colour = PAPER if dark else theme.COLOURS["ink"]
    ax.text(middle, y, years, ha="center", va="center", size=8, color=colour, bbox=box)


def _draw_breaks(ax, evidence, area, count, first):
    """A dotted line for every break that concerns the whole area and forbids comparison."""
    for level, b in enumerate(_breaks(evidence, area, first)):
        x, top = drawing.position(b.date), -0.75 - 0.45 * (level % 3)
        ax.plot([x, x], [top, count - 0.4], color=SOFT, lw=1, ls=":", zorder=0)
        text = f"{b.text('name')} ({b.date.year}) "
        ax.annotate(text, (x, top), ha="right", va="center", size=7.5, color=SOFT)


def _breaks(evidence, area, first):
    """Breaks that forbid comparison of something that a programme of the area has a target for, by date."""
    wanted = {target.indicator for target in targets_in(evidence, area)}
    found = breaks_in_years(evidence, wanted, area, first, MAXYEAR)
    return [b for b in found if b.effect == Comparability.NOT_COMPARABLE]


def _describe(rows, evidence):
    """The time line in words: each line with its phases and their status."""
    lines = (
        f"{_row_name(*key)}: "
        + ", ".join(f"{_years(p, evidence)} ({say(f'status.programme.{p.status}')})" for p in row)
        for key, row in rows.items()
    )
    phases = [p for row in rows.values() for p in row]
    told = say("charts.timeline_alt", rows="; ".join(lines))
    return " ".join(filter(None, (told, _born(phases, evidence))))


def _describe_breaks(evidence, area, first):
    """The dotted lines in words."""
    return (
        say("charts.alt_break", name=b.text("name"), date=dates.day(b.date))
        for b in _breaks(evidence, area, first)
    )
