"""The same page as blocks put one after the other by hand: no notebook, no nbconvert, no parser of HTML."""

from dataclasses import replace

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from bvte.presentation.document import Figure, Heading, Prose, Table, mapped_blocks
from bvte.presentation.html import blocks_html
from bvte.presentation.markdown import blocks_of
from bvte.presentation.texts import say
from bvte.publishing.article import CONTENTS, address_part
from bvte.publishing.frame import render_page
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import newness_line

FOLDED = Markup('<div class="exhibit">{}<details><summary>{}</summary><pre><code>{}</code></pre></details></div>')


class Page:
    """A page in the active language that grows from its top: headings found, exhibits counted on the way."""

    def __init__(self):
        self.parts, self.contents, self.meta = [], [], {}
        self.count = {Table: 0, Figure: 0}

    def text(self, source):
        """Prose written as Markdown."""
        self.parts.append(self._html(blocks_of(source)))

    def cell(self, shown, code):
        """What a line of code shows, and under an exhibit the line itself."""
        parts = shown if isinstance(shown, tuple) else (shown,)
        markup = Markup("").join(map(self._part, parts))
        if not all(isinstance(part, Prose) for part in parts):
            line = Markup(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)).strip())
            markup = FOLDED.format(markup, say("frame.computed"), line)
        self.parts.append(markup)

    def html(self, report, opening):
        """The whole page. opening : how many of the parts stand before the contents."""
        facts = {key.replace("_", "-"): fact for key, fact in self.meta.items()}
        return render_page(
            "report.html.j2",
            setting=report.page_context,
            title=self.title,
            meta=facts,
            contents=self.contents,
            kind=NOTEBOOKS[report.notebook].title,
            newness=newness_line(facts),
            opening=Markup("").join(self.parts[:opening]),
            body=Markup("").join(self.parts[opening:]),
        )

    def _part(self, part):
        if isinstance(part, Prose):
            self.meta |= part.meta
            return self._html(part.blocks)
        return self._html((part,))

    def _html(self, blocks):
        return blocks_html(mapped_blocks(blocks, self._numbered))

    def _numbered(self, block):
        """A block with its number or anchor."""
        if isinstance(block, Heading) and block.level == 1:
            self.title = block.text
        if isinstance(block, Heading) and block.level in CONTENTS:
            block = replace(block, anchor=address_part(block.text))
            self.contents.append(block)
        if type(block) in self.count:
            self.count[type(block)] += 1
            return replace(block, number=say(f"exhibits.{block.kind}", number=self.count[type(block)]))
        return block
