"""What the desk shows of one indicator in one area; each is a function that can be typed in a notebook."""

import re
from base64 import b64encode
from dataclasses import dataclass, field
from html import escape

import bvte
from bvte.evidence.language import active_language
from bvte.evidence.tabular import csv_bytes_of_cells
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import estimates_of, withheld_estimates
from bvte.judgement.frames import estimate_id
from bvte.judgement.progress import METHODS
from bvte.judgement.targets import judge_target
from bvte.presentation import cells, dates, words
from bvte.presentation.document import Column, make_table
from bvte.presentation.html import html
from bvte.presentation.many_marks import small_multiples
from bvte.presentation.numbers import unit_name
from bvte.presentation.parts import nothing
from bvte.presentation.path_chart import indicator_chart
from bvte.presentation.phase_tables import conflict_words
from bvte.presentation.phrases import joined, phrase
from bvte.presentation.picture import figure
from bvte.presentation.source_words import named
from bvte.presentation.texts import say


def series_chart(evidence, indicator, area, years=None, source=None, programme=None, beside=None):
    """The figures of an indicator as a chart with its breaks.

    years : (first, last) or None for all; source : id of the only source to show; programme : id of the one
    whose targets are drawn; beside : code of another area, or of the nation, whose figures are drawn beside them.
    """
    found = series_estimates(evidence, indicator, area, years, source)
    if not found:
        return _no_figures(evidence, indicator, area)
    if beside:
        return _chart_of_two(evidence, found, series_estimates(evidence, indicator, beside, years, source))
    targets = [t for t in evidence.targets_of(programme) if t.indicator == indicator] if programme else []
    return indicator_chart(evidence, indicator, area, targets, found)


def _chart_of_two(evidence, own, others):
    """The figures of two areas on one scale, each line with the name of its area."""
    frame = bvte.estimates(evidence, own[0].indicator, [own[0].area, *(r.area for r in others[:1])])
    wanted = {estimate_id(estimate) for estimate in (*own, *others)}
    card, shown = evidence.indicators[own[0].indicator], frame[frame["estimate"].isin(wanted)]
    caption = say("charts.path_caption", indicator=card.name.text, unit=unit_name(card.unit))
    return figure(small_multiples(shown), caption, frame=shown, of=evidence)


def series_table(evidence, indicator, area, years=None, source=None):
    """The same figures as a table: time, value, how firm it is, who published it. Arguments as there."""
    found = series_estimates(evidence, indicator, area, years, source)
    if not found:
        return _no_figures(evidence, indicator, area)
    card = evidence.indicators[indicator]
    rows = tuple(_series_row(estimate, evidence) for estimate in found)
    caption = say("desk.series_caption", indicator=card.name.text)
    note = say("desk.withheld_note") if withheld_estimates(evidence, indicator, area) else ""
    return make_table(caption, _columns(("time", "value:num", "strength", "source:wide")), rows, note)


def _no_figures(evidence, indicator, area):
    """Why nothing is shown: nothing was published, or all of it is withheld."""
    known = withheld_estimates(evidence, indicator, area)
    return nothing("desk.withheld_note" if known else "desk.no_figures")


def _series_row(estimate, evidence):
    strength = cells.strength_word(estimate.strength)
    value = cells.estimate_with_unit(estimate)
    when = dates.when(estimate.period, estimate.period_stated)
    return when, value, strength, _publishers(estimate.sources, evidence)


def _publishers(sources, evidence):
    """Each source by name with its doubts, so that a copied row still says where it is from."""
    return "; ".join(named(evidence.sources[code]) for code in dict.fromkeys(sources))


def series_estimates(evidence, indicator, area, years=None, source=None):
    """The estimates of an indicator within years, of one source or of all, by time."""
    return [
        estimate
        for estimate in estimates_of(evidence, indicator, area)
        if (years is None or years[0] <= estimate.year <= years[1]) and (source is None or source in estimate.sources)
    ]


