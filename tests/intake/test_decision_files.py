"""The record of a workshop is put in its place whole, or not: whatever is killed, nothing is lost."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from bvte.evidence.check import check, only_errors
from bvte.evidence.load import load
from bvte.intake.decision_files import keep_decisions, keep_rejected
from bvte.presentation.problems import problem_line

from .test_workshop import CHANGE, FIRST


class Killed(BaseException):
    """The process is gone; nothing that it would have done afterwards is done."""


def kill_at(monkeypatch, step):
    """Let the process die before the step of that number that changes a disk, of all that do; the count of steps."""
    steps = []

    def counted(real):
        def call(*arguments, **named):
            steps.append(real)
            if len(steps) > step:
                raise Killed
            return real(*arguments, **named)

        return call

    for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "open")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))
    return steps


@pytest.fixture
def two(read):
    """Two sheets of one day that say different things."""
    return read({FIRST: CHANGE}), read({FIRST: {"decision": "bỏ"}})


def state(folder):
    """The record of the day and the earlier ones, as texts."""
    place = folder / "workshops"
    earlier = sorted((place / "earlier").glob("*.csv"))
    path = place / "2025-12-29.csv"
    return path.read_text(encoding="utf-8") if path.exists() else None, [p.read_text(encoding="utf-8") for p in earlier]


@pytest.mark.parametrize("step", range(12))
def test_killed_at_any_step_nothing_is_lost_and_the_next_run_completes(two, folder, step):
    first, second = two
    keep_decisions(first, folder)
    old, _ = state(folder)
    with pytest.MonkeyPatch.context() as patch:
        steps = kill_at(patch, step)
        try:
            keep_decisions(second, folder, again=True)
        except Killed:
            assert len(steps) > step
    found, earlier = state(folder)
    assert (found == old and earlier in ([], [old])) or (found and found != old and earlier == [old])
    assert only_errors(check(load(folder, strict=False))) == []
    keep_decisions(second, folder, again=True)
    new, earlier = state(folder)
    assert (new != old, earlier) == (True, [old])
    assert list((folder / "workshops").glob("**/*.part")) == []


@pytest.mark.parametrize("step", range(6))
def test_killed_while_the_first_record_is_written_there_is_none_or_all_of_it(two, folder, step):
    with pytest.MonkeyPatch.context() as patch:
        kill_at(patch, step)
        with suppress(Killed):
            keep_decisions(two[0], folder)
    found, _ = state(folder)
    keep_decisions(two[0], folder)
    assert found in (None, state(folder)[0])


def test_the_steps_that_are_tried_are_all_there_are(two, folder):
    keep_decisions(two[0], folder)
    with pytest.MonkeyPatch.context() as patch:
        steps = kill_at(patch, 10**6)
        keep_decisions(two[1], folder, again=True)
        assert 4 < len(steps) <= 12


def test_the_same_record_twice_changes_nothing(two, folder):
    path = keep_decisions(two[0], folder)
    before = path.stat().st_mtime_ns, state(folder)
    assert keep_decisions(two[0], folder, again=True) == path
    assert (path.stat().st_mtime_ns, state(folder)) == before


def test_a_file_of_the_users_own_is_not_written_over(read, tmp_path):
    intake = read({FIRST: CHANGE | {"value": "khoảng 3"}})
    own = tmp_path / "phiếu ghi-rejected.csv"
    own.write_text("của tôi", encoding="utf-8")
    beside = keep_rejected(intake, tmp_path / "phiếu ghi.xlsx", problem_line)
    assert beside.name == "phiếu ghi-rejected-2.csv" and own.read_text(encoding="utf-8") == "của tôi"
    assert keep_rejected(intake, tmp_path / "phiếu ghi.xlsx", problem_line) == beside
    other = read({FIRST: CHANGE | {"value": "khoảng 4"}})
    assert keep_rejected(other, tmp_path / "phiếu ghi.xlsx", problem_line).name == "phiếu ghi-rejected-3.csv"


def test_words_that_begin_like_a_formula_come_back_as_they_were_written(read, folder):
    def words(sheet):
        for column, text in ((4, "- Mẫu số chưa rõ"), (5, "+ Hỏi lại")):
            sheet.cell(FIRST, column).value = text

    intake = read({FIRST: CHANGE}, change=words)
    path = keep_decisions(intake, folder)
    assert "'- Mẫu số chưa rõ,'+ Hỏi lại" in path.read_text(encoding="utf-8")
    (decision,) = load(folder).decisions[intake.day].values()
    assert (decision.reading, decision.doubt) == ("- Mẫu số chưa rõ", "+ Hỏi lại")
