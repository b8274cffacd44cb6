"""The day of a workshop on targets: its sessions and topics, one plan for all provinces (data/national/)."""

from datetime import time
from functools import cache

from pydantic import Field

from bvte.evidence.cells import Code
from bvte.evidence.forms import NationalRecord, read_national
from bvte.evidence.indicator import Words


class Session(NationalRecord):
    """A part of the day: how long it takes, what is done and with which materials."""

    minutes: int = Field(gt=0)
    name: Words
    how: Words
    materials: Words


class Topic(NationalRecord):
    """A topic that a group discusses, with the indicators whose figures lie on its table.

    An indicator that a province has no card of is left out there.
    """

    name: Words
    questions: tuple[Words, ...] = Field(min_length=1)
    indicators: tuple[Code, ...] = ()


class WorkshopPlan(NationalRecord):
    """The whole day: when it starts, its sessions in their order, its topics by name."""

    starts: time
    sessions: tuple[Session, ...]
    topics: dict[str, Topic]


@cache
def workshop_plan():
    """The plan of a workshop. Raises pydantic's ValidationError where the file is wrong."""
    return WorkshopPlan(**read_national("workshop"))
