"""A comparison of areas as a page: what differs by more than chance, each area in a row, never in order of its rate."""

from decimal import ROUND_HALF_UP, Decimal
from math import isnan

import pandas as pd

from bvte.judgement.area_change import IN_UNIT, NotMeasured, inequalities, rate_change, standardised_rates
from bvte.judgement.area_comparison import Absence, AreaComparison, Standing
from bvte.judgement.area_lineage import former_counts, former_units, together_known
from bvte.judgement.frames import frame_ids, result_of
from bvte.presentation import cells, dates, numbers
from bvte.presentation.citations import sources_prose
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.newness import inside, page_facts, seen_text
from bvte.presentation.parts import columns, key_box, nothing, title_blocks
from bvte.presentation.phrases import NOTHING, Look, phrase, small, span
from bvte.presentation.texts import say

# Names that a sentence holds; more are counted, and stand in the table.
MOST_NAMED = 8
# Levels of the limits of a funnel.
LEVELS = {"0.95": 0.95, "0.998": 0.998}


def comparison_of(shown, of=None):
    """The comparison that is shown, or that a frame of its areas was made from, and the codes of the areas shown."""
    if isinstance(shown, AreaComparison):
        return shown, [figure.area.code for figure in shown.figures]
    return result_of(shown, of, AreaComparison), frame_ids(shown, "area")


def rate_places(comparison):
    """Decimals of a rate: two of small ones."""
    return 1 if comparison.scale * comparison.centre >= 1 else 2


def computed(value, places, **about):
    """A number that was worked out, rounded; a dash where there is none."""
    if value is None or isnan(value):
        return phrase(NOTHING)
    size = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return cells.aligned_number(size, **about)


def ends(low, high, places, **about):
    """The two ends of an interval, outside of which it does not reach."""
    if low is None or isnan(low):
        return phrase(NOTHING)
    step = Decimal(1).scaleb(-places)
    sizes = (Decimal(repr(float(end))).quantize(step, ROUND_HALF_UP) for end in (low, high))
    return cells.numbers_between(*sizes, **about)


def area_title(comparison: AreaComparison) -> Prose:
    """Title, how many areas differ by more than chance beside how many would by chance, and which."""
    evidence, card = comparison.evidence, comparison.card
    place = evidence.area(comparison.area)
    facts = {"indicator": card.short.text, "year": comparison.year, "level": level_name(comparison)}
    title = say("areas.title", **facts)
    lead = say("areas.lead", place=place.text("name"), total=len(comparison.figures), counted=len(comparison.counted))
    seen = seen_text(evidence, comparison.area, comparison.sources)
    if len(comparison.counted) < 2 or not comparison.events.sum():
        message = say("areas.too_few", counted=len(comparison.counted))
        blocks = *title_blocks(title, lead, seen), key_box(message)
        return Prose(blocks, page_facts(evidence, comparison.area, comparison.sources, message))
    message = chance_sentence(comparison)
    points = [sentence for sentence in _points(comparison) if sentence]
    blocks = *title_blocks(title, lead, seen), key_box(message, points)
    return Prose(blocks, page_facts(evidence, comparison.area, comparison.sources, message))


def level_name(comparison):
    """What the areas of a level are called, more than one of them."""
    return say(f"areas.level.{comparison.level}")


def chance_sentence(comparison):
    """How many of how many areas lie outside the limits of chance, and how many would by chance alone."""
    found = comparison.outside(0.95)
    facts = {"counted": len(comparison.counted), "seen": found.seen, "expected": numbers.rounded(found.expected, 1)}
    return say("areas.outside", **facts)


def _points(comparison):
    """What else belongs to the message: the whole, the spread, who stands out, who is not compared."""
    card, places = comparison.card, rate_places(comparison)
    rate = numbers.with_unit(
        Decimal(repr(comparison.scale * comparison.centre)).quantize(Decimal(1).scaleb(-places)), card.unit
    )
    counts = (numbers.rounded(total, 0) for total in (comparison.events.sum(), comparison.people.sum()))
    yield say("areas.whole", rate=rate, **dict(zip(("events", "people"), counts, strict=True)))
    if comparison.is_widened:
        yield say("areas.widened", times=numbers.rounded(comparison.spread.phi, 1), outside=len(_apart(comparison)))
    yield from _named_sides(comparison)
    yield absent_sentence(comparison)


