import pickle

import pytest

from bvte.methods.undefined import Undefined


def test_it_carries_the_code_and_the_facts():
    error = Undefined("zero_base", base=0, year=2015)
    assert (error.code, error.facts) == ("zero_base", {"base": 0, "year": 2015})
    assert str(error) == "zero_base base=0 year=2015"


def test_callers_that_only_know_value_errors_still_stop():
    with pytest.raises(ValueError, match="same_year"):
        raise Undefined("same_year")


def test_facts_may_have_any_name():
    assert Undefined("beyond_limit", limit=100, value=105).facts["value"] == 105


def test_it_can_cross_a_process_border():
    # Reports are built in parallel processes; an exception that cannot be pickled hides the reason there.
    error = pickle.loads(pickle.dumps(Undefined("zero_base", base=0)))
    assert (error.code, error.facts) == ("zero_base", {"base": 0})
