"""A table of a page shows exactly the rows of the frame that it is given, numbered as in the whole list."""

import pytest

import bvte
from bvte.evidence.language import speaking
from bvte.presentation.phrases import flat_text

DRAFT = "cpp_2021_2025_db_draft"


@pytest.fixture(scope="module")
def findings(dien_bien):
    return bvte.judge(dien_bien, DRAFT)


def chosen(frame):
    """Every second row, the last first."""
    return frame.iloc[::-2]


def rows_of(table):
    return [[flat_text(cell.content) for cell in row] for row in table.rows]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["scorecard", "definitions"])
def test_a_table_of_findings_shows_the_rows_of_its_frame_in_its_order(findings, name, language):
    # The whole folds what is silent; a choice shows its rows.
    frame = findings.frame().drop_duplicates("indicator").iloc[1:]
    with speaking(language):
        whole, part = (rows_of(getattr(bvte, name)(shown)) for shown in (frame, chosen(frame)))
    assert part == whole[::-1][::2] and 0 < len(part) < len(whole)


def test_a_frame_is_the_same_table_as_its_result(findings, dien_bien):
    audit, requests = bvte.audit(dien_bien, DRAFT), bvte.requests(dien_bien, "11")
    conflicts, coverage = bvte.conflicts(dien_bien, "11"), bvte.coverage(dien_bien, "11")
    pairs = [
        (bvte.scorecard, findings),
        (bvte.certainty_table, findings),
        (bvte.definitions, findings),
        (bvte.audit_table, audit),
        (bvte.request_table, requests),
        (bvte.conflict_table, conflicts),
    ]
    for show, result in pairs:
        assert show(result.frame()) == show(result)
    assert bvte.age_table(coverage) == bvte.age_table(dien_bien, "11")
    assert bvte.derived_table(coverage) == bvte.derived_table(dien_bien, "11")


def test_an_audit_shows_exactly_the_checks_of_its_frame(dien_bien):
    flags = bvte.audit(dien_bien, DRAFT).frame().query("flagged")
    assert len(bvte.audit_table(flags).rows) == flags["target"].nunique()
    assert len(bvte.audit_table(chosen(flags)).rows) == chosen(flags)["target"].nunique() > 0


def test_requests_and_conflicts_are_shown_as_they_were_chosen(dien_bien):
    requests = bvte.requests(dien_bien, "11").frame()
    assert rows_of(bvte.request_table(chosen(requests))) == rows_of(bvte.request_table(requests))[::-1][::2]
    assert all(line.startswith("(") for line in bvte.request_table(chosen(requests)).note.splitlines())
    conflicts = bvte.conflicts(dien_bien, "11").frame()
    shown = [bvte.all_conflicts(frame, "11") for frame in (conflicts, chosen(conflicts))]
    assert rows_of(shown[1]) == rows_of(shown[0])[::-1][::2]


@pytest.mark.parametrize("programme", [DRAFT, "nap_2021_2030_db"])
def test_conflicts_of_a_phase_keep_the_numbers_of_its_list_of_sources(dien_bien, programme):
    """Also of a phase without targets, whose findings are empty."""
    findings = bvte.judge(dien_bien, programme)
    table = bvte.conflict_table(bvte.phase_conflicts(findings).frame(), findings)
    (listing,) = bvte.source_list(findings).blocks
    anchors = [item.anchor.removeprefix("source-") for item in listing.items]
    cited = {pair for row in table.rows for cell in row for pair in cell.sources}
    assert cited and all(anchors[int(number.strip("[]")) - 1] == code for code, number in cited)
