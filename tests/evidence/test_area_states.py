"""Provinces that became others: a row is of the area that had its code on its day."""

from dataclasses import replace
from datetime import date

import pytest

from bvte.evidence.check import check_folder
from bvte.evidence.language import speaking
from bvte.evidence.load import load
from bvte.evidence.merged import own_programmes, predecessors, provinces_on, successor
from bvte.evidence.next_phase import closing_programmes
from bvte.evidence.period import parse_period
from bvte.intake.area_names import AreaNames
from bvte.judgement.annual import annual
from bvte.judgement.coverage import outlived, requests
from bvte.judgement.estimates import Strength, estimates_of
from bvte.judgement.message import in_charge
from bvte.judgement.next_levels import Left
from bvte.judgement.next_phase import next_phase
from bvte.judgement.targets import judge
from bvte.judgement.vantage import Stage, phase_stage
from bvte.presentation.annual_page import annual_opening, annual_section
from bvte.presentation.document import Prose
from bvte.presentation.headline import phase_title, review_title
from bvte.presentation.newness import programme_status
from bvte.presentation.next_phase_page import next_phase_title
from bvte.presentation.numbers import labelled
from bvte.presentation.review_tables import age_table, programmes_of, request_table, silence, year_asked
from bvte.publishing.report import plan_reports

from .conftest import as_csv, complete, good_files, rows

# Two provinces that merged: the new one has the code of the first and the name of the second.
AREAS = """
code, valid_from, valid_to,   level,    parent, name_vi,   name_en
V,    2004-01-01, ,           country,  ,       Cả nước,   The country
P,    2004-01-01, 2025-06-30, province, V,      Tỉnh Bắc,  North Province
R,    2004-01-01, 2025-06-30, province, V,      Tỉnh Nam,  South Province
P,    2025-07-01, ,           province, V,      Tỉnh Nam,  South Province
D1,   2004-01-01, 2025-06-30, district, P,      Huyện Một, District 1
D2,   2004-01-01, 2025-06-30, district, R,      Huyện Hai, District 2
C1,   2004-01-01, 2025-06-30, commune,  D1,     Xã Cũ,     Commune 1
C2,   2025-07-01, ,           commune,  P,      Xã Mới,    Commune 2
"""
CHANGES = """
old_code, new_code, date,       decision,  weight, note
P,        P,        2025-07-01, 1/QH,      1.0,
R,        P,        2025-07-01, 1/QH,      1.0,
C1,       C2,       2025-07-01, 1/NQ-TEST, 1.0,
"""
MORE_PROGRAMMES = "r_2,Miền Nam,South,child_protection,province,R,2016,2025,,,closed,,,s1,\n"
NEW_PROGRAMME = "p_3,Mới,New,child_protection,province,P,2026,2030,,2025-12-01,approved,,,s1,\n"


@pytest.fixture
def merged(tmp_path):
    """A folder about two provinces and the one that they became."""
    files = good_files()
    files["areas.csv"] = as_csv(complete("areas", rows(AREAS)))
    files["area_changes.csv"] = as_csv(complete("area_changes", rows(CHANGES)))
    files["programmes.csv"] = in_order(files["programmes.csv"], MORE_PROGRAMMES + NEW_PROGRAMME)
    table = [line.split(",") for line in files["observations.csv"].splitlines()]
    head = table[0]
    for line in table:
        if line[0] == "o1":
            line[head.index("start")] = line[head.index("end")] = "2025"
    files["observations.csv"] = "\n".join(",".join(line) for line in table) + "\n"
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return load(tmp_path)


HEAD = "id,name_vi,name_en,kind,level,area,start,end,legal_document,set_on,status,follows,national,source,note"


def in_order(text, lines):
    """A table of programmes with further lines, whose columns stand in another order there."""
    head = text.splitlines()[0].split(",")
    given = [dict(zip(HEAD.split(","), line.split(","), strict=True)) for line in lines.splitlines()]
    return text + "".join(",".join(row[column] for column in head) + "\n" for row in given)


