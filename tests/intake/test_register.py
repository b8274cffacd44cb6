"""A case register is counted without a child's row, name or number ever leaving it: all children are made up."""

import random
from itertools import product

import pandas as pd
import pytest
import yaml
from click.testing import CliRunner

from bvte.cli import main
from bvte.evidence.problem import EvidenceError
from bvte.intake.register import WAYS, count_register, counts_file, read_map

# Texts that no output may hold, in the columns that identify a child.
CANARIES = {
    "ho_ten": "Chim Hoàng Yến",
    "so_dinh_danh": "011099987654",
    "dia_chi": "Ngõ Canari 7",
    "dien_thoai": "0999888777",
}
MAP = {
    "columns": {"area": "ma_xa", "year": "nam", "sex": "gioi", "age": "tuoi", "group": "nhom"},
    "area": {"03127": "03127", "03130": "03130"},
    "sex": {"Nam": "boys", "Nữ": "girls"},
    "group": {"Mồ côi": "orphaned", "Khuyết tật": "disabled"},
    "ages": {"under6": [0, 5], "6_10": [6, 10], "11_15": [11, 15]},
}


def children(number=400, seed=1):
    """A made-up register, a row a child and year, with canaries in what identifies a child."""
    chance = random.Random(seed)
    rows = [
        {
            **{name: f"{text} {n}" for name, text in CANARIES.items()},
            "ma_xa": chance.choice(list(MAP["area"])),
            "nam": chance.choice([2024, 2025]),
            "gioi": chance.choice(list(MAP["sex"])),
            "tuoi": chance.randrange(16),
            "nhom": chance.choice(list(MAP["group"])),
        }
        for n in range(number)
    ]
    return pd.DataFrame(rows)


def write(frame, folder, form):
    path = folder / f"so-theo-doi.{form}"
    if form == "csv":
        frame.to_csv(path, index=False)
    elif form == "parquet":
        import duckdb

        duckdb.sql("SELECT * FROM frame").write_parquet(str(path))
    else:
        frame.to_excel(path, index=False)
    return path


