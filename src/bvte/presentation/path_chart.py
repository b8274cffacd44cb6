"""An indicator over time, with the path to its target, bounds as bounds, and breaks where they fall."""

from itertools import pairwise

from bvte.evidence import value
from bvte.judgement.baselines import baseline_of
from bvte.judgement.comparability import breaks_to_target, may_join
from bvte.judgement.conflicts import conflicts
from bvte.judgement.finding import standing
from bvte.judgement.reading import STRENGTHS
from bvte.judgement.readings import readings
from bvte.methods.achievement import CHANGES
from bvte.presentation import dates, drawing, marks, numbers, target_marks, theme
from bvte.presentation.path_table import path_table
from bvte.presentation.places import inside
from bvte.presentation.show import Prose, Several
from bvte.presentation.source_words import doubt_note, title_text
from bvte.presentation.texts import say

SOFT = theme.COLOURS["soft"]


def phase_charts(findings):
    """A chart for each indicator of a phase with two readings or more; a sentence where there is none."""
    evidence, area = findings.evidence, findings.area
    wanted = list(dict.fromkeys(finding.target.indicator for finding in findings))
    charts = []
    for code in wanted:
        known = [r for r in readings(evidence, code, area) if r.year <= findings.programme.end]
        if len(known) > 1:
            targets = [f.target for f in findings if f.target.indicator == code]
            charts.append(indicator_chart(evidence, code, area, targets, known))
    return Several(charts) if charts else Several([Prose(say("charts.none"))])


def indicator_chart(evidence, indicator, area, targets=(), found=None):
    """One indicator in one area: its readings (all, or those given), the targets' paths, every break.

    No line joins two readings that may not be compared.
    """
    found, card = found or readings(evidence, indicator, area), evidence.indicators[indicator]
    targets = [t for t in targets if _is_on_axis(t, card)]
    first = min([r.period.first.year for r in found] + [t.baseline_year or t.due_year for t in targets])
    last = max([r.year for r in found] + [t.due_year for t in targets])
    breaks = breaks_of(evidence, indicator, area, first, last)
    top = _top(found, targets, len(breaks))
    fig, ax = drawing.figure(_title(evidence, indicator, found, targets), footer(evidence, found))
    drawing.year_axis(ax, first, last)
    drawing.value_axis(ax, top, value.limits(card.unit)[1])
    labels = [(*marks.draw(ax, r, top), numbers.labelled(r), marks.INK) for r in found]
    labels += [_draw_target(ax, target, evidence, area) for target in targets]
    names = [draw_break(ax, b, top) for b in breaks]
    _join(ax, evidence, found)
    taken = drawing.place_labels(ax, labels)
    drawing.place_labels(ax, names, drawing.UNDER_TOP, taken)
    alt = describe(evidence, indicator, area, found, targets, breaks)
    facts = {"indicator": card.name.text, "unit": numbers.unit_name(card.unit)}
    caption = say("charts.path_caption", **facts)
    table = path_table(evidence, card, found, targets)
    return drawing.chart(fig, alt, caption, say("charts.path_note"), table)


def _is_on_axis(target, card):
    """Whether a target is a value of the indicator itself and not a change of it."""
    return target.unit == card.unit and (card.kind == "change" or target.condition not in CHANGES)


def breaks_of(evidence, indicator, area, first, last):
    """Breaks of the indicator inside the years shown, by date."""
    inside = (
        b for b in evidence.breaks.values() if first <= b.date.year <= last and b.touches(indicator, area)
    )
    return sorted(inside, key=lambda b: (b.date, b.id))


def _top(found, targets, breaks):
    """Upper end of the value axis: room above the highest mark for labels and for the names of breaks."""
    values = [float(r.value_to or r.value) for r in found] + [float(t.value_to or t.value) for t in targets]
    return (1.3 + 0.1 * min(breaks, 6)) * max(values) or 1.0


