"""The reports: which there are, which notebook with which values each is, and what is made of one."""

import hashlib
import os
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bvte.evidence.collection import Evidence
from bvte.evidence.language import LANGUAGES, other_language, speaking
from bvte.evidence.merged import own_programmes
from bvte.evidence.next_phase import PREFIX, national_in_force, years_after
from bvte.evidence.papers import report_years, shelf_name
from bvte.evidence.period import OPEN, named_period
from bvte.evidence.record import Recomputed
from bvte.evidence.spoken_folder import UNSPOKEN, Spoken
from bvte.presentation.dates import iso_day, year_text, years_text
from bvte.presentation.handling import marked_place
from bvte.presentation.texts import say
from bvte.publishing.failure import Failure
from bvte.publishing.internal_names import file_mark
from bvte.publishing.parameters import (
    ASKED_FOR,
    BOUNDARIES,
    DATA,
    END_YEAR,
    INDICATOR,
    NOTEBOOKS,
    PAPER,
    UNIT_YEAR,
    YEAR,
    Notebook,
    check_values,
    notebook_declaration,
    parameter_error,
)
from bvte.publishing.subjects import subjects_of, undrafted_subjects

if TYPE_CHECKING:  # the ledger names reports
    from bvte.publishing.transaction import Placed


@dataclass(frozen=True)
class PageContext:
    """What stands around a report on its page: its kind, language and place, its twin, how it is made again.

    parameters : pairs (meaning, value); period : the years that it is about, "" for all; values : those of its
    parameters by name, the data folder by its name alone; line : code of the line of programmes of its phase;
    digest : of the data that it was made from; forms : pairs
    (file name, what it is) of what is made beside the page.
    """

    notebook: str
    language: str
    place: str
    twin: str
    index: str
    command: str
    parameters: tuple[tuple[str, object], ...] = ()
    period: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    line: str = ""
    digest: str = ""
    forms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Report(Recomputed):
    """A notebook with checked parameter values.

    place : name of the area for the page's header; period : the years that it is about, "" for all;
    targets : ids of the targets of the programmes that it is about, and of the national ones that those carry out;
    line : code of the line of programmes that its phase is of, "" where it is about no phase; elsewhere : the code of
    the area that a yearly paper is of, where that is not the province of the folder; on_request : whether it is made
    only where somebody asks for it, or has before; internal : whether it shows small counts, and says so; spoken : its
    data folder with the languages that it has pages in.
    """

    notebook: str
    values: Mapping[str, str | int]
    place: str
    period: str = ""
    targets: frozenset[str] = frozenset()
    line: str = ""
    elsewhere: str = ""
    on_request: bool = False
    internal: bool = False
    spoken: Spoken = UNSPOKEN

    @cached_property
    def key(self) -> str:
        """Name of the report in the ledger: the path of its files without what tells their form."""
        return self.path.with_suffix("").as_posix()

    @cached_property
    def path(self) -> Path:
        """Where the page goes, below the folder of reports: in a folder of the name of the data folder."""
        return Path(self.folder) / self.name_in(self.values["language"])

    @property
    def folder(self) -> str:
        """The name of the data folder, whatever path it was given by."""
        # A link keeps its name; ten thousand reports are asked for theirs, which a Path takes ten times as long for.
        return os.path.basename(os.path.abspath(self.values["data"]))  # noqa: PTH100, PTH119

    @property
    def told_data(self) -> str:
        """What readers and the ledger are told of the data folder: nothing of the machine on which it lies.

        >>> Report("across_phases", {"area": "11", "language": "vi", "data": "/home/me/dien-bien-2"}, "").told_data
        '…/dien-bien-2'
        """
        return self.folder if self.values["data"] == self.folder else f"…/{self.folder}"

    @property
    def told_values(self) -> dict[str, str | int]:
        """The values as readers and the ledger are told them: of files their names, not where they lie."""
        told = {**self.values, DATA.name: self.told_data}
        if file := self.values.get(BOUNDARIES.name):
            told[BOUNDARIES.name] = Path(str(file)).name
        return told

    @property
    def _boundaries_name(self) -> str:
        """What the name of a report says of the file of boundaries that it is drawn with: another content, another
        report. "" where there is none."""
        file = self.values.get(BOUNDARIES.name)
        if not file:
            return ""
        digest = hashlib.sha256(Path(str(file)).read_bytes()).hexdigest()
        return f"{Path(str(file)).stem}-{digest[:6]}"

    def file(self, form: str) -> str:
        """Where the file of a form goes, below the folder of reports; `form` is its ending."""
        return f"{self.key}.{form}"

    def name_in(self, language: str) -> str:
        """File name of the page in a language; one seen from another day than its own names that."""
        kind, told = NOTEBOOKS[self.notebook], {**self.values, BOUNDARIES.name: self._boundaries_name}
        asked = (told.get(p.name) for p in ASKED_FOR)
        own = [self.shelf] if self.shelf else [told[name] for name in (kind.subject, *kind.named_by)]
        parts = (self.notebook, *own, *asked, file_mark(language) if self.internal else "")
        return "-".join(str(part) for part in parts if part) + f".{language}.html"

    @property
    def shelf(self) -> str:
        """What tells a yearly paper from the others of its folder, "" for another report."""
        paper = str(self.values.get(PAPER.name, PAPER.default))
        is_yearly = NOTEBOOKS[self.notebook].subject == YEAR.name
        return shelf_name(int(self.values[YEAR.name]), paper, self.elsewhere) if is_yearly else ""

    @property
    def page_context(self) -> PageContext:
        """What stands around the report on its page."""
        language = self.values["language"]
        return PageContext(
            notebook=self.notebook,
            language=language,
            place=self.place,
            twin=self.name_in(other_language(language)) if len(self.spoken.languages) > 1 else "",
            index="../" + index_name(language),
            command=self.command,
            parameters=self.parameters,
            period=self.period,
            values=self.told_values,
            line=self.line,
        )

    @property
    def parameters(self) -> tuple[tuple[str, object], ...]:
        """What every parameter means to a reader, and its value."""
        declared = NOTEBOOKS[self.notebook].parameters
        with speaking(self.values["language"]):
            told = [(p.meaning, self.told_values.get(p.name)) for p in declared]
        return tuple(pair for pair in told if pair[1])

    @property
    def command(self) -> str:
        """The one command that makes this report again."""
        words = ["python3 run.py build", self.told_data, "--notebook", self.notebook]
        # What tells the reports of a kind apart; the place is that of the data folder.
        kind = NOTEBOOKS[self.notebook]
        for name in (kind.subject, *kind.named_by):
            if name != "area" or kind.of_units:
                words += [f"--{name}", str(self.values[name])]
        words += ["--area", self.elsewhere] if self.elsewhere else []
        for parameter in (PAPER, *ASKED_FOR):
            if asked := self.told_values.get(parameter.name):
                words += [f"--{parameter.name}", str(asked)]
        inside = ["--internal"] if self.internal else []
        return " ".join([*words, "--only-language", self.values["language"], *inside])