def _apart(comparison):
    """Codes of the areas that stand outside the limits that hold for the page."""
    standing = comparison.numbers["standing"]
    return list(standing.index[standing != str(Standing.WITHIN)])


def _named_sides(comparison):
    """The areas that stand out even after it is known how many were looked at, in the order of the file."""
    kept = comparison.numbers[comparison.numbers["bh"] < 0.05]
    for side, sign in (("above", 1), ("below", -1)):
        codes = [code for code, row in kept.iterrows() if sign * (row["events"] - row["expected"]) > 0]
        if codes:
            yield say(f"areas.apart.{side}", count=len(codes), names=_names(comparison, codes))
    if kept.empty:
        yield say("areas.apart.none")


def _names(comparison, codes):
    names = [inside(comparison.evidence.area(code)) for code in codes[:MOST_NAMED]]
    more = say("areas.and_more", count=len(codes) - MOST_NAMED) if len(codes) > MOST_NAMED else ""
    return "; ".join(names) + more


def absent_sentence(comparison):
    """How many areas are not compared, by why; "" where all are."""
    told = []
    for absence in Absence:
        codes = [figure.area.code for figure in comparison.figures if figure.absence == absence]
        if codes:
            told.append(say(f"areas.absent.{absence}", count=len(codes), names=_names(comparison, codes)))
    return " ".join(told)


def chance_table(comparison: AreaComparison) -> Table | Prose:
    """How many areas lie outside each limit beside what chance gives, and how many hold after all were looked at."""
    if len(comparison.counted) < 2 or not comparison.events.sum():
        return nothing("areas.none")
    rows = [_chance_row(comparison, level) for level in LEVELS]
    for method in ("holm", "bh"):
        found = int((comparison.numbers[method] < 0.05).sum())
        rows.append((say(f"areas.rule.{method}"), NOTHING, NOTHING, computed(found, 0), say(f"areas.means.{method}")))
    keys = ("rule", "by_chance:num", "usual:num", "seen:num", "means:wide")
    note = say("areas.chance_note_widened" if comparison.is_widened else "areas.chance_note")
    return make_table(say("areas.chance_caption"), columns(keys, "areas.columns"), rows, note)


def _chance_row(comparison, level):
    found = comparison.outside(LEVELS[level])
    name = say("areas.rule.limits", level=numbers.number((Decimal(level) * 100).normalize()))
    counts = computed(found.expected, 1), computed(found.usual, 0), computed(found.seen, 0)
    return name, *counts, say("areas.means.more" if found.seen > found.usual else "areas.means.chance")


def area_table(shown: AreaComparison | pd.DataFrame, of: AreaComparison | None = None) -> Table | Prose:
    """Each area in the order of the file: counts, rate with its interval, the rate drawn to the common one, standing.

    shown : the comparison, or its frame, of which exactly the rows are shown, in the order of the file all the same;
    `of` : the comparison that a frame was made from, where it has lost it.
    """
    comparison, codes = comparison_of(shown, of)
    if not codes or not len(comparison.counted):
        return nothing("areas.none")
    kept, listed = set(codes), list(enumerate(comparison.figures, 1))
    rows = [_area_row(comparison, place, figure) for place, figure in listed if figure.area.code in kept]
    unit = numbers.unit_name(comparison.card.unit)
    note = say("areas.table_note_widened" if comparison.is_widened else "areas.table_note")
    heads = columns(("number:num", "area", "counts:num", "rate:num", "shrunken:num", "standing"), "areas.columns")
    return make_table(say("areas.table_caption", unit=unit), heads, rows, note, heading=1)