def test_the_folder_is_about_the_province_that_there_is_and_knows_what_it_was_made_of(merged):
    assert (merged.province.code, merged.province.name_vi) == ("P", "Tỉnh Nam")
    assert predecessors(merged, "P") == ["P-2004", "R"] and successor(merged, "R") == "P"


def test_one_name_of_two_provinces_is_told_apart_as_the_former(merged):
    names = {code: merged.area(code).name_vi for code in ("P", "P-2004", "R")}
    assert names == {"P": "Tỉnh Nam", "P-2004": "Tỉnh Bắc", "R": "Tỉnh Nam (cũ)"}
    assert merged.area("R").name_en == "South Province (former)"


def test_a_row_is_of_the_area_that_had_the_code_on_its_day(merged):
    areas = {code: programme.area for code, programme in merged.programmes.items()}
    assert areas == {"cpp_1": "P-2004", "cpp_2": "P-2004", "r_2": "R", "p_3": "P"}
    # A figure of 2025 is of the area at the end of that year; those of 2020 are of the former one.
    assert {o.id: o.area for o in merged.observations.values()}["o1"] == "P"
    assert {o.id: o.area for o in merged.observations.values()}["o2"] == "P-2004"
    assert {p.area for p in merged.population.values()} == {"P-2004"}
    assert {a.code: a.parent for a in merged.areas.values() if a.level == "district"} == {"D1": "P-2004", "D2": "R"}
    assert merged.area("C2").parent == "P"


def test_no_series_joins_two_provinces_that_had_one_code(merged):
    assert [o.id for o in merged.observations_of("helped", "P")] == ["o1"]
    assert [o.id for o in merged.observations_of("helped", "P-2004")] == ["o2"]


@pytest.mark.parametrize(("day", "codes"), [(date(2024, 12, 31), ["P-2004", "R"]), (date(2025, 12, 31), ["P"])])
def test_the_provinces_of_a_day_are_those_that_there_were(merged, day, codes):
    assert [area.code for area in provinces_on(merged, day)] == codes


def test_programmes_of_predecessors_are_the_folders_own_and_get_their_reports(merged):
    assert own_programmes(merged) == ["cpp_1", "cpp_2", "r_2", "p_3"]
    planned = [r for r in plan_reports(merged, str(merged.folder)) if r.values["language"] == "vi"]
    evaluated = {r.values["programme"]: r.place for r in planned if r.notebook == "phase_evaluation"}
    assert evaluated["cpp_2"] == "Tỉnh Bắc" and evaluated["r_2"] == "Tỉnh Nam (cũ)"
    yearly = {(r.values["year"], r.values["area"]) for r in planned if r.notebook == "annual_report"}
    assert yearly == {(2023, "P-2004"), (2023, "R"), (2024, "P-2004"), (2024, "R")}
    reviewed = {r.values["area"] for r in planned if r.notebook == "evidence_review"}
    assert reviewed == {"P", "P-2004", "R"}
    names = [r.path for r in planned]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "when", "code"), [("Tỉnh Nam", "2020", "R"), ("P", "2020", "P-2004"), ("P", "2026", "P")]
)
def test_a_table_names_the_province_that_there_was(merged, text, when, code):
    assert AreaNames(merged).find(text, parse_period(when, when)).code == code


def with_figure(merged, code, area, **cells):
    """The evidence with one more printed count of cases of 2018."""
    known = merged.observations["o3"]
    given = {"id": code, "area": area, "start": "2018", "end": "2018", "value": "30", **cells}
    row = known.model_copy(update=given)
    return replace(merged, observations=merged.observations | {code: row})


def sums(evidence):
    """What the present province has of cases in 2018: (value, strength, rows)."""
    known = estimates_of(evidence, "cases", "P")
    return [(int(r.value), r.strength, r.rows) for r in known if r.period.year == 2018]


