"""The parameters of every notebook, declared once, and the check of given values before a run."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bvte.evidence.codes import meant_code
from bvte.evidence.language import LANGUAGES
from bvte.publishing.words import WORDS


@dataclass(frozen=True)
class Parameter:
    """One parameter; what it may be is a fixed tuple or, by its name, taken from the data folder.

    kind : the type of its values, text or a whole number; reads : of a value that is not listed, a function
    that raises ValueError where it is none.
    """

    name: str
    meaning: dict
    choices: tuple | None = None
    default: object = None
    kind: type = str
    reads: object = None


@dataclass(frozen=True)
class Notebook:
    """One kind of report: its name for readers and the parameters that its notebook takes.

    needs_targets : there is such a report only for programmes that have targets;
    cell_minutes : how long one of its cells may take; forms : endings of the files beside the page.
    """

    name: str
    title: dict
    parameters: tuple
    needs_targets: bool = False
    cell_minutes: float = 5
    forms: tuple = ()

    @property
    def subject(self):
        """Name of the parameter that tells the reports of this kind apart."""
        return self.parameters[0].name


PROGRAMME = Parameter(
    "programme",
    {"vi": "mã của chương trình hoặc giai đoạn", "en": "code of the programme or phase"},
)
DRAFTED = Parameter(
    "drafted", {"vi": "mã của chương trình dự thảo", "en": "code of the programme that is drafted"}
)
CLOSING = Parameter(
    "closing", {"vi": "mã của chương trình kết thúc", "en": "code of the programme that closes"}
)
YEAR = Parameter("year", {"vi": "năm báo cáo", "en": "year of the report"}, kind=int)
AGENCY = Parameter("agency", {"vi": "mã cơ quan lập báo cáo", "en": "code of the agency that reports"})
AREA = Parameter("area", {"vi": "mã đơn vị hành chính", "en": "code of the area"})
LANGUAGE = Parameter(
    "language", {"vi": "ngôn ngữ của báo cáo", "en": "language of the report"}, LANGUAGES, LANGUAGES[0]
)
AS_OF = Parameter(
    "as_of",
    {"vi": "ngày nhìn số liệu (năm-tháng-ngày), để trống là ngày của chính báo cáo",
     "en": "day from which the evidence is seen (year-month-day), empty for the report's own"},
    default="", reads=lambda text: text and date.fromisoformat(text),
)  # fmt: skip
DATA = Parameter("data", {"vi": "thư mục dữ liệu", "en": "data folder"})

NOTEBOOKS = {
    notebook.name: notebook
    for notebook in (
        Notebook(
            "annual_report",
            {"vi": "Báo cáo năm", "en": "Yearly reports"},
            (YEAR, AREA, AGENCY, LANGUAGE, DATA),
            forms=("docx", "xlsx", "csv", "datapackage.json", "pdf"),
        ),
        Notebook(
            "phase_evaluation",
            {"vi": "Đánh giá từng giai đoạn", "en": "Evaluation of each phase"},
            (PROGRAMME, AREA, AS_OF, LANGUAGE, DATA),
        ),
        Notebook(
            "target_audit",
            {"vi": "Rà soát mục tiêu, chỉ tiêu", "en": "Audit of the targets"},
            (PROGRAMME, AREA, AS_OF, LANGUAGE, DATA),
            needs_targets=True,
            forms=("pptx", "deck.html", "record.xlsx"),
        ),
        Notebook(
            "workshop",
            {"vi": "Hội thảo đặt mục tiêu", "en": "Workshop on targets"},
            (DRAFTED, CLOSING, AREA, AS_OF, LANGUAGE, DATA),
            needs_targets=True,
            forms=("docx", "pptx", "deck.html", "record.xlsx"),
        ),
        Notebook(
            "across_phases",
            {"vi": "So sánh các giai đoạn", "en": "Across the phases"},
            (AREA, AS_OF, LANGUAGE, DATA),
        ),
        Notebook(
            "evidence_review",
            {"vi": "Chất lượng của số liệu", "en": "Quality of the evidence"},
            (AREA, AS_OF, LANGUAGE, DATA),
        ),
    )
}


# Which words refuse a value of another type.
NOT_OF_KIND = {str: "not_text", int: "not_number"}


class ParameterError(ValueError):
    """A parameter that no notebook takes, that is missing, or whose value does not exist."""


def check(notebook, values, allowed):
    """The values with defaults filled in, once every one of them is known to be right.

    notebook : name of a notebook; values : parameter name -> value; allowed : parameter name ->
    the values that the data folder knows (programme ids, area codes, years, agencies, folder names).
    Raises ParameterError in the language that `values` ask for.
    """
    language = values.get("language") if values.get("language") in LANGUAGES else LANGUAGES[0]
    declared = {p.name: p for p in declaration(notebook, language).parameters}
    for name in values:
        if name not in declared:
            raise refusal("unknown_name", language, declared, notebook=notebook, found=name)
    return {p.name: _value(p, values, allowed, notebook, language) for p in declared.values()}


def declaration(notebook, language):
    """The declaration of a notebook. Raises ParameterError."""
    if notebook not in NOTEBOOKS:
        raise refusal("unknown_notebook", language, NOTEBOOKS, found=notebook)
    return NOTEBOOKS[notebook]


def _value(parameter, values, allowed, notebook, language):
    """The checked value of one parameter."""
    found = values.get(parameter.name, parameter.default)
    facts = {"notebook": notebook, "name": parameter.name, "meaning": parameter.meaning[language]}
    if found is None:
        raise refusal("missing", language, (), **facts, found=found)
    # True and False are whole numbers to Python, but no year.
    if not isinstance(found, parameter.kind) or isinstance(found, bool):
        raise refusal(NOT_OF_KIND[parameter.kind], language, (), **facts, found=found)
    if parameter.reads:
        return _read(parameter, found, language, facts)
    known = parameter.choices or allowed[parameter.name]
    if found not in known:
        raise refusal("unknown_value", language, known, **facts, found=found)
    return found


def _read(parameter, found, language, facts):
    """A value that is not listed anywhere, once it can be read."""
    try:
        parameter.reads(found)
    except ValueError as error:
        raise refusal("unknown_value", language, ("2020-12-31",), **facts, found=found) from error
    return found


def refusal(reason, language, known, **facts):
    """The error with its reason in words and the nearest right name, or the first few that there are."""
    words, text = WORDS[language], WORDS[language][reason].format(**facts)
    known = [str(value) for value in known]
    found = str(facts["found"])
    near = meant_code(found, known) or next(iter(get_close_matches(found, known, n=1, cutoff=0.5)), None)
    if near:
        return ParameterError(text + words["nearest"].format(nearest=near))
    return ParameterError(text + (words["known"].format(known=", ".join(known[:8])) if known else ""))