def _area_row(comparison, place, figure):
    name = _cited_name(comparison, figure)
    if figure.absence:
        shown = cells.estimate(figure.estimate) if figure.estimate else absence_mark(figure.absence)
        return (computed(place, 0), name, NOTHING, shown, NOTHING, NOTHING)
    row, places = comparison.numbers.loc[figure.area.code], rate_places(comparison)
    about = {"unit": comparison.card.unit, "period": figure.estimate.period.iso}
    counts = phrase(computed(row["events"], 0), " ", small(say("areas.out_of", people=_plain(row["people"]))))
    rate, shrunk = (
        phrase(computed(row[key], places, **about), " ", small(ends(row[low], row[high], places)))
        for key, low, high in (("rate", "low", "high"), ("shrunken", "shrunken_low", "shrunken_high"))
    )
    return computed(place, 0), name, counts, rate, shrunk, standing_cell(row)


def _plain(count):
    """A count that stands in words."""
    return cells.datum(Decimal(int(count)), numbers.number(Decimal(int(count))))


def _cited_name(comparison, figure):
    """The name of an area with the sources of its figure, where areas have theirs of several."""
    name = figure.area.text("name")
    if figure.estimate is None or len(comparison.sources) < 2:
        return name
    return phrase(name, " ", cells.cite(figure.estimate.sources, comparison.sources))


def absence_mark(absence):
    """What stands where an area has no figure: that it is withheld, or that there is none."""
    if absence == Absence.WITHHELD:
        return span(Look.WITHHELD, say("annual.withheld"))
    return cells.gap()


def standing_cell(row):
    """Where an area stands, and whether that holds after all were looked at."""
    word = say(f"areas.standing.{row['standing']}")
    kept = next((method for method in ("holm", "bh") if row[method] < 0.05), None)
    return phrase(word, " ", small(say(f"areas.holds.{kept}"))) if kept else phrase(word)


def standard_table(comparison: AreaComparison) -> Table | Prose:
    """Rates with the ages or sexes of all areas together, direct and indirect; a sentence where there are no parts."""
    found = standardised_rates(comparison)
    if found is None:
        return nothing("areas.standard_none")
    places, name = rate_places(comparison), {f.area.code: f.area.text("name") for f in comparison.figures}
    rows = [
        (
            name[code],
            computed(comparison.numbers.loc[code, "rate"], places),
            computed(row["rate"], places),
            ends(row["low"], row["high"], places),
            computed(row["ratio"], 2),
            ends(row["ratio_low"], row["ratio_high"], 2),
        )
        for code, row in found.iterrows()
    ]
    keys = ("area", "rate:num", "direct:num", "direct_limits:num", "indirect:num", "indirect_limits:num")
    caption = say("areas.standard_caption", unit=numbers.unit_name(comparison.card.unit))
    return make_table(caption, columns(keys, "areas.columns"), rows, say("areas.standard_note"))


def inequality_table(comparison: AreaComparison) -> Table | Prose:
    """Measures of inequality with their intervals, beside what equal areas would have by chance, and their change."""
    change = rate_change(comparison)
    found = inequalities(comparison, change)
    if isinstance(found, NotMeasured):
        facts = {"counted": len(comparison.counted), "total": len(comparison.figures)}
        return nothing(f"areas.unmeasured.{found}", **facts)
    rows = [_inequality_row(comparison, one) for one in found]
    keys = ["measure", "as_counted:num", "equal_areas:num", "beyond", "corrected:num"]
    if change:
        keys.append("since:num")
        rows = [(*row, _change_ends(comparison, one)) for row, one in zip(rows, found, strict=True)]
    heads = columns(keys, "areas.columns", earlier=change.earlier if change else "")
    return make_table(say("areas.inequality_caption"), heads, rows, say("areas.inequality_note"))


def _inequality_row(comparison, one):
    places = _measure_places(comparison, one)
    name = say(f"areas.measure.{one.measure}", unit=numbers.step_name(comparison.card.unit))
    beyond = say("areas.beyond.yes" if one.found.is_beyond_chance else "areas.beyond.no")
    found = one.found
    corrected = phrase(computed(found.corrected, places), " ", small(ends(found.low, found.high, places)))
    return name, computed(found.value, places), computed(found.by_chance, places), beyond, corrected


