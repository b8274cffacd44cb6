"""What an office sent: kept whole or not at all, listed, taken back, told apart; figures here are made up."""

import csv
import os
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import yaml

from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import load
from bvte.evidence.problem import Problem
from bvte.intake.keeping import Reading, Refused, Taken, keep_reading, list_intakes, record_problems, undo_intake
from bvte.judgement.conflicts import conflicts
from bvte.judgement.estimates import estimates_of
from bvte.publishing.commands import folder_problems
from bvte.publishing.inputs import rows_of as rows_of_folder

DAY = date(2026, 1, 31)
RATE = {"indicator": "special_circumstances_rate", "area": "11", "unit": "percent", "statistic": "level"}


def cell(where, value="3.1", year=2022, sheet="Biểu 1", **fields):
    known = RATE | {"start": str(year), "end": str(year), "comparator": "=", "value": value} | fields
    return Taken(sheet, where, value, known)


def reading(*taken, refused=(), office="so_yte", **more):
    return Reading("report", office, "", taken, refused, **more)


@pytest.fixture
def sent(tmp_path):
    """A function that writes a workbook of an office and returns its path."""

    def write(name="báo cáo.xlsx", seen="3,1"):
        book = openpyxl.Workbook()
        book.active.title = "Biểu 1"
        book.active["D5"], book.active["A5"] = seen, "Tỷ lệ"
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def bytes_below(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_kept_cell_is_an_observation_with_its_file_and_cell(folder, sent):
    kept = keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)
    (row,) = rows_of(kept.folder / "observations.csv")
    (place,) = rows_of(kept.folder / "cells.csv")
    (source,) = rows_of(kept.folder / "sources.csv")
    assert row["id"] == place["id"] and row["id"].startswith(row["source"] + "_") and row["source"] == source["id"]
    assert (place["sheet"], place["cell"], place["seen"]) == ("Biểu 1", "D5", "3.1")
    assert source["kind"] == "office" and source["title"] == "Sở Y tế, báo cáo.xlsx (Biểu 1: D5)"
    assert kept.folder.name == f"report-{row['source'].removeprefix('in_')}" and not only_errors(check_folder(folder))


def test_what_an_office_reports_is_told_apart_and_counts(folder, sent):
    before = estimates_of(load(folder), RATE["indicator"], "11")
    keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)
    new = [r for r in estimates_of(load(folder), RATE["indicator"], "11") if r not in before]
    assert [(r.strength, str(r.value), r.is_published, r.is_firm) for r in new] == [("reported", "3.1", False, False)]


def test_a_published_figure_stands_first_and_an_equal_one_corroborates(folder, sent):
    known = next(r for r in estimates_of(load(folder), RATE["indicator"], "11") if r.strength == "published")
    same = cell("D5", str(known.value), known.year, definition=known.definition or "")
    keep_reading(sent(), reading(same), folder, DAY)
    found = [r for r in estimates_of(load(folder), RATE["indicator"], "11") if set(known.rows) <= set(r.rows)]
    assert [(r.strength, len(r.sources)) for r in found] == [("published", len(known.sources) + 1)]


def test_a_figure_against_a_published_one_is_a_conflict_and_no_error(folder, sent):
    known = next(r for r in estimates_of(load(folder), RATE["indicator"], "11") if r.strength == "published")
    other = cell("D5", str(known.value + 3), known.year, definition=known.definition or "")
    kept = keep_reading(sent(), reading(other), folder, DAY)
    evidence = load(folder)
    mine = {row for r in conflicts(evidence, "11", [RATE["indicator"]]) for e in r.estimates for row in e.rows}
    assert kept.taken and not only_errors(check_folder(folder))
    assert any(code.startswith("in_") for code in mine) and known.rows[0] in mine


def test_the_same_file_again_changes_nothing(folder, sent):
    path = sent()
    keep_reading(path, reading(cell("D5", "3.1", 2022)), folder, DAY)
    before = bytes_below(folder)
    renamed = path.with_name("bản sao.xlsx")
    shutil.copy(path, renamed)
    again = keep_reading(renamed, reading(cell("D5", "3.1", 2022)), folder, date(2026, 2, 1))
    assert again.again and bytes_below(folder) == before


