"""A source in words: when it was printed, what is in doubt about it, its name."""

from bvte.presentation import dates
from bvte.presentation.texts import say


def printed_text(source):
    """The time of a publication as precise as it is known; what cannot be read as a time stands as it is."""
    if source.printed:
        return dates.iso_day(source.printed.iso)
    return source.published_on or say("page.undated")


def doubt_note(source):
    """What a reader must know before relying on a source, in words; "" where nothing is in doubt."""
    doubts = "; ".join(say(f"page.doubt.{code}") for code in source.doubts)
    return say("page.doubt_note", doubts=doubts) if doubts else ""


def title_text(source):
    """The title of a publication; of what is only supposed that it is no publication."""
    return source.title if source.published else say("status.strength.not_published")


def named(source):
    """A source by title and publisher with what is in doubt about it, where there is no list to point to."""
    title = title_text(source)
    name = f"{title} ({source.publisher})" if source.publisher else title
    return ". ".join(filter(None, (name, doubt_note(source))))
