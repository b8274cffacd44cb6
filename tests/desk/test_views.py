"""What the desk shows, against the rows themselves; what is taken away carries its sources."""

import base64
import csv
import html
import io
import re

import pytest
from bs4 import BeautifulSoup

import bvte
from bvte.desk import panel, views
from bvte.evidence.disclosure_policy import SmallCounts
from bvte.evidence.language import activate
from bvte.judgement import protection

RATE, AREA = "special_circumstances_rate", "11"


def rows(table):
    return [[" ".join(cell.split()) for cell in row] for row in table.to_frame().values]


def published(evidence, indicator, area):
    return [o for o in evidence.observations.values() if (o.indicator, o.area) == (indicator, area)]


def test_the_series_is_that_of_the_rows_with_their_sources(evidence):
    activate("vi")
    shown = rows(bvte.series_table(evidence, "children_under16_count", AREA))
    assert len(shown) == len(published(evidence, "children_under16_count", AREA))
    assert ["2025, năm suy ra", "208.222 trẻ em", "Số công bố"] in [row[:3] for row in shown]
    titles = {source.title for source in evidence.sources.values()}
    assert all(any(title in row[3] for title in titles) for row in shown)


def test_years_and_source_cut_the_series(evidence):
    activate("en")
    everything = bvte.series_table(evidence, RATE, AREA).rows
    late = bvte.series_table(evidence, RATE, AREA, years=(2020, 2025)).rows
    assert 0 < len(late) < len(everything)
    one = bvte.series_table(evidence, RATE, AREA, source="seed_workshop_2020_12_29")
    assert [row[:2] for row in rows(one)] == [["2015", "4.4%"], ["2020", "below 3.8%"]]
    assert "no figure" in str(bvte.series_table(evidence, RATE, AREA, years=(1900, 1901)))


def test_each_method_has_a_column_or_the_chosen_one_alone(evidence):
    activate("vi")
    every = bvte.judgement_view(evidence, RATE, AREA)
    assert len(every.columns) == 3 + 4 + 1
    one = bvte.judgement_view(evidence, RATE, AREA, method="escap")
    assert [column.key for column in one.columns] == ["programme", "target", "judgement", "escap", "source"]
    own = [
        t for t in evidence.targets.values() if t.indicator == RATE and evidence.programmes[t.programme].area == AREA
    ]
    assert len(every.rows) == len(own) > 0


def test_without_the_source_that_it_rests_on_a_judgement_is_gone(evidence):
    activate("vi")
    table = bvte.sensitivity_view(evidence, RATE, AREA)
    named = [column.key for column in table.columns].index("t019")
    status = {row[0]: row[named] for row in rows(table)}
    assert status.pop("Dùng mọi nguồn") == "Chưa tìm thấy văn bản giao chỉ tiêu"
    assert len(status) == len({c for r in bvte.estimates_of(evidence, RATE, AREA) for c in r.sources})
    by_hand = bvte.judge(evidence.without("seed_workshop_2020_12_29"), "cpp_2016_2020_db").items[0].status
    seed = evidence.sources["seed_workshop_2020_12_29"].title
    assert next(v for k, v in status.items() if k.startswith(seed)) == bvte_word(by_hand)


def bvte_word(status):
    activate("vi")
    from bvte.presentation.texts import say

    return say(f"status.name.{status}")


def test_conflicts_stand_side_by_side_with_their_sources(evidence):
    activate("vi")
    (row,) = rows(bvte.conflict_view(evidence, RATE, AREA))
    assert row[:2] == ["dưới 3,8% (2020)", "1,85% (tính toán) (2020, năm suy ra)"]
    assert "nhanquyen.vietnam.vn" in row[3]


def test_a_small_count_is_withheld(evidence, monkeypatch):
    guarded = next(
        o
        for o in evidence.observations.values()
        if evidence.indicators[o.indicator].sensitivity == "small_counts" and o.unit in ("children", "cases")
    )
    activate("vi")
    asked = evidence, guarded.indicator, guarded.area
    assert len(bvte.series_table(*asked).rows) > 0
    monkeypatch.setattr(protection, "small_counts", lambda: SmallCounts((((), None, 10**9, 1),)))
    hidden = str(bvte.series_table(*asked))
    assert "không được nêu" in hidden and f"{guarded.value}" not in hidden


@pytest.fixture(scope="module", params=["vi", "en"])
def desk(request, evidence):
    activate(request.param)
    return panel.open_desk(evidence)


def test_every_line_of_code_makes_what_stands_above_it(desk, evidence):
    for place, made in zip(desk.shown, desk.views(), strict=True):
        thing = eval(made.code, {"bvte": bvte, "evidence": evidence})
        assert views._shown(thing) in place.value
        assert html.escape(made.code) in place.value


