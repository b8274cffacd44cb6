"""References to findings in what people write, such as {{result:poverty_rate:2010}}: what each one names."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bvte.evidence.national import Section
from bvte.evidence.rows import Source, Target
from bvte.judgement.annual import Annual
from bvte.judgement.comparability import may_compare
from bvte.judgement.estimates import Estimate, estimates_of
from bvte.judgement.finding import Finding

# A reference holds no brace, so that one that is not closed does not swallow the next.
REFERENCE = re.compile(r"\{\{([^{}]*)\}\}")

FIGURE = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
# Dates, years and spans of years, ages, numbers of documents and articles, the marks of a numbered list.
NO_FIGURE = re.compile(
    r"\d+(?:[/-]\d+)+(?:/\S+)?|\d+/[^\W\d]\S*|https?://\S+|^\s*\d+[.)]\s"
    r"|\b(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d\b|\b(?:19|20)\d\d\b(?![.,]\d)"
    r"|(?:Điều|[Kk]hoản|Chương|Biểu|[Tt]háng|[Nn]gày|[Qq]uý|Tổng đài)\s+\d+\w*"
    r"|(?<![\w.,])\d{1,2}(?:\s?(?:-|–|đến|đến dưới)\s?\d{1,2})?\s(?:tuổi|years? old|years of age)\b"
    r"|\b(?:[Cc]hildren|[Bb]oys|[Gg]irls|[Aa]ged?)\s(?:under\s|over\s)?\d{1,2}(?:\s?(?:-|–|to)\s?\d{1,2})?\b(?![.,]\d)"
    r"|(?:[Aa]rticle|[Cc]lause|[Ff]orm|[Hh]otline)\s+\d+\w*"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\b"
)


@dataclass(frozen=True)
class Reference:
    """A reference as it was typed: the name of a finding, what the writer saw there, and its line."""

    name: str
    seen: str | None
    line: int
    span: tuple[int, int]


def stray_braces(text: str) -> list[tuple[int, str]]:
    """What looks like a reference and is none, as (line, its text): a brace without its partner."""
    # Filled with as many signs that are no braces, so that lines and places stay.
    rest = REFERENCE.sub(lambda match: "\n".join("." * len(part) for part in match[0].split("\n")), text)
    whole = text.split("\n")
    return [(n, whole[n - 1].strip()) for n, line in enumerate(rest.split("\n"), 1) if {"{", "}"} & set(line)]


def typed_numbers(text: str) -> list[tuple[int, str]]:
    """Numbers that stand in a text outside its references, as (line, number), in their order.

    No figures are the years, dates, ages, numbers of documents and articles, and the marks of a list.
    """
    rest = REFERENCE.sub(lambda match: "\n" * match[0].count("\n"), text)
    found = []
    for line, words in enumerate(rest.split("\n"), start=1):
        words = NO_FIGURE.sub(" ", words)
        found += [(line, match[0]) for match in FIGURE.finditer(words)]
    return found


def find_references(text: str) -> list[Reference]:
    """All references of a text in their order; blanks around the parts of a name do not count."""
    return [_read_reference(text, match) for match in REFERENCE.finditer(text)]


def _read_reference(text: str, match: re.Match[str]) -> Reference:
    name, pinned, seen = match[1].partition("=")
    name = ":".join(part.strip() for part in name.split(":"))
    line = text.count("\n", 0, match.start()) + 1
    return Reference(name, seen.strip() if pinned else None, line, match.span())


# What a text of a report may name.
Named = Estimate | Target | Finding | Source


# Every section of a report asks; a report does not change, so two of them are kept.
@lru_cache(maxsize=2)
def report_names(report: Annual) -> dict[str, Named]:
    """Every name that a text of the report may use -> the estimate, target, finding or source that it names.

    result:<indicator>:<time>[:<source>], number: likewise (the figure without its unit),
    target:<indicator>:<due year>, status:<indicator>:<due year>, source:<id>. <time> is a year or a span
    (2017-2021); without a source the firmest figure is meant. Figures of later years are left out, and so
    are counts too small to be shown.
    """
    names: dict[str, Named] = {}
    for code in report.evidence.indicators:
        for estimate in sorted(_tellable_estimates(report, code), key=lambda r: r.strength.rank):
            for name in _estimate_names(estimate):
                names.setdefault(name, estimate)
    for finding in report.findings:
        target = finding.target
        names[f"target:{target.indicator}:{target.due_year}"] = target
        names[f"status:{target.indicator}:{target.due_year}"] = finding
    return names | {f"source:{source.id}": source for source in report.evidence.sources.values()}


def _estimate_names(estimate: Estimate) -> list[str]:
    """The names of a figure: with its unit and without, of its time alone and of one of its sources."""
    plain = f"{estimate.indicator}:{time_of(estimate)}"
    # A total is what no single source says.
    whole = [plain, *(f"{plain}:{source}" for source in estimate.sources if not estimate.areas)]
    return [f"{kind}:{name}" for name in whole for kind in ("result", "number")]


def time_of(estimate: Estimate) -> str:
    """The time of a figure as a name has it: its year, or the first and last year of a span."""
    first, last = estimate.period.first.year, estimate.period.last.year
    return f"{first}-{last}" if first < last else str(last)


def figure_names(estimate: Estimate) -> list[str]:
    """The names by which a text refers to a figure with its unit, the shortest first."""
    return [name for name in _estimate_names(estimate) if name.startswith("result:")]


def _tellable_estimates(report: Annual, indicator: str) -> list[Estimate]:
    """Figures of an indicator that had begun by the end of the year."""
    known = estimates_of(report.evidence, indicator, report.area)
    begun = (r for r in known if r.period.first.year <= report.year)
    return [r for r in begun if r.year <= report.year or r.period.is_span]


def figures_of(report: Annual, section: Section) -> dict[Estimate, Estimate | None]:
    """Figures of the year in the forms of a section, each with that of the year before where both may be compared."""
    rows = (row for number in section.forms for row in report.forms[number].rows if not row.units)
    cells = (cell for row in rows for cell in row.cells)
    return {c.this: _comparable(report, c.last, c.this) for c in cells if c.this and c.this.area == report.area}


def _comparable(report: Annual, earlier: Estimate | None, later: Estimate) -> Estimate | None:
    return earlier if earlier and may_compare(report.evidence, earlier, later) else None
