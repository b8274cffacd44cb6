"""Two phases of a small province in which every kind of figure, break and conflict occurs."""

SAMPLE = {
    "programmes": """
        id,   name_vi,   name_en, kind,            level,    area, start, end,  status,     follows,national
        far,  Cả nước,   Nation, child_protection, national, XX,   2016,  2020, closed,     ,
        plan, Kế hoạch 1, One,   child_protection, province, ,     2016,  2020, closed,     ,        far
        next, Kế hoạch 2, Two,   child_protection, province, ,     2021,  2025, draft,      plan,
        old,  Kế hoạch 0, Before, children_action, province, ,     2001,  2010, no_figures, ,
        new,  Kế hoạch 3, After,  children_action, province, ,     2013,  2020, closed,     old,
    """,
    "targets": """
        programme, indicator, condition, value, value_to, baseline_value, baseline_year, due_year, set_on
        plan,      rate,      below,     3.8,   ,         4.4,            2015,          2020,     2017-12-01
        plan,      fall,      increase_per_year, 3, 5,    ,               ,              2020,
        next,      help,      at_least,  90,    ,         ,               ,              2025,
        far,       rate,      below,     5,     ,         ,               ,              2020,     2017-12-01
    """,
    "observations": """
        indicator, area, start,   end,     statistic, comparator, value,  period_stated, source
        rate,      ,     2015,    2015,    level,     =,          4.4,    yes,           a
        rate,      ,     2020,    2020,    level,     <,          3.8,    yes,           a
        count,     ,     2018,    2018,    level,     =,          9000,   yes,           b
        count,     ,     2020,    2020,    level,     =,          2302,   yes,           b
        children,  ,     2020-09, 2020-09, level,     =,          124472, no,            b
        fall,      ,     2016,    2020,    yearly,    >=,         3,      yes,           a
        fall,      ,     2016,    2020,    yearly,    <=,         5,      yes,           a
        help,      ,     2018,    2018,    level,     =,          80,     yes,           a
        help,      ,     2019,    2019,    level,     ~,          85,     yes,           a
        help,      ,     2020,    2020,    level,     =,          91,     yes,           b
        rate,      XX,   2020,    2020,    level,     ~,          7,      yes,           c
    """,
    "breaks": """
        id,  date,       effect,         indicators, name_vi,          name_en
        law, 2017-06-01, not_comparable, rate count, Luật Trẻ em 2016, Law on Children 2016
        new, 2019-04-01, caveat,         rate,       Gốc dân số mới,   New population base
    """,
}
