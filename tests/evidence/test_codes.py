"""Codes that a person gives: read, or refused with the one that was meant."""

import pickle
from copy import deepcopy
from dataclasses import fields, replace

import pytest

from bvte.evidence.codes import Coded, CodeError, nearest_code
from bvte.evidence.collection import KINDS, Evidence

MEANT = {
    "what goes on as a whole word": ("phase", ["across_phases", "phase_one", "phases"], "phase_one"),
    "the shortest of several": ("cpp_2016", ["cpp_2016_2020_vn_b", "cpp_2016_2020_db"], "cpp_2016_2020_db"),
    "the first letters": ("metho", ["workshop", "method_gallery", "ethos"], "method_gallery"),
    "a slip of the pen": ("speical_rate", ["special_rate", "other"], "special_rate"),
    "a number is no beginning": ("11", ["110", "2011"], None),
    "nothing alike": ("xyz", ["abc_def", "ghi"], None),
    "nothing given": ("", ["abc"], None),
}


@pytest.mark.parametrize("case", MEANT)
def test_the_code_that_was_meant(case):
    given, known, meant = MEANT[case]
    assert nearest_code(given, known) == meant


def test_rows_by_code_refuse_one_that_is_none_and_stay_a_dict():
    rows = Coded("programme", {"plan_one": 1, "plan_two": 2})
    assert rows == {"plan_one": 1, "plan_two": 2} and rows.get("plan") is None and "plan" not in rows
    for copied in (rows, deepcopy(rows), pickle.loads(pickle.dumps(rows))):
        with pytest.raises(CodeError) as refused:
            copied["plan"]
        assert (refused.value.nearest, refused.value.name) == ("plan_one", "programme")
    with pytest.raises(KeyError):
        rows["x"]


def test_every_table_of_an_evidence_that_has_codes_refuses_so(dien_bien):
    assert KINDS.keys() <= {field.name for field in fields(Evidence)}
    for evidence in (dien_bien, replace(dien_bien, as_of=dien_bien.day), dien_bien.seen_from(dien_bien.day)):
        for table, kind in KINDS.items():
            code = next(iter(getattr(evidence, table)))
            with pytest.raises(CodeError) as refused:
                getattr(evidence, table)[f"{code}x"]
            assert refused.value.name == kind and refused.value.nearest is not None


def test_an_area_that_there_is_not_is_refused_with_the_nearest(dien_bien):
    name = next(a.code for a in dien_bien.areas.values() if not a.code.isdigit())
    with pytest.raises(CodeError) as refused:
        dien_bien.area(f"{name}x")
    assert refused.value.name == "area" and refused.value.found == f"{name}x"
