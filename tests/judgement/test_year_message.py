"""What a yearly report says first, and what it drafts for its last chapters."""

import pytest

import bvte
from bvte.evidence.indicator import Direction
from bvte.judgement.year_drafts import good_results, shortfalls
from bvte.judgement.year_message import (
    MOST_MISSED,
    MOST_OF_CHILDREN,
    missed_targets,
    statements_of_year,
    statements_told,
    without_targets,
)

YEARS = (2020, 2024, 2025)


@pytest.mark.parametrize("year", YEARS)
def test_a_year_begins_with_how_many_children_there_are_and_then_what_harms_them(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    told = statements_of_year(report)
    counted = {form.rows[0].cells[0].indicator for form in report.forms.values() if form.form.areas_of}
    assert told[0].estimate.indicator in counted and len(told) <= MOST_OF_CHILDREN
    ways = [dien_bien.indicators[statement.estimate.indicator].better for statement in told]
    first_harm = ways.index(Direction.down) if Direction.down in ways else len(ways)
    assert all(way == Direction.down for way in ways[first_harm:])
    assert all(statement.estimate.year in (year, year - 1) for statement in told)


@pytest.mark.parametrize("year", YEARS)
def test_what_stood_before_is_older_and_a_part_is_no_more_than_its_whole(dien_bien, year):
    for statement in statements_of_year(bvte.annual(dien_bien, year)):
        own = statement.estimate
        assert statement.before is None or statement.before.period.last < own.period.first
        assert all(part.period == own.period and part.value <= own.value for part in statement.parts)


@pytest.mark.parametrize("year", YEARS)
def test_each_figure_of_the_message_has_its_grounds_once(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    told = [statement.estimate for statement in statements_told(report)]
    assert len(set(told)) == len(told) and {s.estimate for s in statements_of_year(report)} <= set(told)
    assert {own for own, _ in missed_targets(report)} <= set(told)


@pytest.mark.parametrize("year", YEARS)
def test_a_programme_in_force_without_targets_is_named(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    own = (p for p in dien_bien.programmes_of(report.area) if p.status == "approved" and p.start <= year <= p.end)
    with_targets = {target.programme for target in dien_bien.targets.values()}
    assert [p.id for p in without_targets(report)] == [p.id for p in own if p.id not in with_targets]


@pytest.mark.parametrize("year", YEARS)
def test_no_result_is_both_good_and_short_of_the_nation(dien_bien, year):
    report = bvte.annual(dien_bien, year)
    missed = dict(shortfalls(report))
    first = [own for own, _ in missed_targets(report)]
    assert {*first} <= missed.keys() and len(first) <= MOST_MISSED
    assert not {*first} & {statement.estimate for statement in statements_of_year(report)}
    assert not missed.keys() & set(good_results(report))
    assert all(target.due_year == own.year == year for own, target in missed.items())
    wanted = {"at_least": lambda own, asked: own < asked, "above": lambda own, asked: own <= asked}
    held = [(own, target) for own, target in missed.items() if target.condition in wanted]
    assert all(wanted[target.condition](own.value, target.value) for own, target in held)
