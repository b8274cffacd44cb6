"""The parameters of every notebook, declared once, and the check of given values before a run."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from bvte.evidence.codes import nearest_code
from bvte.evidence.language import LANGUAGES, speaking
from bvte.evidence.period import whole_year
from bvte.evidence.reporting import TO_MINISTRY
from bvte.evidence.rows import LEVELS
from bvte.presentation.texts import say


@dataclass(frozen=True)
class Parameter:
    """One parameter; what it may be is a fixed tuple or, by its name, taken from the data folder.

    kind : the type of its values, text or a whole number; reads : of a value that is not listed, a function
    that raises ValueError where it is none.
    """

    name: str
    choices: tuple[str, ...] | None = None
    default: str | int | None = None
    kind: type[str] | type[int] = str
    reads: Callable[[str], object] | None = None

    @property
    def meaning(self) -> str:
        """What it says, in the active language."""
        return say(f"parameters.meaning.{self.name}")


@dataclass(frozen=True)
class Notebook:
    """One kind of report: the parameters that its notebook takes and what is made of it.

    needs_targets : there is such a report only for programmes that have targets; needs_programmes : only for
    areas that have programmes; of_units : it is of areas below the province, and of a year;
    cell_minutes : how long one of its cells may take; forms : endings of the files beside the page; named_by : names of
    the parameters that, after the first, tell its reports apart; opened : key of a column of the table that the list of
    reports leads to from the question which this kind answers, or its first chart.
    """

    name: str
    parameters: tuple[Parameter, ...]
    needs_targets: bool = False
    needs_programmes: bool = False
    of_units: bool = False
    cell_minutes: float = 5
    forms: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    opened: str = ""

    @property
    def title(self) -> str:
        """Its name for readers, in the active language."""
        return say(f"listing.kind.{self.name}")

    @property
    def subject(self) -> str:
        """Name of the parameter that tells the reports of this kind apart."""
        return self.parameters[0].name


PROGRAMME, DRAFTED, CLOSING = Parameter("programme"), Parameter("drafted"), Parameter("closing")
YEAR, AGENCY, AREA, DATA = (Parameter("year", kind=int), Parameter("agency"), Parameter("area"), Parameter("data"))
PAPER = Parameter("paper", default=TO_MINISTRY)
LANGUAGE = Parameter("language", LANGUAGES, LANGUAGES[0])
AS_OF = Parameter("as_of", default="", reads=lambda text: text and date.fromisoformat(text))
INDICATOR, LEVEL = Parameter("indicator"), Parameter("level", LEVELS)
BOUNDARIES = Parameter("boundaries", default="", reads=lambda file: not file or Path(file).read_bytes())
END_YEAR = Parameter("end_year", default=0, kind=int, reads=lambda year: year == "0" or whole_year(int(year)))
# Any year may be asked for of an area, and which one it is tells its reports apart.
UNIT_YEAR = Parameter("year", kind=int, reads=lambda year: whole_year(int(year)))
# What is not listed in any folder, but asked for: all reports take it that know it, and are named by it.
ASKED_FOR = (AS_OF, END_YEAR, BOUNDARIES)

# What the list leads to in a report whose charts are the answer.
FIRST_CHART = "first chart"
# The sheet on which a report says first what happened.
BRIEF = ("brief.html", "brief.docx", "brief.pdf")
NOTEBOOKS = {
    notebook.name: notebook
    for notebook in (
        Notebook(
            "annual_report",
            (YEAR, AREA, AGENCY, PAPER, LANGUAGE, DATA),
            forms=("docx", "xlsx", "csv", "datapackage.json", "pdf", *BRIEF),
        ),
        Notebook("phase_evaluation", (PROGRAMME, AREA, AS_OF, LANGUAGE, DATA), forms=("docx", "pdf", *BRIEF)),
        Notebook(
            "target_audit",
            (PROGRAMME, AREA, AS_OF, LANGUAGE, DATA),
            needs_targets=True,
            forms=("docx", "pdf", "pptx", "deck.html", "record.xlsx", *BRIEF),
        ),
        Notebook(
            "next_phase",
            (CLOSING, END_YEAR, AREA, AS_OF, LANGUAGE, DATA),
            forms=("docx", "pdf", "csv", *BRIEF),
            opened="proposed",
        ),
        Notebook(
            "workshop",
            (DRAFTED, CLOSING, AREA, AS_OF, LANGUAGE, DATA),
            needs_targets=True,
            forms=("docx", "pptx", "deck.html", "record.xlsx"),
        ),
        Notebook(
            "area_comparison",
            (INDICATOR, YEAR, LEVEL, AREA, BOUNDARIES, LANGUAGE, DATA),
            named_by=(YEAR.name, LEVEL.name),
            forms=("docx", "csv"),
        ),
        Notebook(
            "across_phases",
            (AREA, AS_OF, LANGUAGE, DATA),
            needs_programmes=True,
            forms=("docx", "pdf"),
            opened=FIRST_CHART,
        ),
        Notebook("evidence_review", (AREA, AS_OF, LANGUAGE, DATA), opened="asked_for"),
        Notebook(
            "area_profile",
            (AREA, UNIT_YEAR, LANGUAGE, DATA),
            of_units=True,
            forms=("docx",),
            named_by=(UNIT_YEAR.name,),
        ),
    )
}


# Of a value that cannot be read, one that could.
EXAMPLES = {str: "2020-12-31", int: "2030"}
# Which words refuse a value of another type.
NOT_OF_KIND = {str: "not_text", int: "not_number"}


class ParameterError(ValueError):
    """A parameter that no notebook takes, that is missing, or whose value does not exist."""


def check_values(notebook: str, values: Mapping[str, Any], allowed: Mapping[str, Collection]) -> dict[str, str | int]:
    """The values with defaults filled in, once every one of them is known to be right.

    notebook : name of a notebook; values : parameter name -> value; allowed : parameter name ->
    the values that the data folder knows (programme ids, area codes, years, agencies, folder names).
    Raises ParameterError in the language that `values` ask for.
    """
    asked = values.get("language")
    with speaking(asked if asked in LANGUAGES else LANGUAGES[0]):
        declared = {p.name: p for p in notebook_declaration(notebook).parameters}
        for name in values:
            if name not in declared:
                raise parameter_error("unknown_name", declared, notebook=notebook, found=name)
        return {p.name: _checked_value(p, values, allowed, notebook) for p in declared.values()}


def notebook_declaration(notebook: str) -> Notebook:
    """The declaration of a notebook. Raises ParameterError."""
    if notebook not in NOTEBOOKS:
        raise parameter_error("unknown_notebook", NOTEBOOKS, found=notebook)
    return NOTEBOOKS[notebook]


def _checked_value(
    parameter: Parameter, values: Mapping[str, Any], allowed: Mapping[str, Collection], notebook: str
) -> str | int:
    """The checked value of one parameter."""
    found = values.get(parameter.name, parameter.default)
    facts = {"notebook": notebook, "name": parameter.name, "meaning": parameter.meaning, "found": found}
    if found is None:
        raise parameter_error("missing", (), **facts)
    # True and False are whole numbers to Python, but no year.
    if not isinstance(found, parameter.kind) or isinstance(found, bool):
        raise parameter_error(NOT_OF_KIND[parameter.kind], (), **facts)
    if parameter.reads:
        return _readable_value(parameter, found, facts)
    known = parameter.choices or allowed[parameter.name]
    if found not in known:
        raise parameter_error("unknown_value", known, **facts)
    return found


def _readable_value(parameter: Parameter, found: str | int, facts: dict[str, object]) -> str | int:
    """A value that is not listed anywhere, once it can be read."""
    try:
        parameter.reads(str(found))  # type: ignore[misc]  # only one that is read comes here
    except OSError as error:
        raise parameter_error("unread_file", (), **facts) from error
    except ValueError as error:
        raise parameter_error("unknown_value", (EXAMPLES[parameter.kind],), **facts) from error
    return found


def parameter_error(reason: str, known: Iterable, **facts: object) -> ParameterError:
    """The error with its reason in words and the nearest right name, or the first few that there are."""
    text = say(f"parameters.refused.{reason}", **facts)
    known, found = [str(value) for value in known], str(facts["found"])
    near = nearest_code(found, known) or next(iter(get_close_matches(found, known, n=1, cutoff=0.5)), None)
    if near:
        return ParameterError(text + say("parameters.nearest", nearest=near))
    return ParameterError(text + (say("parameters.known", known=", ".join(known[:8])) if known else ""))
