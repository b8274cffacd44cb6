"""What the desk shows of one indicator in one area; each is a function that can be typed in a notebook."""

from markupsafe import Markup

from bvte.judgement.conflicts import conflicts
from bvte.judgement.progress import METHODS
from bvte.judgement.protection import withheld
from bvte.judgement.readings import readings
from bvte.judgement.targets import judge_target
from bvte.presentation import cells, times, words
from bvte.presentation.path_chart import indicator_chart
from bvte.presentation.phase_tables import conflict_words
from bvte.presentation.show import Column, Table, nothing
from bvte.presentation.source_words import named
from bvte.presentation.texts import say


def series_chart(evidence, indicator, area, language, years=None, source=None, programme=None):
    """The figures of an indicator as a chart with its breaks.

    years : (first, last) or None for all; source : id of the only source to show; programme : id of the one
    whose targets are drawn.
    """
    found = series(evidence, indicator, area, years, source)
    if not found:
        return _no_figures(evidence, indicator, area, language)
    targets = [t for t in evidence.targets_of(programme) if t.indicator == indicator] if programme else []
    return indicator_chart(evidence, indicator, area, language, targets, found)


def series_table(evidence, indicator, area, language, years=None, source=None):
    """The same figures as a table: time, value, how firm it is, who published it. Arguments as there."""
    found = series(evidence, indicator, area, years, source)
    if not found:
        return _no_figures(evidence, indicator, area, language)
    card = evidence.indicators[indicator]
    rows = tuple(_series_row(reading, evidence, language) for reading in found)
    caption = say("desk.series_caption", language, indicator=card.name[language])
    note = say("desk.withheld_note", language) if withheld(evidence, indicator, area) else ""
    return Table(caption, _columns(("time", "value:num", "strength", "source:wide"), language), rows, note)


def _no_figures(evidence, indicator, area, language):
    """Why nothing is shown: nothing was published, or all of it is withheld."""
    known = withheld(evidence, indicator, area)
    return nothing("desk.withheld_note" if known else "desk.no_figures", language)


def _series_row(reading, evidence, language):
    strength = cells.strength_word(reading.strength, language)
    value = cells.reading_with_unit(reading, language)
    when = times.when(reading.period, language, reading.period_stated)
    return when, value, strength, _publishers(reading.sources, evidence, language)


def _publishers(sources, evidence, language):
    """Each source by name with its doubts, so that a copied row still says where it is from."""
    return "; ".join(named(evidence.sources[code], language) for code in dict.fromkeys(sources))


def series(evidence, indicator, area, years=None, source=None):
    """The readings of an indicator within years, of one source or of all, by time."""
    return [
        reading
        for reading in readings(evidence, indicator, area)
        if (years is None or years[0] <= reading.year <= years[1])
        and (source is None or source in reading.sources)
    ]


def conflict_view(evidence, indicator, area, language):
    """Figures of an indicator that do not go together, side by side with their sources."""
    found = conflicts(evidence, area, [indicator])
    if not found:
        return nothing("page.no_conflicts", language)
    rows = tuple(_conflict_row(conflict, evidence, language) for conflict in found)
    heads = _columns(("one_figure", "other_figure", "disagreement:wide", "source:wide"), language)
    return Table(say("page.conflict_caption", language), heads, rows)


def _conflict_row(conflict, evidence, language):
    sides = [
        Markup("; ").join(
            Markup("{} ({})").format(
                cells.reading_with_unit(r, language), times.when(r.period, language, r.period_stated)
            )
            for r in side
        )
        for side in conflict.sides
    ]
    sources = [code for told in (*conflict.readings, *conflict.weighed) for code in told.sources]
    said = conflict_words(conflict, evidence, language)
    return *sides, said, _publishers(sources, evidence, language)


def judgement_view(evidence, indicator, area, language, method=None):
    """Every target of the area's programmes for the indicator: its judgement, and what each method (or only
    `method`) says."""
    methods = [method] if method else list(METHODS)
    targets = _targets(evidence, indicator, area)
    rows = tuple(_judged(t, evidence, area, methods, language) for t in targets)
    if not rows:
        return nothing("desk.no_targets", language)
    heads = _columns(("programme", "target:num", "judgement"), language)
    heads += tuple(Column(say(f"progress.method.{name}", language), "text", name) for name in methods)
    caption = say("desk.judgement_caption", language)
    return Table(caption, (*heads, *_columns(("source:wide",), language)), rows)


def _judged(target, evidence, area, methods, language):
    finding = judge_target(evidence, target, area)
    programme = evidence.programmes[target.programme].text("name", language)
    codes = [target.source, *(code for r in finding.named for code in r.sources)]
    said = {a.method: a for a in finding.progress.assessments} if finding.progress else {}
    labels = (_label(said.get(name), language) for name in methods)
    return (
        programme, cells.target_with_year(target, language), _verdict(finding, evidence, language), *labels,
        _publishers(codes, evidence, language),
    )  # fmt: skip


def _verdict(finding, evidence, language):
    """The judgement with all its reasons, and why no method says anything of the way."""
    refused = finding.progress.refusals if finding.progress else ()
    why = words.reasons_text(finding, evidence, language)
    why += [words.reason_text(reason, evidence, language) for reason in refused]
    status = cells.status(finding.label, language)
    return Markup("{}{}").format(status, cells.paragraphs(dict.fromkeys(why)))


def _label(assessment, language):
    """What a method says of a target, a dash where it refuses."""
    return say(f"progress.label.{assessment.label}", language) if assessment else cells.NOTHING


def _targets(evidence, indicator, area):
    """Targets for an indicator that programmes of the area itself set: none is judged for another place."""
    own = {p.id for p in evidence.programmes.values() if p.area == area}
    return [t for t in evidence.targets.values() if t.indicator == indicator and t.programme in own]


def sensitivity_view(evidence, indicator, area, language):
    """Every target of the area judged on all sources, then without each: does one source decide?"""
    sources = dict.fromkeys(code for r in readings(evidence, indicator, area) for code in r.sources)
    targets = _targets(evidence, indicator, area)
    if not targets or not sources:
        return nothing("desk.no_targets" if not targets else "desk.no_figures", language)
    without = {None: evidence, **{code: evidence.without(code) for code in sources}}
    rows = tuple(_without(code, known, targets, area, language) for code, known in without.items())
    heads = [Column(say("desk.columns.left_out", language), "wide", "left_out")]
    heads += [_target_column(target, evidence, language) for target in targets]
    return Table(say("desk.sensitivity_caption", language), tuple(heads), rows)


def _target_column(target, evidence, language):
    programme = evidence.programmes[target.programme]
    label = say("desk.target_of", language, programme=programme.text("name", language), due=target.due_year)
    return Column(label, "text", target.id)


def _without(code, known, targets, area, language):
    """The judgements with one source left out, None for none."""
    name = _publishers([code], known, language) if code else say("desk.nothing_left_out", language)
    found = (judge_target(known, target, area) for target in targets)
    return name, *(cells.status(finding.label, language) for finding in found)


# Columns that only the desk has.
OWN_COLUMNS = ("value", "source")


def _columns(keys, language):
    pairs = [key.partition(":")[::2] for key in keys]
    names = [f"desk.columns.{key}" if key in OWN_COLUMNS else f"columns.{key}" for key, _ in pairs]
    return tuple(
        Column(say(name, language), kind or "text", key)
        for name, (key, kind) in zip(names, pairs, strict=True)
    )
