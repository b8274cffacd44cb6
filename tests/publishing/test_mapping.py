"""A published table from the proposal of its map to the figures, and back, by the commands; all of it is made up."""

import re
import shutil

import pytest
from click.testing import CliRunner

from bvte.cli import main
from bvte.evidence.check import check_folder, only_errors
from bvte.evidence.load import data_folder, load

TABLE = """REF_AREA,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,recorded_by
VN,stunting_rate,_T,2011,20.5,A,Lò Thị C
VN,stunting_rate,_T,2012,,M,Lò Thị C
VN,stunting_rate,F,2011,19.5,A,Lò Thị C
Xứ Lạ,stunting_rate,_T,2011,18,A,Lò Thị C
Xứ Lạ,stunting_rate,_T,2012,17,A,Lò Thị C
"""
SOURCE = {"title": "T", "publisher": "P", "kind": "statistics", "published_on": "2013", "language": "vi"}


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(data_folder("dien-bien"), tmp_path / "data")


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "sdmx.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def run(folder, table):
    """A function that runs a command on the table and the folder, and returns exit status and everything said."""

    def command(*words):
        result = CliRunner().invoke(main, [*words, "--data", str(folder)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, result.output

    return command


def answer(table, names=""):
    """Answer the questions of the proposed map; `names` : what stands for the unknown area."""
    place = table.with_name(f"{table.name}.map.yml")
    text = place.read_text(encoding="utf-8")
    for key, value in SOURCE.items():
        text = text.replace(f"{key}: '?'", f"{key}: '{value}'")
    text = text.replace("address: '?'", "address: https://example.org/")
    text = re.sub(r"(Xứ Lạ: )'\?'", rf"\g<1>{names}", text) if names else text
    place.write_text(text, encoding="utf-8")


def test_from_proposal_to_figures_and_back(run, table, folder):
    before = len(load(folder).observations)
    assert run("intake", "table", str(table))[0] == 1
    status, said = run("map", str(table))
    assert status == 0 and "sdmx.csv.map.yml" in said
    status, said = run("intake", "table", str(table))
    assert status == 1 and said.count("Lỗi:") == 7 and "source.title" in said
    answer(table, "'12'")
    status, said = run("intake", "table", str(table), "--received", "2026-01-31")
    assert status == 0, said
    assert len(load(folder).observations) == before + 3
    code = re.search(r"mapped-[0-9a-f]{10}", said)[0]
    kept = b"".join(path.read_bytes() for path in (folder / "intakes" / code).iterdir()).decode()
    assert "Lò Thị C" not in kept and "giữ nguyên" not in said
    assert code in run("intakes")[1]
    assert "không có gì thay đổi" in run("intake", "table", str(table))[1]
    assert CliRunner().invoke(main, ["intakes", "--data", str(folder), "undo", code]).exit_code == 0
    assert len(load(folder).observations) == before


def test_one_cause_is_told_once_with_its_remedy(run, table):
    run("map", str(table))
    answer(table, "'?'")
    place = table.with_name("sdmx.csv.map.yml")
    place.write_text(re.sub(r"(?m)^names:\n(?:[ #].*\n?)+", "", place.read_text(encoding="utf-8")), encoding="utf-8")
    status, said = run("intake", "table", str(table), "--received", "2026-01-31")
    assert status == 1 and said.count("“Xứ Lạ”") == 1 and "names.areas" in said
    assert said.count("Lưu ý:") == 2 and "Không phải số 0" in said and "cộng hai lần" in said


def test_a_mended_map_takes_the_place_of_the_earlier_reading(run, table, folder):
    run("map", str(table))
    answer(table, "'12'")
    place = table.with_name("sdmx.csv.map.yml")
    right = place.read_text(encoding="utf-8")
    place.write_text(right.replace("Xứ Lạ: '12'", "Xứ Khác: '12'"), encoding="utf-8")
    before = len(load(folder).observations)
    status, said = run("intake", "table", str(table), "--received", "2026-01-31")
    assert status == 1 and place.name in said and len(load(folder).observations) == before + 1
    place.write_text(right, encoding="utf-8")
    status, said = run("intake", "table", str(table), "--received", "2026-01-31")
    assert status == 0 and "intakes/undone/mapped-" in said and len(load(folder).observations) == before + 3
    assert "không có gì thay đổi" in run("intake", "table", str(table), "--received", "2026-02-01")[1]
    (kept,) = (folder / "intakes").glob("mapped-*")
    assert (kept / "map.yml").read_text(encoding="utf-8") == right and len(
        list((folder / "intakes/undone").iterdir())
    ) == 1


def test_a_map_that_is_there_is_never_written_over(run, table):
    place = table.with_name("sdmx.csv.map.yml")
    place.write_text("mine", encoding="utf-8")
    status, said = run("map", str(table))
    assert status == 1 and place.read_text(encoding="utf-8") == "mine" and place.name in said


def test_another_map_can_be_named(run, table, tmp_path):
    run("map", str(table))
    answer(table, "'12'")
    other = table.with_name("sdmx.csv.map.yml").rename(tmp_path / "khác.yml")
    assert run("intake", "table", str(table), "--map", str(other), "--received", "2026-01-31")[0] == 0


def test_what_cannot_be_read_ends_in_a_sentence(run, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 cut")
    (tmp_path / "a.xlsx.map.yml").write_text("layout: sdmx_csv\nsource: {title: T, publisher: P, kind: press}\n")
    for words in (("map", str(tmp_path / "a.xlsx")), ("intake", "table", str(tmp_path / "a.xlsx"))):
        status, said = run(*words)
        assert status == 1 and "Traceback" not in said


def test_many_faults_of_a_kind_are_told_as_one_cause_with_their_number(run, folder, tmp_path):
    rows = "".join(f"Xứ {number},stunting_rate,_T,2011,1,A\n" for number in range(30))
    path = tmp_path / "dài.csv"
    path.write_text("REF_AREA,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n" + rows, encoding="utf-8")
    source = (
        "source: {title: T, publisher: P, kind: statistics, published_on: 2013, no_address_reason: x, language: vi}"
    )
    path.with_name("dài.csv.map.yml").write_text(f"layout: sdmx_csv\n{source}\n", encoding="utf-8")
    status, said = run("intake", "table", str(path), "--received", "2026-01-31")
    assert status == 1 and said.count("Lỗi:") == 20 and "Còn 10 ô khác" in said
    assert "Sửa trong tệp gốc" not in said and "không sửa tệp gốc" in said
    (kept,) = (folder / "intakes").glob("mapped-*")
    assert (kept / "refused.csv").read_text(encoding="utf-8-sig").count("names.areas") == 30


@pytest.mark.parametrize(
    ("old", "new", "entry"), [("no_address_reason: x, ", "", "source.address"), ("2013", "2093", "source.published_on")]
)
def test_a_source_that_would_stop_the_folder_is_told_and_nothing_is_kept(run, folder, table, old, new, entry):
    source = (
        "source: {title: T, publisher: P, kind: statistics, published_on: 2013, no_address_reason: x, language: vi}"
    )
    place = table.with_name("sdmx.csv.map.yml")
    text = f"layout: sdmx_csv\n{source}\nnames: {{areas: {{Xứ Lạ: '12'}}}}\n"
    place.write_text(text.replace(old, new), encoding="utf-8")
    status, said = run("intake", "table", str(table), "--received", "2026-01-31")
    assert status == 1 and entry in said and "sdmx.csv.map.yml" in said and said.count("Lỗi:") == 1
    assert not [*folder.glob("intakes/mapped-*")] and not only_errors(check_folder(folder))
    place.write_text(text, encoding="utf-8")
    assert run("intake", "table", str(table), "--received", "2026-01-31")[0] == 0


def test_a_column_that_is_not_there_is_one_message(run, folder, table):
    place = table.with_name("sdmx.csv.map.yml")
    source = (
        "source: {title: T, publisher: P, kind: statistics, published_on: 2013, no_address_reason: x, language: vi}"
    )
    columns = "columns: [{at: REF_AERA, is: area}, {at: TIME_PERIOD, is: period}, {at: OBS_VALUE}]"
    place.write_text(f"{source}\nfacts: {{indicator: stunting_rate}}\ntables:\n- {columns}\n", encoding="utf-8")
    status, said = run("intake", "table", str(table), "--received", "2026-01-31")
    assert status == 1 and "“REF_AREA”" in said and len(said.splitlines()) == 2
