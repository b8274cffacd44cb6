"""Cells of tables as phrases: numbers aligned on the decimal mark, names with their codes, source links."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from bvte.evidence.value import COUNTS
from bvte.presentation import numbers, words
from bvte.presentation.dates import when, year, years
from bvte.presentation.phrases import (
    NOTHING,
    SOURCE_ANCHOR,
    Datum,
    LineBreak,
    Look,
    Phrase,
    joined,
    link,
    paragraphs,
    phrase,
    small,
    span,
)
from bvte.presentation.texts import say

__all__ = ["NOTHING", "paragraphs"]
# Of more sources in a row the first and the last are cited.
MOST_CITED = 6


def aligned_number(value: Any, **about: Any) -> Phrase:
    """A number that stands on the decimal mark of its column; `about` : see `datum`."""
    return datum(value, numbers.number(value), aligned=True, **about)


def datum(value: Any, shown: str, **about: Any) -> Phrase:
    """A number as it is printed, with its value; `about` : the other fields of `document.Datum`."""
    return phrase(Datum(Decimal(value) + 0, shown, **about))


def numbers_between(low: Any, high: Any, **about: Any) -> Phrase:
    """A range; only its second number is aligned."""
    return phrase(datum(low, numbers.number(low), **about), "–", aligned_number(high, **about))


def estimate(estimate) -> Phrase:
    """An estimate without its unit: "4,4", "dưới 3,8"; a dash where there is none."""
    if estimate is None:
        return phrase(NOTHING)
    each = phrase(" ", small(say("numbers.each_year_here"))) if numbers.is_each_year(estimate) else phrase()
    return phrase(plotted(estimate), each, _origin(estimate))


def plotted(estimate) -> Phrase:
    """The same for a table that a chart is drawn from: a number alone, its strength in another column."""
    about, (size, comparator) = about_estimate(estimate), numbers.sized(estimate)
    if estimate.comparator == "-":
        shown = numbers_between(size, estimate.value_to, **about)
    else:
        shown = aligned_number(size, **about)
    text = say(f"numbers.comparator.{numbers.COMPARATORS[comparator]}", value=shown)
    return phrase(numbers.moved(estimate, text))


def _origin(estimate) -> Phrase:
    """Smaller words below a number that counts what its indicator does not mean, or that nobody published, in every
    table, whatever columns that has."""
    otherwise, key = numbers.counted_otherwise(estimate), numbers.ORIGINS.get(estimate.strength)
    told = [otherwise] if otherwise else []
    if areas := estimate.areas:
        told.append(say(f"requests.total_of.{areas.level}", answered=areas.answered, asked=areas.asked))
    elif key:
        told.append(say(f"numbers.{key}_here"))
    return phrase(" ", small(", ".join(told))) if told else phrase()


def about_estimate(estimate) -> dict[str, Any]:
    """What a machine may know of the number of an estimate: fields of `document.Datum`."""
    key = numbers.way_of(estimate) or numbers.COMPARATORS[estimate.comparator]
    return {
        "comparator": key,
        "unit": estimate.unit,
        "strength": estimate.strength,
        "period": estimate.period.iso,
        "sources": tuple(estimate.sources),
    }


def gap(asked: str = "") -> Phrase:
    """What stands where a figure should be and none was published; asked : of `asked_figure`."""
    return span(Look.GAP, say("annual.gap"), code=asked)


def asked_figure(indicator: str, area: str, period: str | int, unit: str) -> str:
    """The name of a figure that an office can put where none was published, for the workbook that asks for it."""
    return f"{indicator} {area} {period} {unit}" if area else ""


def estimate_with_year(found, has_sign: bool = False) -> Phrase:
    """An estimate and, smaller below it, the time that it speaks of; has_sign : see `dates.when`."""
    if found is None:
        return phrase(NOTHING)
    return phrase(estimate(found), " ", small(when(found.period, found.period_stated, has_sign)))


def older(content: Phrase) -> Phrase:
    """An old figure, marked and folded; paper and office files show it below the mark."""
    return span(Look.OLDER, span(Look.MARK, say("page.older")), content)


def of_year(found, asked: str = "") -> Phrase:
    """An estimate under the heading of its year, with its time only where that is not the year; the sign of an
    inferred year, where its source does not say it; a gap with the figure that is `asked` there where there is none."""
    if found is None:
        return gap(asked)
    if not found.period.is_whole_year:
        return estimate_with_year(found, has_sign=True)
    return estimate(found) if found.period_stated else phrase(estimate(found), " ", small(say("numbers.inferred_sign")))


def condition(target) -> Phrase:
    """A target without its unit, which stands in the first column."""
    key, about = numbers.condition_of(target), about_target(target)
    if target.value_to is None:
        value = aligned_number(target.value, **about)
    else:
        value = numbers_between(target.value, target.value_to, **about)
    return phrase(numbers.with_origin(target, say(f"numbers.condition.{key}", value=value)))


def about_target(target) -> dict[str, Any]:
    """What a machine may know of the number of a target: fields of `document.Datum`."""
    return {
        "comparator": numbers.condition_of(target),
        "unit": target.unit,
        "strength": numbers.origin_strength(target),
        "period": str(target.due_year),
        "sources": (target.source,),
    }


def target_with_unit(target, measure: str = "") -> Phrase:
    """A target with its unit, inside a sentence; measure : see `document.Datum`."""
    return phrase(numbers.target_text(target, marked(**about_target(target), measure=measure)))


def standing(evidence, target) -> Phrase:
    """A smaller word beside a target that no document sets, empty beside one that is set."""
    note = numbers.standing_note(evidence, target)
    return phrase(" ", small(note)) if note else phrase()


def due(target) -> Phrase:
    """The year in which a target is due; of one that holds in every year until then, these years."""
    if target.first_year is None:
        return year(target.due_year)
    return phrase(say("numbers.every_year", years=years(target.first_year, target.due_year)))


def target_with_year(target, has_unit: bool = False) -> Phrase:
    """A target and, smaller below it, when it is due and whom it is for; has_unit : it stands with its unit, since no
    other cell of the row says it."""
    whose = target.text("scope") if target.scope else ""
    beside = small(joined(LineBreak(), [due(target), whose]))
    if not has_unit:
        return phrase(condition(target), " ", beside)
    # A number does not break its line, so words about whom it is for would hold its column open.
    told = numbers.condition_text(target, marked(**about_target(target)))
    return phrase(numbers.with_origin(target, told), " ", beside)


def change(finding) -> Phrase:
    """The change since the baseline in words; its ends, or its least size, are marked with the direction."""
    way = f"{finding.direction}_at_least" if finding.open_sides else finding.direction
    return phrase(words.change_text(finding, marked(comparator=way)))


def estimate_with_unit(estimate, measure: str = "") -> Phrase:
    """An estimate with its unit, where the unit stands in no other cell of the row; measure : see `document.Datum`."""
    return phrase(numbers.labelled(estimate, marked(**about_estimate(estimate), measure=measure)))


def marked(**about: Any) -> Callable[[Any], Phrase]:
    """A way to print a number inside a sentence, marked for machines: a function of the value."""
    return lambda value: datum(value, numbers.number(value), **about)


def indicator(card, unit: str | None = None) -> Phrase:
    """The name of an indicator with its code and, smaller below it, the unit of the row.

    A count that could point to a child says so, and publishing refuses a page that shows a small one.
    """
    guarded = card.sensitivity == "small_counts" and card.unit in COUNTS
    name = span(Look.INDICATOR, card.name.text, code=card.id, protected=guarded)
    if unit is None:
        return name
    return phrase(name, " ", span(Look.UNIT, numbers.unit_name(unit), code=unit))


def status_cell(label: str) -> Phrase:
    """A status by word, with that of a drafted target told apart; every form adds its mark."""
    return span(Look.STATUS, words.status_name(label), code=label)


def evidence(strength: str | None, source_ids: Iterable[str], cited: list[str]) -> Phrase:
    """Strength of the evidence by word, where there is any, and the numbers of its sources."""
    return joined(" ", [strength_word(strength) if strength else "", cite(source_ids, cited)])


def strength_word(code: str) -> Phrase:
    """The strength of a figure by word."""
    return span(Look.STRENGTH, say(f"status.strength.{code}"), code=code)


def cite(source_ids: Iterable[str], cited: list[str]) -> Phrase:
    """Numbers of sources, linked to the list at the end of the page; `cited` is the list in its order."""
    places = list(dict.fromkeys(cited.index(code) + 1 for code in source_ids))
    # Of the files of all communes, which follow each other in the list, the first and the last number.
    runs = _runs(places) if len(places) > MOST_CITED else [[place] for place in places]
    return joined(" ", [_link_to(run, cited) for run in runs]) or phrase(NOTHING)


def _link_to(run: list[int], cited: list[str]) -> Phrase:
    """A link to the first of some sources that follow each other."""
    label = f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}]–[{run[-1]}]"
    return phrase(link(f"#{SOURCE_ANCHOR}{cited[run[0] - 1]}", label))


def _runs(places: list[int]) -> list[list[int]]:
    """Numbers in their order, those that follow each other together."""
    found: list[list[int]] = []
    for place in sorted(places):
        if found and place == found[-1][-1] + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found
