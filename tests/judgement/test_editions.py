"""What changed since an earlier edition of the yearly report."""

from dataclasses import replace

import pytest

from bvte.evidence.load import load
from bvte.judgement.annual import annual
from bvte.judgement.editions import earlier_edition, edition_changes, edition_histories, edition_rows
from bvte.publishing.commands import record_edition

from .yearly import YEARLY

PAST = ("corrected_figure", "withdrawn_figure", "late_figure")


@pytest.fixture
def evidence(province):
    """The small province with the edition of 2019 on record."""
    first = province(**YEARLY)
    record_edition(first, 2019)
    return load(first.folder)


def told(evidence, year=2020):
    return [(c.code, c.indicator) for c in edition_changes(annual(evidence, year))]


def with_row(evidence, figure, **cells):
    """The evidence with the figure of that value changed; without cells it is gone."""
    (code,) = [c for c, o in evidence.observations.items() if str(o.value) == figure]
    row = evidence.observations[code]
    rest = {c: o for c, o in evidence.observations.items() if c != code}
    if cells:
        rest[code] = type(row).model_validate(row.model_dump() | cells)
    return replace(evidence, observations=rest)


def test_a_recorded_edition_reads_back_as_it_was_made(evidence):
    made = edition_rows(annual(evidence, 2019))
    assert {c: r.model_dump(exclude={"line"}) for c, r in evidence.editions[2019].items()} == {
        c: r.model_dump(exclude={"line"}) for c, r in made.items()
    }


def test_an_edition_is_recorded_once(evidence):
    with pytest.raises(FileExistsError):
        record_edition(evidence, 2019)


def test_without_corrections_only_the_new_year_is_new(evidence):
    assert earlier_edition(annual(evidence, 2020)) == 2019
    found = told(evidence)
    assert {code for code, _ in found} == {"status_by_figure", "new_figure"}
    assert ("status_by_figure", "special_circumstances_rate") in found
    assert ("new_figure", "children_under16_count") in found


def test_the_first_edition_has_nothing_to_compare_with(evidence):
    assert (earlier_edition(annual(evidence, 2019)), told(evidence, 2019)) == (None, [])


def test_a_corrected_figure_of_the_earlier_year_is_told(evidence):
    found = told(with_row(evidence, "4.1", value="4.0"))
    assert found.count(("corrected_figure", "special_circumstances_rate")) == 2  # of the target and of the form


def test_a_figure_that_is_gone_and_one_that_came_late_are_told(evidence):
    assert ("withdrawn_figure", "special_circumstances_rate") in told(with_row(evidence, "4.1"))
    late = with_row(evidence, "400", start="2019", end="2019")
    assert ("late_figure", "special_circumstances_count") in told(late)


def test_each_target_and_figure_is_told_once_with_what_was_said_what_is_known_and_what_is_said(evidence):
    """A figure that came later stands beside what the earlier report said, and takes nothing back."""
    late = with_row(evidence, "400", start="2019", end="2019")
    found = edition_histories(annual(late, 2020))
    subjects = [(h.row.target, h.row.indicator) for h in found]
    assert len(set(subjects)) == len(subjects)
    changed = {(c.now or c.before).indicator for c in edition_changes(annual(late, 2020)) if c.now or c.before}
    assert {indicator for _, indicator in subjects} == changed
    (came,) = [h for h in found if h.row.indicator == "special_circumstances_count"]
    assert (came.said, came.again.value, came.codes[0]) == (None, 400, "late_figure")
    target = next(h for h in found if h.row.target)
    assert (target.said.value, target.again.value) == (target.said.value, target.said.value) != (None, None)


def test_a_changed_definition_and_source_are_told_apart_from_the_figure(evidence):
    found = {c for c, i in told(with_row(evidence, "4.1", definition="wide_2011"))}
    assert "changed_definition" in found and "corrected_figure" not in found
    found = {c for c, i in told(with_row(evidence, "4.1", source="b"))}
    assert "changed_source" in found and "corrected_figure" not in found


