"""Numbers of the sources of a figure: one by one, or those that follow each other by the first and the last."""

import pytest

from bvte.evidence.language import activate
from bvte.presentation.cells import cite
from bvte.presentation.citations import _item
from bvte.presentation.phrases import SOURCE_ANCHOR, Look, flat_text

LISTED = [f"s{n}" for n in range(1, 60)]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ([], "–"),
        ([3, 1], "[3] [1]"),
        ([1, 2, 3, 4, 5, 6], "[1] [2] [3] [4] [5] [6]"),
        (range(7, 43), "[7]–[42]"),
        ([*range(42, 6, -1), 58], "[7]–[42] [58]"),
        ([1, 3, 5, 7, 9, 11, 12], "[1] [3] [5] [7] [9] [11]–[12]"),
    ],
)
def test_sources_that_follow_each_other_are_named_as_one(numbers, text):
    assert flat_text(cite([f"s{n}" for n in numbers], LISTED)) == text


def test_the_label_that_goes_with_a_source_says_all_of_them():
    """A workbook has the labels alone in a column."""
    (link,) = cite([f"s{n}" for n in range(7, 43)], LISTED).spans(Look.LINK)
    assert (link.href, flat_text(link.content)) == (f"#{SOURCE_ANCHOR}s7", "[7]–[42]")


@pytest.mark.parametrize(("stated", "printed"), [("yes", "2021"), ("no", "2021"), ("no", "")])
def test_a_date_that_the_copy_does_not_state_stands_as_inferred_and_is_not_warned_against(province, stated, printed):
    activate("vi")
    evidence = province(
        observations="indicator, start, value, source\nhelp, 2020, 80, a",
        sources=f"id, title, address, published_on, year_stated\na, Bài, https://a.vn, {printed}, {stated}",
    )
    source = evidence.sources["a"].model_copy(update={} if printed else {"published_on": None})
    text = flat_text(_item(source).content)
    assert "Cần kiểm tra" not in text and ("suy ra" in text) == (stated == "no" and bool(printed))
    assert text.count("bản lưu") == text.count("suy ra") and (printed or "không ghi ngày") in text
