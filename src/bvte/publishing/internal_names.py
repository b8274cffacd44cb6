"""How internal files are called, and how a report finds itself in the other language."""

from bvte.evidence.language import LANGUAGES, other_language, speaking
from bvte.presentation.texts import say


def file_mark(language: str) -> str:
    """What the names of internal files end with in a language."""
    with speaking(language):
        return say("handling.file")


def twin_key(key: str) -> str:
    """The key of the same report in the other language, "" of what is in none.

    >>> twin_key("dien-bien/annual_report-2024-noi-bo.vi")
    'dien-bien/annual_report-2024-internal.en'
    """
    stem, _, language = key.rpartition(".")
    if language not in LANGUAGES:
        return ""
    other, own = other_language(language), f"-{file_mark(language)}"
    stem = f"{stem.removesuffix(own)}-{file_mark(other)}" if stem.endswith(own) else stem
    return f"{stem}.{other}"