def index_name(language: str) -> str:
    """File name of the list of reports; the one in the first language is what a folder opens with."""
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"


@dataclass(frozen=True)
class ReportTask:
    """One report to make.

    notebooks : folder of the notebooks, as a path or by its path below the project; memory : bytes of address
    space that its notebook may take, None for no limit; digest : of the data that it may use without asking.
    """

    report: Report
    notebooks: str
    memory: int | None = None
    digest: str = ""

    @property
    def key(self) -> str:
        """The name of the report in the ledger."""
        return self.report.key


@dataclass(frozen=True)
class Outcome:
    """What became of a task: the files of the report (path -> bytes) and what the index tells, or a failure.

    lacking : forms that cannot be made on this machine (ending -> code of the reason); seconds : how long it
    took; asked : questions that were put to the evidence (`uses.packed_questions`); placed : what it met where it was
    put in its place, None before.
    """

    report: Report
    files: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, object] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0
    asked: str = ""
    placed: "Placed | None" = None


def plan_reports(
    evidence: Evidence, data: str, notebook: str | None = None, standing: Container[str] = (), **asked: str | int | None
) -> list[Report]:
    """The reports that the rows of one data folder call for.

    data : name of the folder; notebook : only this kind, and then all that there may be of it, else of those on request
    the ones that are `standing` already, by key; asked : parameter name -> value, only reports with
    that value, None for any; `as_of` is the day from which all of them see, `end_year` the last year of the phase
    to come. Raises ParameterError for a notebook, parameter or value that is not there.
    """
    given = {p: value for p in ASKED_FOR if (value := asked.pop(p.name, None))}
    kinds = [notebook_declaration(notebook)] if notebook else list(NOTEBOOKS.values())
    if not notebook:
        kinds = [kind for kind in kinds if set(given) <= set(kind.parameters)]
    seen = {parameter.name: value for parameter, value in given.items()}
    is_narrowed = bool(notebook or asked.get("area"))
    year = int(asked.get(UNIT_YEAR.name) or 0) if is_narrowed else 0
    planned = [report for kind in kinds for report in _reports_of(evidence, data, kind, seen, year)]
    if not is_narrowed:
        planned = [report for report in planned if not report.on_request or report.key in standing]
    for name, value in asked.items():
        if value is not None:
            planned = _only_asked(planned, name, value, kinds)
    return planned


