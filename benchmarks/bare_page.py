"""The same page as text put together by hand: no notebook, no nbconvert, no parser."""

import re
from html import escape

import mistune
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from bvte.publishing.figures import inline_svg
from bvte.publishing.frame import render
from bvte.publishing.headings import Heading, slug
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import newness_line
from bvte.publishing.words import WORDS

HEADING = re.compile(r"<h([23])>(.*?)</h[23]>")
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
DECIMALS = re.compile(r'class="frac">([^<]*)<')
TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


class Page:
    """A page that grows from its top: headings found and exhibits counted on the way."""

    def __init__(self, language):
        self.language, self.words = language, WORDS[language]
        self.parts, self.contents, self.meta = [], [], {}
        self.count = dict.fromkeys(("figure", "table"), 0)

    def text(self, source):
        """Prose written as Markdown."""
        self.parts.append(HEADING.sub(self._anchored, mistune.html(source)))

    def cell(self, shown, code):
        """What a line of code shows, and under an exhibit the line itself."""
        things = shown if isinstance(shown, tuple) else (shown,)
        markup = "".join(map(self._markup, things))
        if any(not hasattr(thing, "meta") for thing in things):
            line = highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).strip()
            folded = f"<summary>{self.words['computed']}</summary><pre><code>{line}</code></pre>"
            markup = f'<div class="exhibit">{markup}<details>{folded}</details></div>'
        self.parts.append(markup)

    def html(self, report, opening):
        """The whole page. opening : how many of the parts stand before the contents."""
        top = "".join(self.parts[:opening])
        return render(
            "report.html.j2", self.language, setting=report.page_context, title=TITLE.search(top)[1],
            meta=self.meta, contents=self.contents, kind=NOTEBOOKS[report.notebook].title[self.language],
            newness=newness_line({key.replace("_", "-"): fact for key, fact in self.meta.items()}),
            opening=Markup(top),
            body=Markup("".join(self.parts[opening:])),
        )  # fmt: skip

    def _anchored(self, found):
        heading = Heading(int(found[1]), slug(found[2]), found[2])
        self.contents.append(heading)
        return f'<h{found[1]} id="{heading.id}">{found[2]}</h{found[1]}>'

    def _markup(self, thing):
        if hasattr(thing, "meta"):
            self.meta |= thing.meta
            return str(thing.html)
        return self._figure(thing) if hasattr(thing, "svg") else self._table(thing)

    def _table(self, table):
        caption = f'<caption><span class="number">{self._number("table")} </span>'
        return _scroll(_aligned(table.html.replace("<caption>", caption, 1)), table.caption)

    def _figure(self, chart):
        caption, words = escape(chart.caption), self.words
        number = f'<span class="number">{self._number("figure")} </span>'
        drawing = inline_svg(chart.svg, f"figure{self.count['figure']}", chart.alt)
        note = f'<p class="note">{escape(chart.note)}</p>' if chart.note else ""
        numbers = _aligned(chart.numbers.html) if chart.numbers else ""
        about = words["described_numbers" if numbers else "described"]
        numbers = numbers and _scroll(numbers, f"{words['chart_numbers']}: {chart.caption}")
        return (
            f"<figure>{_scroll(drawing, chart.caption)}"
            f"<figcaption><p>{number}{caption}</p>{note}</figcaption>"
            f"<details><summary>{about}</summary><p>{escape(chart.alt)}</p>{numbers}</details></figure>"
        )

    def _number(self, kind):
        self.count[kind] += 1
        return self.words[kind].format(number=self.count[kind])


def _aligned(table):
    """A table that says how long its longest decimal part is."""
    longest = max(map(len, DECIMALS.findall(table)), default=0)
    return table.replace("<table>", f'<table style="--decimals: {longest}">', 1)


def _scroll(markup, label):
    return f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(label)}">{markup}</div>'
