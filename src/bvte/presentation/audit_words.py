"""The points of an audit in words: what is wrong with a target, its arithmetic, what would mend it."""

from decimal import Decimal

from bvte.evidence.merged import successor
from bvte.evidence.rows import BreakKind
from bvte.judgement.audit_subject import AuditPoint, Remedy
from bvte.judgement.estimates import Estimate
from bvte.judgement.next_phase import units_then
from bvte.judgement.target_terms import day_set
from bvte.presentation import cells, dates, numbers
from bvte.presentation.newness import inside
from bvte.presentation.phrases import joined
from bvte.presentation.sentences import unit_kinds
from bvte.presentation.texts import say
from bvte.presentation.words import reason_text, spelled


def remedy_text(flag, subject):
    """The change that would mend a flag, with its basis."""
    if flag.remedy == Remedy.REDEFINE_BEFORE and (units := _units_since(flag.remedy_facts["date"], subject)):
        return say("audit.redefine_among", count=numbers.number(len(units)), kinds=unit_kinds(units))
    return say(f"audit.remedy.{flag.remedy}", **_words(flag.remedy_facts, subject))


def _units_since(day, subject):
    """The units of the level that a target is a share of, as they are since a day; [] where that level or the area is
    over, or that day is still to come."""
    is_there = day <= subject.evidence.day and successor(subject.evidence, subject.area) == subject.area
    return [unit for unit in units_then(subject) if is_there and unit.level == subject.card.counted_in]


def flag_sentence(flag, subject):
    """What is wrong, with its arithmetic, and how the baseline or the area's own level is to be read."""
    said = _said(flag, subject, (*_flag_keys(flag, subject), *_doubts(flag, subject), *_beside(flag, subject)))
    return " ".join([*said, *(reason_text(reason, subject.evidence) for reason in flag.weighed)])


def below_sentence(flag, subject, levels):
    """That levels of a target ask for less than a result that was published before, and how that is to be read."""
    result = flag.facts["baseline"]
    facts = {
        "levels": f" {say('audit.level_and')} ".join(map(_level, levels)),
        "baseline": numbers.labelled(result, cells.marked(**cells.about_estimate(result))),
        "baseline_year": _time_spoken(result),
        "weaker": _weaker(subject),
    }
    remarks = _said(flag, subject, (*_doubts(flag, subject), *_beside(flag, subject)))
    return joined(" ", [say("audit.below", **facts), *remarks])


def _weaker(subject):
    """What a level is beside a result that it asks less than: the greater number where less would be better."""
    return say(f"audit.weaker.{'down' if subject.is_upper_bound else 'up'}")


def _time_spoken(result):
    """The time of a result as a sentence has it, and that it was inferred."""
    when = dates.spoken(result.period)
    return when if result.period_stated else say("numbers.year_inferred", year=when)


def _level(target):
    """A level with the year by which it is due."""
    return say("audit.level_by", target=numbers.target_text(target), due=target.due_year)


def flag_shortly(flag, subject):
    """What is wrong, in a sentence, and what makes its own ground doubtful, if anything does."""
    first, *_ = _flag_keys(flag, subject) or list(_beside(flag, subject))
    return " ".join(_said(flag, subject, (first, *_doubts(flag, subject))))


def _said(flag, subject, keys):
    facts = {"target": subject.target, **flag.facts}
    words = _words(facts, subject) | {"breaks": "; ".join(b.text("name") for b in _breaks_before(flag, subject))}
    return [say(key, **words) for key in keys]


# Points of which a second sentence says how their arithmetic is to be read.
READ_WITH_CARE = (AuditPoint.SLOWER_THAN_PAST, AuditPoint.REGISTER_JUMP)


def _flag_keys(flag, subject):
    """Keys of what is wrong, the sentence of a point first."""
    # That the statistical set has it not may be all that keeps it from being measured.
    if "outside" in flag.facts and "why" not in flag.facts:
        return []
    own = [f"audit.flag.{_form(flag, subject)}"]
    return [*own, f"audit.care.{flag.code}"] if flag.code in READ_WITH_CARE else own


