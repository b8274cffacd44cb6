"""How far a figure is from the one before it, where that is more than figures of its kind usually move."""

from bvte.presentation import dates
from bvte.presentation.texts import say


def step_sentence(facts, words, first):
    """How far a later figure is at least from the first, and what that is in a year where the judgement tells it.

    words : the facts with their numbers in words.
    """
    way, time = facts["way"], dates.spoken(first.period)
    if facts["apart"] is None:
        return say("reasons.step_from_none", time=time)
    sized = {
        name: say(f"reasons.step_{facts['measure']}", amount=words[name])
        for name in ("apart", "least")
        if name in words
    }
    told = say(f"reasons.step_plain_{way}", apart=sized["apart"], time=time)
    return say(f"reasons.step_yearly_{way}", moved=told, least=sized["least"]) if "least" in sized else told