@pytest.fixture
def written(tmp_path):
    """A function that writes a map, maybe changed, and returns its path."""

    def make(**changed):
        path = tmp_path / "map.yml"
        path.write_text(yaml.safe_dump(MAP | changed, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    return make


def expected(frame):
    """The same counts with pandas, one sum after the other."""
    ages = [(code, range(first, last + 1)) for code, (first, last) in MAP["ages"].items()]
    coded = pd.DataFrame(
        {
            "area": frame["ma_xa"],
            "year": frame["nam"],
            "sex": frame["gioi"].map(MAP["sex"]),
            "age": [next(code for code, inside in ages if age in inside) for age in frame["tuoi"]],
            "group": frame["nhom"].map(MAP["group"]),
        }
    )
    counts = {}
    for added in product([False, True], repeat=4):
        put = {way: "all" for way, is_added in zip(("area", "sex", "age", "group"), added, strict=True) if is_added}
        counts |= coded.assign(**put).value_counts(list(WAYS)).to_dict()
    return counts


@pytest.mark.parametrize("form", ["csv", "parquet", "xlsx"])
def test_every_kind_of_file_gives_the_counts_that_pandas_gives(tmp_path, written, form):
    frame = children()
    found = count_register([write(frame, tmp_path, form)], read_map(written()))
    assert {row[:5]: row[5] for row in found.rows} == expected(frame)
    assert found.children == len(frame)


def test_files_are_counted_together_and_always_in_the_same_order(tmp_path, written):
    first, second = children(seed=1), children(seed=2)
    paths = [write(first, tmp_path, "csv"), write(second, tmp_path, "parquet")]
    known = read_map(written())
    both = count_register(paths, known)
    assert {row[:5]: row[5] for row in both.rows} == expected(pd.concat([first, second]))
    assert counts_file(both) == counts_file(count_register(paths[::-1], known))


def test_numbers_as_a_statistics_program_writes_them_mean_the_same(tmp_path, written):
    """2025.0 is 2025, and 5.9 years are 5; half a year is none."""
    frame = children()
    kept = frame.assign(nam=frame["nam"].astype(float), tuoi=frame["tuoi"] + 0.9)
    known = read_map(written())
    found = count_register([write(kept, tmp_path, "parquet")], known)
    assert {row[:5]: row[5] for row in found.rows} == expected(frame)
    for wrong in (2025.5, float("nan"), 1e300):
        with pytest.raises(EvidenceError):
            count_register([write(kept.assign(nam=wrong), tmp_path, "parquet")], known)


def shifted(frame):
    """The same rows, each value one column further: names stand where the map has a commune."""
    moved = frame.copy()
    moved["ma_xa"], moved["gioi"], moved["nam"] = frame["ho_ten"], frame["so_dinh_danh"], frame["dien_thoai"]
    return moved


def broken(path):
    """A CSV file of which a line is no row, and one whose bytes are no text."""
    path.write_bytes(
        path.read_bytes() + '\n"Chim Hoàng Yến 1,"011099987654"x",\n'.encode() + b"\xff\xfe\x00Ng\xf5 Canari 7\n"
    )
    return path


SPOILT = {
    "columns shifted": lambda folder: write(shifted(children()), folder, "csv"),
    "no headings": lambda folder: headless(write(children(), folder, "csv")),
    "a broken line": lambda folder: broken(write(children(), folder, "csv")),
    "another kind of file": lambda folder: write(children(), folder, "csv").rename(folder / "so.parquet"),
    "a broken workbook": lambda folder: write(children(), folder, "csv").rename(folder / "so.xlsx"),
    "shifted workbook": lambda folder: write(shifted(children()), folder, "xlsx"),
}


def headless(path):
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[2], encoding="utf-8")
    return path


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("case", [None, *SPOILT])
def test_nothing_that_is_said_or_written_holds_what_identifies_a_child(tmp_path, written, case, language):
    given = tmp_path / "given"
    given.mkdir()
    path = SPOILT[case](given) if case else write(children(), given, "csv")
    out = tmp_path / "out"
    words = ["register", str(path), "--map", str(written()), "--out", str(out), "--language", language]
    told = CliRunner().invoke(main, words)
    assert told.exit_code == (1 if case else 0), told.output
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file != path]
    said = told.output + repr(told.exception) + "".join(file.read_text(encoding="utf-8") for file in files)
    assert not [text for text in CANARIES.values() if text in said or text[4:] in said]
    # What was read is whole or nothing: the counts say of themselves that they are for internal use.
    assert [file.name for file in out.glob("*")] == ([] if case else [f"{named(language)}.csv"])


def named(language):
    return {"vi": "so-dem-noi-bo", "en": "counts-internal"}[language]


def test_what_is_not_in_the_map_is_told_with_its_column_and_how_many_rows(tmp_path, written):
    frame = children()
    frame.loc[:6, "gioi"] = "Khác"
    frame.loc[3:4, "tuoi"] = 18
    with pytest.raises(EvidenceError) as refused:
        count_register([write(frame, tmp_path, "csv")], read_map(written()))
    told = {problem.file: (problem.facts["count"], problem.allowed) for problem in refused.value.problems}
    assert told == {"gioi": (7, "Nam, Nữ"), "tuoi": (2, "0-5, 6-10, 11-15")}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"columns": {"area": "ma_xa"}}, "columns"),
        ({"sexes": {}}, "sexes"),
        ({"ages": {"under6": [0]}}, "ages.under6.1"),
        ({"sex": {"Nam": "all"}}, ""),
    ],
)
def test_a_wrong_map_is_told_with_the_entry(written, changed, where):
    with pytest.raises(EvidenceError) as refused:
        read_map(written(**changed))
    assert refused.value.problems[0].found == where and "columns" in refused.value.problems[0].allowed
