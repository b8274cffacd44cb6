"""pyproject.toml, the locks and environment.yml ask for the same packages.

Each check takes the texts of the files and returns the faults it finds, so that spoilt copies can prove
that it finds them.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import pairwise

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

PYPI_NAMES = {"matplotlib-base": "matplotlib", "python-duckdb": "duckdb"}
# What people work with or what is compiled for a platform: conda must bring these, not pip.
BY_CONDA = {
    *("jupyterlab", "pandas", "matplotlib", "seaborn", "papermill", "nbval"),
    *("scipy", "statsmodels", "pydantic", "pyyaml", "fonttools"),
}
CONDA_FORM = re.compile(r"[a-z0-9-]+( [<>=,.0-9]+)?")
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z,-]+\])?==(?P<version>[0-9][A-Za-z0-9.+!]*)( ; (?P<marker>.+))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


@dataclass(frozen=True)
class Files:
    """The texts of the files that must agree; lock : that of the reports, added : those of the other parts."""

    pyproject: str
    lock: str
    added: str
    installer: str
    environment: str

    @property
    def project(self):
        return tomllib.loads(self.pyproject)

    @property
    def wanted(self):
        """Specifier by name, of the project with its extras and of its groups; what is only for one system apart."""
        asked = [requirement for requirement in map(Requirement, self.asked) if requirement.marker is None]
        return {canonicalize_name(r.name): r.specifier for r in asked if r.name != "bvte"}

    @property
    def asked(self):
        """Lines of pyproject.toml that ask for a package, but for those that only install."""
        extras = [line for lines in self.project["project"]["optional-dependencies"].values() for line in lines]
        groups = self.project["dependency-groups"]
        tools = [line for name in ("bench", "test") for line in groups[name] if isinstance(line, str)]
        return [*self.project["project"]["dependencies"], *extras, *tools]

    @property
    def conda_lines(self):
        return [line for line in yaml.safe_load(self.environment)["dependencies"] if isinstance(line, str)]

    @property
    def pip_lines(self):
        (part,) = [d for d in yaml.safe_load(self.environment)["dependencies"] if isinstance(d, dict)]
        return part["pip"]

    @property
    def conda(self):
        """Specifier by PyPI name, of the conda part."""
        parts = [line.partition(" ") for line in self.conda_lines]
        return {canonicalize_name(PYPI_NAMES.get(name, name)): SpecifierSet(text) for name, _, text in parts}

    @property
    def pip(self):
        """Specifier by name, of the pip part without the project itself."""
        return {canonicalize_name(r.name): r.specifier for r in map(Requirement, self.pip_lines[:-1])}

    @property
    def locks(self):
        return self.lock + self.added + self.installer

    @property
    def pins(self):
        """Pairs of name and version, one for each line of a lock that names a package."""
        return pins_of(self.locks)


def pins_of(lock):
    """Pairs of name and version of the packages that a lock names."""
    found = filter(None, map(PIN.fullmatch, lock.splitlines()))
    return [(canonicalize_name(pin["name"]), pin["version"]) for pin in found]


def different_names(files):
    """Packages that only one of pyproject.toml and environment.yml asks for, or that stand in two parts."""
    listed = [*files.conda, *files.pip]
    twice = {name for name in listed if listed.count(name) > 1}
    return (set(listed) - {"python", "pip"}) ^ set(files.wanted) | twice


def different_ranges(files):
    """Packages for which environment.yml states another range than pyproject.toml."""
    have = files.conda | files.pip
    return {name for name, range_ in files.wanted.items() if name in have and have[name] != range_}


def different_python(files):
    """The range of Python in environment.yml, where it is not that of pyproject.toml."""
    return {str(files.conda["python"])} - {str(SpecifierSet(files.project["project"]["requires-python"]))}


def odd_environment(files):
    """Lines of environment.yml in another form than the agreed one, and packages in the wrong part."""
    channels = yaml.safe_load(files.environment)["channels"]
    faults = {line for line in files.conda_lines if not CONDA_FORM.fullmatch(line)}
    faults |= {name for name in BY_CONDA if name not in files.conda}
    faults |= set() if channels == ["conda-forge", "nodefaults"] else {"channels"}
    return faults | (set() if files.pip_lines[-1] == "-e ." and "pip" in files.conda else {"-e ."})


def outside_range(files):
    """Packages that the lock lacks, or pins to a version outside the range."""
    locked = {name: [v for n, v in files.pins if n == name] for name in files.wanted}
    return {
        name
        for name, range_ in files.wanted.items()
        if not locked[name] or not all(version in range_ for version in locked[name])
    }


def foreign_lock_lines(files):
    """Lines of the lock that are neither a pinned name nor a hash, such as addresses, indexes and paths."""
    return {line for line in files.locks.splitlines() if not PIN.fullmatch(line) and not HASH.fullmatch(line)}


def without_hash(files):
    """Pins that are not followed by a hash."""
    lines = [*files.locks.splitlines(), ""]
    return {line for line, following in pairwise(lines) if PIN.match(line) and not HASH.match(following)}


def not_to_build_with(files):
    """Packages that build the project, or stay in .venv to install, and that the reports' lock lacks."""
    locked = {name for name, _ in pins_of(files.lock)}
    asked = [*files.project["build-system"]["requires"], *files.project["dependency-groups"]["setup"]]
    return {canonicalize_name(Requirement(line).name) for line in asked} - locked


