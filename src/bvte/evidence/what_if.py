"""What if a figure or a target were another one: rows in memory, checked like those of a file, never written.

Such a row is not published, and neither is its source; both say so (`published`), and what is worked out from
them says it too (`judgement/estimates.py`).
"""

import re
from decimal import Decimal
from typing import Any, ClassVar, Literal, TypeVar

from pydantic import PrivateAttr

from bvte.evidence.check import RULES
from bvte.evidence.codes import resolve_code
from bvte.evidence.collection import Evidence
from bvte.evidence.files import header_problems, read_row
from bvte.evidence.problem import EvidenceError, Problem
from bvte.evidence.record import PLACE, column_names
from bvte.evidence.rows import Observation, Source, Target

BASELINE = {"baseline_comparator", "baseline_value", "baseline_year"}
# A print as a person writes it: "= 3.9", "<3.8", "~ 68000", "3.9".
PRINT = re.compile(r"\s*(<=|>=|[=<>~]?)\s*(.*?)\s*")


class SupposedObservation(Observation):
    """A figure that somebody supposes."""

    published: ClassVar[bool] = False


class SupposedTarget(Target):
    """A target that somebody supposes; a baseline that nobody changed is still that of the published one."""

    published: ClassVar[bool] = False
    _kept_baseline: str | None = PrivateAttr(None)

    @property
    def baseline_source(self) -> str:
        """Id of the source that gives the baseline."""
        return self._kept_baseline or self.source


Supposed = TypeVar("Supposed", bound=SupposedObservation | SupposedTarget)


class Supposition(Source):
    """The source of all that is supposed: nobody published it, and nobody can look it up."""

    published: ClassVar[bool] = False
    id: Literal["hypothetical"] = "hypothetical"
    title: str = "-"
    kind: Literal["supposed"] = "supposed"  # type: ignore[assignment]  # No kind of publication.
    no_address_reason: str = "-"

    @property
    def doubts(self) -> tuple[str, ...]:
        """None: what nobody published is no doubtful publication."""
        return ()


SUPPOSITION = Supposition()


def with_observation(
    evidence: Evidence,
    indicator: str,
    area: str,
    year: int,
    printed: str = "",
    *,
    beside: bool = False,
    **cells: object,
) -> Evidence:
    """The evidence with a figure that is only supposed; see `Evidence.with_observation`."""
    indicator = resolve_code("indicator", indicator, evidence.indicators)
    area = resolve_code("area", area, [place.code for place in evidence.areas.values()])
    alike = evidence.observations_of(indicator, area)
    of_year = [row for row in alike if row.period.year == int(year)]
    given = {"indicator": indicator, "area": area, **_read_print(printed), **cells}
    filled = _like(evidence, given, of_year[-1:] or alike[-1:], int(year))
    row = _read_supposed(SupposedObservation, filled, "observations", evidence)
    replaced = () if beside else [r.id for r in of_year if (r.statistic, r.unit) == (row.statistic, row.unit)]
    # Checked beside what it replaces, since explanations may name that row.
    known = _checked(evidence, observations={**evidence.observations, row.id: row})
    return known.supposing(observations={c: r for c, r in known.observations.items() if c not in replaced})


def with_target(evidence: Evidence, code: str, **cells: object) -> Evidence:
    """The evidence with a target that is only supposed; see `Evidence.with_target`."""
    known = evidence.targets.get(code)
    if known is None and not {"programme", "indicator"} <= cells.keys():
        # Too little for a new one: a code of an old one was meant.
        resolve_code("target", code, evidence.targets)
    tables: dict[str, dict[str, Any]] = {"programme": evidence.programmes, "indicator": evidence.indicators}
    asked = {name: resolve_code(name, cells[name], table) for name, table in tables.items() if name in cells}
    old = {name: getattr(known, name) for name in known.model_fields_set} if known else {}
    usual = old or _usual(evidence, asked)
    filled = {**usual, "id": code, "stated": "yes", **cells, **asked}
    row = _read_supposed(SupposedTarget, filled, "targets", evidence)
    if known and not BASELINE & cells.keys():
        row._kept_baseline = known.baseline_source
    return _checked(evidence, targets={**evidence.targets, code: row})


def _read_print(printed: str) -> dict[str, str]:
    """Comparator and value of a print, both left out where there is none."""
    found = PRINT.fullmatch(printed)
    comparator, number = found.groups() if found else ("", "")
    return {"comparator": comparator or "=", "value": number} if number else {}


def _like(evidence: Evidence, given: dict[str, Any], nearest: list[Observation], year: int) -> dict[str, object]:
    """The cells of a figure: those given, else those of the published figure that it is most like."""
    card = evidence.indicators[given["indicator"]]
    usual: dict[str, object] = {"unit": card.unit, "statistic": "level", "comparator": "="}
    for row in nearest:
        usual |= {name: getattr(row, name) for name in ("unit", "statistic", "definition")}
        if row.period.year == year:
            usual |= {"start": row.start, "end": row.end}
    if "start" not in given and "start" not in usual:
        usual |= {"start": year, "end": year}
    number = sum(not row.published for row in evidence.observations.values()) + 1
    return {"id": f"supposed_{number}", **usual, **given}


def _usual(evidence: Evidence, asked: dict[str, str]) -> dict[str, object]:
    """What a new target has unless it is given: the unit of its indicator, the last year of its phase."""
    card, programme = evidence.indicators[asked["indicator"]], evidence.programmes[asked["programme"]]
    return {"unit": card.unit, "due_year": programme.end}


def _read_supposed(model: type[Supposed], cells: dict[str, object], table: str, evidence: Evidence) -> Supposed:
    """The row of these cells, read as one that stands below the last of its file. Raises EvidenceError."""
    file, line = f"{table}.csv", 1 + max((row.line for row in getattr(evidence, table).values()), default=1)
    written = {name: _written(cell) for name, cell in cells.items() if name not in PLACE} | {"source": SUPPOSITION.id}
    unknown, _ = header_problems(list(dict.fromkeys([*column_names(model), *written])), model, file)
    row, problems = read_row(model, written, file, line)
    if unknown or problems or row is None:
        raise EvidenceError([*unknown, *problems])
    return row


def _written(cell: object) -> str:
    """A cell as a file has it; a float that is whole is written without decimals, which would be digits."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (tuple, list)):
        return " ".join(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _checked(evidence: Evidence, **changed: dict) -> Evidence:
    """The evidence with other rows. Raises EvidenceError for every error that it has only now.

    It is told as a part of what it was made from, so that all that is withheld there stays withheld. What
    lies in the future may be supposed: the rules that ask what day it is are not asked.
    """
    supposed = evidence.supposing(sources={**evidence.sources, SUPPOSITION.id: SUPPOSITION}, **changed)
    wrong = [problem for problem in _errors(supposed) if problem not in set(_errors(evidence))]
    if wrong:
        raise EvidenceError(wrong)
    return supposed


def _errors(evidence: Evidence) -> list[Problem]:
    return [problem for rule in RULES for problem in rule(evidence) if problem.severity == "error"]
