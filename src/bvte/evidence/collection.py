"""`Evidence`: everything that was published or counted for one province, in memory."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from bvte.evidence.period import Period
from bvte.evidence.record import Recomputed


@dataclass(frozen=True, eq=False)
class Evidence(Recomputed):
    """The rows of one data folder, by id; `table(name)` gives any of them as a DataFrame."""

    folder: Path
    programmes: dict
    indicators: dict
    targets: dict
    observations: dict
    population: dict
    sources: dict
    areas: dict
    area_changes: dict
    breaks: dict
    agencies: dict = field(default_factory=dict)
    annual_reports: dict = field(default_factory=dict)
    editions: dict = field(default_factory=dict)
    decisions: dict = field(default_factory=dict)
    last_year: int | None = None
    rejected: tuple = ()

    def table(self, name):
        """One kind of row as a DataFrame with the columns of its file; values stay as printed.

        name : "programmes", "indicators", "targets", "observations", "population", "sources",
        "areas", "area_changes" or "breaks".
        """
        import pandas as pd  # heavy, and not needed to list reports

        rows = [row.model_dump(exclude={"line"}) for row in getattr(self, name).values()]
        return pd.DataFrame(rows)

    def area(self, code, on=None):
        """The area of that code, valid on a day where one is given, else its latest state.

        Raises KeyError where no such area exists (then).
        """
        states = self._states.get(code, ())
        valid = [a for a in states if on is None or a.covers(Period(on, on))]
        if not valid:
            raise KeyError(f"no area {code}" + (f" on {on}" if on else ""))
        return valid[-1]

    @cached_property
    def _states(self):
        """Areas by code, oldest state first."""
        states = {}
        for area in sorted(self.areas.values(), key=lambda a: a.valid_from or date.min):
            states.setdefault(area.code, []).append(area)
        return states

    @cached_property
    def province(self):
        """The area that this folder is about: that of the programmes of province level."""
        code = next(p.area for p in self.programmes.values() if p.level == "province")
        return self.area(code)

    def targets_of(self, programme):
        """Targets of a programme, in the order of the file."""
        return [t for t in self.targets.values() if t.programme == programme]

    def decisions_on(self, target):
        """What workshops decided on a target: pairs (day, `Decision`), the oldest first."""
        days = sorted(self.decisions.items())
        return [(day, rows[target]) for day, rows in days if target in rows]

    def observations_of(self, indicator, area):
        """Observations of an indicator in an area, in the order of time."""
        rows = [o for o in self.observations.values() if o.indicator == indicator and o.area == area]
        return sorted(rows, key=lambda o: (o.period.last, o.period.first, o.id))

    @cached_property
    def year(self):
        """Latest year that any figure speaks of, or up to which it was cut: what is due later is to come."""
        return self.last_year or max(row.period.year for row in self.observations.values())

    def until(self, year):
        """The same evidence without the figures of periods that end after a year, as it is seen from then."""
        known = {code: row for code, row in self.observations.items() if row.period.year <= year}
        return replace(self, observations=known, last_year=min(year, self.last_year or year))

    def without(self, source):
        """The same evidence without the figures of a source, seen from the same year."""
        known = {code: row for code, row in self.observations.items() if row.source != source}
        return replace(self, observations=known, last_year=self.year)

    def agency_on(self, day):
        """The body in charge of the yearly report on a day. Raises KeyError where none is known."""
        valid = [agency for agency in self.agencies.values() if agency.is_valid(day)]
        if not valid:
            raise KeyError(f"no agency on {day}")
        return valid[-1]

    def date_of(self, sources):
        """Latest date of publication among those sources, as ISO text of their precision, or ""."""
        stated = (self.sources[code].published_on or "" for code in sources)
        return max((text.partition("/")[0] for text in stated), default="")
