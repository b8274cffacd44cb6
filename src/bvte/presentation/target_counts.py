"""How many targets stand at each status, in a sentence."""

from collections import Counter

from bvte.judgement.finding import DECIDED, Status
from bvte.judgement.next_steps import WEAK
from bvte.judgement.targets import other_estimates, reaches_back
from bvte.presentation.sentences import targets_told
from bvte.presentation.texts import say


def count_sentence(findings, evidence, voice="page"):
    """How many targets stand at each status, and how many of the conclusions rest on weak evidence.

    Targets of a draft are counted by themselves, and those that were not found in no count of met or missed; where
    these are of another programme than those, it is named. voice : of these a page says that no paper was found, and
    an office does not say it of its own.
    """
    if not len(findings):
        return _results_sentence(findings)
    found = [f for f in findings if f.status != Status.TARGET_NOT_FOUND]
    groups = [f for f in found if not f.draft], [f for f in found if f.draft]
    told = [_counted(group, voice, _whose(group, findings, evidence)) for group in groups if group]
    missing = [f.target for f in findings if f not in found]
    return " ".join([*_not_found(f"{voice}.headline_unfound", missing), *told])


def _results_sentence(findings):
    """That no target was found, and how many results there are; of these, how many count time before the phase too."""
    results = other_estimates(findings)
    back = sum(reaches_back(findings, estimate) for estimate in results)
    key = "headline_all_back" if back == len(results) else "headline_some_back" if back else "headline_only_results"
    return say(f"page.{key}" if results else "page.headline_no_targets", results=len(results), back=back)


def _not_found(key, missing):
    """How many targets are known only from their results, told with the results where nothing else is."""
    if missing:
        yield say(key, total=len(missing), targets=targets_told(missing))


def _whose(group, findings, evidence):
    """Of which programme targets are, where others beside them are of another one; else ""."""
    own, every = ({finding.target.programme for finding in found} for found in (group, findings))
    if len(own) > 1 or own == every:
        return ""
    return f" {say('page.of_programme', programme=evidence.programmes[own.pop()].text('name'))}"


def _counted(findings, voice, whose):
    """How many of some targets, all of a draft or none, stand at each status, and what weak conclusions rest on."""
    is_draft, counts = findings[0].draft, Counter(finding.status for finding in findings)
    alike = _with_bases(say(f"page.count.{findings[0].status}"), findings)
    if len(findings) == 1:
        return say(f"{voice}.headline_draft_only" if is_draft else "page.headline_only", status=alike)
    if len(counts) == 1 and not is_draft:
        return say("page.headline_all", total=len(findings), targets=_numeric(findings) + whose, status=alike)
    told = {code: f"{counts[code]} {say(f'page.count.{code}')}" for code in Status if counts[code]}
    parts = (_with_bases(text, [f for f in findings if f.status == code]) for code, text in told.items())
    told = {"parts": ", ".join(parts), "total": len(findings)}
    if is_draft:
        return say(f"{voice}.headline_draft", **told, targets=targets_told([f.target for f in findings]))
    return say("page.headline", **told, targets=_numeric(findings) + whose)


def _numeric(findings):
    return targets_told([finding.target for finding in findings], "numeric")


def _with_bases(told, findings):
    """Targets of one status with what those of them rest on that are decided on weak evidence, all of them or some."""
    weak = [f.strength for f in findings if f.status in DECIDED and f.strength in WEAK]
    if not weak:
        return told
    bases = ", ".join(say(f"page.weak.{code}") for code in WEAK if code in weak)
    key = "page.rests_all" if len(weak) == len(findings) else "page.rests_some"
    return say(key, told=told, count=len(weak), bases=bases)
