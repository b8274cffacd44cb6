"""The national catalogue and a folder: joined in one place, each row in one of the two, nothing of one province."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bvte.evidence.catalogue import NEEDED, absent_files, join_catalogue
from bvte.evidence.folder_rows import Remark
from bvte.evidence.indicator import READING, Origin
from bvte.evidence.load import FILES, REPORTING, data_folders, load, project_root
from bvte.evidence.rules.catalogue import catalogue_of_one
from bvte.evidence.what_if import read_row
from bvte.presentation.concepts import definition_table
from bvte.presentation.problems import problem_line

from .conftest import CARD, as_csv, complete, good_files, rows

NATION = """
id,    name_vi,   name_en, kind,             level,    area, start, end,  status, follows, source
nat_1, Quốc gia,  Nation,  child_protection, national, V,    2016,  2020, closed, ,        n1
"""
NATION_SOURCES = """
id, title,    kind,  published_on, address
n1, Luật,     legal, 2016-04-05,   https://example.org/n1
"""
NATION_AREAS = """
code, valid_from, valid_to, level,    parent, name_vi,   name_en
V,    2004-01-01, ,         country,  ,       Cả nước,   The country
P,    2004-01-01, ,         province, V,      Tỉnh Thử,  Province P
"""
CARDS = CARD.format(id="nat_rate", rest="unit: percent\n  kind: rate\n  limits: [0, 100]")


@pytest.fixture
def places(tmp_path):
    """Folders of a made-up nation and of the tiny province, whose own row the nation has."""
    nation, own = tmp_path / "nation", tmp_path / "own"
    nation.mkdir()
    own.mkdir()
    for name, table in (("programmes", NATION), ("sources", NATION_SOURCES), ("areas", NATION_AREAS)):
        (nation / f"{name}.csv").write_text(as_csv(complete(name, rows(table))), encoding="utf-8")
    (nation / "indicators.yml").write_text(CARDS, encoding="utf-8")
    for name, text in good_files().items():
        kept = "".join(line for line in text.splitlines(True) if not (name == "areas.csv" and line.startswith("P,")))
        (own / name).write_text(kept, encoding="utf-8")
    return nation, own


def joined(places):
    """The tables of the own folder joined with the nation's, and the problems of joining."""
    nation, own = places
    evidence = load(own, strict=False)
    tables = {name: dict(getattr(evidence, name)) for name in (*FILES, "remarks", "agencies", "about")}
    problems = join_catalogue(own, tables, nation, FILES)
    return tables, problems


def test_rows_of_the_nation_stand_before_those_of_the_folder_and_say_so(places):
    tables, problems = joined(places)
    assert problems == [] and next(iter(tables["programmes"])) == "nat_1"
    assert tables["programmes"]["nat_1"].is_national and not tables["programmes"]["cpp_1"].is_national
    assert tables["sources"]["n1"].file_of("sources") == "national/sources.csv"
    assert {card.origin for card in tables["indicators"].values()} == {Origin.national, Origin.province}


def test_a_folder_about_no_area_of_the_catalogue_stands_alone(places):
    nation, _ = places
    areas = nation / "areas.csv"
    areas.write_text(areas.read_text(encoding="utf-8").replace("\nP,", "\nQ,"), encoding="utf-8")
    tables, _ = joined(places)
    assert "nat_1" not in tables["programmes"] and "nat_rate" not in tables["indicators"]


def test_a_code_of_both_is_told_with_both_places_and_the_nations_row_stays(places):
    _, own = places
    file = own / "sources.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("s2,", "n1,"), encoding="utf-8")
    tables, (problem,) = joined(places)
    assert (problem.file, problem.line, problem.column) == ("sources.csv", 3, "id")
    assert "national/sources.csv" in problem_line(problem) and tables["sources"]["n1"].is_national


@pytest.mark.parametrize("name", READING)
def test_a_province_reads_a_card_otherwise_only_with_its_reason(places, name):
    _, own = places
    words = {"vi": "Đọc khác", "en": "Read otherwise"}
    reading = {name: words, "differs": {"vi": "vì nghị quyết", "en": "by a resolution"}}
    with (own / "indicators.yml").open("a", encoding="utf-8") as file:
        file.write(yaml.safe_dump({"nat_rate": reading}, allow_unicode=True))
    tables, problems = joined(places)
    card = tables["indicators"]["nat_rate"]
    assert problems == [] and card.origin == Origin.own_reading and getattr(card, name).vi == "Đọc khác"
    shown = str(definition_table(tables["indicators"], ["nat_rate"]))
    assert "vì nghị quyết" in shown and "cách hiểu riêng" in shown


