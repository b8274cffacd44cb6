import pickle

import pandas as pd
import pytest

from bvte.methods.undefined import Undefined, refuse


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
    refuse(False, "zero_base", condition="below")
    refuse(pd.Series([False, False]), "zero_base")
    with pytest.raises(Undefined) as refusal:
        refuse(True, "no_target", condition="below")
    assert refusal.value.facts == {"condition": "below"}


def test_refuse_names_the_rows_of_a_column():
    with pytest.raises(Undefined) as refusal:
        refuse(pd.Series([False, True, True]), "zero_base", base="a column")
    assert refusal.value.facts == {"rows": [1, 2]}


def test_it_can_cross_a_process_border():
    # Reports are built in parallel processes; an exception that cannot be pickled hides the reason there.
    error = pickle.loads(pickle.dumps(Undefined("zero_base", base=0)))
    assert (error.code, error.facts) == ("zero_base", {"base": 0})