def test_counts_of_all_predecessors_add_up_for_the_land_that_the_province_has_now(merged):
    both = with_figure(with_figure(merged, "x1", "P-2004"), "x2", "R", value="12")
    assert sums(both) == [(42, Strength.DERIVED, ("x1", "x2"))]
    (shown,) = [r for r in estimates_of(both, "cases", "P") if r.period.year == 2018]
    assert "cộng từ cả 2 tỉnh trước khi sáp nhập" in labelled(shown)


APART = {
    "of one of them alone": {},
    "of another time": {"start": "2018-01", "end": "2018-06"},
    "a bound": {"comparator": ">"},
    "by another definition": {"definition": "wide"},
}


@pytest.mark.parametrize("cells", APART.values(), ids=APART)
def test_what_is_not_the_same_count_of_all_is_not_added_up(merged, cells):
    one = with_figure(merged, "x1", "P-2004")
    assert sums(with_figure(one, "x2", "R", **cells) if cells else one) == []


def test_nothing_is_added_up_over_a_change_of_law(merged):
    law = merged.breaks["law"].model_copy(update={"effect": "not_comparable", "date": "2018-06-01"})
    both = with_figure(with_figure(merged, "x1", "P-2004"), "x2", "R", value="12")
    assert sums(replace(both, breaks={"law": law})) == []


BODIES = """
id,    valid_from, valid_to,   area, name_vi, name_en, above_vi, above_en, symbol, place_vi, place_en, to_vi, to_en
north, ,           2025-06-30, P,    Sở Bắc,  North,   UBND,     Council,  SB,     Bắc,      North,    A,     A
south, ,           2025-06-30, R,    Sở Nam,  South,   UBND,     Council,  SN,     Nam,      South,    A,     A
new,   2025-07-01, ,           P,    Sở Mới,  New,     UBND,     Council,  SM,     Nam,      South,    A,     A
""".replace("to_vi, to_en", "recipients_vi, recipients_en")


@pytest.fixture
def bodies(merged):
    """The folder with a body of each province."""
    (merged.folder / "agencies.csv").write_text(as_csv(complete("agencies", rows(BODIES))), encoding="utf-8")
    return merged.folder


def test_bodies_of_two_provinces_are_in_charge_on_the_same_days(bodies):
    assert not {"validity_overlaps", "report_without_agency"} & {p.code for p in check_folder(bodies)}
    evidence = load(bodies)
    senders = {place: annual(evidence, 2024, place).agency.id for place in ("P-2004", "R")}
    assert senders == {"P-2004": "north", "R": "south"} and annual(evidence, 2024).area == "P-2004"
    assert [in_charge(evidence, area, date(2024, 1, 1)).id for area in ("P-2004", "R", "D2")] == [
        "north",
        "south",
        "south",
    ]
    assert in_charge(evidence).id == "new"


def test_a_province_without_a_body_of_its_own_is_told(bodies):
    text = (bodies / "agencies.csv").read_text(encoding="utf-8")
    (bodies / "agencies.csv").write_text("".join(ln for ln in text.splitlines(True) if "south," not in ln), "utf-8")
    assert "report_without_agency" in {p.code for p in check_folder(bodies)}


def test_a_province_that_ended_is_not_asked_for_later_figures_and_its_programme_says_so(merged):
    target = merged.targets["t1"].model_copy(update={"id": "x", "programme": "r_2", "due_year": 2025})
    early = target.model_copy(update={"id": "y", "due_year": 2024})
    evidence = replace(merged, targets=merged.targets | {"x": target, "y": early})
    assert [(r.indicator, r.year) for r in requests(evidence, "R")] == [("helped", 2024)]
    assert [(r.year, last) for r, last in outlived(evidence, "R")] == [(2025, date(2025, 6, 30))]
    told = str(phase_title(judge(evidence, "r_2")).blocks)
    assert "Trong 2 mức đặt cho 1 chỉ tiêu, 1 đến hạn sau ngày đó" in told and "nay thuộc tỉnh Nam" in told
    assert "hoạt động đến hết ngày" not in str(phase_title(judge(evidence, "cpp_2")).blocks)


