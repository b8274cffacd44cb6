"""Targets as decisions word them: a first year, a list of areas, ages, in place of another, beyond the phase, with its
counts, or in words alone. Each has its sentence, and no verdict where none can be. All figures are made up."""

import pytest

import bvte
from bvte.evidence.check import check_folder
from bvte.evidence.language import speaking
from bvte.evidence.next_phase import with_next_phase
from bvte.judgement.finding import ReasonCode, Status
from bvte.judgement.target_terms import base_year
from bvte.judgement.targets import judge
from bvte.presentation.cells import due, target_with_year
from bvte.presentation.phrases import flat_text
from bvte.presentation.target_shapes import aims_table

from ..shown import flat

HEAD = "id, indicator, condition, value, unit, due_year, {columns}\n"
LEVEL = "t, rate, below, 4, percent, 2020, {cells}\n"


def made(province, columns, cells, figures="rate, 2020, 2020, 3.8", **tables):
    """A province with one target, below 4 % in 2020, that has further cells, and its figure."""
    observations = f"indicator, start, end, value\n{figures}\n"
    targets = HEAD.format(columns=columns) + LEVEL.format(cells=cells)
    return province(targets=targets, observations=observations, **tables)


def told(evidence, language):
    """The row of the target on the page, in a language."""
    with speaking(language):
        return flat(bvte.scorecard(judge(evidence, "plan")).rows[0])


SHAPES = {
    "first year": ("first_year", "2018", "áp dụng hằng năm từ năm 2018", "in every year from 2018 on"),
    "ages": (
        "ages, scope, scope_vi, scope_en", "5-17, older, người 5-17 tuổi, those of 5 to 17",
        "trẻ em 5–17 tuổi", "ages 5–17",
    ),
    "areas": (
        "areas, scope, scope_vi, scope_en", "P1, listed, xã trong danh sách, listed communes",
        "áp dụng cho 1 địa bàn trong danh sách: Tỉnh Thử", "for 1 area by list: Trial Province",
    ),
    "count": ("count, whole", "9, 220", "văn bản ghi 9 trên 220", "printed as 9 of 220"),
}  # fmt: skip


@pytest.mark.parametrize(("columns", "cells", "vi", "en"), SHAPES.values(), ids=SHAPES)
def test_each_shape_has_its_sentence_in_both_languages(province, columns, cells, vi, en):
    evidence = made(province, columns, cells)
    assert vi in told(evidence, "vi") and en in told(evidence, "en")
    assert not [p for p in check_folder(evidence.folder) if p.code == "target_incomplete"]


ENDED = """
    id,   name_vi,  name_en, start, end,  status
    plan, Kế hoạch, Plan,    2016,  2020, closed
"""
LATE = """
    id,   name_vi,  name_en, start, end,  status
    plan, Kế hoạch, Plan,    2016,  2025, closed
"""


@pytest.mark.parametrize("first", [2021, 2020, ""])
def test_a_figure_of_before_the_first_year_judges_nothing(province, first):
    targets = HEAD.format(columns="first_year") + f"t, rate, below, 4, percent, 2025, {first}\n"
    evidence = province(programmes=LATE, targets=targets, observations="indicator, start, value\nrate, 2020, 3.8\n")
    found = judge(evidence, "plan")["t"]
    assert (found.reasons[0].code == ReasonCode.BEFORE_FIRST_YEAR) == (first == 2021)
    assert found.status not in (Status.MET, Status.NOT_MET)
    assert ("The target holds from 2021 on" in told(evidence, "en")) == (first == 2021)


@pytest.mark.parametrize(
    ("first", "vi", "en"), [("", "2020", "2020"), (2018, "hằng năm 2018–2020", "every year 2018–2020")]
)
def test_where_a_target_stands_with_its_year_one_of_every_year_stands_with_all(province, first, vi, en):
    evidence = made(province, "first_year", str(first))
    for language, years in (("vi", vi), ("en", en)):
        with speaking(language):
            assert flat_text(due(evidence.targets["t"])) == years
            assert flat_text(target_with_year(evidence.targets["t"])).rstrip().endswith(years)


@pytest.mark.parametrize(("first", "of_next"), [("", None), (2018, 2021)])
def test_in_the_next_phase_what_holds_in_every_year_does_so_from_its_first(province, first, of_next):
    evidence = made(province, "first_year", str(first), programmes=ENDED, figures="rate, 2020, 2020, 3.8")
    assert with_next_phase(evidence, "plan").targets["after_t"].first_year == of_next


@pytest.mark.parametrize(("first", "base"), [("", 2015), (2019, 2018)])
def test_a_yearly_fall_is_counted_from_the_year_before_the_first(province, first, base):
    targets = HEAD.format(columns="first_year") + f"t, count, decrease_per_year, 2, percent_per_year, 2020, {first}\n"
    evidence = province(targets=targets)
    assert base_year(evidence, evidence.targets["t"]) == base


