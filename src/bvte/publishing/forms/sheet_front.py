"""The sheets around the tables: what the report says, where its figures come from, what its marks mean."""

from bvte.judgement.finding import DRAFT, STATUSES
from bvte.judgement.reading import REPORTED_STRENGTHS
from bvte.presentation.cells import NOTHING
from bvte.presentation.texts import say
from bvte.presentation.words import status_name
from bvte.publishing.article import Box, Listing, Run, Text
from bvte.publishing.forms.sheet_plan import LINE, lines
from bvte.publishing.forms.status_mark import sheet_look, sign_of, signed
from bvte.publishing.forms.words import FORM_WORDS

# Width of the column of prose, in letters.
WIDE = 100


def about_sheet(book, sheets):
    """Title, key messages and a list of the sheets that leads to each; `sheets` : pairs (name, caption)."""
    words, article = FORM_WORDS[book.language], book.article
    sheet = book.sheet(words["about"], article.title)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, WIDE)
    row = _facts(book, sheet, 1)
    for runs in _messages(article):
        _message(book, sheet, row, runs)
        row += 1
    sheet.write_string(row + 1, 0, words["sheets"], book.look(bold=True))
    for number, (name, caption) in enumerate(sheets, start=row + 2):
        sheet.write_url(number, 0, f"internal:'{name}'!A1", book.look(font_color="#17406D"), name)
        sheet.write_string(number, 1, caption, book.look())


def _message(book, sheet, row, runs):
    """A key message over both columns; one that names a status beside its sign on its colour."""
    text, label = _plain(runs), next((run.status for run in runs if run.status), "")
    sheet.set_row(row, LINE * lines(text, WIDE if label else WIDE + 16))
    if label:
        sheet.write_string(row, 0, sign_of(label), book.look(align="center", **sheet_look(label)))
        sheet.write_string(row, 1, text, book.look())
    else:
        sheet.merge_range(row, 0, row, 1, text, book.look())


def _facts(book, sheet, row):
    """Kind of report, place and how new it is; the next free row."""
    article = book.article
    facts = [article.kind, article.place, article.meta.get("newness", "")]
    for number, fact in enumerate(filter(None, facts), start=row):
        sheet.write_string(number, 0, fact, book.look(text_wrap=False))
        row = number + 1
    return row + 1


def _messages(article):
    """The key messages as lines of runs."""
    for box in (block for block in article.blocks if isinstance(block, Box) and block.kind == "key"):
        for part in box.blocks:
            if isinstance(part, Text):
                yield part.runs
            elif isinstance(part, Listing):
                yield from ((Run("• "), *runs) for _, runs in part.items)


def _plain(runs):
    return " ".join("".join(map(signed, runs)).split())


def source_sheet(book):
    """The list of sources with the numbers that the tables cite and their addresses."""
    words = FORM_WORDS[book.language]
    lists = [block for block in book.article.blocks if isinstance(block, Listing) and block.ordered]
    cited = [
        (number, runs) for block in lists for number, (anchor, runs) in enumerate(block.items, 1) if anchor
    ]
    if not cited:
        return
    sheet = _two_columns(book, words["sources"], (words["number"], words["sources"]))
    for row, (number, runs) in enumerate(cited, start=3):
        sheet.write_string(row, 0, f"[{number}]", book.look(border=1))
        sheet.write_string(row, 1, _plain(runs), book.look(border=1))
        sheet.set_row(row, LINE * lines(_plain(runs), WIDE))


def marks_sheet(book):
    """What the words of conclusions and of evidence mean, and what stands where there is nothing."""
    words = FORM_WORDS[book.language]
    sheet = _two_columns(book, words["marks"], (words["mark"], words["meaning"]))
    for row, (mark, meaning, look) in enumerate(_marks(words), start=3):
        sheet.write_string(row, 0, mark, book.look(**{"border": 1} | look))
        sheet.write_string(row, 1, meaning, book.look(border=1))
        sheet.set_row(row, LINE * lines(meaning, WIDE))


def _marks(words):
    """Triples of a mark, its meaning and the look of its cell, in the words of the yearly report."""
    for label in (*STATUSES, DRAFT + "met"):
        name = signed(Run(status_name(label), status=label))
        key = label if label in STATUSES else "drafted"
        yield name, say(f"annual.mark.{key}"), sheet_look(label)
    for code in REPORTED_STRENGTHS:
        yield say(f"status.strength.{code}"), say(f"annual.mark.{code}"), {}
    yield NOTHING, words["nothing"], {}
    yield "123", words["numbers_are_numbers"], {}


def _two_columns(book, name, heads):
    """A sheet of a narrow and a wide column."""
    sheet = book.sheet(name, name)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, WIDE)
    for place, head in enumerate(heads):
        sheet.write_string(2, place, head, book.look(bold=True, border=1, bg_color="#F2F4F6"))
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    return sheet
