"""A small province with a yearly report: agencies, years, and figures for some cells of the forms."""

AGENCIES = """
    id,  valid_from, valid_to,   name_vi, name_en, above_vi, above_en, symbol, place_vi, place_en, {to}
    old, ,           2019-12-31, Sở Cũ,   Old,     UBND,     Council,  SC,     Thử,      Trial,    Bộ,     A
    new, 2020-01-01, ,           Sở Mới,  New,     UBND,     Council,  SM,     Thử,      Trial,    Bộ; Sở, B
""".replace("{to}", "recipients_vi, recipients_en")
CARDS = """
    id,                          name_vi,     name_en,   unit,        kind,  better,    group
    special_circumstances_rate,  Tỷ lệ,       Rate,      percent,     rate,  down,      protection
    special_circumstances_count, Số trẻ em,   Count,     children,    count, ambiguous, protection
    children_under16_count,      Trẻ em,      Children,  children,    count, ambiguous, general
    orphaned_count,              Mồ côi,      Orphans,   children,    count, ambiguous, protection
    disabled_count,              Khuyết tật,  Disabled,  children,    count, ambiguous, protection
    abandoned_count,             Bị bỏ rơi,   Abandoned, children,    count, ambiguous, protection
    inspections,                 Kiểm tra,    Visits,    inspections, count, ambiguous, general
    safe_trips,                  Đường đi,    Safe ways, percent,     rate,  up,        education
"""
YEARLY = {
    "cards": CARDS,
    "agencies": AGENCIES,
    "annual_reports": "year, note\n2019,\n2020,",
    "targets": """
        programme, indicator,                  condition, value, baseline_value, baseline_year, due_year
        plan,      special_circumstances_rate, below,     3.8,   4.4,            2015,          2020
        plan,      inspections,                at_least,  15,    ,               ,              2020
        next,      special_circumstances_rate, below,     3,     ,               ,              2025
    """,
    "observations": """
        indicator,                   start,   end,  statistic, comparator, value, source
        special_circumstances_rate,  2019,    2019, level,     =,          4.1,   a
        special_circumstances_rate,  2020,    2020, level,     =,          3.7,   a
        special_circumstances_rate,  2021,    2021, level,     =,          9.9,   a
        special_circumstances_count, 2020,    2020, level,     =,          400,   b
        children_under16_count,      2020,    2020, level,     =,          10000, c
        orphaned_count,              2020,    2020, level,     =,          3,     b
        abandoned_count,             2020,    2020, level,     =,          40,    b
        disabled_count,              2020,    2020, level,     =,          60,    b
        inspections,                 2018,    2022, total,     =,          75,    a
        safe_trips,                  2020,    2020, level,     =,          55,    a
    """,
    "areas": """
        code, level,    parent, name_vi,   name_en, valid_from, valid_to
        D1,   district, P1,     Huyện Một, One,     2004-01-01,
        D2,   district, P1,     Huyện Hai, Two,     2004-01-01,
        D3,   district, P1,     Huyện Cũ,  Gone,    2004-01-01, 2019-06-30
    """,
}
