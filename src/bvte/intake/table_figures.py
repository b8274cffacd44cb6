"""The number of a cell as `observations.csv` has it: in the unit of its card, with what it was rounded to."""

import re
from collections.abc import Iterable
from decimal import Decimal

from bvte.evidence.indicator import Indicator
from bvte.evidence.value import COUNTS, EVENTS, MOST_DECIMALS, SCALES, SHARES, printed_decimals
from bvte.intake.printed_number import Printed, UnreadCell
from bvte.intake.table_map import Facts

# Words by which a heading or label says that its figures are thousands or the like, and units that are so themselves:
# "nghìn người", "(‰)", and not Triệu Phong, a district.
SCALE = re.compile(
    r"(?:[(,:/]\s*|^)(?:nghìn|ngàn|triệu|tỷ|tỉ|thousands?|millions?|billions?)\s*(?:[)]|$)"
    r"|\b(?:nghìn|ngàn|triệu|tỷ|tỉ|thousands?|thous\.|millions?|billions?|1[.,]?000)\s+(?:of\s+)?"
    r"(?:người|trẻ|em|học sinh|hộ|đồng|lượt|dân|cháu|persons|people|children|pupils|households|vnd|dong)\b"
    r"|[‰‱]|phần (?:nghìn|ngàn|vạn)|per mille|'000",
    re.IGNORECASE,
)
OF_UNIT = {"million_vnd": ("triệu", "million"), "billion_vnd": ("tỷ", "tỉ", "billion")}
# Counts below it may be rounded to several times themselves.
FEW = 20
PERSONS = {"people", "children", "pupils", "staff"}


def number_fields(printed: Printed, facts: Facts, card: Indicator) -> dict[str, str]:
    """Comparator, value, step, unit and what the print itself breaks and is kept with. Raises UnreadCell.

    A publisher who prints more than three decimals does so; whoever divides for himself has no map.
    """
    assert printed.value is not None
    unit = str(facts.unit or card.unit)
    # A publisher counts persons; which of them the indicator counts, its card says.
    unit = str(card.unit) if {unit, card.unit} <= PERSONS else unit
    if printed.percent and not unit.startswith(("percent", "percentage")):
        raise UnreadCell("unit_of_cell", "%", unit)
    number, step = scaled(printed.value, facts.factor or Decimal(1), unit)
    if printed.comparator == "~":
        step = about_step(number, unit, step)
    acknowledged = set(facts.acknowledged or ())
    if unit in COUNTS and number % 1 and "count_not_whole" not in acknowledged:
        raise UnreadCell("count_not_whole", allowed=f"{number:.0f}")
    if unit not in COUNTS and printed_decimals(number) > MOST_DECIMALS:
        acknowledged.add("digits_beyond_print")
    return {
        "comparator": str(printed.comparator),
        "value": f"{number:f}",
        "step": f"{step:f}" if step else "",
        "unit": unit,
        "acknowledged": " ".join(sorted(acknowledged)),
    }


def scaled(printed: Decimal, factor: Decimal, unit: str) -> tuple[Decimal, Decimal | None]:
    """A printed number in the unit of the evidence, and what it was rounded to where its digits no longer say.

    >>> scaled(Decimal("850.4"), Decimal(1000), "people")
    (Decimal('850400'), Decimal('100'))
    >>> scaled(Decimal("0.285"), Decimal(100), "percent")
    (Decimal('28.5'), None)
    """
    factor = factor.normalize()
    if factor == 1:
        return printed, None
    digits, exponent = factor.as_tuple().digits, -printed_decimals(factor)
    # A power of ten moves the point and keeps the digits: 0.285 is 28.5 percent, not 28.500.
    power = digits == (1,)
    number = printed.scaleb(exponent) if power else printed * factor
    step = Decimal(1).scaleb(-printed_decimals(printed)) * factor
    says_itself = step < 1 if unit in COUNTS else power and step <= 1
    return Decimal(f"{number:f}"), None if says_itself else Decimal(f"{step.normalize():f}")


def scale_said(text: str) -> str:
    """What in a heading or label says that its figures are thousands, millions or per mille, "" for nothing.

    >>> scale_said("Số trẻ em (nghìn người)"), scale_said("Huyện Triệu Phong"), scale_said("Tỷ lệ (%)")
    ('nghìn người', '', '')
    """
    found = SCALE.search(text)
    return found[0].strip(" (),:/") if found else ""


def refuse_unsaid_scale(texts: Iterable[str], facts: Facts, card: Indicator) -> None:
    """Raise UnreadCell where a text beside a figure names a scale that neither its unit nor a factor of the map has."""
    unit = str(facts.unit or card.unit)
    for said in map(scale_said, texts):
        its_own = unit.startswith("per_") or said.casefold().startswith(OF_UNIT.get(unit, ("\0",)))
        if said and facts.factor is None and not its_own:
            raise UnreadCell("scale_of_heading", said, "factor: 1000; factor: 1")


def refuse_other_factor(fields: dict[str, str], factor: Decimal) -> None:
    """Raise UnreadCell where a rate is ten times, or a tenth of, what the counts beside it give: no print rounds so.

    fields : the columns of observations.csv; factor : that of the map, by which the figure was multiplied.
    """
    counted = [Decimal(fields[name] or 0) for name in ("value", "numerator", "denominator")]
    number, numerator, denominator = counted
    if fields["unit"] not in SCALES or not all(counted) or numerator < FEW:
        return
    apart = (SCALES[fields["unit"]] * numerator / denominator / number).log10()
    power = Decimal(10) ** int(apart.to_integral_value())
    if power != 1:
        raise UnreadCell("factor_doubtful", f"{power:f}", f"factor: {(factor * power).normalize():f}")


def about_step(number: Decimal, unit: str, step: Decimal | None) -> Decimal:
    """What an approximation was rounded to: the place of its last digit that is not zero (data/README.md)."""
    if step:
        return step
    if unit in SHARES and number >= 10:
        return Decimal(1)
    return Decimal(f"{Decimal(1).scaleb(-printed_decimals(number.normalize())):f}")


def statistic_of(facts: Facts, card: Indicator) -> str:
    """Whether a figure is a state or a sum: of a rate the one, of events the other. Raises UnreadCell."""
    if facts.statistic:
        return str(facts.statistic)
    if card.kind == "rate":
        return "level"
    if card.unit in EVENTS:
        return "total"
    raise UnreadCell("map_lacks", "statistic", "level, total, yearly")
