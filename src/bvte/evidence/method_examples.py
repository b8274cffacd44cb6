"""Worked examples of the methods, with numbers that somebody else published (data/national/methods.yml)."""

from decimal import Decimal
from functools import cache

from pydantic import Field

from bvte.evidence.forms import NationalRecord, read_national
from bvte.evidence.indicator import Words


class Call(NationalRecord):
    """A call of a method: "module.function" in `bvte.methods` with its arguments.

    prepare : the call whose result is the first argument, where there is one.
    """

    function: str
    arguments: tuple = ()
    options: dict = Field(default_factory=dict)
    prepare: "Call | None" = None


class Counterexample(Call):
    """A call that fails or misleads, and why: the code that it refuses with, or what it gives."""

    why: Words
    refuses: str | None = None
    take: dict[str, str] = Field(default_factory=dict)
    gives: dict[str, Decimal] = Field(default_factory=dict)


class Example(Call):
    """A worked example. take : label -> where in the result; published : label -> number as printed."""

    name: Words
    question: Words
    conditions: Words
    take: dict[str, str]
    published: dict[str, Decimal]
    source: str
    fails: Counterexample


@cache
def method_examples():
    """The examples by name, in their order. Raises pydantic's ValidationError where the file is wrong."""
    return {name: Example(**fields) for name, fields in read_national("methods").items()}
