"""A report stands as long as what it asked of the evidence has the same answers, and never longer."""

import shutil

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.publishing import asked

import bvte
from bvte.evidence.asking import Answers, heard, listening
from bvte.evidence.load import load


@pytest.fixture(scope="module", params=[asked.small_province, asked.province_of_nation])
def province(request, tmp_path_factory):
    """The folder of the made-up province, alone or with its nation's catalogue, as when the reports were made."""
    with asked.nations_beside():
        yield request.param(tmp_path_factory.mktemp("asked") / "province")


@pytest.fixture(scope="module")
def made(province):
    """The reports of the province: (kind, values, `Made`)."""
    return [(kind, values, asked.make_report(province, kind, values)) for kind, values in asked.REPORTS]


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    """A function that copies the province to a new place."""

    def copy(folder):
        place = tmp_path_factory.mktemp("changed")
        return shutil.copytree(folder.parent, place, dirs_exist_ok=True) / folder.name

    return copy


@settings(max_examples=10)
@given(data=st.data())
def test_no_report_that_would_be_another_is_kept(province, made, places, data):
    """Whatever row, cell or order changes: what is not called stale is the same when it is made again."""
    folder = places(province)
    told = [asked.change_row(folder, lambda choice: data.draw(st.sampled_from(choice))) for _ in range(2)]
    assume(asked.is_sound(folder))
    answers = Answers(load(folder))
    kept = [report for report in made if not asked.is_stale(report[-1], answers)]
    for kind, values, before in kept:
        assert asked.make_report(folder, kind, values).shown == before.shown, (kind, values, told)


def test_nothing_changed_leaves_all(province, made):
    answers = Answers(load(province))
    assert not [kind for kind, _, report in made if asked.is_stale(report, answers)]


@pytest.fixture
def changed(province, made, places):
    """A function that sets a cell of a row and tells which reports are stale then."""

    def change(file, row, column, value):
        folder = places(province)
        paths = [path for path in (folder / f"{file}.csv", folder.parent / f"national/{file}.csv") if path.exists()]
        for path in paths:
            head, *lines = asked.read_table(path)
            asked.write_table(path, [head, *(_with_cell(head, line, row, column, value) for line in lines)])
        answers = Answers(load(folder))
        return {(kind, *values.values()) for kind, values, report in made if asked.is_stale(report, answers)}

    return change


def _with_cell(head, line, row, column, value):
    """A line of a table, with another value in a column where it is that row."""
    return [value if line[0] == row and name == column else cell for name, cell in zip(head, line, strict=True)]


def test_a_figure_leaves_the_reports_that_do_not_ask_for_it(changed):
    """The share of children in school has a target in the second phase alone."""
    stale = changed("observations", "o10", "value", "93.6")
    assert ("phase_evaluation", "next") in stale and ("evidence_review",) in stale
    assert ("phase_evaluation", "plan") not in stale


def test_a_figure_of_later_is_not_seen_by_a_phase_that_was_over(changed):
    assert ("phase_evaluation", "plan") not in changed("observations", "o4", "value", "3.0")


def test_a_note_that_no_page_shows_leaves_most(changed):
    assert ("phase_evaluation", "plan") in changed("sources", "b", "title", "Một văn bản khác")


def test_what_the_nation_and_what_the_province_say_of_a_card_are_both_asked_for(province, changed):
    """A remark stands in no column of the card, the reading of a card in the province's own file."""
    if not (province.parent / "national").exists():
        pytest.skip("this province has no nation")
    for file, row, column in (("remarks", "rate", "text_vi"), ("sources", "n", "title"), ("targets", "nat", "value")):
        assert ("phase_evaluation", "next") in changed(file, row, column, "2.4"), file


def test_a_row_that_was_not_there_is_an_answer_too(province, places):
    folder = places(province)
    with listening() as questions:
        assert load(folder).observations_of("fall", "P1") == []
        assert load(folder).sources.get("later") is None
    head, *lines = asked.read_table(folder / "observations.csv")
    new = dict(zip(head, lines[0], strict=True)) | {
        "id": "n1",
        "indicator": "fall",
        "unit": "percentage_points_per_year",
    }
    asked.write_table(folder / "observations.csv", [head, *lines, list(new.values())])
    answers = Answers(load(folder))
    changed = [text for text, digest in questions.items() if answers.digest(text) != digest]
    assert len(changed) == 1 and "observations_of" in changed[0]


@pytest.mark.parametrize(
    "look",
    [
        lambda table: dict(table),
        lambda table: {**table},
        lambda table: table | {},
        lambda table: {} | table,
        lambda table: [*table.values()],
        lambda table: [row for _, row in table.items()],
        lambda table: table == {},
        lambda table: table.copy(),
        lambda table: [table[code] for code in table],
        lambda table: [table[code] for code in reversed(table)],
        lambda table: [table.get(code) for code in sorted(table)],
        lambda table: [table[code] for code in table.keys() & {"one", "two", "new", "far"}],
    ],
)
def test_whoever_looks_through_a_table_has_seen_each_row(province, places, look):
    folder = places(province)
    with listening() as questions:
        look(load(folder).targets)
    head, *lines = asked.read_table(folder / "targets.csv")
    lines[1][head.index("value")] = "91"
    asked.write_table(folder / "targets.csv", [head, *lines])
    answers = Answers(load(folder))
    assert [text for text, digest in questions.items() if answers.digest(text) != digest]


@pytest.mark.parametrize("look", [list, len, bool, set, tuple, reversed, lambda table: "later" in table])
def test_whoever_counts_a_table_sees_a_new_row(province, places, look):
    folder = places(province)
    with listening() as questions:
        list(seen) if hasattr(seen := look(load(folder).targets), "__next__") else seen
    head, *lines = asked.read_table(folder / "targets.csv")
    asked.write_table(folder / "targets.csv", [head, *lines, ["later", *lines[0][1:]]])
    answers = Answers(load(folder))
    assert [text for text, digest in questions.items() if answers.digest(text) != digest]


def test_evidence_that_listens_says_what_any_other_says(province):
    plain = load(province)
    with listening():
        listens = heard(load(province))
    for evidence in (plain, listens):
        assert bvte.judge(evidence, "plan").frame().equals(bvte.judge(plain, "plan").frame())
    assert listens.seen_from(plain.day).uncut.day == plain.day
