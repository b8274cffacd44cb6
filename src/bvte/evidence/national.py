"""What all provinces share (data/national/).

The forms of the yearly report, whom it asks for figures, the criteria of evaluation, the day of a workshop,
which changes of a figure need no explanation.

The functions that read a file raise pydantic's ValidationError where it is wrong.
"""

from collections.abc import Iterator
from datetime import date, time
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bvte.evidence.cells import Code
from bvte.evidence.disclosure_policy import Disclosure, SmallCounts
from bvte.evidence.indicator import Group, Indicator, Words
from bvte.evidence.load import project_root
from bvte.evidence.record import Record
from bvte.evidence.rows import Statistic
from bvte.evidence.spoken_folder import Spoken, spoken_folder
from bvte.evidence.value import Unit
from bvte.evidence.yaml_files import load_yaml_file

FormKind = StrEnum("FormKind", "rows matrix results quality next_targets")
Rating = StrEnum("Rating", "good partial weak")


SectionPart = StrEnum(
    "SectionPart",
    "programmes charts inherited grounds conflicts evaluation changes requests marks breaks definitions sources",
)


class NationalRecord(Record):
    """A part of a national file; a field that it does not know is refused."""


class FormRow(NationalRecord):
    """A row of a form: an indicator of the province's catalogue, or the place of one that it has not yet.

    part_of, by : the row that it is a part of, and in which breakdown ("sex", "age").

    In a form of kind "matrix" the indicator of a cell is `cells[column]`, else row and column joined
    ("orphaned" and "boys": "orphaned_boys"). basis : the law that says who is counted.
    """

    indicator: Code
    name: Words
    unit: Unit
    part_of: Code | None = None
    by: Code | None = None
    basis: Words | None = None
    cells: dict[Code, Code] = Field(default_factory=dict)

    def of(self, column: str | None) -> str:
        """The indicator of a cell; without a column that of the row."""
        return self.cells.get(column, f"{self.indicator}_{column}") if column else self.indicator


