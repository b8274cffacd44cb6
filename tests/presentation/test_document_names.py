"""A decision or plan is named as its reader calls it: kind and day in the reader's language, the number as it is."""

import re

import pytest

import bvte
from bvte.presentation.source_words import document_text

from ..languages import said_in
from ..shown import told


@pytest.mark.parametrize(
    ("document", "vi", "en"),
    [
        (
            "Quyết định 333/QĐ-UBND ngày 15/3/2021",
            "Quyết định số 333/QĐ-UBND ngày 15/3/2021",
            "Decision 333/QĐ-UBND of 15 Mar 2021",
        ),
        (
            "Kế hoạch số 23/KH-UBND ngày 7/1/2021",
            "Kế hoạch số 23/KH-UBND ngày 07/01/2021",
            "Plan 23/KH-UBND of 7 Jan 2021",
        ),
        ("Quyết định 570/QĐ-TTg năm 2014", "Quyết định số 570/QĐ-TTg năm 2014", "Decision 570/QĐ-TTg of 2014"),
        ("Nghị quyết 262/2025/QH15", "Nghị quyết số 262/2025/QH15", "Resolution 262/2025/QH15"),
        ("Công văn của tỉnh, chưa rõ số", "", "Công văn của tỉnh, chưa rõ số"),
    ],
)
def test_a_paper_is_named_in_the_language_of_its_reader(document, vi, en):
    assert said_in("vi", document_text, document) == (vi or document)
    assert said_in("en", document_text, document) == en


def test_an_english_page_names_the_decision_of_a_programme_in_english(dien_bien):
    said = said_in("en", lambda: told(bvte.phase_title(bvte.judge(dien_bien, "nap_2021_2030_db"))))
    assert "Decision 333/QĐ-UBND of 15 Mar 2021" in said and not re.search(r"Quyết định \d", said)
