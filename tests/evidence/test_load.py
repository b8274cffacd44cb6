"""Loading a folder: what cannot be read is named and kept, and stops nobody who asks to go on."""

import pytest
from click.testing import CliRunner

from bvte.cli import main
from bvte.evidence.check import check_folder
from bvte.evidence.language import activate
from bvte.evidence.load import load
from bvte.evidence.problem import EvidenceError
from bvte.presentation.problems import problem_line, problem_lines

SPOILT = [
    # (change, file, line, column, found, what the message must name)
    (("observations.csv", "o1", "value", "nhiều"), "observations.csv", 2, "value", "nhiều", ""),
    (("observations.csv", "o1", "comparator", "≤"), "observations.csv", 2, "comparator", "≤", "<="),
    (("observations.csv", "o1", "statistic", "levle"), "observations.csv", 2, "statistic", "levle", "level"),
    (("observations.csv", "o1", "source", ""), "observations.csv", 2, "source", "", ""),
    (("programmes.csv", "cpp_1", "start", "năm 11"), "programmes.csv", 2, "start", "năm 11", ""),
]


@pytest.mark.parametrize(("change", "file", "number", "column", "found", "named"), SPOILT)
def test_a_spoilt_cell_is_one_problem_with_its_place(write, change, file, number, column, found, named):
    folder = write(change)
    (problem,) = load(folder, strict=False).rejected
    assert (problem.file, problem.line, problem.column) == (file, number, column)
    for language in ("vi", "en"):
        activate(language)
        told = problem_line(problem)
        assert file in told and column in told and named in told and (found or column) in told


def test_a_rejected_row_does_not_take_the_others_with_it(write):
    folder = write(("observations.csv", "o1", "value", "nhiều"))
    evidence = load(folder, strict=False)
    assert "o1" not in evidence.observations and "o2" in evidence.observations


def test_strict_loading_stops_and_names_the_row(write):
    with pytest.raises(EvidenceError, match=r"observations.csv:2 value"):
        load(write(("observations.csv", "o1", "value", "nhiều")))


def test_a_second_row_of_an_id_is_rejected_and_the_first_kept(write):
    evidence = load(write(("observations.csv", "o2", "id", "o1")), strict=False)
    (problem,) = evidence.rejected
    assert (problem.code, problem.line, problem.found) == ("duplicate_row", 3, "o1")
    assert str(evidence.observations["o1"].value) == "77.5"


def test_an_unknown_folder_names_those_there_are():
    with pytest.raises(FileNotFoundError, match="dien-bien"):
        load("dien-bein")


def test_the_check_command_prints_problems_and_fails_on_errors(write):
    activate("vi")
    folder = write(("targets.csv", "t1", "indicator", "helpde"))
    result = CliRunner().invoke(main, ["check", str(folder), "--language", "vi"])
    assert result.exit_code == 1
    assert problem_lines(check_folder(folder))[0] in result.output
    assert "helped" in result.output


def test_the_check_command_asks_back_for_an_unknown_folder():
    result = CliRunner().invoke(main, ["check", "dien-bein"])
    assert result.exit_code == 2 and "dien-bien" in result.output


def test_the_check_command_passes_the_real_folder():
    result = CliRunner().invoke(main, ["check", "dien-bien", "--language", "en"])
    assert result.exit_code == 0, result.output
    assert "0 errors" in result.output


def test_a_file_saved_by_excel_is_read_like_any_other(write):
    folder = write()
    path = folder / "observations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(folder).observations.keys() == {f"o{n}" for n in range(1, 10)}


def test_a_target_above_everything_is_an_error(write):
    folder = write(("targets.csv", "t1", "value", "110"))
    (problem,) = check_folder(folder)
    assert (problem.code, problem.file, problem.line) == ("share_above_100", "targets.csv", 2)


@pytest.mark.parametrize("lost", ["observations.csv", "programmes.csv", "targets.csv"])
@pytest.mark.parametrize("command", ["check", "status", "build", "verify"])
def test_a_folder_that_lost_a_file_is_told_so_by_every_command(write, command, lost):
    folder = write()
    (folder / lost).unlink()
    told = CliRunner().invoke(main, [command, str(folder)])
    assert told.exit_code == 1 and isinstance(told.exception, SystemExit)
    assert f"thiếu tệp {lost}" in told.output


def test_a_copy_of_a_figure_that_leaves_no_number_is_refused(write):
    figure = load(write()).observations["o9"]
    with pytest.raises(EvidenceError, match="value"):
        figure.model_copy(update={"comparator": ">", "value": 100})
