"""What all reports of a folder together tell of a withheld count: nothing, and where hiding fails it is found."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bvte.evidence.reporting import EditionRow
from bvte.judgement import baselines, protection
from bvte.judgement.told_again import told_anywhere
from bvte.presentation.problems import problem_line
from bvte.publishing import commands

from .province import make
from .test_protection import AREAS, CARDS, B, G, V, figures

BY_SEX = (V, 32), (B, 2), (G, 30)
BY_DISTRICT = (V, 32), (V, 2, "2020", "2020", "D1"), (V, 30, "2020", "2020", "D2")


@pytest.fixture
def given(province):
    return lambda *lines, **tables: province(cards=CARDS, areas=AREAS, observations=figures(*lines), **tables)


@pytest.fixture
def small_alone(monkeypatch):
    """Where hiding failed: the small counts alone are left out."""
    monkeypatch.setattr(protection, "_hidden_cells", lambda cells, sums: {*cells["place"][cells["is_small"]]} - {None})


@pytest.mark.parametrize("lines", [BY_SEX, BY_DISTRICT])
def test_what_is_protected_is_told_by_no_report(given, lines):
    assert told_anywhere(given(*lines)) == []


@pytest.mark.parametrize(("lines", "indicator", "area"), [(BY_SEX, B, "P1"), (BY_DISTRICT, V, "D1")])
def test_a_count_that_the_figures_of_other_reports_leave_is_found(given, small_alone, lines, indicator, area):
    """The page of a district and that of the province, the evaluation and the yearly report are read together."""
    (told,) = told_anywhere(given(*lines))
    assert (told.place.indicator, told.place.area, told.low, told.high) == (indicator, area, 2, 2)


def test_a_baseline_that_prints_what_is_withheld_is_found(given, monkeypatch):
    table = f"indicator, condition, value, due_year, baseline_value, baseline_year\n{G}, at_most, 9, 2020, 2, 2015"
    evidence = given((V, 32, "2015", "2015"), (G, 2, "2015", "2015"), targets=table)
    assert told_anywhere(evidence) == []
    monkeypatch.setattr(baselines, "hides_baseline", lambda evidence, target: False)
    assert {(told.place.indicator, told.low, told.high) for told in told_anywhere(evidence)} >= {(G, 2, 2)}


def test_an_edition_that_was_sent_is_read_too(given, small_alone):
    """Of 32 victims 30 girls: only last year's edition says so."""
    evidence = given((V, 32), (B, 2))
    assert told_anywhere(evidence) == []
    figure = {"start": "2020-01-01", "end": "2020-12-31", "comparator": "=", "unit": "children"}
    row = EditionRow(id=f"{G}@2020", indicator=G, value=30, **figure)
    sent = replace(evidence, editions={2020: {row.id: row}})
    assert [(told.place.indicator, told.high) for told in told_anywhere(sent)] == [(B, 2)]


def test_where_a_count_is_told_no_report_is_made_and_it_is_said_which(tmp_path, small_alone, monkeypatch, capsys):
    (tmp_path / "data").mkdir()
    make(tmp_path / "data", cards=CARDS, areas=AREAS, observations=figures(*BY_SEX))
    monkeypatch.setattr(commands, "project_root", lambda: tmp_path)
    monkeypatch.setattr(commands, "_make_reports", lambda *given: pytest.fail("a report was made"))
    report = SimpleNamespace(values={"data": str(tmp_path / "data")})
    assert commands.run_build([report], (), force=True) == 1
    said = capsys.readouterr().err
    assert B in said and "từ 2 đến 2" in said
    (problem,) = commands._told_anywhere([report])
    assert problem_line(problem) in said
