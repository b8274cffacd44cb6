"""A target of the next phase in full wording: the old one, the new one, its level or a blank with the reason."""

import re
from collections.abc import Callable, Iterable, Sequence

from bvte.evidence.indicator import Indicator
from bvte.evidence.language import LANGUAGES, active_language
from bvte.evidence.national import request_rules
from bvte.evidence.rows import Break, Programme
from bvte.evidence.value import SCALES
from bvte.judgement.audit_subject import AuditPoint, Flag, Remedy, doubted_by
from bvte.judgement.comparability import forbidding_until
from bvte.judgement.message import in_charge
from bvte.judgement.next_classes import CLASS_OF, NextClass
from bvte.judgement.next_levels import Left
from bvte.judgement.next_phase import NextTarget, units_then
from bvte.judgement.paths import Ground
from bvte.judgement.target_terms import base_year, is_change
from bvte.methods.achievement import CHANGES
from bvte.presentation import cells, dates, numbers
from bvte.presentation.audit_words import flag_sentence
from bvte.presentation.newness import inside
from bvte.presentation.numbers import MANY, target_text
from bvte.presentation.phrases import Phrase, composed
from bvte.presentation.sentences import all_kinds, of_kinds, unit_kinds
from bvte.presentation.texts import say
from bvte.presentation.words import small_first

# What stands where those who decide write a number; its unit stays on the same line (U+2060).
BLANK = "……\u2060"
# A remark on a denominator is no part of a wording.
REMARK = re.compile(r"\s*\([^)]*\)$")
ABBREVIATION = re.compile(r"\b[A-ZĐ]{3,}\b")


def old_wording(item: NextTarget) -> str:
    """The old target as a sentence, with what has to be said of where it stands."""
    target, card = item.origin, item.subject.card
    note = numbers.standing_note(item.subject.evidence, target)
    name = small_first(card.name.text)
    facts = {"due": target.due_year, "name": name, "asks": _asks(target, item.subject, name)}
    told = say("next_phase.wording.old", **facts)
    return f"{told} ({note})" if note else told


def marked_wording(item: NextTarget) -> str | Phrase:
    """The same as `new_wording`, with the proposed level marked for machines; a blank has none."""
    target = item.level.target
    return new_wording(item, cells.marked(**cells.about_target(target))) if target else new_wording(item)


def new_wording(item: NextTarget, shown: Callable = numbers.number) -> str | Phrase:
    """The proposed target as a sentence: in units that there will be, with its denominator, what has to be defined, and
    its level, a blank where that is left open. shown : how a number becomes text."""
    target = item.level.target or item.subject.target
    name = in_own_units(small_first(name_then(item)), item)
    asks = _asks(target, item.subject, name, is_blank=item.level.target is None, shown=shown)
    facts = {"due": item.subject.target.due_year, "name": name, "asks": asks}
    whole = denominator_name(item)
    # A name, or a unit ("per 100,000 children"), that says already what it is a share of says it once.
    is_named = whole and (whole.casefold() in facts["name"].casefold() or target.unit.startswith("per_"))
    told = say(
        "next_phase.wording.among" if whole and not is_named else "next_phase.wording.plain", **facts, whole=whole
    )
    return composed(told, *(f" {clause}" for clause in clauses(item)))


def heading_name(card: Indicator) -> str:
    """The name of an indicator for a heading: the short one, in full where that is abbreviated."""
    return card.name.text if ABBREVIATION.search(card.short.text) else card.short.text


def name_then(item: NextTarget) -> str:
    """The name of its indicator in the units that there are when the target is due."""
    card = item.subject.card
    return (card.name_now if item.kind == NextClass.NEW_UNITS and card.name_now else card.name).text


def in_own_units(name: str, item: NextTarget) -> str:
    """A name of which the units are those of the law, with the kinds that the area has when the target is due."""
    units = units_then(item.subject)
    return name.replace(all_kinds(), unit_kinds(units)) if units else name


