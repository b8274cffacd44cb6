"""Areas and their change of 2025 against the code register and the crosswalk beside the project."""

from collections import Counter
from datetime import date

import pytest

REFORM = "2025-07-01"
LAST_DAY_BEFORE = "2025-06-30"
# Ended before the reform, so that no row holds it: Tà Lèng.
GONE = {"03144"}


@pytest.fixture
def areas(project, read):
    """Rows of areas.csv of the province and what lies in it, by code and whether the reform made them."""
    rows = [row for folder in ("national", "dien-bien") for row in read(project / "data" / folder / "areas.csv")]
    parents = {row["code"]: row["parent"] for row in rows}

    def inside(code):
        return code == "11" or (code in parents and inside(parents[code]))

    units = [row for row in rows if row["type"] not in ("nhom_dan_cu", "nhom_dia_ban")]
    return {(row["code"], row["valid_from"] == REFORM): row for row in units if inside(row["code"])}


@pytest.fixture
def register(shared, read):
    """States of each unit in the register, oldest first, by code and whether the reform made them."""
    states = {}
    for row in sorted(read(shared / "geography" / "units.csv"), key=lambda row: row["valid_from"]):
        states.setdefault((row["code"], row["valid_from"] == REFORM), []).append(row)
    return {key: rows for key, rows in states.items() if key[0] not in GONE}


def test_there_are_as_many_units_as_the_decisions_say(areas):
    counts = Counter((row["level"], row["valid_to"]) for row in areas.values())
    assert counts == {
        ("province", ""): 1,
        ("district", LAST_DAY_BEFORE): 10,
        ("commune", LAST_DAY_BEFORE): 129,
        ("commune", ""): 45,
    }


def test_the_units_are_those_of_the_register_in_their_last_state(areas, register):
    columns = {"name_vi": "name_vi", "level": "level", "type": "unit_type", "valid_to": "valid_to"}
    assert areas.keys() == register.keys()
    for key, states in register.items():
        assert {c: areas[key][c] for c in columns} == {c: states[-1][name] for c, name in columns.items()}
        assert areas[key]["parent"] == (states[-1]["parent_code"] or "VN")


def test_a_unit_begins_on_the_effective_day_of_its_decision(areas, register, shared, read):
    # The register entered some decisions before they took effect.
    changes = read(shared / "geography" / "changes.csv")
    effective = {row["register_date"]: row["effective"] for row in changes if row["effective"]}
    for key, states in register.items():
        entered = states[0]["valid_from"]
        assert areas[key]["valid_from"] == effective.get(entered, entered)


def test_every_old_commune_became_the_new_one_of_the_crosswalk(project, shared, read, areas):
    changes = read(project / "data" / "dien-bien" / "area_changes.csv")
    crosswalk = read(shared / "geography" / "crosswalk_2025.csv")
    assert [(c["old_code"], c["new_code"], c["weight"]) for c in changes] == [
        (c["old_code"], c["new_code"], c["weight"]) for c in crosswalk
    ]
    for row in crosswalk:
        names = areas[row["old_code"], False]["name_vi"], areas[row["new_code"], True]["name_vi"]
        assert names == (row["old_name"], row["new_name"])
        assert areas[row["old_code"], False]["parent"] == row["old_district_code"]


def test_the_reform_moved_every_commune_and_made_every_present_unit(project, read, areas):
    changes = read(project / "data" / "dien-bien" / "area_changes.csv")
    communes = {key: row for key, row in areas.items() if row["level"] == "commune"}
    assert sorted(c["old_code"] for c in changes) == sorted(code for code, new in communes if not new)
    assert {c["new_code"] for c in changes} == {code for code, new in communes if new}
    assert {(c["date"], c["decision"], c["weight"]) for c in changes} == {(REFORM, "1661/NQ-UBTVQH15", "1.0")}


def test_one_code_names_another_place_before_and_after_the_reform(dien_bien):
    before, after = (dien_bien.area("03127", day) for day in (date(2025, 6, 30), date(2025, 7, 1)))
    assert (before.name_vi, after.name_vi) == ("Phường Him Lam", "Phường Điện Biên Phủ")
    assert dien_bien.area("03127") == after
    with pytest.raises(KeyError, match="no area 094 on 2025-07-01"):
        dien_bien.area("094", date(2025, 7, 1))
