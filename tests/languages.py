"""For tests that hold languages against each other."""

from bvte.evidence.language import speaking


def said_in(language, function, *arguments, **facts):
    """What a function says in a language."""
    with speaking(language):
        return function(*arguments, **facts)
