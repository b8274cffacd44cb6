"""The document model: its parts as JSON and back, as lines for office files, as plain and as spoken text."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from bvte.evidence.language import speaking
from bvte.presentation import texts
from bvte.presentation.document import (
    MIME_TYPE,
    Box,
    Cell,
    Column,
    Figure,
    Heading,
    Item,
    Listing,
    Paragraph,
    Prose,
    Several,
    SideBySide,
    Table,
    contents_of,
    from_json,
    make_table,
    mapped_blocks,
    to_json,
    walk_blocks,
)
from bvte.presentation.phrases import (
    Datum,
    LineBreak,
    Look,
    Phrase,
    Run,
    Span,
    Time,
    composed,
    flat_text,
    joined,
    lines_of,
    link,
    paragraphs,
    phrase,
    plain_text,
    small,
    span,
    strong,
)

TEXT = some.text(max_size=12)
PIECE = some.one_of(
    TEXT,
    some.builds(LineBreak),
    some.builds(Time, TEXT, TEXT),
    some.builds(
        Datum,
        some.decimals(allow_nan=False, allow_infinity=False),
        TEXT,
        comparator=TEXT,
        unit=TEXT,
        strength=TEXT,
        period=TEXT,
        sources=some.lists(TEXT, max_size=3).map(tuple),
        aligned=some.booleans(),
    ),
)


def spans_of(content):
    """Spans of pieces, to put into each other."""
    inside = some.lists(content, max_size=3).map(lambda pieces: phrase(*pieces))
    look = some.sampled_from(list(Look))
    about = {
        "code": TEXT,
        "href": some.from_regex(r"(#|https?://)[a-z0-9.-]{1,12}", fullmatch=True),
        "language": TEXT,
        "protected": some.booleans(),
    }
    return some.builds(Span, look, inside, **about)


PHRASE = some.lists(some.recursive(PIECE, spans_of, max_leaves=8), max_size=5).map(lambda p: phrase(*p))
RICH = phrase("a", Datum(Decimal("3.80"), "3,80", sources=("s",)), LineBreak(), Time("2020"), small("b"))
TABLE = Table("T", (Column("C", "num", "key", "2020"),), ((Cell(RICH, True),),), "N", "Biểu 6")
PARTS = [
    Prose((Heading(2, RICH, "a"), Paragraph(RICH, "lead"), Listing((Item(RICH, "s"),), True, "sources"))),
    Prose((Box("key", (Paragraph(RICH), Box("inner", ()))),), {"headline": "h"}),
    Prose((SideBySide("letterhead", (Box("issuer", (Paragraph(RICH),)), Box("nation", ()))), TABLE)),
    TABLE,
    Figure("T", "Mô tả", "N", TABLE, "Hình 1"),
]


def again(part):
    """A part after its way through a notebook file."""
    return from_json(json.loads(json.dumps(to_json(part))))


@pytest.mark.parametrize("part", PARTS)
def test_every_kind_of_part_comes_back_as_it_was(part):
    assert again(part) == part
    assert type(again(part)) is type(part)


@given(PHRASE)
def test_every_phrase_comes_back_as_it_was(content):
    part = Prose((Paragraph(content),))
    assert again(part) == part
    # 3.80 is printed with two decimals: equal numbers may differ in what they say.
    assert str(again(part).blocks[0].content) == str(content)
    assert [str(datum.value) for datum in Cell(again(part).blocks[0].content).data] == [
        str(datum.value) for datum in Cell(content).data
    ]


@given(PHRASE)
def test_lines_hold_every_word_of_a_phrase_and_no_space_at_their_ends(content):
    words = "".join(p if isinstance(p, str) else getattr(p, "text", "") for p in content.walk())
    lines = ["".join(run.text for run in line) for line in content.lines]
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert all(line == line.strip(" ") != "" and "  " not in line for line in lines)


@pytest.mark.parametrize(
    "told", [{}, {"kind": "table"}, {"kind": "prose", "blocks": [{"kind": "hymn"}]}, {"kind": "figure"}]
)
def test_what_is_no_part_is_refused(told):
    with pytest.raises(ValidationError):
        from_json(told)


def test_a_drawing_goes_along_under_types_of_its_own():
    figure = Figure("T", "Mô tả", svg='<svg width="1px"/>', png=b"\x89PNG")
    data = figure._repr_mimebundle_()
    assert list(data) == [MIME_TYPE, "text/html", "text/plain", "image/svg+xml", "image/png"]
    assert data["text/plain"] == "Mô tả" and "svg" not in data[MIME_TYPE] and "png" not in data[MIME_TYPE]
    assert "image/png" not in Figure("T", "Mô tả", svg=figure.svg)._repr_mimebundle_()


def test_a_phrase_is_made_of_anything_and_holds_no_empty_text():
    assert phrase("a", "", phrase("b", LineBreak()), 3).pieces == ("a", "b", LineBreak(), "3")
    assert not phrase("") and phrase("a")
    assert joined("; ", ["a", "", phrase(), "b"]).pieces == ("a", "; ", "b")
    assert (composed("a", "b"), composed("a", phrase("b"))) == ("ab", phrase("a", "b"))


LINES = [
    (phrase("\n Một  hai "), [[Run("Một hai")]]),
    (phrase("a ", small("b"), " c"), [[Run("a")], [Run("b", small=True)], [Run("c")]]),
    (phrase("a", LineBreak(), LineBreak(), "b"), [[Run("a")], [Run("b")]]),
    (paragraphs(["a", strong("b")]), [[Run("a")], [Run("b", bold=True)]]),
    (phrase("a", "b", strong("c", "d")), [[Run("ab"), Run("cd", bold=True)]]),
    (strong("a ", link("#s", " b")), [[Run("a ", bold=True), Run("b", bold=True, href="#s")]]),
    (span(Look.STATUS, "Đạt", code="met"), [[Run("Đạt", bold=True, status="met")]]),
    (span(Look.TITLE, "Law", language="en"), [[Run("Law", bold=True, language="en")]]),
    (span(Look.OLDER, span(Look.MARK, "Cũ"), "70"), [[Run("Cũ")], [Run("70")]]),
    (phrase(), []),
]


@pytest.mark.parametrize(("content", "lines"), LINES)
def test_a_phrase_as_lines_of_runs(content, lines):
    assert lines_of(content) == tuple(map(tuple, lines))


@pytest.mark.parametrize(
    ("content", "plain", "flat"),
    [
        (phrase("4,4 ", small("2015")), "4,4 (2015)", "4,4 2015"),
        (phrase("4,4 ", small("(ước tính)")), "4,4 (ước tính)", "4,4 (ước tính)"),
        (phrase("Tỷ lệ ", span(Look.UNIT, "%")), "Tỷ lệ (%)", "Tỷ lệ %"),
        (small("2015"), "2015", "2015"),
        (paragraphs(["A.", "B."]), "A. B.", "A. B."),
        (phrase("a", LineBreak(), " b  c"), "a b c", "a b c"),
    ],
)
def test_a_phrase_as_plain_and_as_flat_text(content, plain, flat):
    assert (plain_text(content), str(content), flat_text(content)) == (plain, plain, flat)


THREE = Datum(Decimal(3), "3")


@pytest.mark.parametrize(
    ("content", "around"),
    [
        (phrase("dưới ", THREE, " điểm ", small("2020")), ("dưới", "điểm", "2020")),
        (phrase(THREE), ("", "", "")),
        (phrase(THREE, "–", THREE), ("", "", "")),
        (phrase(THREE, " ", span(Look.UNIT, "%"), link("#source-a", "[1]")), ("", "", "")),
        (phrase("x" * 21, THREE), None),
        (phrase("năm 2015: ", THREE), None),
        (paragraphs([THREE, THREE]), None),
        (phrase(THREE, THREE, THREE), None),
        (phrase("không có"), None),
    ],
)
def test_the_words_around_the_one_number_of_a_cell(content, around):
    cell = Cell(content)
    assert cell.around == around
    assert (cell.is_number, cell.before) == (around is not None, around[0] if around else "")


def test_a_sentence_with_a_phrase_keeps_its_numbers_and_one_without_stays_text(monkeypatch):
    key = {"t.key": "dưới {value}, {count:child|children}"}
    monkeypatch.setattr(texts, "_texts_of_file", lambda language, file: key)
    with speaking("en"):
        assert texts.say("t.key", value="3", count=2) == "dưới 3, children"
        assert texts.say("t.key", value=phrase(THREE), count=1).pieces == ("dưới ", THREE, ", ", "child")
        with pytest.raises(KeyError):
            texts.say("t.key", count=1)


def test_blocks_are_walked_and_changed_from_the_top_down():
    inner, outer = Paragraph(phrase("B")), Heading(2, phrase("A"))
    listed = Listing((Item(phrase("C")),))
    blocks = (outer, SideBySide("s", (Box("b", (inner, listed)),)), TABLE)
    assert [block.kind for block in walk_blocks(blocks)] == [
        "heading",
        "side_by_side",
        "box",
        "paragraph",
        "listing",
        "table",
    ]
    assert list(map(str, contents_of(blocks))) == ["A", "B", "C"]
    assert mapped_blocks(blocks, lambda block: block) == blocks
    found = mapped_blocks(blocks, lambda block: outer if block == inner else block)
    assert list(map(str, contents_of(found))) == ["A", "A", "C"]


def test_pieces_are_changed_and_left_out_at_every_depth():
    content = strong("a", THREE, small(THREE, "b"))
    kept = content.mapped(lambda piece: None if isinstance(piece, Datum) else piece)
    assert kept == strong("a", small("b"))
    assert content.mapped(lambda piece: piece) == content


def test_a_table_is_a_frame_of_plain_text_and_knows_its_headings():
    table = make_table("T", [Column("A"), Column("B")], [("a", phrase(THREE, small("2020")))], heading=1)
    assert table.heading_of(table.rows[0]).text == "3\n2020"
    assert table.to_frame().to_dict("list") == {"A": ["a"], "B": ["3 (2020)"]}
    assert "3 (2020)" in str(table)


def test_a_table_of_one_row_that_folds_all_is_a_frame_too():
    wide = make_table("T", [Column("A"), Column("B"), Column("C")], [])
    folded = replace(wide, rows=((Cell(phrase("cả ba")), Cell(phrase("chưa có số liệu"), span=2)),))
    assert folded.to_frame().to_dict("list") == {"A": ["cả ba"], "B": ["chưa có số liệu"], "C": [""]}


def test_several_parts_are_shown_one_after_the_other(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    Several(PARTS[:2])._ipython_display_()
    assert shown == PARTS[:2]


def test_an_empty_phrase_is_no_piece_of_another():
    assert phrase(Phrase(), "a", Phrase()) == phrase("a")
