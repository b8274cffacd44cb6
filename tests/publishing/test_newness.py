"""How new a report is and on what it has figures, as the index says it."""

from decimal import Decimal

import pytest

from bvte.evidence.language import activate
from bvte.evidence.load import load
from bvte.evidence.period import named_period
from bvte.presentation.document import Column, make_table
from bvte.presentation.newness import page_facts
from bvte.presentation.phrases import Datum, Look, phrase, span
from bvte.publishing.article import indicators_of
from bvte.publishing.report import newest_line, newness_line

from ..languages import said_in

FACTS = {"as-of": "2020-12-31", "evidence-period": "2016/2020", "evidence-date": "2020-12"}


def test_the_line_says_the_day_the_newest_figure_and_the_newest_source():
    assert said_in("vi", newness_line, FACTS) == (
        "Số liệu xét đến ngày 31/12/2020 · Số liệu mới nhất: 2016–2020 · Nguồn công bố gần nhất: 12/2020"
    )
    assert said_in("en", newness_line, {"evidence-date": "2023"}) == "Latest source: 2023"
    assert said_in("vi", newness_line, {}) == ""


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (("2024", "2025-07/..2025-12"), "since Jul 2025"),
        (("2025", "2025-07/..2025-12"), ": 2025 "),
        (("2024-01/2024-09", "2023"), "first 9 months of 2024"),
    ],
)
def test_the_newest_of_several_reports_is_that_of_the_last_day_that_is_surely_reached(times, expected):
    activate("en")
    reports = [{"evidence-period": time, "evidence-date": "2025-09-28"} for time in times]
    assert expected in newest_line([*reports, {"evidence-date": "2025/2026"}])


def test_of_publications_the_newest_is_the_one_that_surely_began_last():
    activate("vi")
    dates = ("2025/2026", "2025-09-28", "2025", "2025-08")
    line = newest_line([{"evidence-date": date} for date in dates])
    # Of one only the years are known: it may be newer, and that is said.
    assert line == "Nguồn công bố gần nhất: 28/9/2025 hoặc sau đó"
    assert newest_line([{"evidence-date": date} for date in dates[1:2]]) == "Nguồn công bố gần nhất: 28/9/2025"


def test_a_page_says_that_a_source_of_which_only_the_year_is_known_may_be_newer():
    told = {"evidence-date": "2025-06", "evidence-until": "2025"}
    assert said_in("en", newness_line, told) == "Latest source: Jun 2025 or later"
    assert said_in("en", newness_line, told | {"evidence-until": ""}) == "Latest source: Jun 2025"
    # A day that says so itself says it once.
    open_day = {"evidence-date": "2022-03-21/..2026", "evidence-until": "2026"}
    assert said_in("en", newness_line, open_day) == "Latest source: 21 Mar 2022 or later"
    known = load("dien-bien")
    for source in known.sources.values():
        facts = page_facts(known, "11", [source.id], "")
        # A single source is not newer than itself.
        assert "evidence_until" not in facts
    dated = [s for s in known.sources.values() if s.printed]
    facts = page_facts(known, "11", [s.id for s in dated], "")
    last = max(s.printed.last for s in dated)
    assert (named_period(facts["evidence_date"]).last < last) == ("evidence_until" in facts)


FIGURE = phrase(Datum(Decimal(4), "4", strength="published"))
TARGET = phrase(Datum(Decimal(3), "3"))
NO_DATA, GAP = span(Look.STATUS, "", code="no_data"), span(Look.GAP, "")
DRAFTED = span(Look.STATUS, "", code="draft_no_data")


def test_a_target_is_no_figure_and_a_page_does_not_promise_one():
    rows = [
        ("known", FIGURE),
        ("aimed", TARGET),
        ("silent", phrase(TARGET, NO_DATA)),
        ("based", phrase(FIGURE, NO_DATA)),
        ("drafted", phrase(FIGURE, DRAFTED)),
        ("empty", GAP),
        ("known", GAP),
        ("beside", FIGURE),
        ("beside", NO_DATA),
    ]
    cells = [(span(Look.INDICATOR, code, code=code), content) for code, content in rows]
    found = indicators_of([make_table("T", [Column("A"), Column("B")], cells)])
    assert set(found["indicators"]) == {"known", "beside"}
    assert set(found["silent"]) == {"silent", "based", "drafted", "empty"}
