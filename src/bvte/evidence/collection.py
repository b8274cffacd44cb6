"""`Evidence`: everything that was published or counted for one province, in memory, and its places."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from bvte.evidence import reporting
from bvte.evidence.asking import Asking, part, question
from bvte.evidence.codes import Coded, CodeError
from bvte.evidence.folder_rows import About, Remark
from bvte.evidence.indicator import Indicator
from bvte.evidence.merged import all_above, areas_known, naming_rows, no_province, predecessors, successor
from bvte.evidence.period import Period, named_period
from bvte.evidence.problem import EvidenceError, Problem
from bvte.evidence.record import Recomputed, one_line
from bvte.evidence.reporting import Agency, AnnualReport, Decision, EditionRow, Explanation, Paper, RespondentRow, Tile
from bvte.evidence.rows import (
    Aim,
    Area,
    AreaChange,
    Break,
    Observation,
    Population,
    Programme,
    Row,
    Source,
    SourceKind,
    Target,
)
from bvte.evidence.spoken_folder import UNSPOKEN, Spoken

if TYPE_CHECKING:
    from pandas import DataFrame

Kept = TypeVar("Kept", bound=Row)
# Tables whose rows are told by number, and what one row of a table by code is called where a code is none.
SHOWN = ("programmes", "indicators", "targets", "observations", "sources", "areas", "breaks")
KINDS = {
    "programmes": "programme",
    "indicators": "indicator",
    "targets": "target",
    "observations": "observation",
    "sources": "source",
    "breaks": "break",
    "agencies": "agency",
}


@dataclass(frozen=True, eq=False)
class Evidence(Recomputed):
    """The rows of one data folder, by id; `table(name)` gives any of them as a DataFrame.

    `uncut` : what this is a part of, or None; `is_internal` : small counts are shown; `spoken` : its folder; `asking` :
    keeps its questions.
    """

    folder: Path
    programmes: dict[str, Programme]
    indicators: dict[str, Indicator]
    targets: dict[str, Target]
    observations: dict[str, Observation]
    population: dict[str, Population]
    sources: dict[str, Source]
    areas: dict[tuple[str, date | None], Area]
    area_changes: dict[tuple[str, str, date], AreaChange]
    breaks: dict[str, Break]
    agencies: dict[str, Agency] = field(default_factory=dict)
    annual_reports: dict[tuple[int, str, str | None], AnnualReport] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)
    respondents: dict[str, RespondentRow] = field(default_factory=dict)
    explanations: dict[str, Explanation] = field(default_factory=dict)
    about: dict[str, About] = field(default_factory=dict)
    aims: dict[str, Aim] = field(default_factory=dict)
    remarks: dict[tuple[str, str, str | None], Remark] = field(default_factory=dict)
    tiles: dict[str, Tile] = field(default_factory=dict)
    editions: dict[int, dict[str, EditionRow]] = field(default_factory=dict)
    decisions: dict[date, dict[str, Decision]] = field(default_factory=dict)
    as_of: date | None = None
    last_year: int | None = None
    as_known_then: bool = False
    rejected: tuple[Problem, ...] = ()
    uncut: "Evidence | None" = None
    is_internal: bool = False
    spoken: Spoken = UNSPOKEN
    asking: Asking | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        # A frozen thing is filled this way; each part of it says which code was meant by one that is none.
        for table, kind in KINDS.items():
            if not isinstance(rows := getattr(self, table), Coded):
                object.__setattr__(self, table, Coded(kind, rows))

    def table(self, name: str) -> "DataFrame":
        """One kind of row as a DataFrame with the columns of its file; values stay as printed.

        name : "programmes", "indicators", "targets", "observations", "population", "sources",
        "areas", "area_changes" or "breaks".
        """
        import pandas as pd  # heavy, and not needed to list reports

        rows = [row.model_dump(exclude={"line"}) for row in getattr(self, name).values()]
        return pd.DataFrame(rows)

    @question
    def programmes_of(self, area: str) -> list[Programme]:
        """Programmes whose own area it is, in the order of the file."""
        return [programme for programme in self.programmes.values() if programme.area == area]

    @question
    def targets_in(self, area: str) -> list[Target]:
        """Targets of the programmes whose own area it is, in the order of the file."""
        own = {programme.id for programme in self.programmes_of(area)}
        return [target for target in self.targets.values() if target.programme in own]

    @question
    def breaks_of(
        self, indicators: str | Iterable[str], area: str, after: date = date.min, until: date = date.max
    ) -> list[Break]:
        """Breaks of an indicator (or of any of some) in an area, after a day and until another, by date."""
        codes = {indicators} if isinstance(indicators, str) else {*indicators}
        inside = (b for b in self.breaks.values() if after < b.date <= until)
        touched = (b for b in inside if any(b.touches(code, area) for code in codes))
        return sorted(touched, key=lambda b: (b.date, b.id))

    @question
    def targets_of(self, programme: str) -> list[Target]:
        """Targets of a programme, in the order of the file."""
        return [t for t in self.targets.values() if t.programme == programme]

    @question
    def aims_of(self, programme: str) -> list[Aim]:
        """What a programme set in words that leave nothing to judge, in the order of the file."""
        return [aim for aim in self.aims.values() if aim.programme == programme]

    @question
    def decisions_on(self, target: str) -> list[tuple[date, Decision]]:
        """What workshops decided on a target: pairs (day, `Decision`), the oldest first."""
        days = sorted(self.decisions.items())
        return [(day, rows[target]) for day, rows in days if target in rows]

    @question
    def observations_of(self, indicator: str, area: str) -> list[Observation]:
        """Observations of an indicator in an area, in the order of time."""
        return list(self._series.get((indicator, area), ()))

    @cached_property
    def _series(self) -> dict[tuple[str, str], list[Observation]]:
        """Observations by indicator and area, each in the order of time."""
        series: dict[tuple[str, str], list[Observation]] = {}
        for row in sorted(self.observations.values(), key=lambda o: (o.period.last, o.period.first, o.id)):
            series.setdefault((row.indicator, row.area), []).append(row)
        return series

    @cached_property
    @question
    def day(self) -> date:
        """The day from which the evidence is seen: that of its cut, else the newest day that it knows itself.

        That is the newest on which something was printed (of a year its first) or of which a figure speaks. What the
        catalogue cites tells no day of a province, and the clock of a machine is never asked.
        """
        own = [source for source in self.sources.values() if not source.is_national] or self.sources.values()
        printed = (source.printed.first for source in own if source.printed)
        return self.as_of or max([date.min, *map(self.day_of, self.observations.values()), *printed])

    @cached_property
    @question
    def year(self) -> int:
        """Latest year that is over on that day or of which a figure is known then: what is due later is to
        come."""
        if self.last_year:
            return self.last_year
        known = max((row.period.year for row in self.observations.values()), default=0)
        over = (self.day + timedelta(days=1)).year - 1
        return max(over, min(known, self.day.year)) if self.as_of else known

    def day_of(self, row: Observation | Population) -> date:
        """The first day on which a figure may have been known: the end of its period, or its printing inside
        that, or of an open period its beginning."""
        printed = self.printed(row)
        if printed and row.period.first <= printed.first <= row.period.reached:
            return printed.first
        return row.period.reached

    def printed(self, row: Observation | Population | Programme | Target | Aim) -> Period | None:
        """When the source of a row was printed, None where that is not known."""
        return self.sources[row.source].printed if row.source in self.sources else None

    def is_reported(self, row: Observation) -> bool:
        """Whether a figure is known only from a file that an office sent, which nobody published."""
        return row.source in self.sources and self.sources[row.source].kind == SourceKind.office

    @part
    def seen_from(self, day: date, as_known_then: bool = False) -> Self:
        """The same evidence as it is seen from a day.

        Left out are figures of periods that end after the day; one that was printed inside its own period ends there.
        What was printed later about the time before stays: a phase that is over is judged on all that is known of it.
        A break after the day stays only where a law printed by then announces it.
        as_known_then : leave out also figures that are known to have been printed after the day, targets, aims and
        decisions made after it, and what became of places later, as for people who sat together on that day.
        """
        day = min(day, self.as_of or day)
        keep = partial(self._is_seen, day=day, as_known_then=as_known_then)
        cut: dict[str, Any] = {name: _rows_kept(getattr(self, name), keep) for name in ("observations", "population")}
        cut["indicators"] = {code: card.seen_from(day) for code, card in self.indicators.items()}
        breaks = _rows_kept(self.breaks, lambda b: b.date <= day or self._is_announced(b, day))
        if as_known_then:
            was_set = partial(self._is_set, day=day)
            cut |= {"targets": _rows_kept(self.targets, was_set), "aims": _rows_kept(self.aims, was_set)}
            cut["decisions"] = {when: rows for when, rows in self.decisions.items() if when <= day}
            cut["areas"] = areas_known(self, day)
        return self._cut(breaks=breaks, as_of=day, as_known_then=as_known_then, last_year=None, **cut)

    def _is_seen(self, row: Observation | Population, day: date, as_known_then: bool) -> bool:
        return self.day_of(row) <= day and not (as_known_then and self.is_printed_after(row, day))

    def _is_set(self, row: Target | Aim, day: date) -> bool:
        """Whether a target or an aim was set by a day: a declared one, else its phase ran or it was printed by then."""
        programme = self.programmes[row.programme]
        if made := named_period((row.set_on if isinstance(row, Target) else None) or programme.set_on):
            return made.first <= day
        return programme.start <= day.year or not self.is_printed_after(row, day)

    def is_printed_after(self, row: Observation | Population | Target | Aim, day: date) -> bool:
        """Whether a row is known to have been printed after a day; a year or month counts by its first."""
        printed = self.printed(row)
        return printed is not None and printed.first > day

    def _is_announced(self, row: Break, day: date) -> bool:
        """Whether a law that was printed by a day announces a break."""
        source = self.sources.get(row.source or "")
        return bool(source and source.kind == "legal" and source.printed and source.printed.last <= day)

    def without(self, source: str) -> Self:
        """The same evidence without the figures of a source, seen from the same day."""
        known = {code: row for code, row in self.observations.items() if row.source != source}
        return self._cut(observations=known, as_of=self.day, last_year=self.year)

    def _cut(self, **changed: Any) -> Self:
        """The same evidence with less in it, which still knows what it is a part of."""
        return replace(self, uncut=self.uncut or self, **changed)

    def supposing(self, **changed: dict) -> "Evidence":
        """The same evidence with other rows; what was withheld before stays so."""
        return self._cut(**changed)

    @property
    def is_published(self) -> bool:
        """Whether none of its rows is only supposed."""
        return all(row.published for row in (*self.observations.values(), *self.targets.values()))

    def with_observation(
        self, indicator: str, area: str, year: int, printed: str = "", *, beside: bool = False, **cells: object
    ) -> "Evidence":
        """The same evidence with a figure that is only supposed: what if it were so?

        printed : comparator and number as a publication prints them ("= 3.9", "< 3.8"); beside : let the
        published figures of the same indicator, area and year stand beside it instead of setting them aside;
        cells : any other column of observations.csv. Unit, kind and definition are those of the published
        figures unless they are given. Nothing is written; all that rests on the figure says that it is not
        published. Raises CodeError, EvidenceError.

        >>> import bvte
        >>> evidence = bvte.load("dien-bien")
        >>> indicator, observation = next((o.indicator, o) for o in evidence.observations.values())
        >>> supposed = evidence.with_observation(indicator, observation.area, observation.period.year, "= 1")
        >>> supposed.frame(indicator)["published"].all()
        np.False_
        """
        from bvte.evidence.what_if import with_observation  # itself made of evidence

        return with_observation(self, indicator, area, year, printed, beside=beside, **cells)

    def with_target(self, code: str, **cells: object) -> "Evidence":
        """The same evidence with a target changed, or with a new one, that is only supposed.

        code : id of a target, or a new id with `programme`, `indicator`, `condition`, `value`;
        cells : columns of targets.csv. It is judged as if a document stated it; nothing is written.
        Raises CodeError, EvidenceError.

        >>> import bvte
        >>> evidence = bvte.load("dien-bien")
        >>> code = next(iter(evidence.targets))
        >>> evidence.with_target(code, value=3).targets[code].value
        Decimal('3')
        """
        from bvte.evidence.what_if import with_target  # itself made of evidence

        return with_target(self, code, **cells)

    def frame(
        self, indicators: str | Iterable[str] | None = None, areas: str | Iterable[str] | None = None
    ) -> "DataFrame":
        """Its estimates as a frame: the verb `bvte.estimates` of the front door, typed after the evidence."""
        import bvte  # what reads and withholds figures lies right of here, behind the front door

        return bvte.estimates(self, indicators, areas)

    def __repr__(self) -> str:
        counted = ", ".join(f"{len(getattr(self, name))} {name}" for name in SHOWN)
        return one_line(f"Evidence {self.folder.name}", counted, str(self.day))

    def _repr_html_(self) -> str:
        cells = "".join(f"<tr><th>{name}</th><td>{len(getattr(self, name))}</td></tr>" for name in SHOWN)
        return f"<table><caption>{escape(one_line(self.folder.name, str(self.day)))}</caption>{cells}</table>"

    @question
    def agency_on(self, day: date, area: str | None = None, paper: str = reporting.TO_MINISTRY) -> Agency:
        """The body that sends a kind of yearly paper of an area on a day, by default the report to the ministry of the
        area that the folder is about. Raises KeyError where none is known."""
        area = area or self.province.code
        valid = [one for one in self.agencies.values() if one.sends(paper, day) and one.area in (None, area)]
        if not valid:
            raise KeyError(f"no agency on {day}")
        return valid[-1]

    @question
    def area(self, code: str, on: date | None = None) -> Area:
        """The area of that code, valid on a day where one is given, else its latest state.

        Raises KeyError where no such area exists (then); of a code that is none a CodeError.
        """
        if not self.states_of(code):
            raise CodeError("area", code, self._states)
        valid = [a for a in self.states_of(code) if on is None or a.covers(Period(on, on))]
        if not valid:
            raise KeyError(f"no area {code}" + (f" on {on}" if on else ""))
        return valid[-1]

    @cached_property
    def _states(self) -> dict[str, list[Area]]:
        """Areas by code, oldest state first."""
        states: dict[str, list[Area]] = {}
        for area in sorted(self.areas.values(), key=lambda a: a.valid_from or date.min):
            states.setdefault(area.code, []).append(area)
        return states

    @question
    def states_of(self, code: str) -> list[Area]:
        """The states of the area of a code, oldest first; none where there is no such area."""
        return self._states.get(code, [])

    def before(self, programme: Programme) -> Area | None:
        """A programme's area where it was born during or after the phase, and says of what it was part
        before; None where it lived through the phase or nothing is known of that."""
        born = next((a for a in self.states_of(programme.area) if a.before_vi and a.valid_from), None)
        during = born and born.valid_from and born.valid_from > date(programme.start, 1, 1)
        return born if during else None

    @question
    def level_ended(self, level: str | None, on: date) -> date | None:
        """The last day of a level of government in the province and those that it was made of, where it was over on
        a day, else None.

        level : "district", "commune", or None. What ends after the evidence's own day is not known yet.
        """
        provinces = {self.province.code, *predecessors(self, self.province.code)} if level else set()
        inside = provinces | {a.code for a in self.areas.values() if a.parent in provinces}
        ends = [a.valid_to for a in self.areas.values() if a.level == level and a.parent in inside]
        last = max((end or date.max for end in ends), default=date.max)
        return last if last < min(on, self.day) else None

    @question
    def areas_above(self, code: str) -> set[str]:
        """Codes of all areas that hold an area, in any of its states; areas in a circle hold one another."""
        return set(self._above.get(code, ()))

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        return all_above(self._states)  # asked of thousands of figures

    @question
    def units(self, level: str, area: str, day: date) -> list[Area]:
        """The areas of a level that lie in an area on a day, in the order of the file."""
        then = Period(day, day)
        return [
            a for a in self.areas.values() if a.level == level and a.covers(then) and area in self.areas_above(a.code)
        ]

    @cached_property
    @question
    def province(self) -> Area:
        """The area that this folder is about: that of about.csv, else of the programmes of province level.

        Raises EvidenceError where there is none, or none that has a row.
        """
        if missing := no_province(self):
            raise EvidenceError([missing])
        return self.area(successor(self, naming_rows(self)[0].area))


def _rows_kept(rows: dict[str, Kept], keep: Callable[[Kept], bool]) -> dict[str, Kept]:
    """The rows that a test lets stay, by id."""
    return {code: row for code, row in rows.items() if keep(row)}