def _asks(target, subject, name, is_blank=False, shown=numbers.number):
    """What a target asks for, with the verb that goes with it where its name has not that verb already; a blank for its
    number keeps its direction."""
    value = _value(target, is_blank, shown)
    if subject.card.kind == "change" and target.condition in CHANGES:
        # The name says that it is a change: by a part of a year's level, else of its own.
        base = base_year(subject.evidence, target)
        is_against = target.condition == "decrease_by_percent"
        return say(f"next_phase.asks.{'change' if is_against else 'up'}", value=value, level=value, base=base)
    level = say(f"numbers.condition.{_condition(target, is_blank)}", value=value, base=target.baseline_year or "")
    level = composed(level, f" ({target.text('scope')})") if target.scope else level
    verb = VERBS.get(target.condition)
    if verb is None or say(f"next_phase.asks.{verb}", level="").strip() in name.split():
        return level
    return say(f"next_phase.asks.{verb}", level=level)


# Remedies whose words belong into the wording itself; the others are figures to find or a number to set.
WRITTEN = (
    Remedy.SAY_REPORTED_OR_SURVEY,
    Remedy.EXPLAIN_THE_REGISTER,
    Remedy.USE_THE_NATIONAL_DEFINITION,
    Remedy.DEFINE_WHAT_COUNTS,
    Remedy.SAY_WHICH_WAY,
    Remedy.PRINT_THE_UNIT,
    Remedy.MEASURE_QUALITY_INSTEAD,
    Remedy.FIND_THE_DOCUMENT,
)
# Conditions that need a verb in a sentence.
VERBS = {"at_least": "up", "above": "up", "exactly": "up", "range": "down", "below": "down"}


def _value(target, is_blank, shown):
    """The number of a target with its unit, both ends of a range."""
    if is_blank:
        return say(f"units.after.{target.unit}", value=BLANK, number=MANY)
    last = numbers.with_unit(target.value if target.value_to is None else target.value_to, target.unit, shown)
    return last if target.value_to is None else composed(shown(target.value), "–", last)


def _condition(target, is_blank):
    """The condition in words; of a change by a part of a year's level that year is named."""
    told = target.condition if is_blank else numbers.condition_of(target)
    return f"{told}_against" if told == "decrease_by_percent" and target.baseline_year else told


def denominator_name(item: NextTarget) -> str:
    """What the target is a share of, in the units that there are when it is due; "" for one that is no share."""
    card = item.subject.card
    if units := units_then(item.subject):
        return say("units.counted", count=numbers.number(len(units)), kinds=unit_kinds(units))
    is_share = card.denominator and not is_change(item.subject.evidence, item.subject.target)
    return small_first(REMARK.sub("", card.denominator.text)) if is_share else ""


def counted_name(item: NextTarget) -> str:
    """What has to be counted for it: of a share its numerator, else what it is itself."""
    numerator = item.subject.card.numerator
    return REMARK.sub("", numerator.text) if numerator else name_then(item)


def clauses(item: NextTarget) -> list[str]:
    """What has to be written into the wording, each once, by what would mend its points."""
    remedies = dict.fromkeys(flag.remedy for flag in item.points)
    found = [say(f"next_phase.clause.{remedy}") for remedy in remedies if remedy in WRITTEN]
    return [*found, say("next_phase.name_the_whole")] if lacks_whole(item) else found


def lacks_whole(item: NextTarget) -> bool:
    """Whether nothing says what the target is a share of."""
    target = item.subject.target
    return target.unit in SCALES and not denominator_name(item) and not is_change(item.subject.evidence, target)