def _change_ends(comparison, one):
    if one.change is None:
        return NOTHING
    change, low, high = one.change
    places = _measure_places(comparison, one)
    return phrase(computed(change, places), " ", small(ends(low, high, places)))


def _measure_places(comparison, one):
    return rate_places(comparison) + 1 if one.measure in IN_UNIT else 1


def change_table(comparison: AreaComparison) -> Table | Prose:
    """The change of the whole, parted into children who moved between areas and rates that changed within them."""
    change = rate_change(comparison)
    if change is None:
        return nothing("areas.change_none", year=comparison.year)
    found, places = change.decomposed, rate_places(comparison) + 1
    facts = {"earlier": change.earlier, "year": comparison.year}
    told = (
        ("then", found.crude_0, None),
        ("now", found.crude_1, None),
        ("difference", found.difference, None),
        ("moved", found.composition, found.composition_percent),
        ("changed", found.rate, found.rate_percent),
    )
    rows = [
        (
            say(f"areas.part.{key}", **facts),
            computed(size, places),
            computed(share, 0) if share is not None else NOTHING,
        )
        for key, size, share in told
    ]
    unit = numbers.step_name(comparison.card.unit)
    caption = say("areas.change_caption", areas=len(change.parts), unit=unit, **facts)
    return make_table(
        caption, columns(("part", "value:num", "percent:num"), "areas.columns"), rows, _change_note(change)
    )


def _change_note(change):
    """How areas of today were carried back, and which could not be."""
    told = [say("areas.change_note")]
    if change.carried:
        made = sum(len(one.areas) for one in change.carried.values())
        told.append(say("areas.carried", count=len(change.carried), made=made, earlier=change.earlier))
    for code, one in change.split.items():
        name = inside(change.of.evidence.area(code))
        bounds = {key: numbers.rounded(getattr(one, key), 0) for key in ("events", "low", "high")}
        told.append(say("areas.split", name=name, earlier=change.earlier, **bounds))
    if change.missing:
        told.append(say("areas.change_missing", count=len(change.missing), names=_names(change.of, change.missing)))
    return " ".join(told)


def former_table(comparison: AreaComparison) -> Table | Prose:
    """Units that ended: their figure where the units after them lie wholly in them, else which of these cross."""
    units = former_units(comparison.evidence, "district", comparison.area)
    if comparison.level != "commune" or not units:
        return nothing("areas.former_none")
    rows = [_former_row(comparison, unit, units) for unit in units]
    keys = ("area", "rate:num", "events:num", "people:num", "why:wide")
    last = dates.day(units[0].area.valid_to)
    caption = say("areas.former_caption", last=last, year=comparison.year, unit=numbers.unit_name(comparison.card.unit))
    return make_table(caption, columns(keys, "areas.columns"), rows, say("areas.former_note"))


def _former_row(comparison, unit, units):
    name, blank = unit.area.text("name"), (NOTHING, NOTHING, NOTHING)
    if unit.crossing:
        together = [code for code in together_known(units, unit.area.code) if code != unit.area.code]
        facts = {"crossing": _crossing_names(comparison, unit), "together": _names(comparison, together)}
        return name, *blank, say("areas.former.crossing", count=len(unit.crossing), **facts)
    pair = former_counts(comparison.evidence, comparison.card, unit, comparison.year)
    if pair is None:
        return name, *blank, say("areas.former.missing", count=len(unit.members))
    events, people = pair
    rate = computed(comparison.scale * events / people, rate_places(comparison))
    return name, rate, computed(events, 0), computed(people, 0), say("areas.former.added", count=len(unit.members))


def _crossing_names(comparison, unit):
    area = comparison.evidence.area
    told = (
        say("areas.former.reaches", name=inside(area(code)), others=", ".join(inside(area(other)) for other in others))
        for code, others in unit.crossing
    )
    return "; ".join(told)


def area_source_list(comparison: AreaComparison) -> Prose:
    """The sources of the figures that are compared."""
    return sources_prose(comparison.evidence, comparison.sources)
