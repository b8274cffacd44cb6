import pickle

import pandas as pd
import pytest

from bvte.methods.undefined import Undefined, float_array, refuse_if, refuse_missing


def test_it_carries_the_code_and_the_facts():
    error = Undefined("zero_base", base=0, year=2015)
    assert (error.code, error.facts) == ("zero_base", {"base": 0, "year": 2015})
    assert str(error) == "zero_base base=0 year=2015"


def test_callers_that_only_know_value_errors_still_stop():
    with pytest.raises(ValueError, match="same_year"):
        raise Undefined("same_year")


def test_facts_may_have_any_name():
    assert Undefined("unknown", code=1, condition=2).facts == {"code": 1, "condition": 2}


def test_refuse_acts_only_where_the_condition_holds():
    refuse_if(False, "zero_base", condition="below")
    refuse_if(pd.Series([False, False]), "zero_base")
    with pytest.raises(Undefined) as refusal:
        refuse_if(True, "no_target", condition="below")
    assert refusal.value.facts == {"condition": "below"}


def test_refuse_names_the_rows_of_a_column():
    with pytest.raises(Undefined) as refusal:
        refuse_if(pd.Series([False, True, True]), "zero_base", base="a column")
    assert refusal.value.facts == {"rows": [1, 2]}


def test_it_can_cross_a_process_border():
    # Reports are built in parallel processes; an exception that cannot be pickled hides the reason there.
    error = pickle.loads(pickle.dumps(Undefined("zero_base", base=0)))
    assert (error.code, error.facts) == ("zero_base", {"base": 0})


@pytest.mark.parametrize("nothing", [None, pd.NA, float("nan")])
def test_what_is_not_known_is_missing_in_every_form(nothing):
    assert pd.isna(float_array(nothing))
    assert float_array([1, nothing]).tolist()[0] == 1
    for values in ((nothing,), (1, [2, nothing])):
        with pytest.raises(Undefined, match="missing_value"):
            refuse_missing(*values)
    refuse_missing(1, [2, 3], pd.Series([4], dtype="Int64"))


@pytest.mark.parametrize(
    ("value", "code"), [("x", "not_a_number"), ({}, "not_a_number"), (float("inf"), "infinite_value")]
)
def test_what_is_no_number_is_named(value, code):
    for values in (value, [1, value]):
        with pytest.raises(Undefined, match=code):
            float_array(values)
