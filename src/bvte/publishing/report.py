"""One report: which notebook with which values, where its page goes, and how it gets there."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from bvte.publishing.page import Setting, page
from bvte.publishing.parameters import LANGUAGES, NOTEBOOKS
from bvte.publishing.quality import faults
from bvte.publishing.run import execute


class PageError(Exception):
    """A page that must not be published, with all its faults."""


@dataclass(frozen=True)
class Report:
    """A notebook with checked parameter values; `place` is the name of the area for the page's header."""

    notebook: str
    values: dict
    place: str

    @property
    def path(self):
        """Where the page goes, below the folder of reports."""
        return Path(self.values["data"]) / self.name_in(self.values["language"])

    def name_in(self, language):
        """File name of the report in a language."""
        return f"{self.notebook}-{self.values[NOTEBOOKS[self.notebook].subject]}.{language}.html"

    @property
    def setting(self):
        """What stands around the report on its page."""
        language = self.values["language"]
        twin = next(name for name in LANGUAGES if name != language)
        return Setting(
            notebook=self.notebook,
            language=language,
            place=self.place,
            twin=self.name_in(twin),
            index="../" + index_name(language),
            command=self.command,
        )

    @property
    def command(self):
        """The one command that makes this report again."""
        words = ["python3 run.py build", self.values["data"], "--notebook", self.notebook]
        if "programme" in self.values:
            words += ["--programme", self.values["programme"]]
        return " ".join([*words, "--language", self.values["language"]])


def index_name(language):
    """File name of the list of reports; the one in the first language is what a folder opens with."""
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"


def publish(report, notebooks, folder):
    """Run the notebook, make the page, check it and put it in its place below `folder`.

    Raises RunError or PageError; the page that was there before then stays.
    """
    executed = execute(Path(notebooks) / f"{report.notebook}.ipynb", report.values)
    html = page(executed, report.setting)
    if found := faults(html):
        raise PageError("; ".join(found))
    put(html, Path(folder) / report.path)


def put(html, target):
    """Write a page beside its place and move it there, so that no reader meets half a page."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=target.parent, suffix=".part", delete=False
    ) as file:
        file.write(html)
    # A temporary file is for its owner only; a report is for everybody who may read the folder.
    written = Path(file.name)
    written.chmod(0o644)
    written.replace(target)
