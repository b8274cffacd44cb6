"""Areas by code and day: of provinces that took over another's code, each has a code of its own in memory.

In July 2025 seven provinces of Viet Nam took the code of one that they were made from and the name of another, and most
kept both with more land. In a file a row names the code as it was on its day; here that becomes the one area that had
it then: "44" is Quảng Trị of July 2025, "44-2004" is Quảng Bình, which had the code before. So no figure, target or
programme of the one is taken for one of the other.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bvte.evidence.period import named_period
from bvte.evidence.rows import Area, Break, Observation, Population, Programme

DAY = timedelta(days=1)
# Behind the name of a province of which another has the name since.
FORMER = {"name_vi": " (cũ)", "name_en": " (former)"}


def bare_name(name: str) -> str:
    """A name without what tells a former province from the one that has the name since.

    >>> bare_name("Tỉnh Quảng Trị (cũ)")
    'Tỉnh Quảng Trị'
    """
    return name.removesuffix(FORMER["name_vi"]).removesuffix(FORMER["name_en"])


def resolve_areas(tables: dict[str, Any]) -> None:
    """Give each former state of a province the code of its own, and every row that means it that code, in place.

    tables : rows by file and code.
    """
    states = _former_states(tables)
    if states:
        _rename_areas(tables, states)
        for table, day_of in (("observations", _figure_day), ("population", _figure_day), ("programmes", _first_day)):
            tables[table] = {
                code: row.model_copy(update={"area": _code_on(states, row.area, day_of(row))})
                if row.area in states
                else row
                for code, row in tables[table].items()
            }
        tables["breaks"] = {code: _with_both_sides(row, states) for code, row in tables["breaks"].items()}
        tables["agencies"] = {
            code: row.model_copy(update={"area": _code_on(states, row.area, row.valid_to or row.valid_from)})
            if row.area in states
            else row
            for code, row in tables["agencies"].items()
        }
    tables["areas"] = _told_apart(tables["areas"])


def _former_states(tables: dict[str, Any]) -> dict[str, list[Area]]:
    """Code -> the states of a province that ended before the one that has the code now, which another one became."""
    changed = {(row.new_code, row.date) for row in tables["area_changes"].values() if row.old_code != row.new_code}
    states: dict[str, list[Area]] = defaultdict(list)
    for area in sorted(tables["areas"].values(), key=lambda a: a.valid_from or date.min):
        if area.level == "province":
            states[area.code].append(area)
    merged = {code for code, found in states.items() if any((code, area.valid_from) in changed for area in found[1:])}
    return {code: states[code] for code in merged}


def code_of_state(area: Area) -> str:
    """The code of a former state: its number and the year from which it had it.

    >>> code_of_state(Area(code="44", valid_from="2004-01-01", level="province", name_vi="A", name_en="A"))
    '44-2004'
    """
    return f"{area.code}-{area.valid_from.year if area.valid_from else 'before'}"


def _code_on(states: dict[str, list[Area]], code: str, day: date | None) -> str:
    """The code of the state that had a code on a day, that of the present one where none or no day is known."""
    former = states[code][:-1] if code in states else []
    known = day is not None and next((a for a in former if day <= (a.valid_to or date.max)), None)
    return code_of_state(known) if known else code


def _figure_day(row: Observation | Population) -> date:
    """The day by which a figure is counted: the last of its time, since a year's figure is of the area at its end."""
    return row.period.last if not row.period.is_open else row.period.reached


def _first_day(row: Programme) -> date:
    """The day on which a programme was set, else the first of its phase."""
    made = named_period(row.set_on)
    return made.first if made else date(row.start, 1, 1)


def _rename_areas(tables: dict[str, Any], states: dict[str, list[Area]]) -> None:
    """Rename the former states, and what names them as its parent, as changed into another or as changed from."""
    areas = {}
    for area in tables["areas"].values():
        is_former = area.code in states and area is not states[area.code][-1]
        code = code_of_state(area) if is_former else area.code
        parent = area.parent
        if parent in states:
            parent = _code_on(states, parent, area.valid_to)
        renamed = area.model_copy(update={"code": code, "parent": parent, "file_code": area.code if is_former else ""})
        areas[code, area.valid_from] = renamed
    tables["areas"] = areas
    changes = {}
    for row in tables["area_changes"].values():
        old = _code_on(states, row.old_code, row.date - DAY) if row.old_code in states else row.old_code
        new = _code_on(states, row.new_code, row.date) if row.new_code in states else row.new_code
        changes[old, new, row.date] = row.model_copy(update={"old_code": old, "new_code": new})
    tables["area_changes"] = changes


def _with_both_sides(row: Break, states: dict[str, list[Area]]) -> Break:
    """A break of the states that had its codes on its day and on the day before."""
    codes = [code for area in row.areas for code in _both_sides(area, row.date, states)]
    return row.model_copy(update={"areas": tuple(dict.fromkeys(codes))}) if codes != list(row.areas) else row


def _both_sides(code: str, day: date, states: dict[str, list[Area]]) -> Iterable[str]:
    return [_code_on(states, code, day - DAY), _code_on(states, code, day)] if code in states else [code]


def _told_apart(areas: dict[Any, Area]) -> dict[Any, Area]:
    """The areas, those of a province that ended with its last day behind its name where another has that name."""
    last: dict[str, Area] = {}
    provinces = [area for area in areas.values() if area.level == "province"]
    for area in sorted(provinces, key=lambda a: a.valid_from or date.min):
        last[area.name_vi] = area
    return {
        key: _as_former(area) if area.level == "province" and area.valid_to and last[area.name_vi] is not area else area
        for key, area in areas.items()
    }


def _as_former(area: Area) -> Area:
    """An area with a name that tells it from the one which there is."""
    names = {field: getattr(area, field) + text for field, text in FORMER.items()}
    return area.model_copy(update=names)
