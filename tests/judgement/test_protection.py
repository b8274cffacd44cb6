"""Small counts of a protected form."""

from types import SimpleNamespace

import pytest

from bvte.judgement.protection import withheld


def count(value, strength="published", unit="children"):
    return value and SimpleNamespace(value=value, strength=strength, unit=unit)


def rows(*values, whole="all"):
    return [(SimpleNamespace(part_of=whole), [count(value)]) for value in values]


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ((50, 60, 70), set()),
        ((3, 60, 20), {0, 2}),
        ((3, 4, 20), {0, 1}),
        ((None, 4, 20), {1, 2}),
        ((3, None, None), {0}),
        ((5, 6, 7), set()),
    ],
)
def test_a_small_count_never_stands_alone_beside_its_total(values, hidden):
    assert withheld(rows(*values), 5) == {(place, 0) for place in hidden}


def test_counts_that_add_up_to_nothing_published_are_withheld_one_by_one():
    assert withheld(rows(3, 60, 20, whole=None), 5) == {(0, 0)}


def test_a_bound_or_another_unit_is_no_count_of_children():
    bound = (SimpleNamespace(part_of="all"), [count(3, strength="bound")])
    rate = (SimpleNamespace(part_of="all"), [count(3, unit="percent")])
    assert withheld([bound, rate], 5) == set()