def with_the_reports(files):
    """Packages that only other commands use, in the lock that the reports are installed from."""
    project, locked = files.project, {name for name, _ in pins_of(files.lock)}
    needed = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]}
    # Small ones that libraries of the reports bring along.
    return (set(files.wanted) - needed - {"beautifulsoup4", "psutil"}) & locked


def only_uv_installs(files):
    """What the lock of the installer holds besides uv, and uv itself where another lock has it."""
    return {name for name, _ in pins_of(files.installer)} ^ {"uv"} | {n for n, _ in pins_of(files.lock) if n == "uv"}


def removed_again(files):
    """Packages of a lock that run.py takes away when it has installed."""
    return {name for name, _ in pins_of(files.lock + files.added)} & {"uv", "setuptools"}


CHECKS = [
    different_names,
    different_ranges,
    different_python,
    odd_environment,
    outside_range,
    foreign_lock_lines,
    without_hash,
    not_to_build_with,
    with_the_reports,
    only_uv_installs,
    removed_again,
]


@pytest.fixture(scope="module")
def files(project):
    parts = sorted(project.glob("locks/*.lock"))
    assert [path.stem for path in parts] == ["cluster", "installer", "lab", "register", "test"]
    names = ("pyproject.toml", "requirements.lock", "locks/installer.lock", "environment.yml")
    pyproject, lock, installer, environment = ((project / name).read_text(encoding="utf-8") for name in names)
    added = "".join(path.read_text(encoding="utf-8") for path in parts if path.stem != "installer")
    return Files(pyproject, lock, added, installer, environment)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_files_agree(files, check):
    assert check(files) == set()


def test_the_parts_are_the_same_for_who_installs_who_locks_and_who_fetches(project, monkeypatch):
    monkeypatch.syspath_prepend(project)
    run, renew, wheels = map(import_module, ("run", "locks.renew", "locks.wheels"))
    assert run.INSTALLER == renew.INSTALLER == wheels.INSTALLER
    assert run.LOCKS[run.REPORTS] == renew.REPORTS and set(run.LOCKS.values()) == {renew.REPORTS, *renew.PARTS}
    whole = {part: [run.LOCKS[name] for name in run.WITH.get(part, [part])] for part in run.LOCKS}
    assert whole == wheels.PARTS


