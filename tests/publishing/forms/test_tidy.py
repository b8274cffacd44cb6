"""The tidy table and its data package: as Frictionless reads them, and as a spreadsheet of codes."""

import codecs
import csv
import hashlib
import io
import json

import pytest

from bvte.evidence.load import load

ABSENT = "frictionless is not installed (uv pip install frictionless); the lines are checked by hand"
CODES = ("row", "row_code", "column_code", "value", "value_to", "comparator", "period", "strength", "source_addresses")


@pytest.fixture
def lines(report):
    return read_lines(report)


def read_lines(made):
    """The lines of the table by the codes of its columns, which stand beside its headings in the package."""
    (resource,) = json.loads(made.forms["datapackage.json"])["resources"]
    codes = {field["name"]: field["code"] for field in resource["schema"]["fields"]}
    found = csv.DictReader(io.StringIO(made.forms["csv"].decode("utf-8-sig")))
    return [{codes[name]: cell for name, cell in line.items()} for line in found]


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
    assert list(lines[0]) == [field["code"] for field in fields]
    for line in lines:
        for field in fields:
            assert fits(line[field["code"]], field["type"], field.get("constraints", {})), (field["code"], line)


def fits(text, kind, constraints):
    if text == "":
        return not constraints.get("required")
    {"string": str, "number": float, "integer": int}[kind](text)
    return text in constraints.get("enum", [text])


def test_lines_are_told_apart_by_the_primary_key(lines, package):
    schema = package["resources"][0]["schema"]
    codes = {field["name"]: field["code"] for field in schema["fields"]}
    assert len({tuple(line[codes[name]] for name in schema["primaryKey"]) for line in lines}) == len(lines) > 40


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
    }
    assert {name: latest[name] for name in known} == known
    source = load("dien-bien").sources["seed_workshop_2020_12_29"]
    assert (latest["sources"], latest["source_addresses"]) == (source.title, source.address or "")


def test_the_unit_of_every_number_stands_in_words_beside_its_code(lines):
    words = {line["unit_code"]: set() for line in lines if line["value"] and line["unit_code"]}
    for line in lines:
        words.get(line["unit_code"], set()).add(line["unit"])
    assert words and all(words.values()) and not any("" in told for told in words.values())


def test_a_missing_number_has_a_line_without_a_value(lines):
    missing = [line for line in lines if line["printed"] == "–"]
    assert missing and all(line["value"] == "" for line in missing)


def test_codes_do_not_depend_on_the_language(made):
    first, second = ([[line[name] for name in CODES] for line in read_lines(m)] for m in made.values())
    assert first == second


def test_sources_and_indicators_are_those_of_the_data_folder(lines):
    evidence = load("dien-bien")
    sources = evidence.sources.values()
    assert {a for line in lines for a in line["source_addresses"].split()} <= {source.address for source in sources}
    told = {line["sources"] for line in lines} - {""}
    assert told and all(any(text.startswith(source.title) for source in sources) for text in told)
    assert not any(code in text.split() for text in told for code in evidence.sources)
    assert {line["row_code"] for line in lines if line["row_code"]} <= evidence.indicators.keys()


def test_a_person_opens_the_table_as_it_is(report):
    content = report.forms["csv"]
    heads = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    # Excel takes a file without the mark for one of its own code page.
    assert content.startswith(codecs.BOM_UTF8)
    assert (
        heads[:3] == {"vi": ["Biểu", "Dòng", "Tên dòng"], "en": ["Table", "Row", "Row label"]}[report.article.language]
    )
