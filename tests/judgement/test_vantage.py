"""From which day a page sees, and how new its evidence is: by hand on a small province."""

import re
from datetime import date

import pytest

from bvte.judgement.vantage import page_dates, phase_day, phase_stage, seen, seen_in_workshop, workshop_date
from bvte.judgement.workshop import workshop

from .audited import tables

SOURCES = """
    id,    published_on
    a,     2020-12
    b,     2021-03-10
    other, 2023-06-01
    year,  2023"""
FIGURES = """
    rate, 2020, <, 3.8, a,
    help, 2020, =, 91, b,
    rate, 2022, =, 3.5, year,
    rate, 2023-05, =, 2.1, other, P2"""
AREAS = """
    code, name_vi, name_en
    P2,   Tỉnh Bạn, Neighbour"""


@pytest.fixture
def evidence(province):
    return with_figures(province, FIGURES)


def with_figures(province, figures):
    """The province with some rows of figures."""
    targets = "rate, next, below, 3.3, <, 3.8, 2020, 2025"
    sources = "\n".join(
        f"{line}, x, x, https://example.org"
        if "," in line and "id" not in line
        else f"{line}, title, publisher, address"
        if "id" in line
        else line
        for line in SOURCES.splitlines()
    )
    return province(**tables(targets, figures, sources=sources, areas=AREAS))


def test_a_phase_that_is_over_sees_from_its_end_and_one_that_runs_from_the_newest_day(evidence):
    assert phase_day(evidence, "plan") == date(2020, 12, 31)
    assert phase_day(evidence, "next") == evidence.day == date(2023, 6, 1)
    assert seen(evidence).day == date(2023, 6, 1)
    assert seen(evidence, "2022-02-01", "plan").day == date(2022, 2, 1)
    with pytest.raises(ValueError):
        seen(evidence, "tháng 12", "plan")


def test_a_workshop_sees_from_its_declared_day_else_from_the_last_on_which_its_draft_can_be_of(evidence, province):
    assert workshop_date(evidence, "next") == date(2020, 12, 31)
    programmes = tables("")["programmes"].replace("follows", "follows, set_on").rstrip()
    declared = province(**tables("", programmes=f"{programmes}, 2020-12-29"))
    assert workshop_date(declared, "next") == date(2020, 12, 29)


def test_a_pack_names_no_figure_of_after_its_day(evidence):
    pack = workshop(seen_in_workshop(evidence, "next"), "plan", "next")
    (choice,) = pack.choices
    assert choice.elsewhere == () and [r.year for r in choice.subject.estimates] == [2020]
    later = workshop(seen_in_workshop(evidence, "next", "2023-12-31"), "plan", "next")
    assert [r.area for r in later.choices[0].elsewhere] == ["P2"]


def test_the_dates_of_a_page_are_of_its_own_figures_and_of_all_that_it_cites(evidence):
    sources = ["a", "b", "other", "year"]
    found = page_dates(seen(evidence), "P1", sources)
    # The neighbour's figure is of a later time and says nothing of the province's; its source is cited all the same.
    assert (found.speaks_of.iso, found.printed.iso) == ("2022", "2023-06-01")
    assert page_dates(seen(evidence), "P1", ["a", "year"]).printed.iso == "2023"
    assert page_dates(seen(evidence), "P1", []).printed is None


def test_a_source_of_a_year_is_newer_than_a_day_of_that_year_where_its_figure_is(province):
    newer = with_figures(province, f"{FIGURES}\n    help, 2023-08, =, 92, year,")
    assert page_dates(seen(newer), "P1", ["other", "year"]).printed.iso == "2023"


def test_a_look_back_says_how_many_sources_were_printed_later(evidence):
    found = page_dates(seen(evidence, "", "plan"), "P1", ["a", "b", "other", "year"])
    assert (found.seen, found.speaks_of.iso, found.printed_later) == (date(2020, 12, 31), "2020", 3)


@pytest.mark.parametrize(
    ("programme", "day", "expected"),
    [
        ("plan", "2020-12-31", "over"),
        ("plan", "2020-12-30", "running"),
        ("next", "2020-12-29", "drafted"),
        ("next", "2024-01-01", "drafted"),
        ("next", "2025-12-31", "over"),
    ],
)
def test_a_programme_is_drafted_running_or_over_on_a_day(evidence, programme, day, expected):
    assert phase_stage(seen(evidence, day), evidence.programmes[programme]) == expected


def test_a_pack_has_its_draft_and_no_national_target_of_after_its_day(province):
    targets = """
        rate, next, below, 3.3, , , , 2025
        rate, far, below, 2, , , , 2030
        rate, plan, below, 4, , , , 2020"""
    programmes = tables("")["programmes"].replace("follows\n", "follows, set_on\n")
    programmes = programmes.replace("approved,", "approved, , 2021-01-07").rstrip() + ", 2020-12-29"
    # All three were printed in 2021, the draft a day after it was discussed.
    sources = "id, published_on, title, publisher, address\na, 2021-02-01, t, p, https://example.org"
    evidence = province(**tables(targets, programmes=programmes, sources=sources))
    known = seen_in_workshop(evidence, "next")
    assert {target.programme for target in known.targets.values()} == {"next", "plan"}
    late = seen_in_workshop(evidence, "next", "2021-01-07")
    assert {target.programme for target in late.targets.values()} == {"next", "plan", "far"}


def test_what_is_the_same_for_every_pack_and_every_year_names_no_year(project):
    for name in ("workshop", "criteria"):
        lines = (project / "data" / "national" / f"{name}.yml").read_text(encoding="utf-8").splitlines()
        # The law of 2016 is no event of a page's time: every target since then is set under it.
        texts = [line.replace("2016", "") for line in lines if not line.startswith("#")]
        dated = [line for line in texts if re.search(r"\b(19|20)\d\d\b", line)]
        assert not dated
