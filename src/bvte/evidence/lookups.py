"""What several rooms look up in the same tables: codes of areas, the country, who follows whom, what the nation set.

Each is a question of its own (`asking`), so that a report rests on the answer and not on the whole table: a new target
of another programme makes no page stale that only asked what the nation wants of one indicator.
"""

from collections.abc import Collection, Iterator

from bvte.evidence.asking import question
from bvte.evidence.collection import Evidence
from bvte.evidence.rows import Programme, Target


class AreaCodes(Collection[str]):
    """The codes of all areas of an evidence, in the order of the file; whether one is there asks for its area alone."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and bool(self.evidence.states_of(code))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(area.code for area in self.evidence.areas.values()))

    def __len__(self) -> int:
        return len(list(iter(self)))


@question
def places_at(evidence: Evidence, *levels: str) -> list[str]:
    """Codes of the areas of some levels, such as "country" and "province", in the order of the file.

    >>> import bvte
    >>> places_at(bvte.load("dien-bien"), "country")
    ['VN']
    """
    return list(dict.fromkeys(area.code for area in evidence.areas.values() if area.level in levels))


def country_of(evidence: Evidence) -> str | None:
    """The code of the country, or None where the areas name none."""
    return next(iter(places_at(evidence, "country")), None)


@question
def heirs_of(evidence: Evidence, programme: str) -> list[Programme]:
    """The programmes that follow one, in the order of the file.

    >>> import bvte
    >>> [heir.id for heir in heirs_of(bvte.load("dien-bien"), "cpp_2016_2020_db")]
    ['cpp_2021_2025_db_draft']
    """
    return [row for row in evidence.programmes.values() if row.follows == programme]


@question
def national_targets(evidence: Evidence, indicator: str) -> list[Target]:
    """The targets of national programmes for an indicator, in the order of the file."""
    rows = (target for target in evidence.targets.values() if target.indicator == indicator)
    return [target for target in rows if evidence.programmes[target.programme].level == "national"]


@question
def revision_of(evidence: Evidence, target: str) -> Target | None:
    """The target that took the place of one, or None."""
    return next((row for row in evidence.targets.values() if row.revises == target), None)
