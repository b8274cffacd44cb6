"""Numbers, bounds, targets and dates as a reader of the language writes them (4,4% and 4.4%)."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from math import isfinite

from babel.numbers import format_decimal

from bvte.evidence.language import active_language
from bvte.evidence.rows import Target
from bvte.judgement.finding import standing
from bvte.judgement.reading import INVERSE, NOT_PUBLISHED
from bvte.presentation.texts import say

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


def reading_text(reading, shown=number):
    """A reading as it was published ("dưới 3,8%", "khoảng 68.000 trẻ em", "3–5 điểm phần trăm/năm").

    shown : how a number becomes text.
    """
    size, comparator = sized(reading)
    text = with_unit(size, reading.unit, shown)
    if reading.comparator == "-":
        upto = with_unit(reading.value_to, reading.unit, shown)
        text = f"{shown(size)}–{upto}"
    return moved(reading, say(f"numbers.comparator.{COMPARATORS[comparator]}", value=text))


def way_of(reading):
    """ "fell", "rose" or "unchanged" of a change worked out here, None of any other reading."""
    if not reading.change:
        return None
    if reading.value == 0:
        return "unchanged"
    return "fell" if reading.falls == (reading.value > 0) else "rose"


def sized(reading):
    """The number of a reading and its comparator; of a change its size, since the way stands in words.

    "At least -4.7 in the wanted way" is "at most 4.7 in the other".
    """
    if reading.change and reading.value < 0:
        return -reading.value, INVERSE.get(reading.comparator, reading.comparator)
    return reading.value, reading.comparator


def moved(reading, text):
    """The text of a reading, of a change with its way in words; `text` may be markup."""
    way = way_of(reading)
    return say(f"numbers.moved.{way}", value=text) if way else text


def bare(reading):
    """A reading as it was published but without its unit, for a sentence that has its own word for it."""
    size, comparator = sized(reading)
    text = number(size)
    if reading.comparator == "-":
        text = f"{text}–{number(reading.value_to)}"
    text = say(f"numbers.comparator.{COMPARATORS[comparator]}", value=text)
    return with_origin(reading, moved(reading, text))


def labelled(reading, shown=number):
    """A reading as it was published, marked where it was not published but derived here; `shown` : see
    `reading_text`."""
    return with_origin(reading, reading_text(reading, shown))


def with_origin(reading, text):
    """The text of a reading, or of a target, with the word that it was derived here or is only supposed;
    nothing published it. `text` may be markup."""
    key, _ = ORIGINS.get(origin_of(reading), ("", ""))
    return type(text)(say(key, value=text)) if key else text


# What has to be told of a number that nobody published, by its strength: behind it, and below it in a cell.
ORIGINS = {
    "derived": ("numbers.derived", "numbers.derived_here"),
    NOT_PUBLISHED: ("numbers.supposed", "numbers.supposed_here"),
}


def origin_of(told):
    """The strength of a reading; of a target, which has none, that it is not published, or ""."""
    if isinstance(told, Target):
        return "" if told.published else NOT_PUBLISHED
    return told.strength


COMPARATORS = {
    "=": "equal", "<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "~": "about", "-": "range",
}  # fmt: skip


def target_text(target):
    """A target as a condition ("dưới 3,8%", "giảm 25% so với năm 2015"), with those whom alone it is for."""
    value = with_unit(target.value, target.unit)
    if target.value_to is not None:
        value = f"{number(target.value)}–{with_unit(target.value_to, target.unit)}"
    key = f"numbers.condition.{condition_of(target)}"
    if target.condition == "decrease_by_percent" and target.baseline_year:
        key += "_against"
    text = say(key, value=value, base=target.baseline_year or "")
    return with_origin(target, f"{text} ({target.text('scope')})" if target.scope else text)


def standing_note(evidence, target):
    """What has to stand beside a target that no document sets, where no judgement there says so; else ""."""
    code = standing(evidence, target)
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
    return (
        Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), way) if isfinite(value) else value
    )
