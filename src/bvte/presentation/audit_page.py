"""The audit of a programme's targets as a page: title, message, picture, table of flags and proposals."""

from decimal import Decimal

from markupsafe import Markup

from bvte.judgement.audit import check_codes
from bvte.presentation import cells, drawing, numbers, theme
from bvte.presentation.citations import sources_prose
from bvte.presentation.decisions import decided
from bvte.presentation.headline import title_prose
from bvte.presentation.show import Prose, Table, columns, nothing
from bvte.presentation.spelling import spelled
from bvte.presentation.texts import say

# Flags that a deputy director must see first.
GRAVEST = (
    "weaker_than_baseline", "already_met", "slower_than_past", "met_by_definition", "register_jump",
    "saturated", "vanishing_denominator",
)  # fmt: skip


def audit_title(audit, language):
    """Title of the audit, how many targets have something to mend, and each of those in a line."""
    phase = audit.programme
    facts = {
        "kind": say(f"status.kind.{phase.kind}", language),
        "area": audit.evidence.area(audit.area).text("name", language),
        "status": say(f"status.programme.{phase.status}", language),
    }
    lead = say("audit.lead", language, years=numbers.years_text(phase.start, phase.end), **facts)
    title = title_prose(say("audit.title", language, programme=phase.text("name", language)), lead).html
    message = audit_message(audit, language)
    points = Markup("").join(Markup("<li>{}</li>").format(point) for point in gravest_points(audit, language))
    html = title + Markup('<div class="key"><p><strong>{}</strong></p><ul>{}</ul></div>').format(
        message, points
    )
    return Prose(html, {"headline": message, "evidence_date": audit.evidence.date_of(audit.sources)})


def gravest_points(audit, language):
    """The gravest flags in a line each: for every kind, and every break, the first target that it catches."""
    first = {}
    for subject in audit.subjects:
        for flag in audit.flags[subject.target.id]:
            first.setdefault((flag.code, flag.facts.get("break")), (subject, flag))
    for code in GRAVEST:
        for subject, flag in (pair for (found, _), pair in first.items() if found == code):
            yield f"{subject.card.short[language]}: {flag_sentence(flag, subject, language)}"


def audit_message(audit, language):
    """How many targets have something to mend, in a sentence."""
    total, flags = len(audit.subjects), sum(map(len, audit.flags.values()))
    if not total:
        return say("audit.headline_none", language)
    key = "audit.headline" if flags else "audit.headline_sound"
    return say(key, language, flagged=len(audit.flagged), total=total, flags=flags)


def audit_table(audit, language):
    """Every target with its flags, the arithmetic of each, and what would mend it."""
    if not audit.subjects:
        return nothing("audit.no_programme_note", language)
    rows = tuple(_row(subject, audit, language) for subject in audit.subjects)
    heads = columns(("indicator", "baseline:num", "target:num", "flags:wide"), language)
    return Table(say("audit.caption", language), heads, rows, say("audit.note", language))


def _row(subject, audit, language):
    name = cells.indicator(subject.card, language, subject.target.unit)
    flags = [flag_text(flag, subject, language) for flag in audit.flags[subject.target.id]]
    flags = cells.paragraphs(flags) or say("audit.no_flag", language)
    said = Markup("{}{}").format(flags, cells.paragraphs(decided(audit.evidence, subject.target, language)))
    baseline = cells.reading_with_year(subject.baseline, language)
    return name, baseline, cells.target_with_year(subject.target, language), said


def flag_text(flag, subject, language):
    """A flag as a sentence, with its proposal where it has one."""
    sentence = flag_sentence(flag, subject, language)
    if flag.remedy is None:
        return sentence
    proposal = say("audit.proposal", language, text=remedy_text(flag, subject, language))
    return Markup('{} <span class="proposal">{}</span>').format(sentence, proposal)


def remedy_text(flag, subject, language):
    """What would mend a flag that has a remedy, with its basis."""
    return say(f"audit.remedy.{flag.remedy}", language, **_words(flag.remedy_facts, subject, language))


def flag_sentence(flag, subject, language):
    """What is wrong, with its arithmetic."""
    facts = {"target": subject.target, **flag.facts}
    return say(f"audit.flag.{_form(flag)}", language, **_words(facts, subject, language))


def _form(flag):
    """The text of a flag: its code, but for a count that fell instead of rising."""
    return "register_drop" if flag.code == "register_jump" and flag.facts["ratio"] < 1 else flag.code


def _words(facts, subject, language):
    """The facts in words, with those that name something by its code."""
    words = spelled(facts, subject.evidence, language)
    if "area" in facts:
        words["area"] = subject.evidence.area(facts["area"]).text("name", language)
    if "unit" in facts:
        words["unit"] = numbers.unit_name(facts["unit"], language)
    if isinstance(facts.get("rate"), float):
        words["rate"] = numbers.with_unit(Decimal(f"{facts['rate']:.3g}"), facts["unit"], language)
    if "value" in facts:
        words["value"] = _proposed(facts["value"], subject.target, language)
    if "asked" in facts:
        words["step"] = numbers.step_name(subject.target.unit, language)
        words |= {pace: numbers.rounded(facts[pace], 2, language) for pace in ("asked", "past")}
    return words


def _proposed(value, target, language):
    """A proposed value as a target: as printed, or if computed with the target's decimals."""
    shown = value if isinstance(value, Decimal) else Decimal(value).quantize(target.value)
    return numbers.target_text(target.model_copy(update={"value": shown, "value_to": None}), language)


def audit_chart(audit, language):
    """Targets as rows, checks as columns, a full square where a check found something."""
    if not audit.subjects:
        return nothing("audit.no_programme_note", language)
    codes = [code for code in check_codes() if any(code == f.code for fs in audit.flags.values() for f in fs)]
    title, footer = say("audit.chart_title", language), say("audit.chart_footer", language)
    fig, ax = drawing.figure(title, footer, 2.4 + 0.34 * len(audit.subjects))
    for y, subject in enumerate(audit.subjects):
        xs = [codes.index(flag.code) for flag in audit.flags[subject.target.id]]
        ax.plot(xs, [y] * len(xs), "s", ms=9, color=theme.COLOURS["accent"])
    _frame(ax, codes, audit.subjects, language)
    rows = "; ".join(_row_words(subject, audit, language) for subject in audit.subjects)
    alt = say("audit.chart_alt", language, rows=rows)
    return drawing.chart(fig, alt, say("audit.chart_caption", language))


def _frame(ax, codes, subjects, language):
    """Names of the targets on the left, of the checks on top."""
    ax.set_yticks(range(len(subjects)), [s.card.short[language] for s in subjects], size=8.5)
    labels = [say(f"audit.check.{code}", language) for code in codes]
    ax.set_xticks(range(len(codes)), labels, rotation=40, ha="left", size=8.5)
    ax.xaxis.tick_top()
    ax.set(xlim=(-0.6, len(codes) - 0.2), ylim=(len(subjects) - 0.5, -0.6))


def _row_words(subject, audit, language):
    """A target and its flags in words."""
    names = [say(f"audit.check.{flag.code}", language).lower() for flag in audit.flags[subject.target.id]]
    checks = ", ".join(names) or say("audit.no_flag", language)
    return say("audit.chart_row", language, indicator=subject.card.short[language], checks=checks)


def audit_source_list(audit, language):
    """The sources of the targets and of every figure that a flag names."""
    return sources_prose(audit.evidence, audit.sources, language)
