"""What comes in by the front door: every code is read before a function sees it, or refused in words."""

from collections.abc import Iterable
from functools import cache, wraps
from inspect import signature

from bvte.evidence.codes import CodeError, resolve_code
from bvte.evidence.language import LANGUAGES
from bvte.evidence.lookups import AreaCodes
from bvte.evidence.national import report_layout
from bvte.evidence.next_phase import PREFIX, closing_programmes, draft_after
from bvte.evidence.papers import report_years
from bvte.evidence.rows import LEVELS
from bvte.evidence.spoken_folder import Spoken, speaking_of, spoken_folder
from bvte.presentation.texts import say

# So many codes are told where none is like the one that was given.
TOLD = 8


def _programmes(evidence):
    return evidence.programmes


def _drafted(evidence):
    """The programmes, and the phases to come that nobody has drafted."""
    coming = {f"{PREFIX}{p.id}": p for p in closing_programmes(evidence) if not draft_after(evidence, p.id)}
    return {**evidence.programmes, **coming}


def _methods(evidence):
    from bvte.judgement.progress import METHODS  # heavy, and only the desk names a method

    return METHODS


# Parameter -> the codes that it may be, of the evidence that the same call is about.
KNOWN = {
    "programme": _programmes,
    "drafted": _drafted,
    "closing": _programmes,
    "area": AreaCodes,
    "areas": AreaCodes,
    "indicator": lambda evidence: evidence.indicators,
    "indicators": lambda evidence: evidence.indicators,
    "source": lambda evidence: evidence.sources,
    "year": lambda evidence: dict.fromkeys(report_years(evidence)),
    "agency": lambda evidence: evidence.agencies,
    "paper": lambda evidence: evidence.papers,
    "number": lambda evidence: report_layout().forms,
    "section": lambda evidence: report_layout().sections,
    "method": _methods,
    "level": lambda evidence: LEVELS,
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
        with speaking_of(_spoken_in(given)):
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
    evidence = _evidence_behind(next(iter(given.values()), None))
    if hasattr(evidence, "attrs"):
        # A frame that has lost what it was made from: the function itself says what it needs.
        return {}
    return {name: _codes(name, given[name], KNOWN[name](evidence)) for name in KNOWN.keys() & given.keys()}


def _spoken_in(given):
    """The folder that a call is about: that of its evidence, else the one that is spoken of already."""
    spoken = getattr(_evidence_behind(next(iter(given.values()), None)), "spoken", None)
    return spoken if isinstance(spoken, Spoken) else spoken_folder()


def _evidence_behind(first):
    """The evidence that a call is about: its first argument, or what that, or a frame, was made from."""
    result = getattr(getattr(first, "attrs", {}).get("of"), "result", first)
    return getattr(result, "evidence", result)


def _codes(name, found, known):
    if name not in SEVERAL or isinstance(found, str) or not isinstance(found, Iterable):
        # One code where several may stand is asked for as one.
        code = resolve_code(name, found, known)
        return [code] if name in SEVERAL else code
    return [resolve_code(name, code, known) for code in found]


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
