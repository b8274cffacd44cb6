"""What a register gives to a data folder: the figures that its map names, through the same intake as any table."""

import csv

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner
from tests.intake.test_register import MAP, children, write
from tests.judgement.province import make

from bvte.cli import main
from bvte.evidence.internal import internal
from bvte.evidence.load import load
from bvte.evidence.problem import EvidenceError
from bvte.intake.register import count_register, read_map
from bvte.publishing.report import plan_reports

AREAS = [f"0{n}" for n in range(1, 8)]
FOLDER = {
    "source": {"title": "Sổ bịa để thử", "publisher": "Sở Thử", "published_on": "2026-01-15"},
    "whole": "P1",
    "figures": {
        "children": {},
        "count": {"group": ["orphaned", "disabled"], "sex": "girls"},
        "small": {"group": "orphaned", "age": ["6_10", "11_15"]},
    },
}
CARDS = """
    id,       name_vi,        name_en,      unit,     kind,  better,    group,      counted, among,    sensitivity
    rate,     Tỷ lệ thử,      Trial rate,   percent,  rate,  down,      protection, count,   children, aggregate_only
    count,    Số trẻ em thử,  Trial count,  children, count, ambiguous, protection, ,        ,         aggregate_only
    small,    Số trẻ em khác, Other count,  children, count, ambiguous, protection, ,        ,         aggregate_only
    children, Tổng số trẻ em, All children, children, count, ambiguous, general,    ,        ,         public
"""


@pytest.fixture
def written(tmp_path):
    """A function that writes a register and its map, maybe changed, and returns both paths."""

    def make_files(frame=None, **changed):
        frame = children(4000) if frame is None else frame
        codes = dict(zip(MAP["area"], AREAS, strict=False)) | {code: code for code in AREAS[2:]}
        frame = frame.assign(ma_xa=[list(codes)[n % len(codes)] for n in range(len(frame))])
        said = MAP | {"area": codes, "folder": FOLDER | changed}
        path = tmp_path / "map.yml"
        path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return frame.assign(dia_ban=frame["ma_xa"].map(codes)), write(frame, tmp_path, "csv"), path

    return make_files


def by_pandas(frame):
    """The same figures, one filter after the other."""
    kept = {
        "children": frame,
        "count": frame[frame["gioi"] == "Nữ"],
        "small": frame[(frame["nhom"] == "Mồ côi") & (frame["tuoi"] >= 6)],
    }
    found = {}
    for code, rows in kept.items():
        both = pd.concat([rows, rows.assign(dia_ban="P1")])
        counts = both.value_counts(["dia_ban", "nam"])
        every = pd.MultiIndex.from_product([[*AREAS, "P1"], sorted(frame["nam"].unique())])
        found |= {(code, area, year): n for (area, year), n in counts.reindex(every, fill_value=0).items()}
    return found


def test_the_figures_are_those_that_pandas_finds(written):
    frame, register, path = written()
    known = read_map(path)
    rows = list(known.folder.rows(count_register([register], known).rows))
    assert {row[:3]: row[3] for row in rows} == by_pandas(frame) and len(rows) == 3 * 2 * 8


def test_nobody_of_a_kind_is_none_and_an_area_without_rows_is_not_told(written):
    frame, register, path = written(children(40).assign(nam=2025, nhom="Khuyết tật"))
    frame[frame["dia_ban"] != "07"].drop(columns="dia_ban").to_csv(register, index=False)
    known = read_map(path)
    told = {row[:3]: row[3] for row in known.folder.rows(count_register([register], known).rows)}
    assert told["small", "01", 2025] == 0 and told["children", "01", 2025] > 0
    assert not [key for key in told if key[1] == "07" or key[2] == 2024]


def test_a_register_becomes_figures_of_a_folder_and_reports_inside_the_office(written, tmp_path):
    areas = "\n".join(["code, level, name_vi, name_en, parent", *(f"{c}, commune, Xã {c}, C {c}, P1" for c in AREAS)])
    (tmp_path / "tinh").mkdir()
    make(tmp_path / "tinh", cards=CARDS, areas=areas)
    _, register, path = written()
    run = CliRunner().invoke
    told = run(main, ["register", str(register), "--map", str(path), "--out", str(tmp_path / "so")])
    table = tmp_path / "so" / "so-lieu-tu-so-noi-bo.csv"
    assert told.exit_code == 0 and f"intake table {table}" in told.output
    for _ in range(2):  # the second time the same figures are there already
        taken = run(main, ["intake", "table", str(table), "--data", str(tmp_path / "tinh")])
        assert taken.exit_code == 0, taken.output
    evidence = load(str(tmp_path / "tinh"))
    with table.open(encoding="utf-8") as file:
        read = list(csv.DictReader(file))
    lines = {(row["indicator"], row["area"], f"{row['year']}-12-31"): int(row["children"]) for row in read}
    rows = evidence.observations.values()
    assert {(row.indicator, row.area, row.period.iso): row.value for row in rows} == lines
    assert {row.statistic for row in rows} == {"level"} and all(evidence.is_reported(row) for row in rows)
    # What an office reported for single areas stays inside it, and the command says where it can be seen.
    asked = ["build", str(tmp_path / "tinh"), "--notebook", "area_comparison", "--only-language", "vi"]
    refused = run(main, asked)
    assert refused.exit_code != 0 and "--internal" in refused.output
    with internal(True):
        inside = plan_reports(load(str(tmp_path / "tinh")), str(tmp_path / "tinh"), "area_comparison", language="vi")
    found = {(report.values["indicator"], report.values["year"]) for report in inside}
    assert found == {("rate", 2024), ("rate", 2025)}


@pytest.mark.parametrize(
    ("changed", "where", "near"),
    [
        ({"figures": {"small": {"group": "orphand"}}}, "folder.figures.small.group", "orphaned"),
        ({"figures": {"small": {"grup": "orphaned"}}}, "folder.figures.small.grup", "group"),
        ({"figures": {}}, "folder.figures", None),
        ({"day": "31-12"}, "folder.day", None),
        ({"source": {"titel": "Sổ", "publisher": "Sở"}}, "folder.source.title", None),
    ],
)
def test_a_wrong_entry_is_told_with_its_place(written, changed, where, near):
    _, _, path = written(**changed)
    with pytest.raises(EvidenceError) as refused:
        read_map(path)
    told = {problem.found: problem.nearest for problem in refused.value.problems}
    assert where in told and told[where] == near
