"""A comparison of areas as people see it: no ranking, chance beside what is seen, value and certainty on the map."""

import csv
import json
from pathlib import Path

import pytest
from matplotlib.patches import Rectangle
from tests.areas import ROOT, SHAPES, made_up

import bvte
from bvte.evidence.problem import EvidenceError
from bvte.judgement.area_comparison import compare_areas
from bvte.presentation.area_charts import funnel_marks
from bvte.presentation.area_map import _tile_map, rate_classes, read_shapes, shade_of, tile_places
from bvte.presentation.chart_labels import labels_of
from bvte.presentation.document import Prose
from bvte.presentation.drawing import new_axes
from bvte.presentation.problems import text

RATE = "special_circumstances_rate"


@pytest.fixture(scope="module")
def communes(tmp_path_factory):
    evidence = made_up(tmp_path_factory.mktemp("areas") / "made-up", hidden=("03127",))
    return compare_areas(evidence, RATE, 2025, "commune")


def test_the_message_is_how_many_lie_outside_beside_chance_and_who_is_named_holds_after_all_were_looked_at(communes):
    with bvte.speaking("en"):
        told = str(bvte.area_title(communes))
    found = communes.outside(0.95)
    assert (
        f"{found.seen} of 44 areas lie outside the 95% limits; about {found.expected:.1f} would by chance alone" in told
    )
    kept = communes.numbers.index[communes.numbers["bh"] < 0.05]
    named = [
        code for code in communes.numbers.index if communes.evidence.area(code).name_en in told.partition("Withheld")[0]
    ]
    assert set(named) == set(kept)
    assert "Điện Biên Phủ Ward" in told.partition("Withheld")[2]


def test_no_table_is_in_the_order_of_rates_even_of_a_sorted_frame(communes):
    sorted_frame = communes.frame().sort_values("rate")
    rows = bvte.area_table(sorted_frame, of=communes).rows
    assert [str(row[1].text) for row in rows] == [figure.area.text("name") for figure in communes.figures]
    some = communes.frame().query("standing == 'far_above'")
    assert len(bvte.area_table(some).rows) == len(some)
    assert (
        bvte.area_table(some).rows[0][0].data[0].value == list(communes.frame()["area"]).index(some["area"].iloc[0]) + 1
    )


def test_a_withheld_area_says_so_and_has_no_number(communes):
    first = bvte.area_table(communes).rows[0]
    assert first[1].text == "Phường Điện Biên Phủ" and first[3].is_missing
    assert not [datum for cell in first[1:] for datum in cell.data]


def test_the_funnel_draws_each_compared_area_and_names_the_least_likely(communes):
    ax = funnel_marks(communes.frame(), new_axes())
    drawn = ax.collections[-1].get_offsets()
    assert len(drawn) == 44
    assert {tuple(point) for point in drawn.round(6)} == {
        tuple(row) for row in communes.numbers[["people", "rate"]].round(6).itertuples(index=False)
    }
    least = communes.numbers["holm"].nsmallest(6)
    names = {
        communes.evidence.area(code).text("name")
        for code in least.index
        if communes.numbers.loc[code, "standing"] != "within"
    }
    assert {label.get_text() for label in labels_of(ax.figure)} == names
    figure = bvte.area_funnel(communes)
    assert len(figure.numbers.rows) == 44 and figure.narrow and "95" in figure.finding


def test_the_map_draws_value_and_certainty(communes):
    ax, where = _tile_map(communes, rate_classes(communes))
    tiles = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert where == "tiles" and len(tiles) == 45
    whole, rows = communes.scale * communes.centre, communes.numbers
    for tile, figure in zip(tiles, communes.figures, strict=True):
        if figure.area.code not in rows.index:
            assert tile.get_hatch() == "xx"
            continue
        row = rows.loc[figure.area.code]
        assert (tile.get_hatch() == "///") == (row["shrunken_low"] <= whole <= row["shrunken_high"])
    darkest, lightest = rows["shrunken"].idxmax(), rows["shrunken"].idxmin()
    fills = {f.area.code: tile.get_facecolor() for f, tile in zip(communes.figures, tiles, strict=True)}
    assert sum(fills[darkest][:3]) < sum(fills[lightest][:3])
    lightness = [sum(int(shade_of(step)[at : at + 2], 16) for at in (1, 3, 5)) for step in range(5)]
    assert lightness == sorted(lightness, reverse=True)


