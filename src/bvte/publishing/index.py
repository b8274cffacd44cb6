"""The list of reports, from what the ledger knows: by province; answers first, then all, by kind and line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bvte.evidence.internal import is_internal
from bvte.evidence.language import LANGUAGES, active_language, other_language, speaking
from bvte.evidence.national import programme_kinds
from bvte.evidence.spoken_folder import UNSPOKEN, speaking_of
from bvte.presentation.handling import marked_title
from bvte.presentation.message import certainty_legend
from bvte.presentation.phrases import flat_text
from bvte.presentation.texts import say
from bvte.publishing.forms.catalogue import MADE_BY, form_name
from bvte.publishing.frame import render_page
from bvte.publishing.internal_names import twin_key
from bvte.publishing.ledger import Entry, Ledger
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import PageContext, index_name, newest_line, newness_line
from bvte.publishing.status import Files, index_faults
from bvte.publishing.transaction import open_transaction

COMMAND = "python3 run.py build"
# Kinds of reports by the questions that readers come with, in the order in which they ask them.
ASKED = (
    "phase_evaluation",
    "next_phase",
    "target_audit",
    "annual_report",
    "area_comparison",
    "across_phases",
    "workshop",
    "evidence_review",
)


@dataclass(frozen=True)
class Fact:
    """What a search finds in a report: its words, those in the other language, and links (words, id on the page)."""

    name: str
    also: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Listed:
    """A report in the list: what the ledger tells of it, where its files are, and what a search finds in it.

    forms : pairs (address, name); failed : page that a later try left, "" for none; programmes : ids of what it is
    about; told_at : where on the list its answer to a question stands, "" for nowhere.
    """

    about: Mapping[str, object]
    href: str
    forms: tuple[tuple[str, str], ...] = ()
    failed: str = ""
    facts: tuple[Fact, ...] = ()
    programmes: Mapping[str, str | int] = field(default_factory=dict)
    told_at: str = ""

    @property
    def folder(self) -> str:
        """The name of the data folder that it is made from, below which its page stands."""
        return self.href.split("/")[0]

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says, a sentence each."""
        return tuple(str(self.about.get("headline", "")).splitlines())

    @property
    def shown(self) -> tuple[str, ...]:
        """What the list says of it; nothing where its answer to a question says that already."""
        return () if self.told_at else first_and_last(self.lines)

    @property
    def opened(self) -> str:
        """Address of the table or chart that a question leads to, "" where there is none."""
        return f"{self.href}#{self.about['opened']}" if self.about.get("opened") else ""

    @property
    def newness(self) -> str:
        """From which day it sees and how new its evidence is."""
        return newness_line(self.about)


def write_index(folder: Path) -> Path:
    """Write the list of the reports in `folder`, one page a language, where it is not as it should be.

    The path of the one in the active language.
    """
    with open_transaction(folder) as place:
        dead = any(_page_of(e) and not _is_there(e, folder) for e in place.ledger.entries.values())
        if dead or any(index_faults(place.ledger, Files(folder))):
            place.put_index(index_pages(place.ledger, folder))
    return folder / index_name(active_language())


def index_pages(ledger: Ledger, folder: Path) -> dict[str, str]:
    """The list in every language: name -> HTML text. It has no link to a report that is not in `folder`."""
    there = replace(ledger, entries={k: e for k, e in ledger.entries.items() if _is_there(e, folder)})
    listed = {}
    for language in LANGUAGES:
        # It is of all folders, whichever was read last.
        with speaking(language), speaking_of(UNSPOKEN):
            listed[index_name(language)] = index_page(there)
    return listed


def _is_there(known: Entry, folder: Path) -> bool:
    """Whether the page of an Entry stands in the folder of reports."""
    page = _page_of(known)
    return page is not None and (folder / page).exists()


def _page_of(known: Entry) -> str | None:
    """Path of the page of an Entry, None where there is none."""
    # The deck of slides is named like the page, with one more part.
    return min((path for path in known.files if path.endswith(".html")), key=len, default=None)


def index_page(ledger: Ledger) -> str:
    """The list as HTML text."""
    language = active_language()
    # Before its ending: the report to the ministry stands before other papers of its year.
    found = [index_entry(ledger, key) for key in sorted(ledger.entries, key=lambda key: key.split("."))]
    there = [report for report in found if report and report.about.get("language")]
    # A folder in one language stands in the list of every other: it has no pages there that would be missed.
    spoken = {(report.folder, report.about.get("language")) for report in there}
    reports = [
        report
        for report in there
        if report.about.get("language") == language or (report.folder, language) not in spoken
    ]
    # Of one period in the order of their names, so that the list does not depend on that of the ledger.
    reports.sort(key=lambda report: str(report.about.get("period", "")), reverse=True)
    command = f"{COMMAND} --internal" if is_internal() else COMMAND
    return render_page(
        "listing.html.j2",
        title=marked_title(say("listing.title")),
        meta={},
        identity={"description": say("listing.lead"), "DC.title": say("listing.title"), "DC.language": language},
        provinces=by_province(reports),
        setting=PageContext(
            "", language, place="", twin=index_name(other_language(language)), index="", command=command
        ),
        newest=newest_line([report.about for report in reports]),
        legend=flat_text(certainty_legend()),
    )


