"""Who is asked for which figures of a year: the respondents of a province, and the lines of the form of each.

The rules stand in `data/national/requests.yml`, the bodies in a province's `respondents.csv`, communes and wards
among its areas. Only what there is at the end of the year is asked: a body that has ended gets no form, and
nothing is counted in a level of government that is over.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from bvte.evidence.collection import Evidence
from bvte.evidence.indicator import Words
from bvte.evidence.national import Ask, FormRow, RespondentKind, report_layout, request_rules
from bvte.evidence.period import Period, parse_period
from bvte.evidence.value import COUNTS


@dataclass(frozen=True)
class Respondent:
    """A body that is asked for the figures of a year.

    code : in respondents.csv or of its area; area : whose figures it gives; since : the first day of that area
    within the year.
    """

    code: str
    kind: str
    area: str
    name: Words
    year: int
    since: date

    @property
    def rules(self) -> RespondentKind:
        """What its kind is asked for."""
        return request_rules().respondents[self.kind]

    @property
    def file_stem(self) -> str:
        """Name of its files without ending, in plain letters, which every mail program keeps; an area with its code."""
        plain = unicodedata.normalize("NFD", self.name.vi.lower().replace("đ", "d"))
        words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))
        return "-".join([self.code, *words] if self.rules.of_level else words)


@dataclass(frozen=True)
class RequestLine:
    """One figure that is asked for: a cell of a form with its place in observations.csv.

    number : of the row in its form ("2.1"); column : of a matrix, else None.
    """

    form: str
    number: str
    row: FormRow
    column: str | None
    area: str
    start: str
    end: str
    statistic: str

    @property
    def indicator(self) -> str:
        """The indicator that is asked for."""
        return self.row.of(self.column)

    @property
    def unit(self) -> str:
        """The unit in which it is asked for."""
        return self.row.unit

    @property
    def period(self) -> Period:
        """The time that is asked for."""
        return parse_period(self.start, self.end)

    @property
    def key(self) -> str:
        """What names the line in a workbook: indicator, area, start, end and statistic."""
        return "|".join((self.indicator, self.area, self.start, self.end, self.statistic))

    @property
    def name(self) -> Words:
        """Name of the row, with that of its column."""
        if self.column is None:
            return self.row.name
        columns = report_layout().forms[self.form].columns
        return Words(**{code: f"{self.row.name[code]}: {columns[self.column][code]}" for code in ("vi", "en")})


def respondents_of(evidence: Evidence, year: int) -> list[Respondent]:
    """Everybody who is asked for the figures of a year: the bodies of the province, then the areas.

    >>> import bvte
    >>> asked = respondents_of(bvte.load("dien-bien"), 2025)
    >>> [sum(one.kind == kind for one in asked) for kind in ("commune", "police")]
    [45, 1]
    """
    day, kinds = date(year, 12, 31), request_rules().sent
    province = evidence.province.code
    bodies = [
        Respondent(row.id, row.kind, province, Words(vi=row.name_vi, en=row.name_en), year, date(year, 1, 1))
        for row in evidence.respondents.values()
        if row.is_valid(day) and row.kind in kinds
    ]
    levels = [(name, kind.of_level) for name, kind in kinds.items() if kind.of_level]
    return bodies + [
        Respondent(
            area.code,
            name,
            area.code,
            Words(vi=area.name_vi, en=area.name_en),
            year,
            max(date(year, 1, 1), area.valid_from or date.min),
        )
        for name, level in levels
        for area in evidence.units(level, province, day)
    ]


def request_lines(evidence: Evidence, respondent: Respondent) -> list[RequestLine]:
    """What a respondent is asked for, in the order of the forms; nothing of a level that is over."""
    found = [line for ask in respondent.rules.asks for line in _lines_of_ask(respondent, ask)]
    order = list(report_layout().forms)
    return sorted((line for line in found if _is_counted(evidence, line)), key=lambda line: order.index(line.form))


def _lines_of_ask(respondent: Respondent, ask: Ask) -> list[RequestLine]:
    form = report_layout().forms[ask.form]
    numbers = _row_numbers(form.rows)
    return [
        RequestLine(
            ask.form,
            numbers[row.indicator],
            row,
            column,
            respondent.area,
            *_asked_time(respondent, ask.statistic, row),
            ask.statistic,
        )
        for row, column in ask.cells(form)
    ]


def _row_numbers(rows: tuple[FormRow, ...]) -> dict[str, str]:
    """Indicator of a row -> its number: 1, 2, and 2.1 for a part of 2."""
    numbers: dict[str, str] = {}
    whole = part = 0
    for row in rows:
        whole, part = (whole, part + 1) if row.part_of else (whole + 1, 0)
        numbers[row.indicator] = f"{whole}.{part}" if part else str(whole)
    return numbers


def _asked_time(respondent: Respondent, statistic: str, row: FormRow) -> tuple[str, str]:
    """First and last day as rows have them: a count of a state on the last day, else as much of the year as the
    area has lived."""
    last = date(respondent.year, 12, 31)
    first = last if statistic == "level" and row.unit in COUNTS else respondent.since
    start, _, end = Period(first, last).iso.partition("/")
    return start, end or start


def _is_counted(evidence: Evidence, line: RequestLine) -> bool:
    """Whether the level of government that an indicator counts in is not over."""
    card = evidence.indicators.get(line.indicator)
    return evidence.level_ended(card.counted_in if card else None, line.period.last) is None