def test_every_unit_of_today_has_a_tile_of_its_own_near_where_it_lies(communes):
    with (ROOT / "data" / "dien-bien" / "tiles.csv").open(encoding="utf-8") as file:
        rows = {row["area"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}
    places, is_map = tile_places(communes)
    assert is_map and len(set(places.values())) == 45
    for name in ("communes_2025", "districts"):
        file = SHAPES / f"{name}.geojson"
        if not file.is_file():
            pytest.skip("../shared/geography is not here")
        told = {f["id"]: f["properties"] for f in json.loads(file.read_text(encoding="utf-8"))["features"]}
        assert told.keys() <= rows.keys()
        for side, key, sign in ((0, "label_lon", 1), (1, "label_lat", -1)):
            pairs = [(rows[a][side] - rows[b][side], sign * (told[a][key] - told[b][key])) for a in told for b in told]
            far = [(drawn, lies) for drawn, lies in pairs if abs(drawn) > 1]
            assert sum((drawn > 0) == (lies > 0) for drawn, lies in far) > 0.95 * len(far)


def test_few_areas_have_their_names_on_the_tiles_and_a_panel_each(tmp_path):
    evidence = made_up(tmp_path / "made-up", level="district", years=(2023, 2024))
    few = compare_areas(evidence, RATE, 2024, "district")
    ax, where = _tile_map(few, rate_classes(few))
    written = [" ".join(mark.get_text().split()) for mark in ax.texts]
    assert where == "tiles_named" and len(written) == 10
    assert all(figure.area.name_vi in told for figure, told in zip(few.figures, written, strict=True))
    years = bvte.area_years(few)
    assert len(years.numbers.rows) == 20 and all(figure.area.name_vi in years.svg for figure in few.figures)


def test_shapes_are_drawn_where_a_file_of_them_is_given(communes):
    file = SHAPES / "communes_2025.geojson"
    if not file.is_file():
        pytest.skip("../shared/geography is not here")
    shapes = read_shapes(str(file), communes)
    assert shapes.keys() == {figure.area.code for figure in communes.figures}
    figure = bvte.area_map(communes, str(file))
    assert figure.svg and "tệp được đưa vào" in figure.svg


@pytest.mark.parametrize(
    ("content", "found"),
    [("no json", "JSONDecodeError"), ("[]", "TypeError"), ('{"features": []}', "03127"), (None, "FileNotFoundError")],
)
def test_a_file_of_boundaries_that_will_not_do_is_refused_by_its_name_alone(communes, tmp_path, content, found):
    file = tmp_path / "shapes.geojson"
    if content is not None:
        Path(file).write_text(content, encoding="utf-8")
    with pytest.raises(EvidenceError) as refused:
        bvte.area_map(communes, str(file))
    (problem,) = refused.value.problems
    assert problem.file == "shapes.geojson" and found in text(problem) and str(tmp_path) not in text(problem)


def test_areas_without_places_stand_in_their_order(communes):
    old = compare_areas(communes.evidence, RATE, 2024, "commune")
    places, is_map = tile_places(old)
    assert not is_map and len(set(places.values())) == 129
    order = sorted(places, key=lambda code: places[code][::-1])
    assert order == [figure.area.code for figure in old.figures]


def test_where_no_area_has_a_count_every_part_is_a_sentence(dien_bien):
    comparison = bvte.compare_areas(dien_bien, "child_marriage_rate", 2006, "commune", dien_bien.province.code)
    parts = bvte.chance_table, bvte.area_years, bvte.standard_table, bvte.inequality_table, bvte.change_table
    shown = [comparison.frame().pipe(bvte.area_table), *(part(comparison) for part in parts)]
    assert {type(part) for part in shown} == {Prose}