def test_two_files_stand_beside_each_other(folder, sent):
    first = keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)
    second = keep_reading(sent("xã.xlsx", "3,4"), reading(cell("D5", "3.4", 2023), office="UBND xã Thử"), folder, DAY)
    found = {row.id: row.source for row in load(folder).observations.values() if row.id.startswith("in_")}
    assert len(found) == len(set(found.values())) == 2
    assert [one.id for one in list_intakes(folder)] == sorted((first.id, second.id))
    assert {(one.office, one.taken, one.refused, one.received_on) for one in list_intakes(folder)} == {
        ("so_yte", 1, 0, DAY),
        ("UBND xã Thử", 1, 0, DAY),
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"unit": "children"}, "unit_not_of_card"),
        ({"value": "130"}, "share_above_100"),
        ({"area": "99999"}, "unknown_code"),
        ({"indicator": "special_circumstances_rat"}, "unknown_code"),
        ({"start": "2031", "end": "2031"}, "in_the_future"),
        ({"value": "ba phẩy một"}, "not_a_value"),
        ({"comparator": "~"}, "about_without_step"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_refused_at_its_place(folder, sent, change, code):
    good, bad = cell("D5", "3.1", 2022), cell("D6", year=2023, **{"value": "3.2"} | change)
    kept = keep_reading(sent(), reading(good, bad), folder, DAY, lambda problem: problem.code)
    assert kept.taken == (good,)
    (refused,) = kept.refused
    assert (refused.cell, refused.problem.code, refused.problem.column) == ("D6", code, "D6")
    assert refused.problem.file == "báo cáo.xlsx [Biểu 1]"
    assert not only_errors(check_folder(folder)) and len(rows_of(kept.folder / "observations.csv")) == 1


def test_two_cells_of_one_key_are_one_figure(folder, sent):
    kept = keep_reading(sent(), reading(cell("D5", "3.1", 2022), cell("E9", "3.1", 2022)), folder, DAY)
    assert len(kept.taken) == 1 and [r.problem.code for r in kept.refused] == ["duplicate_row"]


def test_the_copy_has_each_reason_beside_its_row(folder, sent):
    problem = Problem("not_a_number", "báo cáo.xlsx [Biểu 1]", None, "D5", "ba phẩy một")
    refused = Refused("Biểu 1", "D5", "ba phẩy một", problem)
    kept = keep_reading(sent(seen="ba phẩy một"), reading(refused=(refused,)), folder, DAY, lambda p: f"vì {p.code}")
    sheet = openpyxl.load_workbook(kept.refused_file)["Biểu 1"]
    assert (sheet["A5"].value, sheet["D5"].value, sheet["E5"].value) == ("Tỷ lệ", "ba phẩy một", "D5: vì not_a_number")
    assert sheet["D5"].fill.fgColor.rgb != sheet["A5"].fill.fgColor.rgb
    assert not rows_of(kept.folder / "observations.csv") and not only_errors(check_folder(folder))


def test_the_copy_of_a_table_holds_no_live_formula(folder, tmp_path):
    path = tmp_path / "bảng.csv"
    path.write_text("tên,số\n=1+1,x\n-5,7\n", encoding="utf-8")
    refused = Refused("", "B2", "x", Problem("not_a_number", path.name, 2, "B2", "x"))
    kept = keep_reading(path, reading(refused=(refused,)), folder, DAY, lambda p: "=lý do")
    text = kept.refused_file.read_text(encoding="utf-8-sig").splitlines()
    assert text[1:] == ["'=1+1,x,B2: =lý do", "-5,7,"]


def test_an_intake_is_taken_back_and_not_deleted(folder, sent):
    before = load(folder)
    kept = keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)
    inside = bytes_below(kept.folder)
    moved = undo_intake(folder, kept.id)
    assert load(folder).observations == before.observations and list_intakes(folder) == []
    assert bytes_below(moved) == inside and moved.parent.name == "undone"
    again = keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)
    assert not again.again and undo_intake(folder, again.id) != moved
    with pytest.raises(KeyError):
        undo_intake(folder, kept.id)


@pytest.mark.parametrize(
    "harm", ["sheets: 5", "sheets: {a: 5}", "file: [1]", "received_on: soon", "[]", "office: {a: b}"]
)
def test_a_record_of_another_shape_stops_no_list(folder, sent, harm):
    other = keep_reading(sent("b.xlsx", "x"), reading(cell("D6", "3.2", 2021)), folder, DAY)
    kept = keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)
    path = kept.folder / "intake.yml"
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    changed = yaml.safe_load(harm)
    path.write_text(yaml.safe_dump(facts | changed if isinstance(changed, dict) else changed), encoding="utf-8")
    assert [one.id for one in list_intakes(folder)] == [other.id]
    assert undo_intake(folder, kept.id).exists()