def conflict_view(evidence, indicator, area):
    """Figures of an indicator that do not go together, side by side with their sources."""
    found = conflicts(evidence, area, [indicator])
    if not found:
        return nothing("page.no_conflicts")
    rows = tuple(_conflict_row(conflict, evidence) for conflict in found)
    heads = _columns(("one_figure", "other_figure", "disagreement:wide", "source:wide"))
    return make_table(say("page.conflict_caption"), heads, rows)


def _conflict_row(conflict, evidence):
    sides = [joined("; ", (_named(r, conflict, evidence) for r in side)) for side in conflict.sides]
    sources = [code for told in (*conflict.estimates, *conflict.weighed) for code in told.sources]
    said = conflict_words(conflict, evidence)
    return *sides, said, _publishers(sources, evidence)


def _named(estimate, conflict, evidence):
    """A figure of a conflict with its unit and time, after its name where not all are of one indicator."""
    when = phrase(" (", dates.when(estimate.period, estimate.period_stated), ")")
    name = words.figure_name(estimate, conflict, evidence)
    return phrase(joined(": ", (name, cells.estimate_with_unit(estimate))), when)


def judgement_view(evidence, indicator, area, method=None):
    """Every target of the area's programmes for the indicator: its judgement, and what each method (or only
    `method`) says."""
    methods = [method] if method else list(METHODS)
    targets = _targets(evidence, indicator, area)
    rows = tuple(_judged(t, evidence, area, methods) for t in targets)
    if not rows:
        return nothing("desk.no_targets")
    heads = _columns(("programme", "target:num", "judgement"))
    heads += tuple(Column(say(f"progress.method.{name}"), "text", name) for name in methods)
    caption = say("desk.judgement_caption")
    return make_table(caption, (*heads, *_columns(("source:wide",))), rows)


def _judged(target, evidence, area, methods):
    finding = judge_target(evidence, target, area)
    programme = evidence.programmes[target.programme].text("name")
    codes = [target.source, *(code for r in finding.named for code in r.sources)]
    said = {a.method: a for a in finding.progress.assessments} if finding.progress else {}
    labels = (_label(said.get(name)) for name in methods)
    return (
        programme,
        cells.target_with_year(target),
        _verdict(finding, evidence),
        *labels,
        _publishers(codes, evidence),
    )


def _verdict(finding, evidence):
    """The judgement with all its reasons, and why no method says anything of the way."""
    refused = finding.progress.refusals if finding.progress else ()
    why = words.reasons_text(finding, evidence)
    why += [words.reason_text(reason, evidence) for reason in refused]
    status = cells.status_cell(finding.label)
    return phrase(status, cells.paragraphs(dict.fromkeys(why)))


def _label(assessment):
    """What a method says of a target, a dash where it refuses."""
    return say(f"progress.label.{assessment.label}") if assessment else cells.NOTHING


def _targets(evidence, indicator, area):
    """Targets for an indicator that programmes of the area itself set: none is judged for another place."""
    return [target for target in evidence.targets_in(area) if target.indicator == indicator]


def sensitivity_view(evidence, indicator, area):
    """Every target of the area judged on all sources, then without each: does one source decide?"""
    sources = dict.fromkeys(code for r in estimates_of(evidence, indicator, area) for code in r.sources)
    targets = _targets(evidence, indicator, area)
    if not targets or not sources:
        return nothing("desk.no_targets" if not targets else "desk.no_figures")
    without = {None: evidence, **{code: evidence.without(code) for code in sources}}
    rows = tuple(_without(code, known, targets, area) for code, known in without.items())
    heads = [Column(say("desk.columns.left_out"), "wide", "left_out")]
    heads += [_target_column(target, evidence) for target in targets]
    return make_table(say("desk.sensitivity_caption"), tuple(heads), rows)


def _target_column(target, evidence):
    programme = evidence.programmes[target.programme]
    label = say("desk.target_of", programme=programme.text("name"), due=target.due_year)
    return Column(label, "text", target.id)


def _without(code, known, targets, area):
    """The judgements with one source left out, None for none."""
    name = _publishers([code], known) if code else say("desk.nothing_left_out")
    found = (judge_target(known, target, area) for target in targets)
    return name, *(cells.status_cell(finding.label) for finding in found)


# Columns that only the desk has.
OWN_COLUMNS = ("value", "source")


