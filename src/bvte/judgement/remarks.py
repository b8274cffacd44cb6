"""What a reader must know beside a status: a repeated target, a derived value, a count that jumps."""

from bvte.judgement.comparability import compare
from bvte.judgement.finding import Reason
from bvte.judgement.readings import readings
from bvte.judgement.weighing import beside

# A count that doubles or halves between two published years is more likely a change of register than of life.
JUMP = 2
# The condition of a target in the very words of a printed bound.
SAME_WORDS = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least"}


def remarks(evidence, target, used):
    """What a reader must know beside the status."""
    found = []
    for reading in used:
        if target.stated == "yes" and _repeats(target, reading):
            found.append(Reason("repeats_the_target", {"reading": reading}))
        if reading.strength == "derived":
            found.append(Reason("derived_value", {"reading": reading}))
            for jump in count_jump(evidence, reading) if reading.counts else ():
                found += [jump, *beside(evidence, jump.facts["from"], jump.facts["to"])]
        inferred = (part for part in _printed(reading) if not part.period_stated)
        found += [Reason("year_inferred", {"reading": part}) for part in inferred]
        if reading.period.is_part_year or (reading.statistic == "total" and reading.period.is_moment):
            found.append(Reason("part_year", {"year": reading.year}))
    return (*found, *_doubtful_sources(evidence, target, used))


def _printed(reading):
    """The readings under one that were not made from others, each once."""
    return dict.fromkeys(ground for ground in reading.grounds if len(ground.grounds) == 1)


def _doubtful_sources(evidence, target, used):
    """What is in doubt about the sources that a verdict needs: of its target, and of a figure that no firm
    source gives as well; each once."""
    statements = [(target.source,), *(reading.sources for reading in used)] if used else ()
    doubtful = {}
    for codes in statements:
        sources = [evidence.sources[code] for code in codes]
        if all(source.doubts for source in sources):
            doubtful |= {source.id: source for source in sources}
    return [Reason("source_in_doubt", {"source": source}) for source in doubtful.values()]


def _repeats(target, reading):
    """Whether the due year's result was printed in the very words of its target."""
    words = SAME_WORDS.get(reading.comparator), reading.value, reading.year
    return reading.is_of_one_year and words == (target.condition, target.value, target.due_year)


def count_jump(evidence, reading):
    """A remark where the count behind a rate at least doubled or halved since its last publication."""
    count = reading.counts[0]
    known = readings(evidence, count.indicator, count.area)
    numbers = [r for r in known if r.year < count.year and r.value and not r.is_bound]
    earlier = [r for r in numbers if compare(evidence, r, count).verdict != "not_comparable"]
    if not earlier or not _surely_jumped(earlier[-1].interval, count.interval):
        return []
    ratio = float(count.value / earlier[-1].value)
    return [Reason("count_jump", {"from": earlier[-1], "to": count, "ratio": ratio})]


def _surely_jumped(before, now):
    """Whether all that both leave open is at least twice as much, or at most half."""
    return now.left >= JUMP * before.right or JUMP * now.right <= before.left
