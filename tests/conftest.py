"""What every test may ask for: the project's folder and, where it is there, the shared one beside it."""

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from bvte.evidence.language import LANGUAGES, activate
from bvte.evidence.spoken_folder import UNSPOKEN, speak_of
from bvte.runner.processes import collect_seldom

from .real import skip_absent

# The suite tries the same examples everywhere, so that a change is taken or refused for what it is and not by luck.
# New ones are looked for with `pytest --hypothesis-profile=search`; what that finds becomes an example of its test.
settings.register_profile("repeatable", max_examples=40, derandomize=True, deadline=None)
settings.register_profile("search", max_examples=1000, deadline=None)
settings.load_profile("repeatable")

# As every command does: what tests share stays to the end.
collect_seldom()

CHROMIUM = next((p for name in ("chromium", "chromium-browser") if (p := shutil.which(name))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


# Files that take longest are begun first, so that none of them is left for one worker while the others are done.
LONGEST = (
    "test_office_year.py",
    "test_office_machine.py",
    "test_cluster.py",
    "test_build.py",
    "test_faults.py",
    "test_browser.py",
    "test_killed_intake.py",
    "test_every_page.py",
    "test_areas_of_england.py",
    "test_charts.py",
    "test_fidelity.py",
    "test_mutation.py",
    "test_requests.py",
    "test_explore_in_a_browser.py",
    "test_bounds.py",
    "test_received.py",
    "test_report_text.py",
    "test_joined_lines.py",
    "test_uses.py",
)


def pytest_collection_modifyitems(items):
    """A project without one of its folders of data passes the tests of all others; what takes long comes first."""
    skip_absent(items)
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


@contextmanager
def no_printer():
    """Reports made meanwhile have no PDF, as where no browser is: printing takes longer than all the rest of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent))
        yield


@pytest.fixture(autouse=True)
def first_language(monkeypatch):
    """A test that activates a language leaves the next one with that of a new process, on a machine that names
    none."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    yield
    activate(LANGUAGES[0])


@pytest.fixture(autouse=True)
def no_folder_spoken_of():
    """A test that speaks of a folder, as of one with words of its own, leaves the next one with none."""
    yield
    speak_of(UNSPOKEN)


@pytest.fixture(autouse=True)
def no_remembered_inputs():
    """A test that builds from another project folder leaves the next none of its rows."""
    yield
    if inputs := sys.modules.get("bvte.publishing.inputs"):
        inputs.inputs_of.cache_clear()


@pytest.fixture(autouse=True)
def no_open_figure():
    """A test that leaves a drawing open leaves it to no other, which would draw on its axes."""
    yield
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        pyplot.close("all")


@pytest.fixture(scope="session")
def project():
    """The project's root folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared(project):
    """The folder of collected evidence beside the project; a checkout without it skips the test."""
    folder = project.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder shared/ beside the project is absent")
    return folder


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium that talks to nobody; one for all tests of a process, since two would not start."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