def test_a_file_that_an_office_sent_again_is_told_only_where_it_says_otherwise(province):
    """Its checksum names it, so that each of its figures has another source than before."""
    first = province(**YEARLY, sources="id, kind\na, office\nb, office\nc, press")
    record_edition(first, 2019)
    evidence = load(first.folder)
    assert not {c for c, _ in told(with_row(evidence, "4.1", source="b"))} & {"changed_source", *PAST}
    assert "corrected_figure" in {c for c, _ in told(with_row(evidence, "4.1", source="b", value="4.2"))}


def test_another_method_is_told(evidence):
    rows = {c: r.model_copy(update={"method": "linear"}) if r.target else r for c, r in evidence.editions[2019].items()}
    assert ("changed_method", "special_circumstances_rate") in told(replace(evidence, editions={2019: rows}))


def test_a_break_between_the_editions_is_told(province):
    first = province(**YEARLY, breaks="id, date, indicators\nlaw, 2020-03-01, special_circumstances_rate")
    record_edition(first, 2019)
    (change,) = [c for c in edition_changes(annual(load(first.folder), 2020)) if c.code == "changed_meaning"]
    assert change.facts == {"break": "law"}


def with_edition(evidence, year, known=None):
    """The evidence where the report of a year was sent, made from all or from what was known of it then."""
    return replace(evidence, editions={year: edition_rows(annual(known or evidence, year))})


def test_whatever_a_recorded_edition_would_say_otherwise_today_is_told_by_the_next_report(dien_bien):
    """An edition is never made again: what is known or judged otherwise since is a change with its reason."""
    year, following = sorted({row.year for row in dien_bien.annual_reports.values()})[-2:]
    fewer = dict(list(dien_bien.observations.items())[::2])
    sent = with_edition(dien_bien, year, replace(dien_bien, observations=fewer))
    again = edition_rows(annual(sent, year))
    plain = {code: row.model_dump(exclude={"line"}) for code, row in sent.editions[year].items()}
    now = {code: row.model_dump(exclude={"line"}) for code, row in again.items()}
    other = {code for code in {*plain, *now} if plain.get(code) != now.get(code)}
    told = {(c.before or c.now).id for c in edition_changes(annual(sent, following)) if c.before or c.now}
    assert other and other <= told


def test_a_target_gains_its_first_figure_late_and_may_lose_it(evidence):
    def past_of_targets(evidence):
        return [c.code for c in edition_changes(annual(evidence, 2020)) if c.target and c.code in PAST]

    without = with_row(evidence, "4.1")
    said = edition_rows(annual(without, 2019))
    assert past_of_targets(replace(evidence, editions={2019: said})) == ["late_figure"]
    assert past_of_targets(without) == ["withdrawn_figure"]


def test_a_target_that_the_edition_did_not_know_or_that_is_gone_is_told_without_any_figure(evidence):
    (code,) = [c for c, t in evidence.targets.items() if (t.indicator, t.programme) == ("inspections", "plan")]
    bare = {c: o for c, o in evidence.observations.items() if o.indicator != "inspections"}
    evidence = replace(evidence, observations=bare)
    fewer = replace(evidence, targets={c: t for c, t in evidence.targets.items() if c != code})

    def told_then(said, now):
        recorded = replace(now, editions={2019: edition_rows(annual(said, 2019))})
        return [c.code for c in edition_changes(annual(recorded, 2020)) if c.target == code]

    assert told_then(fewer, evidence) == ["late_target"]
    assert told_then(evidence, fewer) == ["withdrawn_target"]


def test_the_report_of_2025_tells_the_change_of_agency_and_the_status_that_changed(dien_bien):
    dien_bien = with_edition(dien_bien, 2024)
    found = edition_changes(annual(dien_bien, 2025))
    assert {c.facts["break"] for c in found if c.code == "changed_meaning"} >= {"agency_2025", "communes_2025"}
    drafted = {t.id for t in dien_bien.targets.values() if t.source == "seed_workshop_2020_12_29"}
    again = {f.target.id: f.status for f in annual(dien_bien, 2024).findings}
    now = {f.target.id: f.status for f in annual(dien_bien, 2025).findings}
    moved = [(c.code, c.target) for c in found if c.code.startswith("status_") and c.target in drafted]
    assert moved == [("status_by_figure", "t031")]
    assert {code for code in drafted & {*again} if again[code] != now[code]} == {"t031"}
    assert not [c for c in found if c.code == "corrected_figure"]