@dataclass(frozen=True)
class Province:
    """What there is of one data folder: the name of its province, the questions that readers come with, its reports by
    kind; name : "" where it is the only one."""

    name: str
    folder: str
    answers: list["Answered"]
    groups: list[dict[str, object]]


def by_province(reports: Sequence[Listed]) -> list[Province]:
    """The reports by the folder that they are made from, in the order of the names of the folders."""
    of_folder: dict[str, list[Listed]] = {}
    for report in sorted(reports, key=lambda report: report.folder):
        of_folder.setdefault(report.folder, []).append(report)
    several = len(of_folder) > 1
    return [_in_province(folder, found, several) for folder, found in of_folder.items()]


def _in_province(folder: str, reports: Sequence[Listed], is_named: bool) -> "Province":
    """What the list has of one data folder; a report that answers a question leads there and does not say it again."""
    answers = answers_of(reports)
    places = {answer.report.href: answer.anchor for answer in answers}
    listed = [replace(report, told_at=places.get(report.href, "")) for report in _with_places(reports)]
    return Province(_province_of(folder, reports) if is_named else "", folder, answers, report_groups(listed))


def _province_of(folder: str, reports: Sequence[Listed]) -> str:
    """The name of the province of a folder as its reports tell it, else that of the folder."""
    told = (str(report.about["province"]) for report in reports if report.about.get("province"))
    return next(told, folder)


# A question that another kind of report answers too, and with more: where there is that one, it is not asked.
ANSWERED_BY = {"target_audit": "next_phase"}
# The kinds whose answer is all its results, each with its mark of certainty: what was reached, how it changed and how
# children fared is more than one sentence.
EVALUATION = "phase_evaluation"
RESULTS = (EVALUATION, "across_phases", "annual_report", "next_phase")
# The kind that there is of every province that a folder is about: of the one that there is now and of those before it.
OF_EACH = "evidence_review"


