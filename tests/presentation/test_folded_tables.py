"""Long tables of a page are a line that opens them; nothing of them is lost by that."""

import re

import pytest
from bs4 import BeautifulSoup

import bvte
from bvte.evidence.language import activate
from bvte.presentation.document import Column, Table, make_table
from bvte.presentation.html import html
from bvte.presentation.parts import folded_beyond
from bvte.presentation.review_tables import MOST_SHOWN, MOST_UNSURE

# What makes a table of an area, and the rows up to which it stands open.
LONG = {
    bvte.across_table: MOST_SHOWN,
    bvte.programme_table: MOST_SHOWN,
    bvte.request_table: MOST_SHOWN,
    bvte.orientation_table: MOST_UNSURE,
}


@pytest.fixture(scope="module", params=["dien-bien", "quang-tri"])
def evidence(request):
    activate("vi")
    return bvte.seen(bvte.load(request.param, language="vi"))


def areas_of(evidence):
    """The areas of programmes that have a figure, and so a page over all phases."""
    have = {row.area for row in evidence.observations.values()}
    return sorted(have & {programme.area for programme in evidence.programmes.values()})


def tables(evidence):
    """Each table with the rows up to which it stands open."""
    for area in areas_of(evidence):
        for make, most in LONG.items():
            made = make(evidence, area)
            if isinstance(made, Table):
                yield made, most


def test_a_table_is_folded_where_it_is_long_and_has_all_its_rows(evidence):
    folded = 0
    for table, most in tables(evidence):
        page = BeautifulSoup(html(table), "html.parser")
        details = page.select("details.folded")
        assert bool(details) == (len(table.rows) > most)
        assert len(page.select("tbody > tr")) == len(table.rows)
        for one in details:
            # Closed as the page is opened, and its line says how many rows there are.
            assert not one.has_attr("open") and one.find("table")
            assert int(re.match(r"\d+", one.summary.get_text())[0]) == len(table.rows)
            folded += 1
    assert folded


def test_the_line_over_all_phases_counts_what_its_rows_say(evidence):
    for area in areas_of(evidence):
        table = bvte.across_table(evidence, area)
        if not (isinstance(table, Table) and table.folded):
            continue
        moved = [row[[c.key for c in table.columns].index("moved")].text for row in table.rows]
        rose, fell = (sum(text.startswith(word) for text in moved) for word in ("tăng so với", "giảm so với"))
        # Of one year alone, beside which only the nation stands.
        alone = moved.count("–")
        told = re.findall(r"(\d+) (tăng|giảm|chưa|mới)", table.folded)
        counts = {"tăng": rose, "giảm": fell, "chưa": len(moved) - rose - fell - alone, "mới": alone}
        assert {word: int(n) for n, word in told} == {word: n for word, n in counts.items() if n}


def test_what_a_key_message_leads_to_stands_in_the_page(evidence):
    for area in areas_of(evidence):
        said = BeautifulSoup(html(bvte.across_title(evidence, area)), "html.parser")
        table = bvte.across_table(evidence, area)
        there = {f"#row-{row[0].code}" for row in table.rows} if isinstance(table, Table) else set()
        assert {a["href"] for a in said.select(".points > li > a[href^='#row-']")} <= there


@pytest.mark.parametrize(("most", "line"), [(1, "x"), (2, ""), (3, "")])
def test_as_many_rows_as_may_stand_open_do(most, line):
    table = make_table("T", [Column("C")], [("1",), ("2",)])
    assert folded_beyond(table, most, "x").folded == line
