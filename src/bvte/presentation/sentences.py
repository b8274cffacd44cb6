"""Words that have to fit into a sentence: the kinds of units that a place has, how many targets there are."""

from collections.abc import Sequence

from bvte.evidence.rows import Area, Target
from bvte.judgement.target_terms import same_target
from bvte.presentation.texts import say, texts_of


def unit_kinds(units: Sequence[Area]) -> str:
    """The kinds of some units of one level ("xã, phường"); the usual name of the level where one of them has no name
    here."""
    found, names = {unit.type for unit in units}, texts_of("units.kinds")
    if found - set(names):
        return say(f"units.of_level.{units[0].level}")
    return listed([name for kind, name in names.items() if kind in found])


def of_kinds(name: str, units: Sequence[Area]) -> str:
    """A name in which a level stands by its usual name, with the kinds of these units of it in that place."""
    return name.replace(say(f"units.of_level.{units[0].level}"), unit_kinds(units)) if units else name


def all_kinds() -> str:
    """The kinds of units that a law names for the commune level, whichever of them a province has."""
    names = texts_of("units.kinds")
    return listed([names[kind] for kind in ("xa", "phuong", "dac_khu")])


def listed(names: Sequence[str]) -> str:
    """Names one after the other, as the language joins the last."""
    return say("units.joined", first=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]


def targets_told(targets: Sequence[Target], kind: str = "targets") -> str:
    """How many targets there are ("8 targets"): what has a level for each of several years is one target, of which the
    levels are told ("20 levels of 11 targets"). kind : key of the word for them."""
    asked = len(set(map(same_target, targets)))
    key = kind if asked == len(targets) else f"{kind}_of_levels"
    return say(f"page.{key}", count=len(targets), targets=asked)
