"""Cells of tables as safe markup: numbers aligned on the decimal mark, status marks, source links."""

from decimal import Decimal

from babel.numbers import get_decimal_symbol
from markupsafe import Markup, escape

from bvte.evidence.language import active_language
from bvte.evidence.value import COUNTS
from bvte.judgement.finding import DRAFT
from bvte.presentation import numbers, theme, words
from bvte.presentation.texts import say
from bvte.presentation.times import when, year

NOTHING = "–"


def number(value, **about):
    """A number in two spans, whole and decimals, so that decimal marks align below each other."""
    whole, mark, decimals = numbers.number(value).partition(get_decimal_symbol(active_language()))
    shown = Markup('<span class="int">{}</span><span class="frac">{}</span>').format(whole, mark + decimals)
    return datum(value, shown, **about)


def datum(value, shown, **about):
    """A number as it is printed, with its machine-readable value; every form of a report reads it there.

    about : what else a machine may know of it: `comparator` (the code of the word before it), `strength`,
    `sources` (ids, space between).
    """
    known = Markup("").join(Markup(' data-{}="{}"').format(key, text) for key, text in about.items() if text)
    return Markup('<data value="{}"{}>{}</data>').format(f"{Decimal(value) + 0:f}", known, shown)


def numbers_between(low, high, **about):
    """A range; only its second number is aligned."""
    first = datum(low, numbers.number(low), **about)
    return Markup("{}–{}").format(first, number(high, **about))


def reading(reading):
    """A reading without its unit: "4,4", "dưới 3,8"; a dash where there is none."""
    return Markup("{}{}").format(plotted(reading), _origin(reading)) if reading else NOTHING


def plotted(reading):
    """The same for a table that a chart is drawn from: a number alone, its strength in another column."""
    about, (size, comparator) = _about(reading), numbers.sized(reading)
    if reading.comparator == "-":
        shown = numbers_between(size, reading.value_to, **about)
    else:
        shown = number(size, **about)
    text = say(f"numbers.comparator.{numbers.COMPARATORS[comparator]}", value=shown)
    return Markup(numbers.moved(reading, text))


def _origin(reading):
    """A smaller word below a number that nobody published, in every table, whatever columns that has."""
    _, key = numbers.ORIGINS.get(reading.strength, ("", ""))
    return Markup(' <span class="when">{}</span>').format(say(key)) if key else ""


def _about(reading):
    """What a machine may know of the number of a reading."""
    key = numbers.way_of(reading) or numbers.COMPARATORS[reading.comparator]
    return {"comparator": key, "strength": reading.strength, "sources": " ".join(reading.sources)}


def gap():
    """What stands where a figure should be and none was published."""
    return Markup('<span class="gap">{}</span>').format(say("annual.gap"))


def reading_with_year(found):
    """A reading and, smaller below it, the time that it speaks of."""
    if found is None:
        return NOTHING
    time = when(found.period, found.period_stated)
    return Markup('{} <span class="when">{}</span>').format(reading(found), time)


def older(content, count=1):
    """Old figures, marked and folded; paper and office files show them below the mark. count : how many."""
    mark = say("page.older") if count == 1 else say("page.older_many", count=count)
    return Markup('<details class="older"><summary>{}</summary>{}</details>').format(mark, content)


def of_year(found):
    """A reading under the heading of its year, with its time only where that is not simply the year; a gap
    where there is none."""
    if found is None:
        return gap()
    plain = found.period.is_whole_year and found.period_stated
    return reading(found) if plain else reading_with_year(found)


def condition(target):
    """A target without its unit, which stands in the first column."""
    key = numbers.condition_of(target)
    about = {"comparator": key, "sources": target.source, "strength": numbers.origin_of(target)}
    if target.value_to is None:
        value = number(target.value, **about)
    else:
        value = numbers_between(target.value, target.value_to, **about)
    return numbers.with_origin(target, Markup(say(f"numbers.condition.{key}", value=value)))


def standing(evidence, target):
    """A smaller word beside a target that no document sets, "" beside one that is set."""
    note = numbers.standing_note(evidence, target)
    return Markup(' <span class="when">{}</span>').format(note) if note else ""


def target_with_year(target):
    """A target without its unit and, smaller below it, the year in which it is due and whom it is for."""
    whose = target.text("scope") if target.scope else None
    about = Markup("<br>").join(filter(None, (year(target.due_year), whose)))
    return Markup('{} <span class="when">{}</span>').format(condition(target), about)


def change(finding):
    """The change since the baseline in words; its ends, or its least size, are marked with the direction."""
    way = f"{finding.direction}_at_least" if finding.open_sides else finding.direction
    return Markup(words.change_text(finding, marked(comparator=way)))


def reading_with_unit(reading):
    """A reading with its unit, where the unit stands in no other cell of the row."""
    return Markup(numbers.labelled(reading, marked(**_about(reading))))


def marked(**about):
    """A way to print a number inside a sentence, marked for machines: a function of the value."""
    return lambda value: datum(value, numbers.number(value), **about)


def indicator(card, unit=None):
    """The name of an indicator with its code and, smaller below it, the unit of the row.

    A count that could point to a child says so, and publishing refuses a page that shows a small one.
    """
    guarded = card.sensitivity == "small_counts" and card.unit in COUNTS
    mark = Markup(" data-protected") if guarded else ""
    name = Markup('<span data-code="{}"{}>{}</span>').format(card.id, mark, card.name.text)
    if unit is None:
        return name
    named = numbers.unit_name(unit)
    return Markup('{} <span class="unit" data-code="{}">{}</span>').format(name, unit, named)


def status(label):
    """A status by word, with that of a drafted target told apart; the page adds shape and colour by class."""
    return Markup('<span class="{}">{}</span>').format(status_classes(label), words.status_name(label))


def status_classes(label):
    """The classes of a status by its label: the style sheets give them shape and colour."""
    code = label.removeprefix(DRAFT)
    drafted = [code, "draft"] if label != code else []
    return " ".join(["status", label, *drafted]).replace("_", "-")


def look_of(label):
    """The `theme.Status` of a status by its label, and whether it is drafted, which every form says by a
    dashed line."""
    code = label.removeprefix(DRAFT)
    return theme.STATUS[code], label != code


def evidence(strength, source_ids, cited):
    """Strength of the evidence by word, where there is any, and the numbers of its sources."""
    links = cite(source_ids, cited)
    if strength is None:
        return links
    return Markup("{} {}").format(strength_word(strength), links)


def strength_word(code):
    """The strength of a figure by word."""
    word = say(f"status.strength.{code}")
    return Markup('<span class="strength {}">{}</span>').format(code, word)


def paragraphs(sentences):
    """Sentences below each other."""
    return Markup("").join(Markup("<p>{}</p>").format(sentence) for sentence in sentences)


def cite(source_ids, cited):
    """Numbers of sources, linked to the list at the end of the page; `cited` is the list in its order."""
    links = (
        Markup('<a href="#source-{0}">[{1}]</a>').format(escape(code), cited.index(code) + 1)
        for code in dict.fromkeys(source_ids)
    )
    return Markup(" ").join(links) or NOTHING
