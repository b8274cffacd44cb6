"""What comes in by the front door: every code is read before a function sees it, or refused in words."""

from collections.abc import Iterable
from functools import cache, wraps
from inspect import signature

from bvte.evidence.codes import CodeError, resolve
from bvte.evidence.forms import layout
from bvte.evidence.language import LANGUAGES
from bvte.presentation.texts import say

# So many codes are told where none is like the one that was given.
TOLD = 8


def _programmes(evidence):
    return evidence.programmes


def _methods(evidence):
    from bvte.judgement.progress import METHODS  # heavy, and only the desk names a method

    return METHODS


def _examples(evidence):
    from bvte.evidence.method_examples import method_examples  # only the gallery has them

    return method_examples()


# Parameter -> the codes that it may be, of the evidence that the same call is about.
KNOWN = {
    "programme": _programmes,
    "drafted": _programmes,
    "closing": _programmes,
    "area": lambda evidence: dict.fromkeys(area.code for area in evidence.areas.values()),
    "areas": lambda evidence: dict.fromkeys(area.code for area in evidence.areas.values()),
    "indicator": lambda evidence: evidence.indicators,
    "indicators": lambda evidence: evidence.indicators,
    "source": lambda evidence: evidence.sources,
    "year": lambda evidence: evidence.annual_reports,
    "agency": lambda evidence: evidence.agencies,
    "number": lambda evidence: layout().forms,
    "section": lambda evidence: layout().sections,
    "method": _methods,
    "name": _examples,
    "language": lambda evidence: LANGUAGES,
}
# Parameters that take several codes.
SEVERAL = {"indicators", "areas"}


@cache
def guarded(function):
    """The same function, whose codes are read first; it raises CodeError, in words, for one that is not."""
    asked = signature(function)
    defaults = {name: parameter.default for name, parameter in asked.parameters.items()}

    @wraps(function)
    def entered(*arguments, **options):
        call = asked.bind(*arguments, **options)
        given = {name: found for name, found in call.arguments.items() if found is not defaults[name]}
        try:
            call.arguments |= _read(given)
        except CodeError as error:
            raise _in_words(error, function.__name__) from None
        return function(*call.args, **call.kwargs)

    # Found again under its own name, as what is sent to another process has to be.
    entered.__module__ = "bvte"
    return entered


def _read(given):
    """Parameter -> the code or codes that were meant, of those parameters that take any."""
    first = next(iter(given.values()), None)
    evidence = getattr(first, "evidence", first)
    return {name: _codes(name, given[name], KNOWN[name](evidence)) for name in KNOWN.keys() & given.keys()}


def _codes(name, found, known):
    if name not in SEVERAL or isinstance(found, str) or not isinstance(found, Iterable):
        # One code where several may stand is asked for as one.
        code = resolve(name, found, known)
        return [code] if name in SEVERAL else code
    return [resolve(name, code, known) for code in found]


def _in_words(error, function):
    """The refusal as a sentence."""
    return CodeError(error.name, error.found, error.known, _sentence(error, function))


def _sentence(error, function):
    kind = say(f"problems.code.{error.name}")
    said = say("problems.code_unknown", function=function, kind=kind, found=error.found)
    if error.nearest:
        return said + say("problems.nearest", nearest=error.nearest)
    more = ", …" if error.known[TOLD:] else ""
    return f"{said} {say('problems.code_known', known=', '.join(error.known[:TOLD]) + more)}"