@pytest.mark.parametrize(
    "reading", [{"unit": "children", "differs": {"vi": "a", "en": "a"}}, {"why": {"vi": "a", "en": "a"}}, {}, None]
)
def test_a_card_of_the_nation_cannot_be_another_one_in_a_folder(places, reading):
    _, own = places
    with (own / "indicators.yml").open("a", encoding="utf-8") as file:
        file.write(yaml.safe_dump({"nat_rate": reading}))
    tables, (problem,) = joined(places)
    assert problem.code == "card_of_catalogue" and "differs" in problem_line(problem)
    assert tables["indicators"]["nat_rate"].origin == Origin.national


def test_a_remark_stands_beside_the_card_and_gives_what_keeps_it_from_being_measured(places):
    nation, own = places
    evidence = load(own, strict=False)
    tables = {name: dict(getattr(evidence, name)) for name in (*FILES, "remarks", "agencies", "about")}
    told = {"indicator": "nat_rate", "text_vi": "Ở tỉnh thì khác", "text_en": "Here it differs"}
    for field in ("definition", "gap"):
        remark, _ = read_row(Remark, {**told, "field": field}, "remarks.csv", 2)
        tables["remarks"]["nat_rate", field, None] = remark
    join_catalogue(own, tables, nation, FILES)
    card = tables["indicators"]["nat_rate"]
    assert card.measurement_gap is None and card.gap.vi == "Ở tỉnh thì khác" and card.origin == Origin.remarked
    shown = definition_table(tables["indicators"], ["nat_rate"])
    assert "Ghi chú riêng: Ở tỉnh thì khác" in str(shown) and "khái niệm dùng chung trong bộ báo cáo" in str(shown)


def test_a_card_says_nothing_of_where_it_stands(places):
    _, own = places
    file = own / "indicators.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("  why:", "  origin: national\n  why:", 1), encoding="utf-8"
    )
    tables, (problem,) = joined(places)
    assert problem.column.endswith(".origin") and "national" not in {tables["indicators"]["helped"].origin}


SAID_OF_ONE = {
    "a place": "Theo kế hoạch của huyện Điện Biên Đông.",
    "the number of its units": "Từ 01/7/2025 mẫu số còn 45 thay cho 129 xã.",
    "the province itself": "Chưa có khảo sát toàn tỉnh.",
    "what its sources left open": "Phần còn lại nguồn không nêu.",
}


@pytest.mark.parametrize("said", SAID_OF_ONE.values(), ids=SAID_OF_ONE)
def test_the_catalogue_speaks_of_no_province(said):
    evidence = load("dien-bien")
    assert list(catalogue_of_one(evidence)) == []
    code, card = next((c, card) for c, card in evidence.indicators.items() if card.origin == Origin.national)
    spoiled = card.model_copy(update={"definition": {"vi": said, "en": "Of it."}, "origin": card.origin})
    (problem,) = catalogue_of_one(replace(evidence, indicators=evidence.indicators | {code: spoiled}))
    assert (problem.file, problem.column) == ("national/indicators.yml", f"{code}.definition.vi")


def test_every_place_of_a_row_is_its_file(project):
    evidence = load("dien-bien")
    for table in FILES:
        for row in getattr(evidence, table).values():
            file = Path(project / "data" / ("" if row.is_national else "dien-bien") / row.file_of(table))
            lines = file.read_text(encoding="utf-8").splitlines()
            assert getattr(row, "id", None) in (None, lines[row.line - 1].split(",")[0]), (file, row.line)


def test_the_catalogue_is_no_folder_of_a_province(project):
    assert "national" not in data_folders()
    with pytest.raises(FileNotFoundError):
        load(project / "data" / "national")


@pytest.mark.parametrize("file", ["sources.csv", "indicators.yml"])
def test_a_file_of_the_nation_that_is_a_folder_is_told(places, file):
    (places[0] / file).unlink()
    (places[0] / file).mkdir()
    assert "file_not_opened" in {problem.code for problem in joined(places)[1]}


@pytest.mark.parametrize("name", NEEDED)
def test_a_file_that_a_catalogue_lacks_is_told(tmp_path, name):
    for kept in (project_root() / "data/national").glob("*.csv"):
        if kept.stem != name:
            (tmp_path / kept.name).write_bytes(kept.read_bytes())
    (problem,) = absent_files(tmp_path, FILES | {"agencies": REPORTING["agencies"]})
    assert (problem.code, problem.file) == ("file_missing", f"national/{name}.csv")
    assert not absent_files(project_root() / "data/national", FILES)
