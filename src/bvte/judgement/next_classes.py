"""What has to be done to a target before the next phase: a class for each weakness, the gravest first."""

from collections.abc import Sequence
from enum import StrEnum

from bvte.evidence.rows import Break, BreakKind
from bvte.judgement.audit_subject import AuditPoint, Flag

# What has to be done to a target first, the gravest first: without its units it cannot be counted, without a definition
# no number means anything, of figures that disagree no level follows, a wrong level asks for the wrong thing; where its
# area became another one it needs a new start, and where only the figure is missing it can stay.
NextClass = StrEnum("NextClass", "NEW_UNITS DEFINE AGREE CHANGE_LEVEL NEW_BASE KEEP")
CLASS_OF = {
    AuditPoint.VANISHING_DENOMINATOR: NextClass.NEW_UNITS,
    **dict.fromkeys(
        (
            AuditPoint.NOT_MEASURABLE,
            AuditPoint.MET_BY_DEFINITION,
            AuditPoint.REGISTER_JUMP,
            AuditPoint.UNLIKE_NATIONAL,
            AuditPoint.AMBIGUOUS_DIRECTION,
            AuditPoint.AMBIGUOUS_UNIT,
            AuditPoint.SATURATED,
            AuditPoint.UNFOUND,
        ),
        NextClass.DEFINE,
    ),
    **dict.fromkeys(
        (
            AuditPoint.WEAKER_THAN_BASELINE,
            AuditPoint.WEAKER_THAN_NATIONAL,
            AuditPoint.ALREADY_MET,
            AuditPoint.SLOWER_THAN_PAST,
        ),
        NextClass.CHANGE_LEVEL,
    ),
    **dict.fromkeys(
        (
            AuditPoint.NO_BASELINE,
            AuditPoint.BASELINE_IS_BOUND,
            AuditPoint.NEVER_PUBLISHED,
            AuditPoint.NESTED_DENOMINATOR,
        ),
        NextClass.KEEP,
    ),
}
CLASS_OF_BREAK = {
    BreakKind.denominator: NextClass.NEW_UNITS,
    BreakKind.territory: NextClass.NEW_BASE,
    **dict.fromkeys((BreakKind.definition, BreakKind.agency, BreakKind.population_base), NextClass.DEFINE),
}
CLASSES = tuple(NextClass)


def gravity(flags: Sequence[Flag], barriers: Sequence[Break] = (), of_units: bool = False) -> tuple[int, int]:
    """How grave it stands with a target, smaller for graver: its class, then how many points are more than a missing
    figure. Audit and next phase rank by it; the order of the file decides between equals."""
    grave = sum(CLASS_OF[flag.code] != NextClass.KEEP for flag in flags)
    return CLASSES.index(class_of(flags, barriers, of_units)), -grave


def class_of(flags: Sequence[Flag], barriers: Sequence[Break], of_units: bool = False) -> NextClass:
    """The gravest class of all that is known of a target, see `classes_of`."""
    return classes_of(flags, barriers, of_units)[0]


def classes_of(flags: Sequence[Flag], barriers: Sequence[Break], of_units: bool = False) -> list[NextClass]:
    """All that has to be done to a target, the gravest first.

    of_units : whether it counts units. Where the area became another one, such a target is written anew; a share of
    children asks the same and lacks a figure to start from.
    """
    named = {CLASS_OF[flag.code] for flag in flags} | {CLASS_OF_BREAK[b.kind] for b in barriers}
    if of_units and NextClass.NEW_BASE in named:
        named = named - {NextClass.NEW_BASE} | {NextClass.NEW_UNITS}
    return sorted(named, key=CLASSES.index) or [NextClass.KEEP]