class Killed(BaseException):
    """The process is gone: nothing of it is caught."""


@pytest.mark.parametrize(
    ("step", "number"),
    [("mkdir", 1), ("mkdir", 2), ("open", 1), ("open", 4), ("fsync", 2), ("fsync", 4), ("rename", 1)],
)
def test_killed_at_any_step_the_next_run_gives_the_bytes_of_an_undisturbed_one(
    folder, sent, tmp_path, monkeypatch, step, number
):
    path, whole = sent(), tmp_path / "whole"
    shutil.copytree(folder, whole)
    keep_reading(path, reading(cell("D5", "3.1", 2022)), whole, DAY)
    calls = []

    def dies(where, name):
        real = getattr(where, name)

        def call(*args, **kwargs):
            told = str(args[0])
            if "intakes" in told or name == "fsync":
                calls.append(told)
                if len(calls) == number:
                    raise Killed
            return real(*args, **kwargs)

        monkeypatch.setattr(where, name, call)

    dies(os if step == "fsync" else Path, step)
    monkeypatch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)  # a dead process tidies nothing
    with pytest.raises(Killed):
        keep_reading(path, reading(cell("D5", "3.1", 2022)), folder, DAY)
    monkeypatch.undo()
    assert not only_errors(check_folder(folder))
    keep_reading(path, reading(cell("D5", "3.1", 2022)), folder, DAY)
    assert bytes_below(folder) == bytes_below(whole)


def test_killed_while_it_is_taken_back_it_is_there_or_gone(folder, sent, monkeypatch):
    kept = keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)

    def dies(self, target):
        raise Killed

    monkeypatch.setattr(Path, "rename", dies)
    with pytest.raises(Killed):
        undo_intake(folder, kept.id)
    monkeypatch.undo()
    assert [one.id for one in list_intakes(folder)] == [kept.id]
    assert undo_intake(folder, kept.id).exists()


def test_the_name_of_a_person_in_a_refused_cell_is_not_kept(folder, sent):
    problem = Problem("person_named", "báo cáo.xlsx [Biểu 1]", None, "D5", "Nguyễn Văn A")
    refused = Refused("Biểu 1", "D5", "Nguyễn Văn A", problem)
    kept = keep_reading(
        sent(seen="Nguyễn Văn A"), reading(refused=(refused,)), folder, DAY, lambda p: f"{p.found}: tên"
    )
    cells = [str(cell.value) for row in openpyxl.load_workbook(kept.refused_file)["Biểu 1"] for cell in row]
    assert "D5: …: tên" in cells and not any("Nguyễn" in cell for cell in cells)


def test_the_name_of_a_person_in_the_name_of_a_file_is_not_kept(folder, sent):
    kept = keep_reading(sent("Báo cáo Nguyễn Văn A.xlsx"), reading(cell("D5", "3.1", 2022)), folder, DAY)
    assert not any("Nguyễn" in text.decode() for text in bytes_below(kept.folder).values())


def test_reports_become_stale_when_an_intake_comes_and_stand_again_when_it_goes(folder, sent):
    before = rows_of_folder(folder)
    kept = keep_reading(sent(), reading(cell("D5", "3.1", 2022)), folder, DAY)
    after = rows_of_folder(folder)
    assert {*after} - {*before} == {f"intakes/{kept.id}/{name}.csv" for name in ("observations", "sources")}
    undo_intake(folder, kept.id)
    assert rows_of_folder(folder) == before


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"received_on": "hôm qua"}, "received_on"),
        ({"sheets": 3}, "sheets"),
        ({"sheets": {"Biểu 1": {"taken": "nhiều"}}}, "sheets.Biểu 1.taken"),
        ({"kind": None}, "kind"),
    ],
)
def test_a_record_of_another_shape_is_told_with_its_entry(folder, sent, wrong, column):
    kept = keep_reading(sent(), reading(cell("D5")), folder, DAY)
    assert record_problems(folder) == []
    path = kept.folder / "intake.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | wrong
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (told,) = record_problems(folder)
    assert (told.file, told.column) == (f"intakes/{kept.id}/intake.yml", column)
    assert told in folder_problems(str(folder))
