"""The page of a district or commune: its figures beside province and nation, what is missing, and whom to ask."""

from collections.abc import Iterator

import pandas as pd

from bvte.evidence.rows import AreaLevel
from bvte.judgement.estimates import Estimate
from bvte.judgement.frames import estimate_id, frame_ids
from bvte.judgement.message import YEARS_APART, Certainty, in_charge
from bvte.judgement.profile import OwnFigure, Profile, has_ended
from bvte.presentation import cells, dates, numbers
from bvte.presentation.citations import sources_prose
from bvte.presentation.document import Prose, Table, make_table
from bvte.presentation.headline import answer_lines
from bvte.presentation.message import certainty_mark, figure_sentence, figure_within, message_box
from bvte.presentation.newness import inside, page_facts
from bvte.presentation.parts import columns, nothing, sentence, title_blocks
from bvte.presentation.phrases import NOTHING, Look, Phrase, joined, large_first, phrase, small, span
from bvte.presentation.review_tables import asked_of_forms
from bvte.presentation.sentences import unit_kinds
from bvte.presentation.source_words import publisher_text
from bvte.presentation.texts import say

# Figures that the page says in sentences, first those beside which something stands.
MOST_TOLD = 5


def profile_title(profile: Profile) -> Prose:
    """Which area it is and from when to when, and what its figures say beside province and nation."""
    place, told = profile.place, _told(profile)
    title = say("profile.title", area=place.text("name"), until=_until(profile))
    newest = max((figure.estimate.period.last.year for figure in profile.figures), default=None)
    seen = say("profile.seen_newest" if newest else "profile.seen", until=_until(profile), newest=newest)
    sentences = [_sentence(profile, figure) for figure in told]
    counted = _counted(profile)
    # What contradicts another figure takes from both of them; the table below has the marks of all figures.
    lead = say("message.title_of_years", phase=inside(place)) if sentences else counted
    points = [*sentences, *([counted] if sentences else [])]
    box = message_box(lead, points, (figure.certainty for figure in profile.figures))
    facts = page_facts(profile.evidence, profile.area, profile.sources, answer_lines(sentences, counted))
    return Prose((*title_blocks(title, _belonged(profile), seen), box), facts)


def _told(profile: Profile) -> list[OwnFigure]:
    """The figures that another contradicts, those with something beside them, then the others, the newest first; one of
    each indicator: the surest."""
    newest = sorted(profile.figures, key=lambda f: f.estimate.period.last, reverse=True)
    surest = sorted(newest, key=lambda f: list(Certainty).index(f.certainty))
    firsts = {f.estimate.indicator: f for f in reversed(surest)}
    told = sorted((f for f in newest if f in firsts.values()), key=lambda f: (not f.against, not f.beside))
    return told[:MOST_TOLD]


def _until(profile: Profile) -> str:
    """Until when a profile has figures: the end of its year, of an area that ended in it that day."""
    last = profile.place.valid_to
    if last and last.year <= profile.year:
        return say("profile.until.day", day=dates.day(last))
    return say("profile.until.year", year=profile.year)


def _counted(profile: Profile) -> str:
    """How many figures there are, how many of them stand beside another, how many may not be shown."""
    compared = sum(bool(figure.beside) for figure in profile.figures)
    told = len({figure.estimate.indicator for figure in profile.figures})
    facts = {"count": len(profile.figures), "indicators": told, "compared": compared, "withheld": profile.withheld}
    key = "counted" if compared else "counted_alone" if profile.figures else "none"
    told = say(f"profile.{key}", **facts)
    return f"{told} {say('profile.withheld', **facts)}" if profile.withheld else told


def _belonged(profile: Profile) -> str:
    """To which areas this one belongs, from when to when: it may be older, in another province."""
    first, last = profile.place.valid_from, profile.place.valid_to
    days = {name: dates.day(day) for name, day in (("first", first), ("last", last)) if day}
    key = "both" if len(days) == 2 else next(iter(days), "unknown")
    return say(f"profile.belonged.{key}", areas=", ".join(_above(profile)), **days)


def _above(profile: Profile) -> list[str]:
    """Names of the areas below the country that hold an area, the nearest first; the province where none is known."""
    names, place = [], profile.place
    while place.parent and place.parent in profile.evidence.areas_above(profile.area) and len(names) < MOST_ABOVE:
        place = profile.evidence.area(place.parent)
        if place.level == AreaLevel.country:
            break
        names.append(inside(place))
    return names or [inside(profile.evidence.province)]


# A commune lies in a district, in a province.
MOST_ABOVE = 2


def _sentence(profile: Profile, figure: OwnFigure) -> Phrase:
    """A figure with the one before it and what stands beside it, what contradicts it, and how sure it is."""
    evidence, own = profile.evidence, figure.estimate
    head = large_first(phrase(figure_sentence(own, evidence)))
    since = "before_open" if figure.certainty == Certainty.OPEN else "before"
    before = [figure_within(since, r, evidence) for r in (figure.earlier,) if r]
    clauses = [*before, *(_other(profile, r) for r in figure.beside)]
    doubts = [_contradiction(profile, own, other) for other in figure.against]
    compared = joined(". ", [joined("; ", part) for part in (clauses, *([d] for d in doubts)) if part])
    beside = span(Look.BESIDE, "; " if clauses else ". ", compared) if compared else ""
    return phrase(head, beside, ". ", certainty_mark(figure.certainty))


