"""A small province under audit: a draft phase, the one before, a national programme, cards of every kind."""

PROGRAMMES = """
    id,   name_vi, name_en, level,    area, start, end,  status, follows
    far,  Cả nước, Nation,  national, XX,   2021,  2030, approved,
    plan, Kỳ 1,    One,     province, ,     2016,  2020, closed,
    next, Kỳ 2,    Two,     province, ,     2021,  2025, draft,  plan
"""
CARDS = """
    id,       name_vi,       name_en,  unit,     kind,   better,    group,      counted, among
    rate,     Tỷ lệ thử,     Rate,     percent,  rate,   down,      protection, count,   children
    help,     Được trợ giúp, Helped,   percent,  rate,   up,        protection, ,
    listed,   Được ghi nhận, Listed,   percent,  rate,   up,        protection, ,
    two,      Cả hai,        Both,     percent,  rate,   up,        protection, ,
    inner,    Trong số đó,   Of those, percent,  rate,   up,        protection, ,
    hurt,     Bị xâm hại,    Abused,   percent,  rate,   down,      protection, ,
    vague,    Phù hợp,       Suitable, percent,  rate,   up,        protection, ,
    odd,      Số ghi nhận,   Recorded, children, count,  ambiguous, protection, ,
    beds,     Số cơ sở,      Beds,     children, count,  up,        protection, ,
    dead,     Số tử vong,    Deaths,   children, count,  down,      protection, ,
    less,     Mức giảm,      Fall,     percent,  change, up,        protection, ,
    count,    Số trẻ em,     Count,    children, count,  ambiguous, protection, ,
    cases,    Số vụ,         Cases,    children, count,  ambiguous, protection, ,
    children, Tổng số,       Children, children, count,  ambiguous, general,    ,
"""
# What only some cards have: card -> column -> cell.
SPECIAL = {
    "two": {"all_of": "listed vague"},
    "inner": {"nested_in": "listed"},
    "hurt": {"reported_count": "cases", "reported_whole": "children"},
    "vague": {"measurement_gap": "Chưa rõ thế nào là đạt."},
    "odd": {"better_note": "Ghi nhận nhiều hơn có thể là tốt."},
    "less": {"change_of": "dead"},
}
TARGETS = """
    indicator, programme, condition, value, baseline_comparator, baseline_value, baseline_year, due_year{}
"""


def cards():
    """The cards with a column for every special field."""
    special = list(dict.fromkeys(column for fields in SPECIAL.values() for column in fields))
    head, *lines = (line.strip() for line in CARDS.strip().splitlines())
    made = [",".join([line, *_cells(line.partition(",")[0], special)]) for line in lines]
    return "\n".join([",".join([head, *special]), *made])


def _cells(card, columns):
    return [SPECIAL.get(card, {}).get(column, "") for column in columns]


def tables(targets, observations="", breaks="", last="", **more):
    """Tables of text for `province`: targets and observations as rows, the columns are those above.

    last : a further column of the targets.
    """
    heads = TARGETS.strip().format(f", {last}" if last else "")
    shown = f"indicator, start, comparator, value, source, area\n{observations}"
    return {
        "programmes": PROGRAMMES,
        "cards": cards(),
        "targets": f"{heads}\n{targets}",
        "observations": shown,
        "breaks": f"id, date, kind\n{breaks}" if breaks else "",
        **more,
    }