def _columns(keys):
    pairs = [key.partition(":")[::2] for key in keys]
    names = [f"desk.columns.{key}" if key in OWN_COLUMNS else f"columns.{key}" for key, _ in pairs]
    return tuple(Column(say(name), kind or "text", key) for name, (key, kind) in zip(names, pairs, strict=True))


TYPES = {"png": "image/png", "svg": "image/svg+xml", "csv": "text/csv"}


@dataclass(frozen=True)
class View:
    """A call of the front door. arguments : those after the evidence; options : by name, None left out; supposed : of
    `evidence.with_observation`, a figure that nobody published, () for none."""

    function: str
    arguments: tuple
    options: dict = field(default_factory=dict)
    supposed: tuple = ()

    @property
    def code(self):
        """The line that makes it, as it can be typed below."""
        named = [f"{name}={_typed(value)}" for name, value in self.options.items() if value is not None]
        what_if = f".with_observation({', '.join(map(_typed, self.supposed))})" if self.supposed else ""
        return f"bvte.{self.function}({', '.join([f'evidence{what_if}', *map(_typed, self.arguments), *named])})"

    def make(self, evidence):
        """What the line makes: a chart, a table, or a sentence where there is nothing to show."""
        options = {name: value for name, value in self.options.items() if value is not None}
        known = evidence.with_observation(*self.supposed) if self.supposed else evidence
        return getattr(bvte, self.function)(known, *self.arguments, **options)


# A year, a sign, and a number as the language writes it: "3.9" is no Vietnamese number, and would be read as 39.
NUMBER = {"vi": r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?", "en": r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"}
MARKS = {"vi": (".", ","), "en": (",", ".")}


def read_supposed(typed):
    """Year and print of a figure that somebody supposes, None where it cannot be read.

    >>> read_supposed("2020 < 3,8")
    (2020, '< 3.8')
    """
    language = active_language()
    found = re.fullmatch(rf"\s*(\d{{4}})\s*(<=|>=|<|>|=|~)\s*({NUMBER[language]})\s*%?\s*", typed)
    if found is None:
        return None
    thousands, decimal = MARKS[language]
    return int(found[1]), f"{found[2]} {found[3].replace(thousands, '').replace(decimal, '.')}"


def _typed(value):
    """A value as Python with double quotes."""
    return f'"{value}"' if isinstance(value, str) else repr(value)


def markup(view, evidence):
    """A view as HTML: what it shows, its line of code, links to take it away."""
    thing = view.make(evidence)
    links = " ".join(_link(*file) for file in files(view, thing))
    save = f"<p>{escape(say('desk.save'))} {links}</p>" if links else ""
    code = f"<p>{escape(say('desk.code'))}</p><pre><code>{escape(view.code)}</code></pre>"
    return f'<div class="bvte-view">{_shown(thing)}{save}{code}</div>'


def _shown(thing):
    """The picture with its description and caption, or the table."""
    if not hasattr(thing, "svg"):
        return str(html(thing))
    picture = f'<img alt="{escape(thing.alt)}" src="{_address("png", thing.png)}">'
    return f"<figure>{picture}<figcaption>{escape(thing.caption)} {escape(thing.note)}</figcaption></figure>"


def files(view, thing):
    """What a view can be saved as: triples (name, type, bytes). Each file says its sources and how firm its
    figures are: the picture in its footer, the table in its columns."""
    name = "-".join([view.function, *map(str, view.arguments), active_language()])
    if hasattr(thing, "svg"):
        return [(f"{name}.png", "png", thing.png), (f"{name}.svg", "svg", thing.svg.encode())]
    if hasattr(thing, "rows"):
        frame = thing.to_frame()
        return [(f"{name}.csv", "csv", csv_bytes_of_cells([list(frame), *frame.to_numpy()]))]
    return []


def _link(name, kind, content):
    label = say("desk.as_file", kind=kind.upper())
    return f'<a download="{escape(name)}" href="{_address(kind, content)}">{escape(label)}</a>'


def _address(kind, content):
    """The bytes themselves as an address, so that nothing is written and nothing fetched."""
    return f"data:{TYPES[kind]};base64,{b64encode(content).decode()}"