def test_a_file_that_is_saved_carries_its_sources_and_how_firm_it_is(desk, evidence):
    soup = BeautifulSoup("".join(place.value for place in desk.shown), "html.parser")
    saved = {link["download"]: base64.b64decode(link["href"].partition(",")[2]) for link in soup("a", download=True)}
    kinds = sorted(name.rpartition(".")[2] for name in saved)
    assert kinds.count("png") == kinds.count("svg") == 1 and kinds.count("csv") >= 2
    svg = next(content.decode() for name, content in saved.items() if name.endswith(".svg"))
    assert re.search(r"Nguồn:|Source", svg)
    table = next(content for name, content in saved.items() if name.startswith("series_table"))
    head, *body = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert len(head) == 4 and all(row[2] and row[3] for row in body) and body
    assert next(content for name, content in saved.items() if name.endswith(".png")).startswith(b"\x89PNG")


def test_every_control_has_a_label_and_changes_what_is_shown(evidence):
    activate("vi")
    desk = panel.open_desk(evidence)
    assert all(control.description for control in desk.controls.values())
    desk.controls["programme"].value = "cpp_2021_2025_db_draft"
    desk.controls["indicator"].value = RATE
    for name, chosen in (("first", 2020), ("source", "seed_workshop_2020_12_29"), ("method", "linear")):
        before = [place.value for place in desk.shown]
        desk.controls[name].value = chosen
        assert [place.value for place in desk.shown] != before, name
    before = [place.value for place in desk.shown]
    desk.controls["programme"].value = ""
    desk.controls["indicator"].value = "child_marriage_rate"
    desk.controls["area"].value = "03259"
    assert [place.value for place in desk.shown] != before
    assert ">64</data>%" in desk.shown[1].value


def test_a_figure_that_is_only_supposed_is_judged_and_marked(evidence):
    activate("vi")
    desk = panel.open_desk(evidence)
    desk.controls["programme"].value, desk.controls["indicator"].value = "cpp_2021_2025_db_draft", RATE
    published = [place.value for place in desk.shown]
    desk.what_if.value = "2025 = 3,1"
    assert desk.refused.value == "" and "3,1" in desk.shown[1].value and "3,1" not in published[1]
    asked = f'evidence.with_observation("{RATE}", "{AREA}", 2025, "= 3.1")'
    assert all(html.escape(asked) in place.value for place in desk.shown)
    known = evidence.with_observation(RATE, AREA, 2025, "= 3.1")
    assert views._shown(bvte.judgement_view(known, RATE, AREA)) in desk.shown[3].value
    desk.what_if.value = ""
    assert [place.value for place in desk.shown] == published


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("vi", "2020 = 3,9", (2020, "= 3.9")),
        ("vi", "2020<2.302", (2020, "< 2302")),
        ("vi", "2020 = 3.9", None),
        ("en", "2020 >= 3.9%", (2020, ">= 3.9")),
        ("en", "2020 ~ 2,302", (2020, "~ 2302")),
        ("en", "2020 = 3,9", None),
        ("en", "3.9", None),
    ],
)
def test_a_supposed_number_is_read_as_the_language_writes_it(language, typed, read):
    activate(language)
    assert views.read_supposed(typed) == read


@pytest.mark.parametrize("typed", ["2020 = 3.9", "năm nay", "2020 = 390"])
def test_a_supposed_figure_that_cannot_be_is_refused_with_its_reason(evidence, typed):
    activate("vi")
    desk = panel.open_desk(evidence)
    desk.controls["programme"].value, desk.controls["indicator"].value = "cpp_2021_2025_db_draft", RATE
    before = [place.value for place in desk.shown]
    desk.what_if.value = typed
    assert len(desk.refused.value) > 20 and [place.value for place in desk.shown] == before


def test_another_area_stands_in_the_chart_with_its_name(evidence):
    activate("vi")
    desk = panel.open_desk(evidence)
    desk.controls["programme"].value, desk.controls["indicator"].value = "cpp_2021_2025_db_draft", RATE
    assert "VN" in [code for _, code in desk.controls["beside"].options]
    desk.controls["beside"].value = "VN"
    chart = desk.views()[0].make(evidence)
    places = {" ".join(row[1].text.split()) for row in chart.numbers.rows}
    assert places == {"Tỉnh Điện Biên", "Việt Nam"} and "Việt Nam" in chart.svg


def test_a_choice_stays_where_the_new_programme_has_it_too(evidence):
    activate("en")
    desk = panel.open_desk(evidence)
    desk.controls["programme"].value = "cpp_2016_2020_db"
    desk.controls["indicator"].value = RATE
    desk.controls["programme"].value = "cpp_2021_2025_db_draft"
    assert desk.controls["indicator"].value == RATE
