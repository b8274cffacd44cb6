"""Text of a Word file as Markdown: whatever was typed reads the same in the report."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bvte.intake.word_markdown import Printed, find_printed, to_markdown
from bvte.intake.word_seen import SeenRun, SeenTable, SeenText
from bvte.presentation.document import Listing, Paragraph
from bvte.presentation.markdown import blocks_of
from bvte.presentation.phrases import flat_text


def seen(*runs, **about):
    """A paragraph of texts and runs."""
    return SeenText(tuple(SeenRun(run) if isinstance(run, str) else run for run in runs), **about)


def words_of(markdown):
    """What a reader of the report sees, a paragraph or item each."""
    blocks = blocks_of(markdown, headings=False)
    contents = [c for b in blocks for c in ([i.content for i in b.items] if isinstance(b, Listing) else [b.content])]
    return [flat_text(content) for content in contents]


LETTERS = st.text(alphabet="aà1 *_`[]()<>#|~\\{}!&;.,:-+=\n\"'/", max_size=25)
LOOKS = st.builds(
    SeenRun, LETTERS, st.booleans(), st.booleans(), st.sampled_from(["", "", "https://a.vn/b_c?d=(e)&f=*"])
)


@settings(max_examples=400)
@given(st.lists(LOOKS, min_size=1, max_size=4))
def test_a_paragraph_reads_as_it_was_typed(runs):
    typed = " ".join("".join(run.text for run in runs).split())
    # A mark before it makes an item of it, and says the same.
    text = SeenText((SeenRun("Chữ "), *runs))
    found = words_of(to_markdown([text]))
    assert found == [f"Chữ {typed}".strip()]


@settings(max_examples=200)
@given(LETTERS)
def test_a_paragraph_without_a_typed_mark_stays_one_whatever_it_begins_with(letters):
    typed = " ".join(letters.split())
    found = words_of(to_markdown([seen(letters), seen("Sau.")]))
    assert found[-1] == "Sau." and len(found) <= 2
    if len(found) == 2 and typed[:1] not in ("-", "+", "*", "1", "11"):
        assert found[0] == typed


@pytest.mark.parametrize(
    ("typed", "markdown"),
    [
        (["- một", "- hai"], "- một\n- hai\n"),
        (["• một", "• hai"], "- một\n- hai\n"),
        # As official letters nest: numbers, dashes, plus signs.
        (["1. A", "- b", "+ c", "+ d", "- e", "2. F"], "1. A\n    - b\n        - c\n        - d\n    - e\n2. F\n"),
        (["2020. Năm", "3.5 là số"], "2020\\. Năm\n\n3.5 là số\n"),
        (["-5 độ", "+84 912"], "-5 độ\n\n+84 912\n"),
    ],
)
def test_typed_marks_of_lists_are_items(typed, markdown):
    assert to_markdown([seen(line) for line in typed]) == markdown


def test_lists_of_word_keep_their_depth_and_none_begins_below_nothing():
    blocks = [seen(str(level), marker="bullet", level=level) for level in (2, 0, 1, 5, 0)]
    assert to_markdown(blocks) == "- 2\n- 0\n    - 1\n        - 5\n- 0\n"
    numbered = [seen("a", marker="number"), seen("chữ"), seen("b", marker="number")]
    assert to_markdown(numbered) == "1. a\n\nchữ\n\n1. b\n"


def test_looks_stand_around_words_and_not_around_blanks():
    text = seen("Rất ", SeenRun("quan trọng ", bold=True), SeenRun(" và gấp", bold=True, italic=True), ".")
    assert to_markdown([text]) == "Rất **quan trọng**  ***và gấp***.\n"
    (paragraph,) = blocks_of(to_markdown([text]))
    assert isinstance(paragraph, Paragraph) and flat_text(paragraph.content) == "Rất quan trọng và gấp."


def test_a_look_that_markdown_cannot_carry_is_given_up_and_no_word():
    text = seen("a", SeenRun("“b”", bold=True), "c")
    assert words_of(to_markdown([text])) == ["a“b”c"]


def test_a_table_keeps_its_cells_and_their_bars():
    cells = [["Năm", "a|b"], ["2019", ""], ["2020", "x"]]
    rows = tuple(tuple((seen(cell),) if cell else () for cell in row) for row in cells)
    assert to_markdown([seen("- một"), SeenTable(rows), seen("Sau.")]) == (
        "- một\n\n| Năm | a\\|b |\n| --- | --- |\n| 2019 |  |\n| 2020 | x |\n\nSau.\n"
    )
    assert to_markdown([SeenTable((((), ()),))]) == to_markdown([]) == ""


def test_the_caption_of_a_table_leads_to_it_without_its_number():
    caption = seen("Bảng 3. Chi phí theo năm", style="caption")
    table = SeenTable((((seen("Năm"),),), ((seen("2019"),),)))
    assert to_markdown([caption, table]) == "Chi phí theo năm:\n\n| Năm |\n| --- |\n| 2019 |\n"
    # Of no table it is a paragraph like any other.
    assert to_markdown([caption, seen("Hết.")]) == "Bảng 3. Chi phí theo năm\n\nHết.\n"


def test_links_stay_and_what_a_browser_would_run_does_not():
    assert to_markdown([seen(SeenRun("trang", href="https://a.vn"))]) == "[trang](https://a.vn)\n"
    for address in ("javascript:alert(1)", "file:///etc/passwd", "\\\\host\\share", "#_Toc1"):
        assert to_markdown([seen(SeenRun("trang", href=address))]) == "trang\n"


PRINTED = "Có 35 kế hoạch và 35 văn bản, 2 nghị quyết."
NAMED = [Printed(3, 5, "number:plans:1"), Printed(18, 20, "number:letters:1"), Printed(30, 31, "number:res:1")]


@pytest.mark.parametrize(
    ("read", "names"),
    [
        (PRINTED, ["plans", "letters", "res"]),
        ("Cả năm có 35 kế hoạch và 35 văn bản chỉ đạo, 2 nghị quyết.", ["plans", "letters", "res"]),
        # One figure typed over, one sentence gone.
        ("Có 36 kế hoạch và 35 văn bản, 2 nghị quyết.", ["letters", "res"]),
        ("Có 35 văn bản, 2 nghị quyết.", ["letters", "res"]),
        ("Có 35 cuộc họp và 35 văn bản.", ["letters"]),
        ("Có 350 kế hoạch và 3,5 văn bản, 12 nghị quyết.", []),
        # A number alone is not enough to be taken for the same figure.
        ("Tỉnh giao 2 việc.", []),
        ("", []),
    ],
)
def test_a_reference_is_found_again_where_it_and_a_word_beside_it_stand(read, names):
    found = find_printed(read, PRINTED, NAMED)
    kept = [reference.name.split(":")[1] for reference in found]
    assert kept == names
    for reference in found:
        assert read[reference.start : reference.end] in ("35", "2")
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_references_are_written_as_they_were_typed_also_those_typed_by_hand():
    text = to_markdown([seen(PRINTED.replace("Có", "Tỉnh đã có").replace("văn bản", "công văn"))], PRINTED, NAMED)
    assert text == "Tỉnh đã có {{number:plans:1}} kế hoạch và 35 công văn, {{number:res:1}} nghị quyết.\n"
    typed = seen("Tỷ lệ ", SeenRun("là", bold=True), " {{result:a_b_c:2020 = dưới 3,8%}}.")
    assert to_markdown([typed]) == "Tỷ lệ **là** {{result:a_b_c:2020 = dưới 3,8%}}.\n"