class Form(NationalRecord):
    """A numbered table (Biểu) of the report.

    areas_of : indicator that is also shown by the units below the province; group : statistical group whose
    other published indicators are added; protected : small counts of children are withheld; columns_by : of
    a matrix, the breakdown in which a column is a part of the first one.
    """

    name: Words
    kind: FormKind = FormKind.rows
    areas_of: Code | None = None
    group: Group | None = None
    protected: bool = False
    columns: dict[Code, Words] = Field(default_factory=dict)
    columns_by: dict[Code, Code] = Field(default_factory=dict)
    rows: tuple[FormRow, ...] = ()

    @property
    def indicators(self) -> set[str]:
        """Indicators of all cells."""
        return {row.of(column) for row in self.rows for column in self.columns or [None]}

    @cached_property
    def parts(self) -> tuple[tuple[str, str, str | None], ...]:
        """Triples (part, whole, breakdown) of indicators: rows of the row that they are a part of, columns
        of the first one."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[tuple[str, str, str | None]]:
        rows = {row.indicator: row for row in self.rows}
        for row in self.rows:
            whole, first = rows.get(row.part_of or ""), next(iter(self.columns), None)
            for column in self.columns or [None]:
                if whole:
                    yield row.of(column), whole.of(column), row.by
            for column, breakdown in self.columns_by.items():
                yield row.of(column), row.of(first), breakdown


# What a section may draft beyond the figures of its forms and its targets.
DraftPart = StrEnum("DraftPart", "TAKEN_OVER GOOD_RESULTS SHORTFALLS AIMS TO_CENTRE TO_PROVINCE TO_COUNCIL TO_COMMUNES")


class Section(NationalRecord):
    """A section of the report: what stands above it, whether people write it, and what it shows.

    name : of what is written; heading : above it, by default its name; forms : numbers of the forms below
    it; statuses : judged targets whose findings belong there; drafts : what else is drafted there;
    shows : further parts.
    """

    name: Words
    heading: Words | None = None
    written: bool = True
    forms: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    drafts: tuple[DraftPart, ...] = ()
    shows: tuple[SectionPart, ...] = ()


class Basis(NationalRecord):
    """A law by which the report is made, from one year to another; without a last one it is in force."""

    name: Words
    first: int
    last: int | None = None

    def holds(self, year: int) -> bool:
        """Whether it is in force on the last day of a year."""
        return self.first <= year <= (self.last or year)


class CellCard(NationalRecord):
    """What a card says that is made from a cell of a form; {form}, {name} and {basis} are filled in.

    basis : the law where the row names none.
    """

    definition: Words
    basis: Words
    why: Words
    better_note: Words


class Layout(NationalRecord):
    """The whole report: its sections by their number, its forms by theirs; cell_card : see `form_cards`; basis : the
    laws by which it is made."""

    cell_card: CellCard
    basis: tuple[Basis, ...] = ()
    sections: dict[str, Section]
    forms: dict[str, Form]

    @property
    def written(self) -> dict[str, Section]:
        """The sections that people write, by their number."""
        return {number: section for number, section in self.sections.items() if section.written}


class ProgrammeKind(NationalRecord):
    """A line of programmes: its name in sentences, on charts, and whether it is about one subject alone."""

    name: Words
    short: Words
    one_subject: bool = False


def programme_kinds() -> dict[str, ProgrammeKind]:
    """The lines of programmes by code, in their order."""
    return settings_of("programme_kinds", spoken_folder())


class Criterion(NationalRecord):
    """An evaluation criterion: its question, who speaks to it, what is missing, the most it can be called."""

    name: Words
    question: Words
    indicators: tuple[Code, ...]
    missing: Words
    at_most: Rating = Rating.good


# Below data/: what gives a card to every cell of a form.
LAYOUT = "national/annual_report.yml"


def report_layout() -> Layout:
    """The layout of the yearly report. Raises pydantic's ValidationError where the file is wrong."""
    return settings_of("annual_report", spoken_folder())


def evaluation_criteria() -> dict[str, Criterion]:
    """The evaluation criteria by name, in their order."""
    return settings_of("criteria", spoken_folder())


# What a folder that stands alone has where it has no file of its own: nothing that speaks of another country's law.
WITHOUT: dict[str, dict[str, Any]] = {
    "annual_report": {"sections": {}, "forms": {}, "basis": ()},
    "criteria": {},
    "requests": {"respondents": {}, "complete": ()},
    "workshop": {"topics": {}},
}


@cache
def settings_of(name: str, spoken: Spoken) -> Any:
    """What a file of settings says for a folder: the nation's, or its own where it stands alone. Raises as they do."""
    own = spoken.own_file(f"{name}.yml")
    content = load_yaml_file(own or settings_path(name))
    if spoken.alone and not own and name in WITHOUT:
        content = {**content, **WITHOUT[name]} if WITHOUT[name] else {}
    return TypeAdapter(SETTINGS[name]).validate_python(content, context={"languages": spoken.languages})


def settings_path(name: str) -> Path:
    """Where a file of settings of data/national/ stands."""
    return project_root() / "data" / "national" / f"{name}.yml"


Ratio = Annotated[float, Field(gt=1)]


