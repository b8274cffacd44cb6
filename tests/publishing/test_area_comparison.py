"""Reports that compare areas: which there are, how they are named, and that all forms are made."""

import pytest
from tests.areas import SHAPES, made_up

from bvte.evidence.check import check_folder
from bvte.evidence.load import load, project_root
from bvte.publishing.making import render_report
from bvte.publishing.parameters import ParameterError
from bvte.publishing.report import ReportTask, plan_reports

KIND = "area_comparison"


@pytest.fixture(scope="module")
def evidence(tmp_path_factory):
    """The evidence of a made-up folder with one withheld count."""
    return made_up(tmp_path_factory.mktemp("areas") / "made-up", hidden=("03127",))


def test_the_made_up_folder_keeps_the_rules_and_a_comparison_that_there_is_not_is_refused_with_its_reason(evidence):
    assert not [problem for problem in check_folder(evidence.folder) if problem.severity == "error"]
    with pytest.raises(ParameterError, match="năm địa bàn"):
        planned(evidence, indicator="child_marriage_rate")


def planned(evidence, **asked):
    return plan_reports(evidence, str(evidence.folder), KIND, **asked)


def test_there_is_a_report_where_enough_areas_have_both_counts_and_none_where_not(evidence):
    names = {report.path.name for report in planned(evidence, language="vi")}
    rate = "area_comparison-special_circumstances_rate"
    assert names == {f"{rate}-2024-commune.vi.html", f"{rate}-2025-commune.vi.html"}
    for data in ("dien-bien", "quang-tri"):
        for report in plan_reports(load(data), data, KIND):
            assert report.values["level"] in ("district", "commune")


def test_a_file_of_boundaries_is_named_by_what_it_holds_and_told_without_its_folder(evidence, tmp_path):
    file = tmp_path / "districts.geojson"
    file.write_text("{}", encoding="utf-8")
    (one,) = planned(evidence, language="en", year=2025, boundaries=str(file))
    assert "--boundaries districts.geojson" in one.command and str(tmp_path) not in one.command
    assert str(tmp_path) not in str((one.parameters, one.told_values, one.key, one.page_context))
    file.write_text("{ }", encoding="utf-8")
    (other,) = planned(evidence, language="en", year=2025, boundaries=str(file))
    assert one.key != other.key
    with pytest.raises(ParameterError, match=r"none\.geojson"):
        planned(evidence, boundaries=str(tmp_path / "none.geojson"))


def test_all_forms_are_made_and_tell_the_same(evidence):
    asked = {"language": "vi", "year": 2025}
    if SHAPES.is_dir():
        asked["boundaries"] = str(SHAPES / "communes_2025.geojson")
    (report,) = planned(evidence, **asked)
    outcome = render_report(ReportTask(report, str(project_root() / "notebooks")))
    assert outcome.failure is None, outcome.failure
    files = {path.removeprefix(f"{report.key}."): made for path, made in outcome.files.items()}
    assert set(files) == {"html", "docx", "csv"}
    page = files["html"].decode()
    assert page.count("<figure") >= 2 and "Kitagawa 1955" in page
    # The withheld count is nowhere: its commune has no number in the table of areas.
    assert "Điện Biên Phủ" in page and "không công bố" in page
