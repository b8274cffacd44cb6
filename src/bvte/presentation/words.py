"""Findings in words: every reason code with its facts becomes a sentence in the reader's language."""

from bvte.presentation import numbers
from bvte.presentation.texts import say


def reason_text(reason, evidence, language):
    """One reason as a sentence. Raises KeyError for a code without a text."""
    code, facts = _FACTS.get(reason.code, _plain)(reason, evidence, language)
    return say(f"reasons.{code}", language, **facts)


def reason_name(reason, evidence, language):
    """A reason in few words: a break by its name, anything else as its sentence."""
    if reason.code == "break_between":
        return evidence.breaks[reason.facts["break"]].text("name", language)
    return reason_text(reason, evidence, language)


def reasons_text(finding, evidence, language):
    """All reasons of a finding, one sentence after the other, none twice."""
    sentences = (target_reason(reason, finding, evidence, language) for reason in finding.reasons)
    return list(dict.fromkeys(sentences))


def target_reason(reason, finding, evidence, language):
    """A reason that may name the target and the reading of its finding."""
    facts = {"target": numbers.target_text(finding.target, language)}
    if finding.latest:
        facts["value"] = numbers.labelled(finding.latest, language)
    enriched = type(reason)(reason.code, {**facts, **reason.facts})
    return reason_text(enriched, evidence, language)


def _plain(reason, evidence, language):
    return reason.code, reason.facts


def _decides(reason, evidence, language):
    """The readings that decide, each with its value; the year is the same for all."""
    found = reason.facts["readings"]
    values = "; ".join(numbers.labelled(reading, language) for reading in found)
    return reason.code, {**reason.facts, "year": found[0].year, "value": values}


def _reading(reason, evidence, language):
    reading = reason.facts["reading"]
    value = numbers.reading_text(reading, language)
    return reason.code, {**reason.facts, "year": reading.year, "value": value}


def _derived(reason, evidence, language):
    reading = reason.facts["reading"]
    above, below = (numbers.reading_text(part, language) for part in reading.counts)
    value = numbers.reading_text(reading, language)
    return reason.code, {"numerator": above, "denominator": below, "value": value}


def _earlier(reason, evidence, language):
    verdict = say(f"status.verdict.{reason.facts['verdict']}", language)
    return reason.code, {**reason.facts, "verdict": verdict}


def _disagree(reason, evidence, language):
    parts = (
        f"{numbers.labelled(reading, language)}: {say(f'status.verdict.{verdict}', language)}"
        for reading, verdict in reason.facts["verdicts"].items()
    )
    return reason.code, {"verdicts": "; ".join(parts)}


def _jump(reason, evidence, language):
    first, second = reason.facts["from"], reason.facts["to"]
    facts = {
        "first": numbers.reading_text(first, language), "first_year": first.year,
        "second": numbers.reading_text(second, language), "second_year": second.year,
        "ratio": numbers.number(f"{reason.facts['ratio']:.1f}", language),
    }  # fmt: skip
    return ("count_jump" if reason.facts["ratio"] > 1 else "count_drop"), facts


def _break(reason, evidence, language):
    b = evidence.breaks[reason.facts["break"]]
    facts = {"name": b.text("name", language), "reason": b.text("reason", language)}
    return reason.code, {**facts, "date": numbers.day(b.date, language)}


_FACTS = {
    "interval_decides": _decides,
    "interval_straddles": _reading,
    "repeats_the_target": _reading,
    "derived_value": _derived,
    "only_earlier_value": _earlier,
    "sources_disagree": _disagree,
    "count_jump": _jump,
    "break_between": _break,
}
