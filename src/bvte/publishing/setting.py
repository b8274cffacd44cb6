"""What stands around a report on its page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """What stands around a report: its kind, language and place, its twin and how it is made again.

    parameters : pairs (meaning, value); period : the years that it is about, "" for all.
    """

    notebook: str
    language: str
    place: str
    twin: str
    index: str
    command: str
    parameters: tuple = ()
    period: str = ""
