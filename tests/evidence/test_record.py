"""A copy of a row or of the evidence is what the file would say, never what was worked out before."""

import copy
import pickle
from dataclasses import replace
from datetime import date
from functools import cached_property
from importlib import import_module
from inspect import getmembers, isclass
from pathlib import Path

import pytest
from pydantic import BaseModel

import bvte
from bvte.evidence.load import FILES, REPORTING, load
from bvte.evidence.problem import EvidenceError
from bvte.evidence.record import Recomputed, Record

KINDS = [*FILES, *REPORTING, "indicators"]
WAYS = {
    "model_copy": lambda row, **changes: row.model_copy(update=changes),
    "deep": lambda row, **changes: row.model_copy(update=changes, deep=True),
    "pydantic 1": lambda row, **changes: row.copy(update=changes),
    "replace": lambda row, **changes: row.__replace__(**changes),
}
SAME = {"copy": copy.copy, "deepcopy": copy.deepcopy, "pickle": lambda thing: pickle.loads(pickle.dumps(thing))}


def classes():
    """Every class of the package."""
    root = Path(bvte.__file__).parent
    names = (".".join(path.relative_to(root).with_suffix("").parts) for path in root.rglob("*.py"))
    modules = (import_module(f"bvte.{name}") for name in sorted(names) if "__init__" not in name)
    found = {kind for module in modules for _, kind in getmembers(module, isclass)}
    own = (kind for kind in found if kind.__module__.startswith("bvte."))
    return sorted(own, key=lambda kind: kind.__qualname__)


def test_every_class_that_keeps_what_it_worked_out_forgets_it_in_a_copy():
    # A method takes numbers and declares nothing; its room may not know a record.
    there = (kind for kind in classes() if not kind.__module__.startswith("bvte.methods."))
    keeping = [k for k in there if any(isinstance(v, cached_property) for v in vars(k).values())]
    assert len(keeping) > 5
    assert [kind for kind in keeping if not issubclass(kind, Record | Recomputed)] == []


def test_every_declared_thing_is_checked_when_it_is_copied():
    assert [kind for kind in classes() if issubclass(kind, BaseModel) and not issubclass(kind, Record)] == []


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_with_another_cell_is_the_row_that_the_file_would_give(write, way):
    row = load(write()).observations["o2"]
    assert (row.interval.mid, row.period.year) == (78, 2020)
    cells = (("value", "41.5"), ("end", "2021"))
    wanted = load(write(*(("observations.csv", "o2", *cell) for cell in cells)))
    changed = WAYS[way](row, **dict(cells))
    assert changed == wanted.observations["o2"]
    assert changed.interval == wanted.observations["o2"].interval
    assert changed.period == wanted.observations["o2"].period
    assert row.interval.mid == 78


@pytest.mark.parametrize("way", SAME)
@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_of_any_row_is_equal_and_has_nothing_kept(write, kind, way):
    for row in getattr(load(write()), kind).values():
        for name in ("period", "interval"):
            getattr(row, name, None)
        found = SAME[way](row)
        assert found == row and set(vars(found)) == set(type(row).model_fields)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"comparator": "≈"}, "o2.comparator: not_a_value (≈; allowed: =, <"),
        ({"valeu": 3}, "nearest: value"),
        ({"value": "much"}, "o2.value: not_a_value (much"),
        ({"value": float("nan")}, "o2.value: not_a_value (nan"),
        ({"end": "2019"}, "o2.end: not_a_value (2019; allowed: >= 2020"),
        ({"start": 2020}, "o2.start: not_a_value (2020"),
        ({"unit": "precent"}, "nearest: percent"),
    ],
)
def test_a_copy_with_a_wrong_cell_is_refused_with_what_would_be_right(write, way, changes, said):
    row = load(write()).observations["o2"]
    with pytest.raises(EvidenceError) as refused:
        WAYS[way](row, **changes)
    assert said in str(refused.value)
    assert refused.value.problems[0].line == row.line


def test_a_deep_copy_of_what_holds_others_shares_no_container():
    from bvte.evidence.national import Form, FormRow

    name = {"vi": "Hàng", "en": "Row"}
    row = FormRow(indicator="a", name=name, unit="cases", cells={"x": "y"})
    form = Form(name=name, rows=(row,), columns={"x": name})
    found = copy.deepcopy(form)
    assert found == form
    found.columns.clear()
    found.rows[0].cells.clear()
    assert form.columns and row.cells


def test_a_list_of_codes_is_copied_as_it_is(write):
    row = load(write()).breaks["law"]
    assert row.model_copy().indicators == ("helped", "cases")
    assert row.model_copy(update={"indicators": "helped"}).indicators == ("helped",)


@pytest.mark.parametrize("way", SAME)
def test_a_copy_of_the_evidence_works_out_its_year_and_its_areas_anew(write, way):
    known = load(write())
    assert (known.year, known.province.code, known.area("P").code) == (2024, "P", "P")
    found = SAME[way](known)
    assert {"year", "province", "_states"}.isdisjoint(vars(found))
    assert (found.year, found.province, found.area("P")) == (known.year, known.province, known.area("P"))


def test_evidence_with_other_rows_has_their_year_and_their_areas(write):
    known = load(write())
    assert (known.year, known.area("P").name_en) == (2024, "Province P")
    old = {code: row for code, row in known.observations.items() if row.period.year < 2024}
    renamed = {key: row.model_copy(update={"name_en": "Other"}) for key, row in known.areas.items()}
    found = replace(known, observations=old, areas=renamed)
    assert (found.year, found.area("P").name_en, found.province.name_en) == (2020, "Other", "Other")


def test_evidence_cut_at_a_year_is_not_opened_again_by_a_later_one(write):
    known = load(write())
    early, late = date(2020, 12, 31), date(2024, 12, 31)
    found = known.seen_from(early).seen_from(late), known.seen_from(late).seen_from(early)
    assert [(cut.year, cut.day) for cut in found] == [(2020, early)] * 2


def test_leaving_a_source_out_moves_no_day(write):
    # What was due before the newest figure stays due, whoever published that figure.
    known = load(write())
    assert known.without("s2").year == known.year == 2024
    assert known.without("s1").without("s2").year == 2024
