"""Cells of tables as safe markup: numbers aligned on the decimal mark, status marks, source links."""

from babel.numbers import get_decimal_symbol
from markupsafe import Markup, escape

from bvte.presentation import numbers
from bvte.presentation.texts import say

NOTHING = "–"


def number(value, language):
    """A number in two spans, whole and decimals, so that decimal marks align below each other."""
    whole, mark, decimals = numbers.number(value, language).partition(get_decimal_symbol(language))
    return Markup('<span class="int">{}</span><span class="frac">{}</span>').format(whole, mark + decimals)


def reading(reading, language, words=True):
    """A reading without its unit: "4,4", "dưới 3,8"; a dash where there is none."""
    if reading is None:
        return NOTHING
    shown = number(reading.value, language)
    if reading.comparator == "-":
        shown = Markup("{}–{}").format(
            numbers.number(reading.value, language), number(reading.value_to, language)
        )
    key = numbers.COMPARATORS[reading.comparator]
    return Markup(say(f"numbers.comparator.{key}", language, value=shown)) if words else shown


def gap(language):
    """What stands where a figure should be and none was published."""
    return Markup('<span class="gap">{}</span>').format(say("annual.gap", language))


def reading_with_year(found, language):
    """A reading and, smaller below it, the time that it speaks of."""
    if found is None:
        return NOTHING
    when = numbers.year_text(found.period, language)
    return Markup('{} <span class="when">{}</span>').format(reading(found, language), when)


def of_year(found, language):
    """A reading under the heading of its year, with its time only where that is not simply the year; a gap
    where there is none."""
    if found is None:
        return gap(language)
    return reading(found, language) if found.period.is_whole_year else reading_with_year(found, language)


def condition(target, language):
    """A target without its unit, which stands in the first column."""
    value = number(target.value, language)
    if target.value_to is not None:
        value = Markup("{}–{}").format(
            numbers.number(target.value, language), number(target.value_to, language)
        )
    return Markup(say(f"numbers.condition.{numbers.condition_of(target)}", language, value=value))


def target_with_year(target, language):
    """A target without its unit and, smaller below it, the year in which it is due."""
    return Markup('{} <span class="when">{}</span>').format(condition(target, language), target.due_year)


def status(code, language):
    """A status by word; the page adds its shape and colour from the class."""
    return Markup('<span class="status {}">{}</span>').format(
        code.replace("_", "-"), say(f"status.name.{code}", language)
    )


def evidence(strength, source_ids, cited, language):
    """Strength of the evidence by word, where there is any, and the numbers of its sources."""
    links = cite(source_ids, cited)
    if strength is None:
        return links
    word = say(f"status.strength.{strength}", language)
    return Markup('<span class="strength {}">{}</span> {}').format(strength, word, links)


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