def level_text(item: NextTarget) -> str:
    """The ground of the proposed level, or why it is left to those who decide."""
    level, evidence = item.level, item.subject.evidence
    if level.left == Left.BREAK:
        named = "; ".join(say("next_phase.break", name=b.text("name"), date=dates.day(b.date)) for b in level.breaks)
        return say("next_phase.left.break", breaks=named)
    national, reached = item.binding, item.subject.standing
    facts = {"reached": numbers.labelled(reached), "time": dates.time_text(reached)} if reached else {}
    if doubt := doubted_by(item.points):
        facts["why"] = say(f"next_phase.doubt.{doubt.remedy}")
    if level.left:
        return say(f"next_phase.left.{level.left}", **facts)
    facts["level"] = target_text(level.target)
    if national:
        facts |= {
            "national": target_text(national),
            "due": national.due_year,
            "programme": programme_of(national, evidence),
        }
    # What only the nation sets has its level beside it, with its due year.
    if item.is_national and level.ground == Ground.NATIONAL:
        beside = [say("next_phase.thin_beside", **facts)] if doubt else []
        return " ".join([say("next_phase.ground_of_nation", **facts), *beside])
    is_untold = level.ground == Ground.KEPT and not item.is_known
    return say("next_phase.kept_untold" if is_untold else f"next_phase.ground.{level.ground}", **facts)


def programme_of(target, evidence) -> str:
    """The document that sets a target, see `document_of`."""
    return document_of(evidence.programmes[target.programme])


def document_of(programme: Programme) -> str:
    """The document of a programme in its own language, else its name."""
    document = programme.legal_document if active_language() == LANGUAGES[0] else None
    return document or programme.text("name")


def nearest_break(breaks: Sequence[Break]) -> Break:
    """Of some breaks that of the fewest areas, which tells most of each of them."""
    return min(breaks, key=lambda found: ("*" in found.areas, len(found.areas)))


def reason_of_class(item: NextTarget) -> str:
    """The ground of the class: a point of the audit that puts it there, else the break, else that only the figure is
    missing."""
    if item.kind == NextClass.AGREE:
        return disputed_text(item)
    if point := _point_of(item, item.kind):
        return flag_sentence(point, item.subject)
    if item.level.breaks:
        nearest = nearest_break(item.level.breaks)
        return say("next_phase.break_reason", reason=nearest.text("reason"), day=dates.day(nearest.date))
    if item.grave:
        return flag_sentence(item.grave[0], item.subject)
    return say("next_phase.sound" if item.is_known else "next_phase.only_figure")


def _point_of(item: NextTarget, kind: NextClass) -> Flag | None:
    """The gravest point that puts a target into a class, or None."""
    return next((flag for flag in item.grave if CLASS_OF[flag.code] == kind), None)


def point_remarks(item: NextTarget) -> list[str]:
    """What the first class and the level do not say of its points: the ground of each further class that it is in, how
    a unit that can be read in two ways is read here, and that a result is contradicted."""
    further = [_point_of(item, kind) for kind in item.classes if kind != item.kind]
    units = [flag for flag in item.grave if flag.code == AuditPoint.AMBIGUOUS_UNIT]
    said = dict.fromkeys(flag_sentence(flag, item.subject) for flag in (*further, *units) if flag)
    said.pop(reason_of_class(item), None)
    told = list(said)
    doubt = doubted_by(item.points)
    if doubt is None or doubt.remedy != Remedy.RECONCILE_THE_RESULT or item.level.left == Left.THIN_RESULT:
        return told
    result = doubt.facts["baseline"]
    return [*told, say("next_phase.contested", reached=numbers.labelled(result), time=dates.time_text(result))]


def disputed_text(item: NextTarget) -> str:
    """The figures of one year that disagree, and that of them nothing follows."""
    figures = item.level.disputed
    told = "; ".join(map(numbers.labelled, figures))
    return say("next_phase.disputed", year=figures[0].year, figures=told)


