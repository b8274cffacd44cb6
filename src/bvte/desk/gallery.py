"""The methods on worked examples: what is published beside what we compute, and how each one fails."""

from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module

import numpy as np
import pandas as pd

from bvte.evidence.national import method_examples
from bvte.methods.undefined import Undefined
from bvte.presentation.show import Column, Table
from bvte.presentation.texts import say

# Longer lists of numbers are cut in the line that is shown.
LONGEST = 8


def method_example(name):
    """One method of the gallery as a table. Raises KeyError for a name that is not in the gallery."""
    example = method_examples()[name]
    rows = (
        ("question", example.question.text), ("conditions", example.conditions.text),
        ("line", line(example)), ("published", f"{_told(example.published)} ({example.source})"),
        ("ours", _told(computed(example, example.published))),
        ("fails", example.fails.why.text), ("fails_line", line(example.fails)),
        ("fails_with", failed(example.fails)),
    )  # fmt: skip
    named = tuple((say(f"gallery.row.{key}"), text) for key, text in rows)
    heads = tuple(Column(say(f"gallery.column.{key}"), kind, key)
                  for key, kind in (("about", "text"), ("told", "wide")))  # fmt: skip
    return Table(example.name.text, heads, named)


def called(call):
    """The result of a call. Raises Undefined as the method does."""
    before = [called(call.prepare)] if call.prepare else []
    return _function(call.function)(*before, *call.arguments, **call.options)


def _function(path):
    module, name = path.split(".")
    return getattr(import_module(f"bvte.methods.{module}"), name)


def computed(example, printed):
    """Label -> our number, rounded to the decimals of the printed one."""
    result = called(example)
    return {label: _rounded(part(result, example.take[label]), number) for label, number in printed.items()}


def part(result, path):
    """A number inside a result: names and places with points between, "" for the result itself."""
    for name in filter(None, path.split(".")):
        held = isinstance(result, pd.DataFrame | pd.Series)
        place = int(name) if name.isdigit() else name
        result = result[place] if held or name.isdigit() else getattr(result, name)
    return float(np.asarray(result))


def _rounded(value, like):
    return Decimal(repr(value)).quantize(like, ROUND_HALF_UP)


def failed(failure):
    """What a failing call does: the reason of its refusal, or the numbers that it gives."""
    if failure.refuses is None:
        return _told(computed(failure, failure.gives))
    try:
        called(failure)
    except Undefined as refused:
        return say("gallery.refused", code=refused.code)
    return say("gallery.not_refused")


def _told(numbers):
    return "; ".join(f"{label} = {number}" if label else str(number) for label, number in numbers.items())


def line(call):
    """The call as Python, long lists cut."""
    before = [line(call.prepare)] if call.prepare else []
    options = [f"{name}={_typed(value)}" for name, value in call.options.items()]
    return f"{call.function}({', '.join([*before, *map(_typed, call.arguments), *options])})"


def _typed(value):
    if isinstance(value, list) and len(value) > LONGEST:
        return f"[{', '.join(map(repr, value[:3]))}, …]"
    return repr(value)
