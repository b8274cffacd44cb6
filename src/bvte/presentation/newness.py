"""From which day a page sees, and how new its evidence is: facts for the index, a sentence for its head."""

from datetime import date, timedelta

from bvte.evidence.language import active_language
from bvte.evidence.merged import area_ended, predecessors, successor
from bvte.judgement.vantage import Stage, phase_stage
from bvte.judgement.vantage import page_dates as dates_of
from bvte.presentation import dates
from bvte.presentation.handling import marked_place
from bvte.presentation.texts import say, texts_of


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
    """What a page tells the index: its headline, the province of its folder, its day, the newest period of its
    area's figures, the newest publication that it cites, and one that may be newer.

    evidence : as the page sees it; sources : ids of those that it cites. The times are ISO texts as precise
    as they are known; one that is not known is left out.
    """
    found = dates_of(evidence, area, sources)
    facts = {"headline": str(headline), "as_of": found.seen.isoformat()}
    facts["province"] = marked_place(evidence.province.text("name"))
    times = {"evidence_period": found.speaks_of, "evidence_date": found.printed}
    if found.printed and found.printed_until and found.printed_until.last > found.printed.last:
        times["evidence_until"] = found.printed_until
    return facts | {name: period.iso for name, period in times.items() if period}


def day_text(evidence, area, sources):
    """From which day a page sees and what follows for its figures, in a sentence or two."""
    return " ".join(filter(None, (day_seen(evidence, area, sources), later_text(evidence, area, sources))))


def day_seen(evidence, area, sources):
    """From which day a page sees."""
    key = "page.seen_then" if evidence.as_known_then else "page.seen"
    return say(key, day=dates.day(dates_of(evidence, area, sources).seen))


def later_text(evidence, area, sources):
    """How many of the sources that a page cites were printed after its day, "" where none was."""
    later = dates_of(evidence, area, sources).printed_later
    return say("page.printed_later", count=later) if later else ""


def seen_text(evidence, area, sources):
    """The sentence of the day, and where provinces merged what the area was made of or has become."""
    return " ".join(filter(None, (day_text(evidence, area, sources), lineage_text(evidence, area))))


def lineage_text(evidence, area):
    """What a merged province was made of and what each of these had set and published; of one that ended what it
    became; "" of others."""
    parts, new = predecessors(evidence, area), successor(evidence, area)
    if parts:
        return made_of_text(evidence, area, parts)
    last = area_ended(evidence, area, evidence.day)
    if new == area or last is None:
        return ""
    facts = {"area": inside(evidence.area(area)), "new": inside(evidence.area(new))}
    return say("page.became", day=dates.day(last + timedelta(days=1)), **facts)


def made_of_text(evidence, area, parts):
    """What each part of a merged province had set and published, since none of it is the merged province's."""
    since = evidence.area(area).valid_from
    told = "; ".join(_part_text(evidence, part, since) for part in parts)
    return say("page.made_of", area=evidence.area(area).text("name"), day=dates.day(since), parts=told)


def _part_text(evidence, part, since):
    """One part with its numbers of programmes, targets and figures."""
    targets = evidence.targets_in(part)
    facts = {
        "programmes": len(evidence.programmes_of(part)),
        "targets": len(targets),
        "due": sum(target.due_year >= since.year for target in targets),
        "figures": sum(o.area == part for o in evidence.observations.values()),
    }
    return say("page.part", name=inside(evidence.area(part)), **facts)


# Vietnamese writes the kind of a place small inside a sentence, and its name with a capital.
KINDS = ("Tỉnh", "Thành phố", "Thị xã", "Thị trấn", "Huyện", "Quận", "Xã", "Phường", "Đặc khu")


def programme_status(programme, evidence, has_life=True):
    """The status of a programme in words: one that was approved runs only from its first year to its last, and only
    while its area lasts; one that is closed by now still ran on a day before its end.

    has_life : whether to say when its area ended, which some pages tell in a sentence of its own.
    """
    last = area_ended(evidence, programme.area, date(programme.end, 12, 31))
    is_closed = programme.status == "closed" and phase_stage(evidence, programme) == Stage.OVER
    if is_closed or programme.status not in ("approved", "closed"):
        return say(f"status.programme.{programme.status}")
    if last:
        return say("status.approved.outlived" if has_life else "status.approved.set", day=dates.day(last))
    if programme.start > evidence.day.year:
        return say("status.approved.ahead", year=programme.start)
    over = phase_stage(evidence, programme) == Stage.OVER
    return say("status.approved.over" if over else "status.programme.approved")


def of_area(area):
    """Whose a programme is, by what the area is: of the country, of the province, of the city."""
    words = texts_of("page.of_area")
    return words.get(area.type) or words[area.level]


def inside(area):
    """The name of an area inside a sentence; one without its kind stays as it is."""
    name = area.text("name")
    small = active_language() == "vi" and any(name.startswith(f"{kind} ") for kind in KINDS)
    return name[0].lower() + name[1:] if small else name