def _title(evidence, indicator, found, targets):
    """The message: the firmest of the newest readings and what it was to be."""
    year = found[-1].year
    newest = min((r for r in found if r.year == year), key=lambda r: STRENGTHS.index(r.strength))
    facts = {
        "indicator": evidence.indicators[indicator].short.text,
        "latest": numbers.labelled(newest),
        "year": dates.year_text(newest.period),
    }  # fmt: skip
    if not targets:
        return say("charts.title", **facts)
    target = target_marks.told(targets[-1], evidence)
    return say("charts.title_target", **facts, target=target, due=targets[-1].due_year)


def footer(evidence, found):
    """Publishers and strengths of evidence, so that a copied picture still says them."""
    sources = (evidence.sources[code] for r in found for code in r.sources)
    publishers = dict.fromkeys(_publisher(source) for source in sources)
    strengths = dict.fromkeys(say(f"status.strength.{r.strength}").lower() for r in found)
    facts = {"publishers": "; ".join(publishers), "strengths": "; ".join(strengths)}
    return say("charts.footer", **facts)


def _publisher(source):
    """Who published a figure, and what is in doubt about the publication."""
    return ". ".join(filter(None, (source.publisher or title_text(source), doubt_note(source))))


def _draw_target(ax, target, evidence, area):
    """A thin path from the baseline to the target; the target alone without a baseline on the axis of the
    chart or across a break."""
    y, line = float(target.value), target_marks.LINES[standing(evidence, target)]
    base = baseline_of(evidence, target, area)
    own = base is not None and (base.indicator, base.unit) == (target.indicator, target.unit)
    if own and not breaks_to_target(evidence, target, area):
        start = (target.baseline_year, float(target.baseline_value))
        ax.plot([start[0], target.due_year], [start[1], y], color=line.colour, lw=1, ls=(0, (5, 3)), zorder=1)
    for end in {y, float(target.value_to or target.value)}:
        ax.plot(
            [target.due_year - 0.3, target.due_year + 0.3], [end, end],
            color=line.colour, lw=2, ls=line.pattern,
        )  # fmt: skip
    return target.due_year, y, target_marks.told(target, evidence), line.colour


def draw_break(ax, b, top):
    """A dotted line on the day of a break; its name stands at the top."""
    x = drawing.position(b.date)
    ax.axvline(x, color=SOFT, lw=1, ls=":")
    return x, 0.95 * top, b.text("name"), SOFT


def _join(ax, evidence, found):
    """Join neighbouring numbers, but only where nothing speaks against comparing them."""
    disputed = {r for c in conflicts(evidence, found[0].area, [found[0].indicator]) for r in c.readings}
    firm = [r for r in found if r.strength == "published" and r.period_stated and not r.period.is_span]
    for earlier, later in pairwise(firm):
        if disputed & {earlier, later} or earlier.year == later.year:
            continue
        if may_join(evidence, earlier, later):
            xs = [drawing.centre(earlier.period), drawing.centre(later.period)]
            ax.plot(xs, [float(earlier.value), float(later.value)], color=marks.INK, lw=1.4, zorder=2)


def describe(evidence, indicator, area, found, targets, breaks):
    """What the picture shows, in words made from the same data: every reading, target and break."""
    points = "; ".join(f"{dates.time_text(r)}: {numbers.labelled(r)}" for r in found)
    parts = [say("charts.alt", indicator=evidence.indicators[indicator].name.text,
                 area=inside(evidence.area(area)), points=points)]  # fmt: skip
    for target in targets:
        told = target_marks.told(target, evidence)
        facts = {"target": told[0].upper() + told[1:], "due": target.due_year}
        parts.append(say("charts.alt_target", **facts))
    return " ".join([*parts, *describe_breaks(breaks)])


def describe_breaks(breaks):
    """A sentence for each break of a picture."""
    for b in breaks:
        facts = {"name": b.text("name"), "date": dates.day(b.date)}
        yield say("charts.alt_break", **facts)
