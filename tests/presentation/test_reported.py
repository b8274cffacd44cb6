"""A number that only an office's file says, and all that is worked out from it, is told apart wherever it stands."""

import re

import pytest

import bvte
from bvte.evidence.language import activate
from bvte.evidence.rows import Observation, Source
from bvte.judgement.estimates import Strength, estimates_of
from bvte.presentation import drawing, marks
from bvte.presentation.html import html
from bvte.publishing.commands import record_edition
from bvte.publishing.quality import html_faults

from .test_derived import RATE, evidence, said  # noqa: F401 - the same province
from .test_supposed import AFTER, BEFORE, pages

WORDS = {"vi": "cơ quan báo cáo, chưa công bố", "en": "reported by an office, not published"}
OFFICE = {"id": "in_1", "kind": "office", "publisher": "Sở Y tế", "no_address_reason": "tệp / file"}
REPORTED = {
    "a figure": (RATE, {"printed": "= 3.88"}),
    "a count": ("special_circumstances_count", {"value": 388}),
    "a bound": (RATE, {"printed": "< 3.88"}),
}


def reported(known, kind):
    """The evidence with a figure of 2020 that an office sent in the place of the published one."""
    indicator, cells = REPORTED[kind]
    rows = known.with_observation(indicator, "P1", 2020, **cells).observations
    # A rate is made of a count and its whole where one source has both.
    by_office = {
        code for code, row in rows.items() if not row.published or (kind == "a count" and row.unit == "children")
    }
    sent = {code: _sent(row) if code in by_office else row for code, row in rows.items()}
    source = Source(title="Sở Y tế, báo cáo.xlsx (Biểu 8: D5)", language="vi", **OFFICE)
    return known.supposing(observations=sent, sources=known.sources | {"in_1": source})


def _sent(row):
    return Observation(**row.model_dump(exclude={"line"}, exclude_none=True) | {"source": "in_1"})


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", REPORTED)
def test_a_reported_number_says_so_in_every_table_and_chart(evidence, language, kind):  # noqa: F811
    activate(language)
    texts = pages(reported(evidence, kind))
    found = [(match, text) for text in texts for match in re.finditer(r"(?<![\d.,])3[.,]88\b", text)]
    assert len(found) >= 5
    for match, text in found:
        around = text[max(0, match.start() - BEFORE) : match.end() + AFTER]
        assert WORDS[language] in around.lower(), around


@pytest.mark.parametrize("kind", REPORTED)
def test_what_is_worked_out_from_it_is_reported_too(evidence, kind):  # noqa: F811
    known = [r for r in estimates_of(reported(evidence, kind), RATE, "P1") if str(r.value) == "3.88"]
    assert [(r.strength, r.is_derived) for r in known] == [(Strength.REPORTED, kind == "a count")]


@pytest.mark.parametrize("language", WORDS)
def test_the_list_of_sources_names_office_file_sheet_and_cell(evidence, language):  # noqa: F811
    activate(language)
    listed = said(bvte.source_list(bvte.judge(reported(evidence, "a figure"), "plan")))
    (text,) = (item for item in listed if "báo cáo.xlsx" in item)
    kind = {"vi": "Tệp do cơ quan gửi, chưa công bố.", "en": "File sent by an office, not published."}[language]
    assert text == f"Sở Y tế, báo cáo.xlsx (Biểu 8: D5). {kind}"


def test_its_mark_on_a_chart_is_its_own(evidence):  # noqa: F811
    known = estimates_of(reported(evidence, "a figure"), RATE, "P1")
    ax = marks.draw_estimates(known, reported(evidence, "a figure"), drawing.new_axes())
    drawn = {line.get_marker(): line.get_markerfacecolor() for line in ax.lines if len(line.get_xdata()) == 1}
    assert drawn == {"P": marks.PAPER, "D": marks.PAPER}


def test_a_page_and_an_edition_may_have_it(evidence):  # noqa: F811
    known = reported(evidence, "a figure")
    page = f"<main>{html(bvte.scorecard(bvte.judge(known, 'plan')))}</main>"
    assert not any("nobody published" in fault for fault in html_faults(page))
    recorded = record_edition(reported(evidence, "a count"), 2020).read_text(encoding="utf-8")
    assert recorded.count(",reported,") == len(recorded.splitlines()) - 1