@pytest.mark.parametrize("definition", ["", "older"])
def test_of_a_part_by_ages_only_its_own_figures_judge(province, definition):
    columns, cells = "ages, scope, scope_vi, scope_en", "5-17, older, người 5-17 tuổi, those of 5 to 17"
    observations = f"indicator, start, end, value, definition\nrate, 2020, 2020, 3.8, {definition}\n"
    evidence = province(targets=HEAD.format(columns=columns) + LEVEL.format(cells=cells), observations=observations)
    assert (judge(evidence, "plan")["t"].status == Status.MET) == (definition == "older")


def test_a_target_that_another_took_the_place_of_is_shown_and_not_judged(province):
    targets = HEAD.format(columns="revises") + LEVEL.format(cells="") + "n, rate, below, 3, percent, 2020, t\n"
    evidence = province(targets=targets, observations="indicator, start, end, value\nrate, 2020, 2020, 3.8\n")
    old, new = (judge(evidence, "plan")[code] for code in ("t", "n"))
    assert (old.status, old.reasons[0].code) == (Status.NOT_ASSESSABLE, ReasonCode.TARGET_REVISED)
    assert new.status == Status.NOT_MET
    with speaking("en"):
        rows = [flat(row) for row in bvte.scorecard(judge(evidence, "plan")).rows]
    older, newer = sorted(rows, key=lambda row: "in place of" in row)
    assert "Replaced within the programme by: below 3% (2020)" in older and "in place of: below 4%" in newer


@pytest.mark.parametrize(("marked", "faulty"), [("yes", False), ("", True)])
def test_a_due_year_after_the_phase_must_be_called_an_orientation(province, marked, faulty):
    targets = HEAD.format(columns="orientation") + f"t, rate, below, 4, percent, 2030, {marked}\n"
    evidence = province(targets=targets, observations="indicator, start, end, value\nrate, 2020, 2020, 3.8\n")
    assert any(p.code == "target_incomplete" for p in check_folder(evidence.folder)) == faulty
    if not faulty:
        assert "orientation for 2030, after the programme ends" in told(evidence, "en")
        assert judge(evidence, "plan")["t"].status not in (Status.MET, Status.NOT_MET)


WRONG = {
    "ages without scope": ("ages", "5-17", "scope"),
    "areas without scope": ("areas", "P1", "scope"),
    "a first year after the due one": ("first_year", "2021", "first_year"),
    "a count without its whole": ("count", "141", "whole"),
    "more than the whole": ("count, whole", "241, 220", "count"),
    "counts that give another share": ("count, whole", "141, 220", "value"),
}


@pytest.mark.parametrize(("columns", "cells", "column"), WRONG.values(), ids=WRONG)
def test_check_tells_what_a_shape_lacks(province, columns, cells, column):
    found = check_folder(made(province, columns, cells).folder)
    assert [(p.code, p.column) for p in found if p.file == "targets.csv"] == [("target_incomplete", column)]


def test_one_target_takes_the_place_of_another(province):
    targets = HEAD.format(columns="revises") + LEVEL.format(cells="") + "n, rate, below, 3, percent, 2020, t\n"
    found = check_folder(province(targets=targets + "m, rate, below, 3.5, percent, 2020, t\n").folder)
    assert [(p.line, p.column, p.allowed) for p in found if p.file == "targets.csv"] == [(4, "revises", "!= t (n)")]


AIMS = """
    id, programme, indicator, gap,         number,     wording_vi,                    wording_en,     due_year, source
    a1, plan,      rate,      no_number,   Chỉ tiêu 8, Từng bước xóa bỏ tảo hôn,      ,               2020,     a
    a2, plan,      help,      no_due_year, ,           100% trẻ em được cứu trợ,      All are helped, ,         a
    a3, plan,      ,          each_unit,   ,           Mỗi năm 1-2 thôn ban hành quy ước, ,           ,         a
"""
WHY = {"vi": ("Không nêu con số", "Không nêu thời hạn", "từng đơn vị, từng năm"),
       "en": ("No number was set", "No year was set", "each unit and year")}  # fmt: skip


@pytest.mark.parametrize("language", WHY)
def test_what_was_set_in_words_stands_as_it_was_worded_with_what_is_missing(province, language):
    evidence = province(aims=AIMS)
    with speaking(language):
        table = aims_table(judge(evidence, "plan"))
        rows = [flat(row) for row in table.rows]
    assert "Chỉ tiêu 8: “Từng bước xóa bỏ tảo hôn”" in rows[0] and "2020" in rows[0]
    assert ("All are helped" in rows[1]) == (language == "en")
    assert all(why in row for why, row in zip(WHY[language], rows, strict=True))
    assert "a" in bvte.judge(evidence, "plan").evidence.sources and not judge(evidence, "plan").items


def test_an_aim_that_names_what_is_not_there_is_told(province):
    evidence = province(aims=AIMS.replace("a3, plan,", "a3, plam,"))
    assert [(p.file, p.column, p.found) for p in check_folder(evidence.folder) if p.code == "unknown_code"] == [
        ("aims.csv", "programme", "plam")
    ]