@dataclass(frozen=True)
class Answered:
    """A question that readers come with, the report that answers it, and its answer in a few sentences."""

    question: str
    report: Listed
    lines: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where it stands in the list."""
        return self.report.href.replace("/", "-").removesuffix(".html")


def answers_of(reports: Sequence[Listed]) -> list[Answered]:
    """The questions that readers come with, each with the newest report that answers it, in the order of `ASKED`.

    Where a folder is about several provinces, since they merged, each has questions of its own that name it.
    """
    places = _places(reports)
    if len(places) < 2:
        return _answers_in(reports)
    found = [
        replace(answer, question=_asked_in(place, answer.question))
        for place in places
        for answer in _answers_in([report for report in reports if _place(report) == place])
    ]
    return sorted(found, key=lambda answer: ASKED.index(str(answer.report.about["notebook"])))


def _places(reports: Sequence[Listed]) -> list[str]:
    """The provinces that a folder is about, by name."""
    return list(dict.fromkeys(_place(report) for report in reports if report.about["notebook"] == OF_EACH))


def _with_places(reports: Sequence[Listed]) -> list[Listed]:
    """The reports of a folder, where it is about several provinces each under a title that tells of which it is."""
    if len(_places(reports)) < 2:
        return list(reports)
    return [report if _names_place(report) else _titled_by_place(report) for report in reports]


def _names_place(report: Listed) -> bool:
    # What tells a former province from one of its name now ("(cũ)") stands in no title.
    name = _place(report).partition(" (")[0]
    return name.casefold() in str(report.about["title"]).casefold()


def _titled_by_place(report: Listed) -> Listed:
    title = _asked_in(_place(report), str(report.about["title"]))
    return replace(report, about={**report.about, "title": title})


def _place(report: Listed) -> str:
    return str(report.about.get("place", ""))


def _asked_in(place: str, question: str) -> str:
    """A question with the place that it is about before it."""
    return say("listing.asked_in", place=place, question=f"{question[:1].lower()}{question[1:]}")


def _answers_in(reports: Sequence[Listed]) -> list[Answered]:
    """The answers of one province; no sentence is told twice.

    The phases that are asked about are those that a workshop closes and drafts, as they followed each other; where
    there is no workshop, the newest of them that says of its targets what was reached.
    """
    found: list[Answered] = []
    kinds = [report.about["notebook"] for report in reports]
    for kind in (kind for kind in ASKED if ANSWERED_BY.get(kind) not in kinds):
        of_kind = [report for report in reports if report.about["notebook"] == kind]
        for report in _asked_about(kind, of_kind, reports):
            told = {line for answered in found for line in answered.lines}
            new = [line for line in report.lines if line not in told]
            question = say(f"listing.question.{kind}", period=report.about.get("period", ""))
            # What was told above is told by its question alone.
            lines = tuple(new) if kind in RESULTS else first_and_last(new)
            above = (say("listing.told_above"),) if report.lines else ()
            found.append(Answered(question, report, lines or above))
    return found


def first_and_last(lines: Sequence[str]) -> tuple[str, ...]:
    """What a report says first and what it says last, in the order of what it says."""
    return tuple(dict.fromkeys((*lines[:1], *lines[-1:])))


def _asked_about(kind: str, of_kind: list[Listed], reports: Sequence[Listed]) -> list[Listed]:
    """The reports of one kind that answer its question first: of what was reached in each phase of that line of
    programmes that a workshop closed, the earliest first, of the others the newest."""
    packs = [report.programmes for report in reports if report.about["notebook"] == "workshop"]
    meant = _about_phases(of_kind, packs[:1])
    if kind == EVALUATION and meant:
        lines = {report.about.get("line") for report in meant}
        meant = [report for report in _about_phases(of_kind, packs) if report.about.get("line") in lines]
        # A draft comes after what was reached before it.
        meant.sort(key=lambda report: str(report.about.get("period", "")))
    return meant or of_kind[:1]


def _about_phases(of_kind: Sequence[Listed], packs: Sequence[Mapping[str, str | int]]) -> list[Listed]:
    """Of some reports those about a phase that one of these packs closes or drafts."""
    wanted = {pack.get(name) for pack in packs for name in ("drafted", "closing")}
    return [report for report in of_kind if report.programmes.get("programme") in wanted]


def report_groups(reports: Sequence[Listed]) -> list[dict[str, object]]:
    """The kinds of reports that there are, each with its reports by line of programmes, the latest years first."""
    of_kind = {name: [r for r in reports if r.about["notebook"] == name] for name in NOTEBOOKS}
    told = ((name, found) for name, found in of_kind.items() if found)
    return [{"kind": name, "title": NOTEBOOKS[name].title, "lines": _by_line(found)} for name, found in told]


def _by_line(reports: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """Reports by the name of their line of programmes, that of most phases first; "" for those of none."""
    lines: dict[str, list[Listed]] = {}
    for report in reports:
        lines.setdefault(str(report.about.get("line", "")), []).append(report)
    ordered = sorted(lines.items(), key=lambda line: -len(line[1]))
    kinds = programme_kinds()
    names = {code: kinds[code].short.text for code in lines if code in kinds and len(lines) > 1}
    return [(names.get(code, ""), found) for code, found in ordered]


def index_entry(ledger: Ledger, key: str) -> Listed | None:
    """What the list says of one report, None where there is none. A report whose last making failed says so."""
    known = ledger.entries[key]
    page = _page_of(known)
    if page is None:
        return None
    stem = page.removesuffix("html")
    there = {form: _place_of(known, stem + form) for form in MADE_BY if stem + form in known.files}
    return Listed(
        known.about,
        page,
        tuple((path, form_name(form)) for form, path in there.items()),
        next((path for path in known.traces if path.endswith(".html")), ""),
        tuple(_facts_of(known.about, _twin_about(ledger, key))),
        known.origin.parameters if known.origin else {},
    )


def _place_of(known: Entry, path: str) -> str:
    """Where a file of an entry is: beside its place where a program held that."""
    return known.held[path].new if path in known.held else path


def _twin_about(ledger: Ledger, key: str) -> Mapping[str, object]:
    """What is told of the same report in the other language, nothing where there is none."""
    twin = ledger.entries.get(twin_key(key))
    return twin.about if twin else {}


def _facts_of(about: Mapping[str, object], twin: Mapping[str, object]) -> Iterable[Fact]:
    """What a search finds: each indicator with its figures, those without one, each source."""
    yield Fact(str(about.get("title", "")), str(twin.get("title", "")))
    for code, name in about.get("indicators", {}).items():
        figures = about.get("figures", {}).get(code, {})
        yield Fact(name, twin.get("indicators", {}).get(code, ""), tuple(figures.items()))
    for code, name in about.get("silent", {}).items():
        yield Fact(say("listing.silent", name=name), twin.get("silent", {}).get(code, ""))
    publishers = about.get("publishers", {})
    for anchor, title in about.get("sources", {}).items():
        also = f"{twin.get('sources', {}).get(anchor, '')} {publishers.get(anchor, '')}".strip()
        yield Fact(say("listing.source"), also, ((title, anchor),))