def national_text(item: NextTarget) -> str:
    """The national target that binds to the end of the phase, or one in force for others, or that none is in force."""
    known = {"binds": item.binding, "apart": item.apart, "ended": item.ended}
    key, target = next((pair for pair in known.items() if pair[1]), ("none", None))
    if target is None:
        return say("next_phase.national.none")
    programme = programme_of(target, item.subject.evidence)
    return say(f"next_phase.national.{key}", target=target_text(target), due=target.due_year, programme=programme)


def reporters_text(item: NextTarget, evidence) -> str:
    """Who counts and to whom it goes."""
    return reporting_text((kind for kind, _ in item.reporters), evidence, item.subject.area)


def reporting_text(kinds: Iterable[str], evidence, area: str) -> str:
    """Which kinds of bodies count, and to whom in an area it goes."""
    names, agency = body_names(kinds, evidence), agency_name(evidence, area)
    return say("next_phase.reports.by" if names else "next_phase.reports.nobody", names=names, agency=agency)


def body_names(kinds: Iterable[str], evidence) -> str:
    """Kinds of bodies by name, "" of none."""
    return "; ".join(_body_name(kind, evidence) for kind in kinds)


def reporter_names(item: NextTarget, evidence) -> list[str]:
    """The bodies that are asked for what a target counts."""
    return [_body_name(code, evidence) for code, _ in item.reporters]


def _body_name(kind, evidence):
    """The body of a kind on the page's day, by what it does where none is known."""
    known = [row for row in evidence.respondents.values() if row.kind == kind and row.is_valid(evidence.day)]
    return known[-1].text("name") if known else _kind_name(kind, evidence)


def _kind_name(kind, evidence):
    """A kind of body by what it does; where each unit of a level is one, with the kinds of units of the page's day."""
    rules = request_rules().respondents[kind]
    units = evidence.units(rules.of_level, evidence.province.code, evidence.day) if rules.of_level else []
    return of_kinds(rules.name.text, units)


def agency_name(evidence, area: str) -> str:
    """The body in charge of an area on the page's day, by what it does where none is known."""
    known = in_charge(evidence, area, evidence.day) or in_charge(evidence, day=evidence.day)
    return known.text("name") if known else say("next_phase.reports.agency")


def often_text(item: NextTarget) -> str:
    """How often and as of which day; of what only a survey measures, as often as there is one."""
    if item.subject.card.survey_only:
        return say("next_phase.often.survey")
    statistics = {statistic for _, statistic in item.reporters}
    return say("next_phase.often.total" if statistics == {"total"} else "next_phase.often.level")


def denominators(item: NextTarget, sources):
    """What the target will be a share of, with the newest number of it; or that it still has to be named or counted."""
    whole = denominator_name(item)
    if not whole:
        return say("next_phase.whole_unnamed" if lacks_whole(item) else "next_phase.no_share")
    whole = whole[0].upper() + whole[1:]
    if units_then(item.subject):
        return say("next_phase.by_list", whole=whole)
    if not item.choice.denominators:
        return _whole_missing(whole, item.choice.past_whole, item.subject, sources)
    return cells.paragraphs(_denominator(whole, estimate, sources) for estimate in item.choice.denominators)


def _whole_missing(whole, past, subject, sources):
    """That no number of a whole goes with the due year; the newest one from before a break, by whose it was."""
    if past is None:
        return say("next_phase.whole_missing", whole=whole)
    last = forbidding_until(subject.evidence, past, subject.target.due_year)[-1]
    facts = {"number": cells.estimate_with_unit(past), "year": dates.when(past.period, past.period_stated)}
    facts |= {
        "area": inside(subject.evidence.area(past.area)),
        "break": last.text("name"),
        "date": dates.day(last.date),
    }
    return say("next_phase.whole_before", whole=whole, **facts, cited=cells.cite(past.sources, sources))


def _denominator(whole, estimate, sources):
    facts = {"number": cells.estimate_with_unit(estimate), "year": dates.when(estimate.period, estimate.period_stated)}
    return say("next_phase.whole_known", whole=whole, **facts, cited=cells.cite(estimate.sources, sources))
