"""What a source is called on a page: title and publisher in the reader's language, time, and what is in doubt."""

import re
from datetime import date

from bvte.evidence.language import LANGUAGES, active_language
from bvte.evidence.rows import Source
from bvte.presentation import dates
from bvte.presentation.texts import say

# Kinds of papers that set programmes, as their own heading calls them; the keys of their names.
PAPERS = {
    "Quyết định": "decision",
    "Kế hoạch": "plan",
    "Nghị quyết": "resolution",
    "Chỉ thị": "directive",
    "Nghị định": "decree",
    "Thông tư": "circular",
}
NAMED = re.compile(
    rf"(?P<kind>{'|'.join(PAPERS)}) (?:số )?(?P<number>\S*\d\S*)"
    r"(?: ngày (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<of>\d{4})| năm (?P<year>\d{4}))?"
)


# Letters that the fonts of our sheets do not have: all beyond Latin, its marks and general punctuation.
FOREIGN_LETTERS = re.compile(r"[\u0370-\u1dff\u2c00-\ua71f\ua800-\ufaff]+")


def document_text(document: str) -> str:
    """A paper as its reader calls it: kind and time in the active language, its number as it is.

    What has another shape stays as it stands in the data.

    >>> from bvte.evidence.language import activate
    >>> activate("en")
    >>> document_text("Quyết định 333/QĐ-UBND ngày 15/3/2021")
    'Decision 333/QĐ-UBND of 15 Mar 2021'
    >>> activate("vi")
    """
    found = NAMED.fullmatch(document)
    if found is None:
        return document
    told = _kind_and_number(found)
    if found["day"]:
        signed = date(*map(int, found.group("of", "month", "day")))
        return say("page.paper_of_day", day=dates.day(signed), **told)
    return say("page.paper_of_year", year=found["year"], **told) if found["year"] else say("page.paper_alone", **told)


def document_undated(document: str) -> str:
    """The kind and number of a paper, for a sentence that tells a year of its own; what has another shape as it stands.

    >>> document_undated("Quyết định 333/QĐ-UBND ngày 15/3/2021")
    'Quyết định số 333/QĐ-UBND'
    """
    found = NAMED.fullmatch(document)
    return say("page.paper_alone", **_kind_and_number(found)) if found else document


def _kind_and_number(found: re.Match[str]) -> dict[str, str]:
    return {"kind": say(f"page.paper.{PAPERS[found['kind']]}"), "number": found["number"]}


def printed_text(source: Source) -> str:
    """The time of a publication as precise as it is known, and that it was inferred where the copy does not state it;
    what cannot be read as a time stands as it is."""
    when = dates.iso_day(source.printed.iso) if source.printed else source.published_on
    if when is None:
        return say("page.undated")
    return say("page.date_inferred", when=when) if source.year_stated == "no" else when


def doubt_note(source: Source, is_dated: bool = False) -> str:
    """What a reader must know before relying on a source, in words; "" where nothing is in doubt. is_dated : whether
    its time stands beside, which says itself that it was inferred or is not known."""
    doubts = "; ".join(doubts_of(source, is_dated))
    return say("page.doubt_note", doubts=doubts) if doubts else ""


def doubts_of(source: Source, is_dated: bool = False) -> list[str]:
    """The same one by one."""
    return [say(f"page.doubt.{code}") for code in source.doubts if not (is_dated and code == "year_inferred")]


def title_text(source: Source) -> str:
    """The title of a publication, with what it means in the active language where it is in another; of what is only
    supposed that it is no publication."""
    if not source.published:
        return say("status.strength.not_published")
    meaning, title = source.text("title"), readable_title(source)
    return f"{title} [{meaning}]" if meaning and meaning != title else title


def readable_title(source: Source) -> str:
    """The title of a publication in letters that a sheet prints: of one in other letters (Japanese) what stands in
    brackets beside them, else its meaning in the active language; as it is where there is neither."""
    if not FOREIGN_LETTERS.search(source.title):
        return source.title
    beside = " ".join(FOREIGN_LETTERS.sub(" ", source.title).split()).strip("() ")
    return beside or source.text("title") or source.title


def title_language(source: Source) -> str:
    """The language of that title: what stands in brackets beside other letters is in the first of ours."""
    return LANGUAGES[0] if FOREIGN_LETTERS.search(source.title) else source.language or active_language()


def publisher_text(source: Source) -> str | None:
    """The name of who published a source, as the active language has it; None where nobody is named."""
    return getattr(source, f"publisher_{active_language()}", None) or source.publisher


def named(source: Source) -> str:
    """A source by title and publisher with what is in doubt about it, where there is no list to point to."""
    title, publisher = title_text(source), publisher_text(source)
    name = f"{title} ({publisher})" if publisher else title
    return ". ".join(filter(None, (name, doubt_note(source))))
