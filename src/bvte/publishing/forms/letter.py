"""An office letter as a Word document: the layout of the report's Word file, without title, contents and ending."""

import io

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from bvte.presentation.document import Block, Paragraph, SideBySide
from bvte.publishing.article import Article, ShownCell
from bvte.publishing.forms import word_parts as parts
from bvte.publishing.forms.office import repack_file
from bvte.publishing.forms.word import Writer
from bvte.publishing.forms.word_layout import lay_out_document

# Styles of a letter that are set without space between lines, so that it is signed on its first sheet.
ONE_PAGE = ("Body Text", "Letter")
# Paragraphs that go to the next sheet with a signature that the first has no room for.
SIGNED = 2


def letter_file(name: str, title: str, language: str, blocks: tuple[Block, ...]) -> bytes:
    """The bytes of a .docx file. name : of the file without ending; title : what programs call it."""
    article = Article(name, language, title, "", "", {}, "", (ShownCell(blocks),))
    out = io.BytesIO()
    LetterWriter(article).write().save(out)
    return repack_file(out.getvalue())


class LetterWriter(Writer):
    """Writes one letter."""

    def write(self) -> Document:
        """The whole letter."""
        lay_out_document(self.document, self.language)
        for name in ONE_PAGE:
            self.document.styles[name].paragraph_format.line_spacing = 1.0
        self._properties()
        for block in self.article.blocks:
            if isinstance(block, SideBySide):
                parts.keep_last_with_next(self.document, SIGNED)
            self._block(block)
            if isinstance(block, Paragraph) and block.role == "addressee":
                self._centre_last()
        return self.document

    def _centre_last(self) -> None:
        """The line of the addressee stands in the middle, without indent."""
        line = self.document.paragraphs[-1]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.first_line_indent = 0
