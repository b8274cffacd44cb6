"""A number that somebody only supposes, and all that is worked out from it, says so wherever it stands."""

import re

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.presentation.html import html
from bvte.publishing.commands import record_edition
from bvte.publishing.quality import html_faults

from ..shown import flat, parts_of
from .test_derived import RATE, evidence, said  # noqa: F401 - the same province

WORDS = {"vi": "giả định, chưa công bố", "en": "supposed, not published"}
SUPPOSED = {
    "a figure": lambda e: e.with_observation(RATE, "P1", 2020, "= 3.88"),
    "a count": lambda e: e.with_observation("special_circumstances_count", "P1", 2020, value=388),
    "a bound": lambda e: e.with_observation(RATE, "P1", 2020, "< 3.88"),
}
# Around a number: before it, since a caption may say it of several; behind it, in the same cell or sentence.
BEFORE, AFTER = 120, 60


def pages(supposed):
    """Every text of everything that is shown of a supposition, with the words of its pictures."""
    findings, pack = bvte.judge(supposed, "plan"), bvte.workshop(supposed, "plan", "next")
    report = bvte.annual(supposed, 2020)
    shown = [
        bvte.scorecard(findings),
        bvte.headline(findings),
        bvte.certainty_table(findings),
        bvte.placemat_sheets(pack),
        bvte.workshop_paths(pack),
        bvte.form(report, "6"),
        bvte.form(report, "8"),
        bvte.series_table(supposed, RATE, "P1"),
        bvte.derived_table(supposed, "P1"),
        bvte.phase_charts(findings),
        bvte.indicator_chart(supposed, RATE, "P1"),
    ]
    parts = [part for thing in shown for part in parts_of(thing)]
    below = [flat(part.note) for part in parts if getattr(part, "note", "")]
    return [*below, *(text for part in parts for text in said(part))]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", SUPPOSED)
def test_a_supposed_number_says_so_in_every_table_and_chart(evidence, language, kind):  # noqa: F811
    activate(language)
    supposed = SUPPOSED[kind](evidence)
    texts = pages(supposed)
    found = [(match, text) for text in texts for match in re.finditer(r"(?<![\d.,])3[.,]88\b", text)]
    assert len(found) >= 5
    for match, text in found:
        around = text[max(0, match.start() - BEFORE) : match.end() + AFTER]
        assert WORDS[language] in around.lower(), around
    assert not any(WORDS[language] in text.lower() for text in pages(evidence))


@pytest.mark.parametrize("language", WORDS)
def test_a_supposed_target_says_so_in_every_table_and_chart(evidence, language):  # noqa: F811
    activate(language)
    (target,) = (t.id for t in evidence.targets.values() if t.programme == "plan")
    texts = pages(evidence.with_target(target, value="4.44"))
    found = [(match, text) for text in texts for match in re.finditer(r"4[.,]44\b", text)]
    assert len(found) >= 3
    for match, text in found:
        around = text[max(0, match.start() - BEFORE) : match.end() + AFTER]
        assert WORDS[language] in around.lower(), around


@pytest.mark.parametrize("language", WORDS)
def test_the_list_of_sources_names_it_as_none(evidence, language):  # noqa: F811
    activate(language)
    supposed = SUPPOSED["a figure"](evidence)
    listed = said(bvte.source_list(bvte.judge(supposed, "plan")))
    (text,) = (item for item in listed if WORDS[language] in item.lower())
    assert text.lower() == WORDS[language]


@pytest.mark.parametrize("kind", [*SUPPOSED, "a target"])
def test_a_page_that_shows_one_is_not_published(evidence, kind):  # noqa: F811
    target = next(iter(evidence.targets))
    supposed = SUPPOSED.get(kind, lambda e: e.with_target(target, value=4))(evidence)
    for known, wanted in ((evidence, False), (supposed, True)):
        page = f"<main>{html(bvte.scorecard(bvte.judge(known, 'plan')))}</main>"
        assert any("nobody published" in fault for fault in html_faults(page)) == wanted


def test_no_edition_records_one(evidence):  # noqa: F811
    with pytest.raises(ValueError, match="supposed"):
        record_edition(SUPPOSED["a figure"](evidence), 2020)
    assert not (evidence.folder / "editions").exists()


def test_the_list_of_sources_names_what_is_supposed_as_no_publication(evidence):  # noqa: F811
    for language, words in WORDS.items():
        activate(language)
        supposed = bvte.judge(evidence.with_observation(RATE, "P1", 2020, "= 3.88"), "plan")
        assert words in flat(html(bvte.source_list(supposed))).casefold()
