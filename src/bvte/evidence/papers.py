"""The yearly papers that a folder asks for: of which kind, year and area, and who sends each of them.

Kinds of papers are rows of `papers.csv`, their senders of `agencies.csv`. A row that names a level is of the body of
every area of that level, and stands for those that no row of their own speaks of.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bvte.evidence.area_states import bare_name
from bvte.evidence.collection import Evidence
from bvte.evidence.merged import no_province, reporting_areas
from bvte.evidence.reporting import TO_MINISTRY, Agency, AnnualReport, Paper
from bvte.evidence.rows import Area

# The word for what a place is, before its name in Vietnamese and behind it in English.
KIND_VI = re.compile(r"^(?:Tỉnh|Thành phố|Huyện|Thị xã|Quận|Xã|Phường|Thị trấn|Đặc khu) ")
KIND_EN = re.compile(r" (?:Province|City|District|Town|Commune|Ward|Township|Special Zone)$")
# Columns of a sender in which the names of its area are filled in.
FILLED = ("name", "above", "place", "recipients", "position", "copies")


class AskedPaper(NamedTuple):
    """A yearly paper that a folder asks for: its row, its kind, the area that it is of."""

    row: AnnualReport
    paper: Paper
    area: Area

    @property
    def year(self) -> int:
        """The year that it is of."""
        return self.row.year

    def shelf(self, evidence: Evidence) -> str:
        """What its file and the folder of its texts are called by."""
        elsewhere = "" if self.area.code == evidence.province.code else self.area.code
        return shelf_name(self.year, self.paper.id, elsewhere)


def asked_papers(evidence: Evidence) -> list[AskedPaper]:
    """Every yearly paper of a folder, in the order of its rows: of the area that a row names, else of the province or
    of those that it was made of. What names a kind or an area that is none is left out, and told by the check."""
    return [] if no_province(evidence) else list(_asked_papers(evidence))


def _asked_papers(evidence: Evidence) -> Iterator[AskedPaper]:
    for row in evidence.annual_reports.values():
        named = evidence.states_of(row.area)[-1:] if row.area else reporting_areas(evidence, row.year)
        yield from (AskedPaper(row, evidence.papers[row.paper], area) for area in named if row.paper in evidence.papers)


def report_years(evidence: Evidence) -> list[int]:
    """The years of which a folder asks for a yearly paper, each once, in the order of the file."""
    return list(dict.fromkeys(row.year for row in evidence.annual_reports.values()))


def shelf_name(year: int, paper: str = TO_MINISTRY, other_area: str = "") -> str:
    """What tells the yearly papers of a folder apart, in the names of their files and of the folder of their texts.

    other_area : the code of the area where that is not the province of the folder.

    >>> shelf_name(2025), shelf_name(2025, "council"), shelf_name(2024, other_area="45")
    ('2025', '2025-council', '2024-45')
    """
    kind = "" if paper == TO_MINISTRY else paper
    return "-".join(part for part in (str(year), kind, other_area) if part)


def with_senders(evidence: Evidence) -> Evidence:
    """The evidence with a sender for each paper that it asks for: where no row of its own is one, the body that every
    area of its level has. Rows of a level are left out then: they are no body."""
    general = [row for row in evidence.agencies.values() if row.level]
    if not general:
        return evidence
    own = {code: row for code, row in evidence.agencies.items() if not row.level}
    for asked in asked_papers(evidence):
        day = date(asked.year, 12, 31)
        found = [row for row in general if row.sends(asked.paper.id, day) and row.level == asked.area.level]
        if found and not any(_sends(row, asked, day) for row in own.values()):
            sender = _sender_of(found[-1], asked.area)
            own[sender.id] = sender
    return replace(evidence, agencies=own)


def _sends(row: Agency, asked: AskedPaper, day: date) -> bool:
    """Whether a body sends a paper: an area that is not the folder's own has none but that which names it."""
    whose = {asked.area.code} if asked.row.area else {None, asked.area.code}
    return row.sends(asked.paper.id, day) and row.area in whose


def _sender_of(row: Agency, area: Area) -> Agency:
    """The body of one area, from the row of those of its level."""
    told = {
        f"{field}_{language}": fill_area(text, area, language)
        for field in FILLED
        for language in ("vi", "en")
        if (text := getattr(row, f"{field}_{language}"))
    }
    return row.model_copy(update={"id": f"{row.id}-{area.code}", "area": area.code, "level": None, **told})


def fill_area(text: str, area: Area, language: str, **facts: object) -> str:
    """A text with the names of an area for {area} and {place}, and other facts, filled in.

    >>> area = Area(code="P", level="province", name_vi="Tỉnh Thử", name_en="Trial Province")
    >>> fill_area("Ủy ban nhân dân {area}; {place}", area, "vi"), fill_area("People of {area}", area, "en")
    ('Ủy ban nhân dân tỉnh Thử; Thử', 'People of Trial Province')
    """
    name = bare_name(area.name_vi if language == "vi" else area.name_en)
    kind = (KIND_VI if language == "vi" else KIND_EN).search(name)
    spoken = name[0].lower() + name[1:] if language == "vi" and kind else name
    bare = name.replace(kind[0], "") if kind else name
    return text.format(area=spoken, place=bare, **facts)
