"""Numbers, bounds, targets and dates as a reader of the language writes them (4,4% and 4.4%)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import isfinite, isinf
from typing import Any

from babel.numbers import format_decimal

from bvte.evidence.language import active_language
from bvte.evidence.rows import Target
from bvte.judgement.estimates import INVERSE, Strength
from bvte.judgement.target_terms import target_standing
from bvte.presentation.phrases import Phrase, composed
from bvte.presentation.texts import say, texts_of

MINUS = "\N{MINUS SIGN}"


def number(value):
    """A number with its printed decimals, in the separators of the language. NaN is not a number here."""
    value = Decimal(value) + 0  # no minus before a zero
    decimals = max(0, -value.as_tuple().exponent)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=active_language()).replace("-", MINUS)


def with_unit(value, unit, shown=number):
    """A number with the sign or word of its unit ("4,4%", "2.302 trẻ em")."""
    return say(f"units.after.{unit}", value=shown(value), number=value)


# A unit that stands beside no number, or beside several, has the form of many.
MANY = 2


def unit_name(unit, number=MANY):
    """The unit as a table names it, or as it goes with one number."""
    return say(f"units.name.{unit}", number=number)


def step_name(unit, number=MANY):
    """What a difference of values in the unit is counted in ("điểm %" for percentages)."""
    if unit == "percent":
        return say("units.step.percent", number=number)
    return unit_name(unit, number)


def estimate_text(estimate, shown=number):
    """An estimate as it was published ("dưới 3,8%", "khoảng 68.000 trẻ em", "3–5 điểm phần trăm/năm").

    shown : how a number becomes text.
    """
    size, comparator = sized(estimate)
    text = with_unit(size, estimate.unit, shown)
    if estimate.comparator == "-":
        upto = with_unit(estimate.value_to, estimate.unit, shown)
        text = composed(shown(size), "–", upto)
    return moved(estimate, _each_year(estimate, say(f"numbers.comparator.{COMPARATORS[comparator]}", value=text)))


def is_each_year(estimate):
    """Whether a number is one of each of several years, which its unit does not say itself; the rows of recorded
    editions have no statistic."""
    return getattr(estimate, "statistic", "") == "yearly" and not estimate.unit.endswith("_per_year")


def _each_year(estimate, text):
    return say("numbers.each_year", value=text) if is_each_year(estimate) else text


def way_of(estimate):
    """ "fell", "rose" or "unchanged" of a change worked out here, None of any other estimate."""
    if not estimate.change:
        return None
    if estimate.value == 0:
        return "unchanged"
    return "fell" if estimate.falls == (estimate.value > 0) else "rose"


def sized(estimate):
    """The number of an estimate and its comparator; of a change its size, since the way stands in words.

    "At least -4.7 in the wanted way" is "at most 4.7 in the other".
    """
    if estimate.change and estimate.value < 0:
        return -estimate.value, INVERSE.get(estimate.comparator, estimate.comparator)
    return estimate.value, estimate.comparator


def moved(estimate, text):
    """The text of an estimate, of a change with its way in words; `text` may be markup."""
    way = way_of(estimate)
    return say(f"numbers.moved.{way}", value=text) if way else text


def bare(estimate, shown=number):
    """An estimate as it was published but without its unit, for a sentence that has its own word for it; `shown` : see
    `estimate_text`."""
    size, comparator = sized(estimate)
    text = shown(size)
    if estimate.comparator == "-":
        text = composed(text, "–", shown(estimate.value_to))
    text = _each_year(estimate, say(f"numbers.comparator.{COMPARATORS[comparator]}", value=text))
    return with_origin(estimate, moved(estimate, text))


def labelled(estimate, shown=number):
    """An estimate as it was published, marked where it was not published but derived here; `shown` : see
    `estimate_text`."""
    return with_origin(estimate, estimate_text(estimate, shown))


def with_origin(estimate, text):
    """The text of an estimate, or of a target, with the word that it was derived here or is only supposed;
    nothing published it. Of a total over areas also how many of them answered."""
    if isinstance(estimate, Target):
        areas = None
    else:
        areas, text = estimate.areas, _with_definition(estimate, text)
    if areas:
        told = say(f"requests.total_of.{areas.level}", answered=areas.answered, asked=areas.asked)
        return say("requests.total", value=text, told=told)
    key = ORIGINS.get(origin_strength(estimate))
    return say(f"numbers.{key}", value=text) if key else text


def counted_otherwise(estimate):
    """What a figure counts that is not what its indicator means ("từ 4 đến 22 tuổi"), "" where it is the same; also of
    a definition that a folder has by itself, which the reports have no words for and only compare."""
    return texts_of("numbers.counted").get(getattr(estimate, "definition", None) or "", "")


def said_once(estimate, beside):
    """A figure for a place where that beside it has said whom it counts; as it is where they count others."""
    return replace(estimate, definition=None) if is_counted_alike(estimate, beside) else estimate


def is_counted_alike(estimate, beside):
    """Whether two figures count the same others than their indicator means."""
    return bool(counted_otherwise(estimate)) and estimate.definition == beside.definition


def _with_definition(estimate, text):
    told = counted_otherwise(estimate)
    return say("numbers.counted_as", value=text, told=told) if told else text


# What has to be told of a number that nobody published, by its strength.
ORIGINS = {"derived": "derived", Strength.REPORTED: "reported", Strength.NOT_PUBLISHED: "supposed"}


def origin_strength(told):
    """The strength of an estimate; of a target, which has none, that it is not published, or ""."""
    if isinstance(told, Target):
        return "" if told.published else Strength.NOT_PUBLISHED
    return told.strength


COMPARATORS = {"=": "equal", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "~": "about", "-": "range"}


def target_text(target: Target, shown: Callable[[Any], str | Phrase] = number) -> str | Phrase:
    """A target as a condition ("dưới 3,8%", "giảm 25% so với năm 2015"), with those whom alone it is for.

    shown : how a number becomes text.
    """
    text = condition_text(target, shown)
    return with_origin(target, composed(text, f" ({target.text('scope')})") if target.scope else text)


def condition_text(target: Target, shown: Callable[[Any], str | Phrase] = number) -> str | Phrase:
    """The condition alone, with the unit; shown : as of `target_text`."""
    value = with_unit(target.value, target.unit, shown)
    if target.value_to is not None:
        value = composed(shown(target.value), "–", with_unit(target.value_to, target.unit, shown))
    key = f"numbers.condition.{condition_of(target)}"
    if target.condition == "decrease_by_percent" and target.baseline_year:
        key = f"{key}_against"
    return say(key, value=value, base=target.baseline_year or "")


def standing_note(evidence, target):
    """What has to stand beside a target that no document sets, where no judgement there says so; else ""."""
    code = target_standing(evidence, target)
    return "" if code == "set" else say(f"status.standing.{code}")


def target_told(evidence, target):
    """A target as a condition, with what has to stand beside it."""
    told, note = target_text(target), standing_note(evidence, target)
    return f"{told} ({note})" if note else told


def condition_of(target):
    """The condition in words: at least everything is simply everything ("100%")."""
    everything = target.condition == "at_least" and target.unit == "percent" and target.value == 100
    return "everything" if everything else target.condition


def interval_text(possible, decimals=1, shown=number):
    """The ends of an interval, rounded outward ("từ −0,7 đến −0,5"); only one where the other is infinite.

    shown : how a rounded end becomes text; a table's cell marks it for machines.
    """
    low, high = outward(possible, decimals)
    if low == high:
        return shown(low)
    if high == float("inf") or low == -float("inf"):
        side, end = ("from", low) if high == float("inf") else ("to", high)
        return say(f"numbers.interval.{side}", value=shown(end))
    return say("numbers.interval.both", low=shown(low), high=shown(high))


def outward(possible, decimals):
    """The ends of an interval with so many decimals (negative: tens, hundreds), rounded away from it; a
    single number to the nearest."""
    if possible.left == possible.right:
        return (_round(possible.left, decimals, ROUND_HALF_UP),) * 2
    return _round(possible.left, decimals, ROUND_FLOOR), _round(possible.right, decimals, ROUND_CEILING)


def rounded(value, decimals):
    """A computed number with so many decimals."""
    return number(_round(value, decimals, ROUND_HALF_UP))


def _round(value, decimals, way):
    """A float as the decimal it is printed as, rounded in one way; infinities stay."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), way) if isfinite(value) else value


