"""The letter that goes with a request for figures: an office letter after Decree 30/2020/NĐ-CP."""

from datetime import date

from bvte.evidence.reporting import Agency
from bvte.presentation import dates
from bvte.presentation.document import Block
from bvte.presentation.parts import letter_end, letterhead, paragraph
from bvte.presentation.texts import say, texts_of


def request_letter(
    sender: Agency, addressee: str, about: str, span: tuple[date, date], due: date, attached: tuple[str, int]
) -> tuple[Block, ...]:
    """The blocks of a letter: its head, the request, its rules, and the end with receivers and signature.

    about : what is asked for; span : first and last day of the year; attached : name of the form and how many
    cells it has. Number, day, contact and signature are left to the office.
    """
    year, (file, count) = span[1].year, attached
    facts = {"year": year, "sender": sender.text("name"), "addressee": addressee, "about": about}
    sheets = {"sheet": say("requests.sheet.input"), "cover": say("requests.sheet.cover")}
    number = say("requests.letter.number", symbol=sender.symbol)
    return (
        letterhead(sender, number, say("requests.letter.subject", year=year)),
        paragraph(say("requests.letter.to", addressee=addressee), "addressee"),
        paragraph(say("requests.letter.asks", **facts)),
        paragraph(say("requests.letter.form", file=file, count=count, **sheets)),
        *(paragraph(f"{place}. {rule}") for place, rule in enumerate(_rules(*span), start=1)),
        paragraph(say("requests.letter.due", due=dates.day(due), **facts)),
        paragraph(say("requests.letter.thanks", addressee=addressee)),
        letter_end(sender),
    )


def _rules(first: date, last: date) -> list[str]:
    """How figures are given; of a body that began within the year, from its first day on."""
    whole = (first.month, first.day) == (1, 1)
    time = say(f"requests.letter.{'year' if whole else 'part'}", first=dates.day(first), last=dates.day(last))
    return [time, *texts_of("requests.letter.rule").values()]