ADDRESS = "https://example.org/simple"
# By check: the file to spoil, the pattern to replace in it once, its replacement, and the fault to be found.
SPOILT = {
    different_names: [
        ("environment", r"  - tqdm .*\n", "", "tqdm"),
        ("environment", r"      - ruff.*\n", "", "ruff"),
        ("environment", r"(  - tqdm .*\n)", r"\1  - polars >=1\n", "polars"),
        ("environment", r"(      - ruff.*\n)", r"\1      - tqdm>=4.67,<5\n", "tqdm"),
        ("pyproject", r'  "tqdm.*\n', "", "tqdm"),
    ],
    different_ranges: [
        ("environment", r"pandas >=3\.0", "pandas >=2.0", "pandas"),
        ("environment", r"ruff>=0\.17,<0\.18", "ruff>=0.17", "ruff"),
        ("pyproject", r"matplotlib>=3\.11,<3\.13", "matplotlib>=3.11,<4", "matplotlib"),
    ],
    different_python: [
        ("environment", r"python >=3\.11,<3\.15", "python >=3.12", ">=3.12"),
        ("pyproject", r">=3\.11,<3\.15", ">=3.11", "<3.15,>=3.11"),
    ],
    odd_environment: [
        ("environment", r"scipy >=", "scipy>=", "scipy>=1.17,<2"),
        ("environment", r"  - pandas (.*)\n((.*\n)*)  - pip:\n", r"\2  - pip:\n      - pandas\1\n", "pandas"),
        ("environment", r"nodefaults", "defaults", "channels"),
        ("environment", r"      - -e \.\n", "", "-e ."),
    ],
    outside_range: [
        ("lock", r"(?m)^pandas==3", "pandas==2", "pandas"),
        ("lock", r"(?m)^scipy==[0-9.]+( ; python_full_version <)", r"scipy==1.16\1", "scipy"),
        ("lock", r"(?m)^click==.*\n(    .*\n)+", "", "click"),
        ("pyproject", r"seaborn>=0\.13\.2", "seaborn>=0.14", "seaborn"),
    ],
    foreign_lock_lines: [
        ("lock", r"\A", f"--index-url {ADDRESS}\n", f"--index-url {ADDRESS}"),
        ("lock", r"(?m)^click==.*", rf"click @ {ADDRESS}/click.whl \\", f"click @ {ADDRESS}/click.whl \\"),
        ("lock", r"(?m)^    --hash=\S+", f"    # from {ADDRESS}", f"    # from {ADDRESS} \\"),
        ("lock", r"(?m)^click==.*", "click>=8", "click>=8"),
    ],
    without_hash: [
        ("lock", r"(?m)^click==.*\n(    .*\n)+", "click==8.3.0 \\\\\n", "click==8.3.0 \\"),
        ("installer", r"(?m)^uv==.*\n(    .*\n)+", "uv==0.13.9 \\\\\n", "uv==0.13.9 \\"),
    ],
    not_to_build_with: [
        ("lock", r"(?m)^hatchling==.*\n(    .*\n)+", "", "hatchling"),
        ("lock", r"(?m)^editables==.*\n(    .*\n)+", "", "editables"),
        ("pyproject", r"hatchling>=1\.27\"\]\nbuild", 'setuptools>=80"]\nbuild', "setuptools"),
    ],
    with_the_reports: [
        ("lock", r"(?m)^click==", "statsmodels==", "statsmodels"),
        ("lock", r"(?m)^click==", "jupyterlab==", "jupyterlab"),
    ],
    only_uv_installs: [("installer", r"(?m)^uv==", "pip==", "pip"), ("lock", r"(?m)^click==", "uv==", "uv")],
    removed_again: [("added", r"(?m)^ruff==", "setuptools==", "setuptools")],
}


@pytest.mark.parametrize("check, change", [(check, change) for check in SPOILT for change in SPOILT[check]])
def test_a_spoilt_copy_is_found_out(files, check, change):
    name, pattern, text, fault = change
    spoilt, changes = re.subn(pattern, text, getattr(files, name), count=1)
    assert changes == 1
    assert fault in check(replace(files, **{name: spoilt}))


def test_every_check_has_been_seen_to_fail():
    assert set(SPOILT) == set(CHECKS)