@pytest.fixture
def running(merged):
    """A plan of one of the former provinces that runs to 2030, its one target for 2025 and for 2030."""
    plan = merged.programmes["r_2"].model_copy(update={"status": "approved", "end": 2030})
    inside = plan.model_copy(update={"id": "d_2", "level": "district", "area": "D2"})
    early = merged.targets["t1"].model_copy(update={"id": "x", "programme": "r_2", "due_year": 2025})
    late = early.model_copy(update={"id": "y", "due_year": 2030})
    broken = merged.breaks["law"].model_copy(
        update={"id": "merger", "date": date(2025, 7, 1), "areas": ("P", "P-2004", "R"), "effect": "not_comparable"}
    )
    return replace(
        merged,
        programmes=merged.programmes | {"r_2": plan, "d_2": inside},
        targets=merged.targets | {"x": early, "y": late},
        breaks=merged.breaks | {"merger": broken},
    )


def test_a_plan_of_a_province_that_ended_does_not_run(running):
    plan = running.programmes["r_2"]
    with speaking("en"):
        assert programme_status(plan, running) == "approved; its area ended on 30 Jun 2025"
        here = plan.model_copy(update={"area": "P"})
        statuses = [programme_status(here.model_copy(update={"start": a, "end": b}), running) for a, b in YEARS]
    assert statuses == ["approved, over", "approved, running", "approved, begins in 2040"]
    assert phase_stage(running, plan) == Stage.OVER


YEARS = [(2016, 2020), (2016, 2090), (2040, 2045)]


def test_its_next_phase_begins_after_the_merger_and_carries_each_target_once_without_a_level(running):
    assert "r_2" in [p.id for p in closing_programmes(running)]
    assert "r_2" not in [p.id for p in closing_programmes(running.seen_from(date(2025, 6, 30)))]
    coming = next_phase(running, "r_2")
    assert coming.phase.start == running.year + 1
    (own,) = coming.own
    assert own.origin.id == "y" and own.level.left == Left.BREAK
    told = str(next_phase_title(coming).blocks)
    assert "Từ ngày 01/7/2025, tỉnh Nam (cũ) thuộc tỉnh Nam" in told


def test_no_page_of_one_former_province_names_a_district_of_another(running):
    named = {area: {p.id for p in programmes_of(running, area)} for area in ("P-2004", "R")}
    assert "d_2" in named["R"] and not named["P-2004"] & {"d_2", "r_2"}


def test_the_first_report_of_a_merged_province_names_what_its_parts_had_set(running, bodies):
    evidence = replace(running, agencies=load(bodies).agencies)
    report = annual(evidence, 2025)
    assert not report.findings
    with speaking("en"):
        opening, running_then = str(annual_opening(report).blocks), str(annual_section(report, "programmes"))
    assert "had set 1 target for 2025" in opening
    assert "was made on 1 Jul 2025 of" in running_then and "approved; its area ended on 30 Jun 2025" in running_then


def test_a_province_without_figures_is_asked_from_its_first_year_on_and_shows_no_empty_table(merged):
    early = merged.seen_from(date(2025, 8, 31))
    bare = replace(
        early, observations={}, population={}, programmes={k: p for k, p in early.programmes.items() if p.area != "P"}
    )
    assert year_asked(bare) == 2025
    assert isinstance(age_table(bare, "P"), Prose) and isinstance(request_table(bare, "P"), Prose)
    with speaking("en"):
        assert "No figure and no target of " in str(review_title(bare, "P").blocks)
        assert "No target of this area is known" in str(silence(bare, "P").blocks)
