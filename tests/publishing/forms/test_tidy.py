"""The tidy table and its data package: as Frictionless reads them, and as a spreadsheet of codes."""

import csv
import hashlib
import io
import json

import pytest

from bvte.evidence.load import load

ABSENT = "frictionless is not installed (uv pip install frictionless); the lines are checked by hand"
CODES = ("row", "row_code", "column_code", "value", "value_to", "comparator", "period", "strength", "sources")


@pytest.fixture
def lines(report):
    return list(csv.DictReader(io.StringIO(report.forms["csv"].decode())))


@pytest.fixture
def package(report):
    return json.loads(report.forms["datapackage.json"])


def test_frictionless_finds_nothing(report, tmp_path):
    frictionless = pytest.importorskip(
        "frictionless", reason="frictionless is not installed (pip install frictionless)"
    )
    (tmp_path / f"{report.article.name}.csv").write_bytes(report.forms["csv"])
    (tmp_path / "datapackage.json").write_bytes(report.forms["datapackage.json"])
    checked = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert checked.valid, checked.flatten(["message"])


def test_every_line_keeps_the_schema(lines, package):
    (resource,) = package["resources"]
    fields = resource["schema"]["fields"]
    assert list(lines[0]) == [field["name"] for field in fields]
    for line in lines:
        for field in fields:
            assert fits(line[field["name"]], field["type"], field.get("constraints", {})), (field["name"], line)


def fits(text, kind, constraints):
    if text == "":
        return not constraints.get("required")
    {"string": str, "number": float, "integer": int}[kind](text)
    return text in constraints.get("enum", [text])


def test_lines_are_told_apart_by_the_primary_key(lines, package):
    key = package["resources"][0]["schema"]["primaryKey"]
    assert len({tuple(line[name] for name in key) for line in lines}) == len(lines) > 40


def test_the_package_describes_this_very_file(report, package):
    (resource,) = package["resources"]
    assert package["profile"] == "tabular-data-package" and resource["profile"] == "tabular-data-resource"
    assert resource["path"] == f"{report.article.name}.csv"
    assert resource["bytes"] == len(report.forms["csv"])
    assert resource["hash"] == f"sha256:{hashlib.sha256(report.forms['csv']).hexdigest()}"
    assert [source["title"] for source in package["sources"]] and package["title"] == report.article.title


def test_a_number_carries_its_codes(lines):
    latest = next(line for line in lines if line["column_code"] == "latest")
    known = {
        "value": "3.8",
        "comparator": "below",
        "strength": "bound",
        "period": "2020",
        "row_status": "target_not_found",
        "unit_code": "percent",
        "row_code": "special_circumstances_rate",
        "sources": "seed_workshop_2020_12_29",
    }
    assert {name: latest[name] for name in known} == known


def test_a_missing_number_has_a_line_without_a_value(lines):
    missing = [line for line in lines if line["printed"] == "–"]
    assert missing and all(line["value"] == "" for line in missing)


def test_codes_do_not_depend_on_the_language(made):
    first, second = (
        [[line[name] for name in CODES] for line in csv.DictReader(io.StringIO(m.forms["csv"].decode()))]
        for m in made.values()
    )
    assert first == second


def test_sources_and_indicators_are_those_of_the_data_folder(lines):
    evidence = load("dien-bien")
    assert {code for line in lines for code in line["sources"].split()} <= evidence.sources.keys()
    assert {line["row_code"] for line in lines if line["row_code"]} <= evidence.indicators.keys()
