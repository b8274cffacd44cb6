"""What stands around the code for who uses, cites or reports on it agrees with the code."""

import re
import tomllib

import pytest
import yaml

import bvte
from bvte import cli


@pytest.fixture(scope="module")
def settings(project):
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def read(project, *names):
    return yaml.safe_load(project.joinpath(*names).read_text(encoding="utf-8"))


def test_the_citation_names_this_version_its_licence_and_no_person(project, settings):
    citation = read(project, "CITATION.cff")
    assert (str(citation["version"]), citation["license"]) == (settings["version"], settings["license"])
    holder = re.search(r"Copyright \(c\) \d+ (.+)", (project / "LICENSE").read_text(encoding="utf-8"))[1]
    assert citation["authors"] == [{"name": holder}]
    assert holder in (project / "data" / "LICENSE.md").read_text(encoding="utf-8")


def test_the_changelog_has_this_version_and_says_numbers_first(project, settings):
    _, *editions = re.split(r"^## ", (project / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)
    assert settings["version"] in [edition.split()[0] for edition in editions]
    assert all(edition.split("\n", 2)[2].startswith("Numbers") for edition in editions)


def test_the_workflow_calls_what_must_be_green_and_nothing_else(project):
    steps = read(project, ".github", "workflows", "ci.yml")["jobs"]["all"]["steps"]
    assert [step["run"] for step in steps if "git config" not in step.get("run", "git config")] == [".ci/run"]


def test_what_can_be_reported_is_asked_in_both_languages(project):
    forms = sorted((project / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
    assert len(forms) == 3
    for form in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in forms):
        questions = [part["attributes"]["label"] for part in form["body"] if "label" in part["attributes"]]
        assert questions and all(" / " in text for text in (form["name"], form["description"], *questions))
        ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("name", "words"), [("README.md", "## Ten words"), ("README.vi.md", "## Mười từ")])
def test_both_readmes_explain_the_same_ten_words(project, name, words):
    def of(file, heading):
        text = (project / file).read_text(encoding="utf-8").partition(heading)[2].partition("\n## ")[0]
        return re.findall(r"^- \*\*(.+?)\*\*(?: \((\w+)\))?:", text, re.M)

    english = {first.lower() for first, _ in of("README.md", "## Ten words")}
    assert len(english) == 10
    assert {(second or first).lower() for first, second in of(name, words)} == english


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_every_command_of_the_readme_is_there(project, name):
    table = (project / name).read_text(encoding="utf-8").partition("`python3 run.py` |")[2].partition("\n\n")[0]
    told = {call.split()[0] for row in re.findall(r"^\| (.+?) \|", table, re.M) for call in re.findall(r"`(.+?)`", row)}
    assert {*cli.main.commands} | {"test", "bench", "reference", "install", "wheels"} == told
    assert "import bvte" in (project / name).read_text(encoding="utf-8") and bvte.__doc__