class UsualChange(NationalRecord):
    """How much figures of a kind usually change in a year: a ratio, percentage points, or either of them.

    units, statistics : figures that are of this kind unless their card names another one; beyond_chance : the
    figures count events, which differ by chance too; other_scope : the ratio beyond which one of two figures
    must cover something else.
    """

    name: Words
    units: tuple[Unit, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    ratio: Ratio | None = None
    other_scope: Ratio | None = None
    points: Annotated[float, Field(gt=0)] | None = None
    beyond_chance: bool = False


class Rest(NationalRecord):
    """How many times as much as in the published years a total may leave for each of the others."""

    ratio: Ratio


class Plausibility(NationalRecord):
    """Usual changes by kind, the first that fits first, and what a total may leave."""

    changes: dict[Code, UsualChange]
    rest: Rest


def plausibility_rules() -> Plausibility:
    """The thresholds of unusual figures. Raises pydantic's ValidationError where the file is wrong."""
    return settings_of("plausibility", spoken_folder())


def usual_change(card: Indicator, unit: str, statistic: str) -> UsualChange | None:
    """The usual change of figures of a card in that unit and statistic, or None where nothing is usual."""
    kinds = plausibility_rules().changes
    if card.usual_change:
        return kinds[card.usual_change]
    return next((k for k in kinds.values() if unit in k.units and statistic in k.statistics), None)


def small_counts() -> SmallCounts:
    """The thresholds of small counts. Raises pydantic's ValidationError where the file is wrong."""
    return settings_of("disclosure", spoken_folder()).small_counts


class Ask(NationalRecord):
    """Cells of a form that a respondent is asked for; columns : of a matrix, those of all of its rows."""

    form: Code
    statistic: Statistic
    indicators: tuple[Code, ...] = ()
    columns: tuple[Code, ...] = ()

    def cells(self, form: Form) -> list[tuple[FormRow, str | None]]:
        """Pairs (row, column or None) of the form, in its order."""
        if self.columns:
            return [(row, column) for row in form.rows for column in self.columns]
        return [(row, None) for row in form.rows if row.indicator in self.indicators]


class RespondentKind(NationalRecord):
    """What one kind of body is asked for; of_level : every area of that level is one; since : the first day on which
    it counts that; about : in words; answers : indicators that it counts, and that are in no form."""

    name: Words
    about: Words
    of_level: Literal["commune"] | None = None
    since: date | None = None
    asks: tuple[Ask, ...] = ()
    answers: tuple[Code, ...] = ()


class Requests(NationalRecord):
    """Who is asked for what, until which day of the next year ("01-15").

    complete : wholes whose rows of no breakdown are all of their parts.
    """

    due: str = Field(pattern=r"^\d\d-\d\d$")
    complete: tuple[Code, ...] = ()
    respondents: dict[Code, RespondentKind]

    @property
    def sent(self) -> dict[Code, RespondentKind]:
        """The kinds that are sent a form: one that only counts what no form has is sent none."""
        return {code: kind for code, kind in self.respondents.items() if kind.asks}


def request_rules() -> Requests:
    """Who is asked for what. Raises pydantic's ValidationError where the file is wrong."""
    return settings_of("requests", spoken_folder())


class Session(NationalRecord):
    """A part of the day: how long it takes, what is done, what there is at its end, and which materials it takes."""

    minutes: int = Field(gt=0)
    name: Words
    how: Words
    goal: Words
    materials: Words | None = None


class Topic(NationalRecord):
    """A topic that a group discusses, with the indicators whose figures lie on its table.

    An indicator that a province has no card of is left out there.
    """

    name: Words
    questions: tuple[Words, ...] = Field(min_length=1)
    indicators: tuple[Code, ...] = ()


class WorkshopPlan(NationalRecord):
    """The whole day: when it starts, its sessions in their order, its topics by name.

    without_draft : what a phase is called that nobody has drafted; {first}, {last} and {closing} are filled in.
    """

    starts: time
    without_draft: Words
    sessions: tuple[Session, ...]
    topics: dict[str, Topic]


def workshop_plan() -> WorkshopPlan:
    """The plan of a workshop. Raises pydantic's ValidationError where the file is wrong."""
    return settings_of("workshop", spoken_folder())


# Name of a file of settings -> what it holds.
SETTINGS: dict[str, Any] = {
    "annual_report": Layout,
    "criteria": dict[str, Criterion],
    "disclosure": Disclosure,
    "plausibility": Plausibility,
    "programme_kinds": dict[str, ProgrammeKind],
    "requests": Requests,
    "workshop": WorkshopPlan,
}