def _contradiction(profile: Profile, own: Estimate, other: Estimate) -> str | Phrase:
    """That another figure of the same thing says otherwise, and whom to ask."""
    sources = profile.evidence.sources
    asked = dict.fromkeys(publisher_text(sources[code]) for r in (own, other) for code in r.sources)
    return say("profile.contradicts", other=_worked_out(other), asked="; ".join(filter(None, asked)))


def _worked_out(estimate: Estimate) -> str | Phrase:
    """A figure, of one that was worked out also of what."""
    if estimate.counts is None:
        return numbers.labelled(estimate)
    part, whole = estimate.counts
    facts = {"part": numbers.bare(part), "whole": numbers.estimate_text(whole)}
    return say("profile.from_counts", figure=numbers.estimate_text(estimate), **facts)


def _other(profile: Profile, other: Estimate) -> str | Phrase:
    place = profile.evidence.area(other.area).text("name")
    return say("profile.beside", place=place, figure=numbers.labelled(other), time=dates.time_text(other))


def profile_table(shown: pd.DataFrame | Profile, profile: Profile | None = None) -> Table | Prose:
    """The figures of an area, each with the one before it, the province's and the nation's, and how sure it is.

    shown : a profile, or its frame, of which exactly the rows are shown; profile : then, of which it is.

    >>> import bvte
    >>> evidence = bvte.load("dien-bien")
    >>> district = next(a.code for a in evidence.areas.values() if a.level == "district")
    >>> type(bvte.profile_table(bvte.profile(evidence, district))).__name__ in ("Table", "Prose")
    True
    """
    known = shown if isinstance(shown, Profile) else profile
    assert known is not None
    figures = {estimate_id(figure.estimate): figure for figure in known.figures}
    chosen = figures if isinstance(shown, Profile) else frame_ids(shown, "estimate")
    told = [figures[code] for code in chosen]
    # A column without any figure says nothing.
    beside = [name for name in ("province", "nation") if any(getattr(figure, name) for figure in told)]
    rows = tuple(_row(known, figure, beside) for figure in told)
    if not rows:
        return nothing("profile.no_figures")
    heads = columns(("indicator", "figure:num", *(f"{name}:num" for name in beside), "evidence"), "profile.columns")
    note = [say("profile.note", years=YEARS_APART)] if beside else []
    note += [say("profile.withheld", withheld=known.withheld)] if known.withheld else []
    caption = say(
        "profile.caption" if beside else "profile.caption_alone", area=inside(known.place), until=_until(known)
    )
    return make_table(caption, heads, rows, " ".join(note))


def _row(profile: Profile, figure: OwnFigure, names: list[str]) -> tuple[Phrase, ...]:
    """An indicator with its figures, those beside of these names."""
    own = figure.estimate
    others = [getattr(figure, name) for name in names]
    beside = (cells.estimate_with_year(r) if r else phrase(NOTHING) for r in others)
    told = phrase(cells.estimate_with_year(own), *(small(note) for note in _notes(figure)))
    rests = cells.evidence(own.strength, own.sources, profile.sources)
    sure = cells.paragraphs((certainty_mark(figure.certainty), rests))
    return (cells.indicator(profile.evidence.indicators[own.indicator], own.unit), told, *beside, sure)


def _notes(figure: OwnFigure) -> Iterator[str]:
    """What stands below a figure: the one before it, and that the area was another one then."""
    if figure.earlier:
        facts = {"figure": numbers.bare(figure.earlier), "time": dates.time_text(figure.earlier)}
        yield say("profile.earlier", **facts)
    for other in figure.against:
        yield say("profile.against", other=_worked_out(other))
    if figure.former:
        yield say("profile.former", area=inside(figure.former))


def profile_missing(profile: Profile) -> Table | Prose:
    """What the area is asked for of the year and has not given, form by form; of one that ended who may still know."""
    if profile.asked is None:
        return sentence(_nobody_asked(profile))
    asked = asked_of_forms(profile.asked.asks, profile.known)
    if not asked:
        return nothing("profile.all_given", year=profile.year)
    body = say("profile.body", kind=profile.asked.name.text, area=profile.place.text("name"))
    rows = ((body, cells.paragraphs(asked)),)
    caption = say("profile.asked_caption", year=profile.year)
    return make_table(caption, columns(("respondent", "asked_for:wide")), rows)


def _nobody_asked(profile: Profile) -> str:
    """That nobody counts for the area any more, and who may still have its records."""
    evidence, last = profile.evidence, profile.evidence.area(profile.area).valid_to
    body = in_charge(evidence)
    facts = {"area": profile.place.text("name"), "body": body.text("name") if body else say("profile.no_body")}
    if last is None or not has_ended(evidence, profile.area):
        return say("profile.not_asked", year=profile.year, **facts | {"area": inside(profile.place)})
    heirs = [evidence.area(code) for code in profile.heirs]
    ended = say("profile.ended", day=dates.day(last), **facts)
    if not heirs:
        return ended
    names = ", ".join(map(inside, heirs))
    return f"{ended} {say('profile.heirs', count=len(heirs), kinds=unit_kinds(heirs), names=names)}"


def profile_source_list(profile: Profile) -> Prose:
    """The numbered list of the sources of the page."""
    return sources_prose(profile.evidence, profile.sources)