def _reports_of(
    evidence: Evidence, data: str, kind: Notebook, given: Mapping[str, str | int], year: int
) -> Iterator[Report]:
    """All reports of one kind, in the folder's languages.

    given : what is asked for and not listed (a day, a last year); year : as of `subjects_of`.
    """
    subjects = subjects_of(evidence, kind, year)
    allowed = {
        # Known by name at once, however many there are, and told in their order where one is not known.
        **dict.fromkeys(("programme", "closing"), dict.fromkeys(own_programmes(evidence))),
        "drafted": dict.fromkeys([*own_programmes(evidence), *(s["drafted"] for s in undrafted_subjects(evidence))]),
        "area": {area.code for area in evidence.areas.values()},
        "data": [data],
        "year": list(dict.fromkeys([*report_years(evidence), *(s["year"] for s, _ in subjects if "year" in s)])),
        "indicator": evidence.indicators,
        "agency": list(evidence.agencies),
        "paper": list(evidence.papers),
    }
    spoken = evidence.spoken
    for subject, is_few in subjects:
        for language in spoken.languages:
            values = check_values(kind.name, {**subject, **given, "language": language, "data": data}, allowed)
            with speaking(language):
                place = marked_place(evidence.area(values["area"]).text("name"))
            years, targets, line = (told(evidence, values) for told in (_report_years, _own_targets, _report_line))
            is_elsewhere = kind.subject == "year" and values["area"] != evidence.province.code
            elsewhere = str(values["area"]) if is_elsewhere else ""
            inside = getattr(evidence, "is_internal", False)
            yield Report(kind.name, values, place, years, targets, line, elsewhere, is_few, inside, spoken)


def _own_targets(evidence: Evidence, values: Mapping[str, str | int]) -> frozenset[str]:
    """Ids of the targets of the programmes that a report is about, of those that they carry out, and of what is carried
    on from them to a phase that nobody drafted."""
    programmes = {str(values[name]) for name in ("programme", "drafted", "closing") if name in values}
    programmes &= evidence.programmes.keys()
    coming = (national_in_force(evidence, str(values["closing"])) if "closing" in values else None,)
    programmes |= {evidence.programmes[code].national or code for code in programmes} | {p.id for p in coming if p}
    own = [row.id for row in evidence.targets.values() if row.programme in programmes]
    return frozenset([*own, *(f"{PREFIX}{code}" for code in own if "closing" in values)])


