"""The controls of the desk: each change makes the views anew."""

from functools import partial
from html import escape

import ipywidgets as widgets

from bvte.desk.views import View, markup, read_supposed
from bvte.evidence.language import active_language, speaking
from bvte.evidence.problem import EvidenceError
from bvte.judgement.estimates import estimates_of
from bvte.judgement.progress import METHODS
from bvte.presentation.problems import text as problem_text
from bvte.presentation.texts import say

STYLE = """<style>
.bvte-view { max-width: 80rem; margin: 1rem 0 2rem; }
.bvte-view td:has(p) { min-width: 26rem; }
.bvte-view img { max-width: 100%; }
.bvte-view table { border-collapse: collapse; }
.bvte-view caption { text-align: left; font-weight: 600; padding: .3rem 0; }
.bvte-view :is(th, td) { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; }
.bvte-view a { text-decoration: underline; margin-right: 1rem; }
.bvte-view tr { border-bottom: 1px solid #8888; }
</style>"""
WIDE = {"layout": widgets.Layout(width="100%", max_width="46rem"), "style": {"description_width": "9rem"}}

ALL = ""
CONTROLS = ("programme", "indicator", "area", "beside", "first", "last", "source", "method")


class Desk(widgets.VBox):
    """The controls and, below them, the views of what they choose."""

    def __init__(self, evidence):
        self.evidence, self.language = evidence, active_language()
        self.controls = {name: widgets.Dropdown(description=say(f"desk.control.{name}"), **WIDE) for name in CONTROLS}
        told = {"description": say("desk.control.what_if"), "placeholder": say("desk.what_if_example")}
        self.what_if, self.refused = widgets.Text(continuous_update=False, **told, **WIDE), widgets.HTML()
        self.what_if.observe(partial(self._changed, self._on_other), "value")
        self.shown = [widgets.HTML() for _ in range(5)]
        self._offer_programmes()
        for name, control in self.controls.items():
            control.observe(partial(self._changed, getattr(self, f"_on_{name}", self._on_other)), "value")
        self._on_programme()
        asked = [*self.controls.values(), self.what_if, self.refused]
        super().__init__([widgets.HTML(STYLE), *asked, *self.shown])

    def _offer_programmes(self):
        """What never changes: the programmes and the methods, each with "all"."""
        named = [(p.text("name"), p.id) for p in self.evidence.programmes.values()]
        methods = [(say(f"progress.method.{name}"), name) for name in METHODS]
        self._offer("programme", [self._all("programme"), *named], self._newest())
        self._offer("method", [self._all("method"), *methods])

    def _newest(self):
        """The province's newest programme that has targets, to begin with."""
        own = self.evidence.programmes_of(self.evidence.province.code)
        known = [p for p in own if self.evidence.targets_of(p.id)]
        return max(known, key=lambda p: (p.start, p.end)).id if known else ALL

    def _all(self, name):
        # A widget shows a choice without value as no choice at all.
        return say(f"desk.all.{name}"), ALL

    def _offer(self, name, options, wanted=None):
        """New options of a control; its choice stays where it is still offered. Views are made later."""
        control = self.controls[name]
        before = control.value if wanted is None else wanted
        codes = [code for _, code in options]
        self.quiet = True  # the widget itself chooses the first option, and then we ours
        control.options = options
        control.value = before if before in codes else codes[0]
        self.quiet = False

    def _changed(self, what, change):
        """Somebody chose something else: do what follows from it, in the language of this desk."""
        if not self.quiet:
            with speaking(self.language):
                what()

    def _chosen(self, name):
        """The value of a control, None for all."""
        return None if self.controls[name].value == ALL else self.controls[name].value

    def _on_programme(self):
        """Indicators of the chosen programme's targets, or all that have a figure anywhere."""
        cards, programme = self.evidence.indicators, self._chosen("programme")
        wanted = (
            {t.indicator for t in self.evidence.targets_of(programme)}
            if programme
            else {o.indicator for o in self.evidence.observations.values()}
        )
        known = [code for code in cards if code in wanted] or list(cards)
        named = [(cards[code].short.text, code) for code in known]
        before = self._chosen("indicator")
        self._offer("indicator", named, before if before in known else max(known, key=self._figures))
        self._on_indicator()

    def _figures(self, indicator):
        """How many figures of an indicator there are: the one with most is the first to look at."""
        return sum(o.indicator == indicator for o in self.evidence.observations.values())

    def _on_indicator(self):
        """Areas that have a figure of the indicator, first the programme's own or the province."""
        programme = self._chosen("programme")
        own = self.evidence.programmes[programme].area if programme else self.evidence.province.code
        found = dict.fromkeys([own])
        found |= dict.fromkeys(
            o.area for o in self.evidence.observations.values() if o.indicator == self._chosen("indicator")
        )
        named = [(self.evidence.area(code).text("name"), code) for code in found]
        self._offer("area", named)
        self._on_area()

    def _on_area(self):
        """What can stand beside the area, and the years and sources of its figures of the indicator."""
        others = [pair for pair in self.controls["area"].options if pair[1] != self._chosen("area")]
        self._offer("beside", [self._all("beside"), *others])
        known = estimates_of(self.evidence, self._chosen("indicator"), self._chosen("area"))
        years = sorted({r.year for r in known}) or [self.evidence.year]
        for name, wanted in (("first", years[0]), ("last", years[-1])):
            self._offer(name, [(str(year), year) for year in years], wanted)
        codes = dict.fromkeys(code for r in known for code in r.sources)
        named = [(self.evidence.sources[code].title, code) for code in codes]
        self._offer("source", [self._all("source"), *named])
        self._on_other()

    def _on_other(self):
        """Make the views anew."""
        for place, view in zip(self.shown, self.views(), strict=True):
            place.value = markup(view, self.evidence)

    def views(self):
        """The views of what is chosen."""
        about = self._chosen("indicator"), self._chosen("area")
        supposed = {"supposed": self._supposed(*about)}
        known = [year for _, year in self.controls["first"].options]
        years = tuple(sorted((self._chosen("first"), self._chosen("last"))))
        cut = {"years": None if years == (known[0], known[-1]) else years, "source": self._chosen("source")}
        return (
            View("series_chart", about, {**cut, **self._around()}, **supposed),
            View("series_table", about, cut, **supposed),
            View("conflict_view", about, **supposed),
            View("judgement_view", about, {"method": self._chosen("method")}, **supposed),
            View("sensitivity_view", about, **supposed),
        )

    def _around(self):
        """Whose targets, and which other area, stand in the chart: on one scale with another area there are none."""
        beside = self._chosen("beside")
        return {"beside": beside} if beside else {"programme": self._chosen("programme")}

    def _supposed(self, indicator, area):
        """The figure of the what-if box as `Evidence.with_observation` takes it, () for none; why one is refused is
        said below the box."""
        typed, self.refused.value = self.what_if.value.strip(), ""
        found = read_supposed(typed) if typed else None
        if found is None:
            self.refused.value = escape(say("desk.what_if_unread")) if typed else ""
            return ()
        try:
            self.evidence.with_observation(indicator, area, *found)
        except EvidenceError as error:
            self.refused.value = "<br>".join(escape(problem_text(problem)) for problem in error.problems)
            return ()
        return indicator, area, *found


def open_desk(evidence):
    """The desk for one data folder, to be shown as the last line of a cell."""
    return Desk(evidence)
