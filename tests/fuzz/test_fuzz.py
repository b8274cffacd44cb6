"""A sample of the changes of data (`python3 run.py fuzz` makes thousands), and whether the tool would see a fault."""

from datetime import date
from decimal import Decimal

import pytest

from .__main__ import Worker, changes, data_files, run
from .facts import says, unseen_changes
from .mutators import mutators_of

SEED, SAMPLE = 7, 12


def test_whatever_happens_to_a_file_is_told_or_plain_to_see():
    counts, faults = run(SEED, 0, SAMPLE)
    assert faults == [] and counts.total() == SAMPLE and {"refused", "harmless"} <= set(counts)


def test_the_same_seed_makes_the_same_changes_and_each_can_be_made_alone():
    found = list(changes(SEED, 0, 12))
    assert list(changes(SEED, 0, 12)) == found and list(changes(SEED, 7, 1)) == found[7:8]
    assert len({next(iter(files)) for _, _, files in found}) > 5


def test_every_kind_of_file_has_changes_of_its_content_its_bytes_and_its_name():
    kinds = {path.rpartition(".")[2] for path in data_files()}
    assert kinds == {"csv", "yml", "md"}
    for path in data_files():
        names = {mutator.__name__ for mutator in mutators_of(path)}
        assert {"flipped_byte", "another_name"} < names and len(names) > 14


PLACE = ("observations.csv", "o1")
BEFORE = {PLACE: {"value": Decimal("3.8"), "note": None}}
# What is read now, what the file plainly says, and whether that is one thing.
READ = [
    ({"value": Decimal("3.9"), "note": None}, {"value": "3.9", "note": ""}, True),
    ({"value": Decimal("39"), "note": None}, {"value": "3_9", "note": ""}, False),
    ({"value": Decimal("3.9"), "note": None}, {"value": "3,9", "note": ""}, False),
    ({"value": None, "note": None}, {"value": "3.8%", "note": ""}, False),
    ({"value": Decimal("3.8"), "note": "a"}, {"value": "3.8", "note": "a"}, True),
]


@pytest.mark.parametrize(("now", "plain", "plainly"), READ)
def test_a_value_that_is_not_what_stands_in_the_file_is_seen(now, plain, plainly):
    assert (list(unseen_changes(BEFORE, {PLACE: now}, {PLACE: plain})) == []) is plainly


def test_a_row_that_is_dropped_is_seen_and_one_that_is_deleted_is_plain():
    assert list(unseen_changes(BEFORE, {}, {PLACE: {"value": "3.8"}})) == [(*PLACE, "")]
    assert list(unseen_changes(BEFORE, {}, {})) == []


def test_texts_say_what_they_say():
    assert says("2025-07-01", date(2025, 7, 1)) and not says("01/07/2025", date(2025, 7, 1))
    assert says("", None) and says("a b", ("a", "b")) and not says("٣", Decimal(3))
    assert says({"vi": "x", "en": "y"}, {"vi": "x", "en": "y"}) and not says([0, 100], [0.0, 10.0])


def test_a_process_that_dies_or_never_ends_is_told(tmp_path, monkeypatch):
    worker = Worker(tmp_path)
    monkeypatch.setattr(worker, "start", lambda: None)
    worker.process.kill()
    assert worker.answer()[0] == "died"
    worker.stop()