def _report_years(evidence: Evidence, values: Mapping[str, str | int]) -> str:
    """The years that a report with these values is about, "" where it is about all."""
    if END_YEAR.name in values:
        return years_text(*_phase_years(evidence, str(values["closing"]), int(values[END_YEAR.name])))
    if code := values.get("drafted") or values.get("programme"):
        if code not in evidence.programmes:
            return years_text(*years_after(evidence, str(values["closing"])))
        programme = evidence.programmes[code]
        return years_text(programme.start, programme.end)
    return str(values.get("year", ""))


def _phase_years(evidence: Evidence, closing: str, end: int) -> tuple[int, int]:
    """First and last year of the phase to come. Raises ParameterError for a last year before the first."""
    try:
        return years_after(evidence, closing, end)
    except ValueError as error:
        facts = {"name": END_YEAR.name, "meaning": END_YEAR.meaning, "found": end, "notebook": "next_phase"}
        raise parameter_error("unknown_value", years_after(evidence, closing)[1:], **facts) from error


def _report_line(evidence: Evidence, values: Mapping[str, str | int]) -> str:
    """Code of the line of programmes of the phase that a report is about or goes on from, "" for none."""
    code = values.get("programme") or values.get("closing")
    return str(evidence.programmes[str(code)].kind) if code else ""


def _only_asked(planned: Sequence[Report], name: str, value: str | int, kinds: Sequence[Notebook]) -> list[Report]:
    """The planned reports whose parameter has that value. Raises ParameterError where none of some has it."""
    declared = next((p for kind in kinds for p in kind.parameters if p.name == name), None)
    if declared is None:
        names = [p.name for kind in kinds for p in kind.parameters]
        raise parameter_error("unknown_name", names, notebook=kinds[0].name, found=name)
    known = list(dict.fromkeys(r.values[name] for r in planned if name in r.values))
    if planned and value not in known:
        facts = {"notebook": kinds[0].name, "name": name, "meaning": declared.meaning}
        reason = "not_compared" if name == INDICATOR.name else "unknown_value"
        raise parameter_error(reason, known, **facts, found=value)
    return [report for report in planned if report.values.get(name) == value]


def newness_line(facts: Mapping[str, str]) -> str:
    """One line for a report from what it tells the index (`as-of`, `evidence-period`, `evidence-date`; where a source
    of which only the year is known may be newer, that: `evidence-until`)."""
    printed = facts.get("evidence-date", "")
    # A day that says "or later" itself needs no second word of it.
    newer = facts.get("evidence-until") and OPEN not in printed
    times = {
        "seen_from": iso_day(facts.get("as-of", "")),
        "evidence_period": period_text(facts.get("evidence-period", "")),
        "evidence_since" if newer else "evidence_date": iso_day(printed),
    }
    return " · ".join(say(f"frame.newness.{key}", date=time) for key, time in times.items() if time)


def period_text(iso: str) -> str:
    """An ISO time as the language writes it, "" for none."""
    found = named_period(iso)
    return year_text(found) if found else ""


def newest_line(reports: Sequence[Mapping[str, str]]) -> str:
    """The line for several reports together: the newest of each time, no day."""
    times = {
        key: [found for report in reports if (found := named_period(report.get(key)))]
        for key in ("evidence-period", "evidence-date", "evidence-until")
    }
    last = max(times["evidence-period"], key=lambda period: (period.reached, period.first), default=None)
    date = max(times["evidence-date"], key=lambda period: (period.first, period.last), default=None)
    until = max((*times["evidence-date"], *times["evidence-until"]), key=lambda period: period.last, default=None)
    facts = {"evidence-period": last, "evidence-date": date}
    if date and until and until.last > date.last:
        facts["evidence-until"] = until
    return newness_line({key: period.iso for key, period in facts.items() if period})