def span_words(possible, limits, decimals, shown=number):
    """An interval in words, its ends rounded outward; an end at a natural limit is not said.

    limits : (lowest, highest), None where there is none; decimals : negative for tens and hundreds;
    shown : how an end becomes text.
    """
    low, high = outward(possible, decimals)
    ends = {name: shown(end) for name, end in (("low", low), ("high", high)) if not isinf(end)}
    return say(f"workshop.span.{span_form(possible, limits)}", **ends)


def span_form(possible, limits, closed=False):
    """Which ends are worth saying, and whether the one said belongs to it; closed : it does anyhow."""
    if possible.left == possible.right:
        return "exactly"
    from_limit, to_limit = (_is_limit(*pair) for pair in zip((possible.left, possible.right), limits, strict=True))
    if from_limit and to_limit:
        return "all"
    if from_limit:
        return "at_most" if closed or possible.closed_right else "below"
    if to_limit:
        return "at_least" if closed or possible.closed_left else "above"
    return "both"


def _is_limit(end, limit):
    return isinf(end) or end == limit


def decimals_of(subject):
    """Decimals of a target's number, or of its baseline where that is printed more finely."""
    values = [subject.target.value, *([subject.baseline.value] if subject.baseline else [])]
    return max(max(0, -value.as_tuple().exponent) for value in values)