def _doubts(flag, subject):
    """Keys of what makes the ground of a flag doubtful: a figure that contradicts it, a definition that changed."""
    if "against" in flag.facts:
        yield "audit.contradicted"
    if _breaks_before(flag, subject):
        yield "audit.changed_between"


def _beside(flag, subject):
    """Keys of what is said after a flag: what the statistical set has in its place, that a baseline is of the first
    year, what the own level is."""
    if "outside" in flag.facts:
        yield "audit.outside_set"
    if subject.starts_late and flag.facts.get("baseline") is subject.baseline:
        yield "audit.first_year"
    if "national" in flag.facts:
        yield "audit.own_level" if "own" in flag.facts else "audit.no_own_level"


# Points that hold the level of a target against a result from before it.
AGAINST_RESULT = (AuditPoint.WEAKER_THAN_BASELINE, AuditPoint.ALREADY_MET)


def _breaks_before(flag, subject):
    """Where what is counted was defined anew between such a result and the day on which the target was set: the
    breaks."""
    if flag.code not in AGAINST_RESULT:
        return []
    evidence, result = subject.evidence, flag.facts["baseline"]
    found = evidence.breaks_of(subject.card.id, subject.area, result.period.last, day_set(evidence, subject.origin))
    return [b for b in found if b.kind == BreakKind.definition]


def _form(flag, subject):
    """The text of a flag: its code, but for those that speak of two ways."""
    if flag.code == AuditPoint.NO_BASELINE and subject.target.baseline_year:
        return "no_base_year"
    # Before a phase began nobody could have a figure of its first year.
    if flag.code == AuditPoint.NO_BASELINE and subject.evidence.day.year < subject.phase.start:
        return "no_baseline_yet"
    if flag.code == AuditPoint.UNLIKE_NATIONAL and not subject.is_upper_bound:
        return "unlike_national_above"
    if flag.code == AuditPoint.ALREADY_MET and flag.facts["baseline"].year >= subject.phase.start:
        return "already_met_first_year"
    if "then" in flag.facts:
        return "weaker_than_national_then"
    if "part" in flag.facts:
        return "part_published"
    return "register_drop" if flag.code == AuditPoint.REGISTER_JUMP and flag.facts["ratio"] < 1 else flag.code


def _words(facts, subject):
    """The facts in words, with those that name something by its code."""
    words = spelled(facts, subject.evidence)
    times = {f"{name}_year": dates.time_text(fact) for name, fact in facts.items() if isinstance(fact, Estimate)}
    words |= times
    words["weaker"] = _weaker(subject)
    words["phase"] = dates.years_text(subject.phase.start, subject.phase.end)
    if "outer" in facts:
        words["outer_name"] = subject.evidence.indicators[facts["outer"].indicator].short.text
    if "area" in facts:
        words["area"] = inside(subject.evidence.area(facts["area"]))
    if "unit" in facts:
        words["unit"] = numbers.unit_name(facts["unit"])
    if isinstance(facts.get("rate"), float):
        words["rate"] = _worked_out(facts)
    if "value" in facts:
        words["value"] = _proposed(facts["value"], subject.target)
    if "asked" in facts:
        words["step"] = numbers.step_name(subject.target.unit)
        words |= {pace: numbers.rounded(facts[pace], 2) for pace in ("asked", "past")}
    return words


def _worked_out(facts):
    """A rate that was worked out from a count and its whole; of two times it is only about so much, and a third digit
    would say more than they do."""
    is_one_time = facts["count"].year == facts["whole"].year
    value = Decimal(f"{facts['rate']:.{3 if is_one_time else 2}g}")
    text = numbers.with_unit(value, facts["unit"])
    return say("numbers.derived", value=text if is_one_time else say("numbers.comparator.about", value=text))


def _proposed(value, target):
    """A proposed value as a target: as printed, or if computed with the target's decimals."""
    shown = value if isinstance(value, Decimal) else Decimal(value).quantize(target.value)
    return numbers.target_text(target.model_copy(update={"value": shown, "value_to": None}))
