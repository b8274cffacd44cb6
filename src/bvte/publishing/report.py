"""One report: which notebook with which values, and where its files go."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bvte.evidence.language import LANGUAGES
from bvte.evidence.record import Recomputed
from bvte.publishing.parameters import AS_OF, NOTEBOOKS
from bvte.publishing.setting import Setting


@dataclass(frozen=True)
class Report(Recomputed):
    """A notebook with checked parameter values.

    place : name of the area for the page's header; period : the years that it is about, "" for all.
    """

    notebook: str
    values: dict
    place: str
    period: str = ""

    @cached_property
    def key(self):
        """Name of the report in the ledger: the path of its files without what tells their form."""
        return self.path.with_suffix("").as_posix()

    @cached_property
    def path(self):
        """Where the page goes, below the folder of reports: in a folder of the name of the data folder."""
        return Path(Path(self.values["data"]).name) / self.name_in(self.values["language"])

    def file(self, form):
        """Where the file of a form goes, below the folder of reports; `form` is its ending."""
        return f"{self.key}.{form}"

    def name_in(self, language):
        """File name of the page in a language; one seen from another day than its own names that."""
        parts = self.notebook, self.values[NOTEBOOKS[self.notebook].subject], self.values.get(AS_OF.name)
        return "-".join(str(part) for part in parts if part) + f".{language}.html"

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
            parameters=self.parameters,
            period=self.period,
        )

    @property
    def parameters(self):
        """What every parameter means to a reader, and its value."""
        declared = NOTEBOOKS[self.notebook].parameters
        told = [(p.meaning[self.values["language"]], self.values.get(p.name)) for p in declared]
        return tuple(pair for pair in told if pair[1])

    @property
    def command(self):
        """The one command that makes this report again."""
        words = ["python3 run.py build", self.values["data"], "--notebook", self.notebook]
        # What tells the reports of a kind apart; the place is that of the data folder.
        subject = NOTEBOOKS[self.notebook].subject
        if subject != "area":
            words += [f"--{subject}", str(self.values[subject])]
        if as_of := self.values.get(AS_OF.name):
            words += [f"--{AS_OF.name}", as_of]
        return " ".join([*words, "--language", self.values["language"]])


def index_name(language):
    """File name of the list of reports; the one in the first language is what a folder opens with."""
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"
