"""From which day a page sees, and how new its evidence is: facts for the index, a sentence for its head."""

from bvte.evidence.language import active_language
from bvte.judgement.vantage import page_dates as dates_of
from bvte.presentation import dates
from bvte.presentation.texts import say


def programme_name(programme, evidence):
    """The name of a programme; of a phase that began before its area was born also whose it was then."""
    name, area = programme.text("name"), evidence.before(programme)
    if area is None:
        return name
    return say(f"page.before.{_part(programme, area)}", name=name, **_birth(area))


def birth_text(programmes, evidence):
    """Since when the areas of programmes that began earlier exist, and what they were part of, or ""."""
    areas = dict.fromkeys(filter(None, (evidence.before(p) for p in programmes)))
    return " ".join(say("page.born", **_birth(area)) for area in areas)


def _part(programme, area):
    """How much of a phase was before the birth of its area: the "whole" or a "part"."""
    return "whole" if programme.end < area.valid_from.year else "part"


def _birth(area):
    facts = {"area": inside(area), "before": area.text("before")}
    return facts | {"day": dates.day(area.valid_from)}


def page_facts(evidence, area, sources, headline):
    """What a page tells the index: its headline, the province of its folder, its day, newest period and newest
    publication of its area.

    evidence : as the page sees it; sources : ids of those that it cites. The times are ISO texts as precise
    as they are known; one that is not known is left out.
    """
    found = dates_of(evidence, area, sources)
    facts = {"headline": str(headline), "as_of": found.seen.isoformat()}
    facts["province"] = evidence.province.text("name")
    times = {"evidence_period": found.speaks_of, "evidence_date": found.printed}
    return facts | {name: period.iso for name, period in times.items() if period}


def seen_text(evidence, area, sources):
    """From which day a page sees and what follows for its figures, in a sentence or two."""
    found = dates_of(evidence, area, sources)
    key = "page.seen_then" if evidence.as_known_then else "page.seen"
    sentence = say(key, day=dates.day(found.seen))
    if not found.printed_later:
        return sentence
    later = say("page.printed_later", count=found.printed_later)
    return f"{sentence} {later}"


# Vietnamese writes the kind of a place small inside a sentence, and its name with a capital.
KINDS = ("Tỉnh", "Thành phố", "Thị xã", "Thị trấn", "Huyện", "Quận", "Xã", "Phường", "Đặc khu")


def inside(area):
    """The name of an area inside a sentence; one without its kind stays as it is."""
    name = area.text("name")
    small = active_language() == "vi" and any(name.startswith(f"{kind} ") for kind in KINDS)
    return name[0].lower() + name[1:] if small else name
