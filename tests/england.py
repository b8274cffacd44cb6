"""Makes a data folder of England from what its Department for Education published: one language, other levels of
government, other law, real targets. The publisher's files lie beside the project (`../shared/real`), not in it."""

# ruff: noqa: E501, rows of tables stay one line each

import csv
import io
from collections import defaultdict
from functools import cache
from pathlib import Path

from bvte.evidence.load import FILES, REPORTING
from bvte.evidence.record import column_names

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
AREAS, TOTALS = REAL / "england_child_protection.csv", REAL / "england_child_protection_published_totals.csv"
RECONCILIATION = REAL / "england_reconciliation.csv"
ENGLAND, ROTHERHAM = "E92000001", "E08000018"
FIRST, LAST = 2013, 2025
DFE = "dfe_children_in_need"

# Indicator of the publisher -> (name, what its count counts, what it is a share of, better, counted on 31 March).
INDICATORS = {
    "cin_31mar_per10k": ("Children in need per 10,000 children", "Children in need", "children", "ambiguous", True),
    "cpp_31mar_per10k": ("Child protection plans per 10,000", "Children on a plan", "children", "ambiguous", True),
    "cla_31mar_per10k": ("Children looked after per 10,000", "Children looked after", "children", "ambiguous", True),
    "referrals_per10k": ("Referrals per 10,000 children", "Referrals", "children", "ambiguous", False),
    "s47_enquiries_per10k": ("Section 47 enquiries per 10,000", "Section 47 enquiries", "children", "ambiguous", False),
    "rereferral_12m_pct": ("Referrals within 12 months of another", "Repeated referrals", "referrals", "down", False),
    "icpc_within_15wd_pct": ("Conferences within 15 working days", "Timely conferences", "conferences", "up", False),
    "cpp_second_or_later_pct": ("Plans that are a second or later one", "Repeated plans", "plans begun", "down", False),
    "cpp_2yrs_or_more_pct": ("Plans that last two years or more", "Long plans", "plans", "down", True),
    "care_leavers_19_21_suitable_home_pct": (
        "Care leavers in a suitable home",
        "Suitably housed",
        "leavers",
        "up",
        True,
    ),
}
COUNTS = {code: f"{code.removesuffix('_pct').removesuffix('_per10k')}_count" for code in INDICATORS}
READY = "good_level_of_development_pct"

PROGRAMMES = """\
id,name_en,kind,level,area,start,end,legal_document,set_on,status,follows,national,source,note
plan_for_change,Plan for Change: ready to learn,children_action,national,E92000001,2024,2028,Plan for Change,2024-12-05,approved,,,fullfact_tracker,
rotherham_council_plan,Rotherham Council Plan: every child able to fulfil their potential,child_protection,district,E08000018,2023,2023,Council Plan 2022/23,,closed,,,rotherham_plan_2022,Targets of the year that ended in March 2023
"""
TARGETS = """\
id,programme,indicator,condition,value,unit,baseline_comparator,baseline_value,baseline_year,due_year,source
pc1,plan_for_change,good_level_of_development_pct,at_least,75,percent,=,67.7,2024,2028,fullfact_tracker
ro1,rotherham_council_plan,cin_31mar_per10k,at_most,375.5,per_10000,,,,2023,rotherham_plan_2022
ro2,rotherham_council_plan,cpp_31mar_per10k,below,85,per_10000,,,,2023,rotherham_plan_2022
ro3,rotherham_council_plan,cla_31mar_per10k,at_most,95.2,per_10000,,,,2023,rotherham_plan_2022
ro4,rotherham_council_plan,rereferral_12m_pct,below,22,percent,,,,2023,rotherham_plan_2022
"""
SOURCES = f"""\
id,title,publisher,kind,published_on,year_stated,address,no_address_reason,language,accessed,note
{DFE},Children in need and children looked after in England,Department for Education,statistics,2025,yes,https://explore-education-statistics.service.gov.uk/,,en,stored copy,Open Government Licence v3.0
fullfact_tracker,Government tracker: 75 percent ready to learn,Full Fact,secondary,2025,no,https://fullfact.org/government-tracker/75-percent-ready-to-learn,,en,stored copy,
rotherham_plan_2022,Council Plan theme: every child able to fulfil their potential,Rotherham Metropolitan Borough Council,government,2022,no,https://www.rotherham.gov.uk/strategies-plans-policies/council-plan-theme-every-child-able-fulfil-potential-1/3,,en,stored copy,
"""
READY_ROWS = """\
ready_2022,good_level_of_development_pct,E92000001,2021-09-01,2022-08-31,level,=,65.2,percent,,,,fullfact_tracker
ready_2024,good_level_of_development_pct,E92000001,2023-09-01,2024-08-31,level,=,67.7,percent,,,,fullfact_tracker
"""
PAPER, PAPER_NAME = "statistics", "Yearly report of the department"
AGENCIES = f"""\
id,name_en,above_en,symbol,place_en,recipients_en,paper
dfe,Department for Education,HM Government,DfE,London,Parliament,{PAPER}
"""
# The text of a page -> how England has it.
WORDS = {
    "annual.other_units": "Local authorities without a figure ({count} of {total})",
    "annual.state": "ENGLAND",
    "annual.motto": "Department for Education",
    "annual.position": "FOR THE DEPARTMENT",
    "annual.reference": "Ref. ……",
    "annual.form_number": "Return {number}",
    "annual.no_targets_of_year": "No numeric target for England was found for {year}.",
    "annual.no_programmes": "No programme for England runs in this year.",
    "page.level.province": "regional",
    "page.level.district": "local authority",
    "units.name.per_10000": "per 10,000 children",
    "units.after.per_10000": "{value} per 10,000 children",
    "page.nobody_asked": "Who is asked for figures is not kept in this folder.",
    "workshop.elsewhere_finding": "{known} of the {total} {total:target|targets} {known:has|have} a figure or target of another area beside {known:it|them}.",
}
LAYOUT = """\
cell_card: {definition: "{form} {name} {basis}", basis: Children Act 1989, why: "A table asks for it.", better_note: "No document says which way is better."}
basis:
  - {first: 1991, name: the Children Act 1989}
sections:
  I: {name: Children who need help, forms: ["1"]}
  programmes: {name: Programmes of the year, written: false, shows: [programmes]}
  II: {name: Targets, written: false, forms: ["2"], statuses: [met, not_met]}
  annex-1: {name: "How the figures fit together", written: false, shows: [grounds, conflicts]}
  annex-2: {name: Sources, written: false, shows: [marks, breaks, definitions, sources]}
forms:
  "1":
    name: Children in need, and what was done
    areas_of: cin_31mar_count
    rows:
"""


@cache
def rows_of(path):
    """The rows of one of the publisher's files, as dictionaries of text."""
    with path.open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def write_england(folder, authorities=None, years=range(FIRST, LAST + 1), indicators=tuple(INDICATORS)):
    """Make the folder of England; authorities : codes of those local authorities alone, None for all; years, indicators :
    of the figures (a year ends on 31 March). The counts of all authorities are always in its totals, as published."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "about.csv": f"area,languages,country\n{ENGLAND},en,GB-ENG\n",
        "programmes.csv": PROGRAMMES,
        "targets.csv": TARGETS,
        "sources.csv": SOURCES,
        "agencies.csv": AGENCIES,
        "annual_reports.csv": "year,paper\n" + "".join(f"{year},{PAPER}\n" for year in list(years)[-2:]),
        "papers.csv": f"id,name_en,subject_en\n{PAPER},{PAPER_NAME},children in need and their protection in {{year}}\n",
        "areas.csv": _areas(authorities),
        "observations.csv": _observations(authorities, set(map(str, years)), indicators),
        "indicators.yml": _cards(),
        "annual_report.yml": _layout(),
        "words.csv": "key,text_en\n" + "".join(f'{key},"{text}"\n' for key, text in WORDS.items()),
        "population.csv": "id,area,start,end,total,under16,basis,source\n",
        "area_changes.csv": "old_code,new_code,date,decision,weight,note\n",
        "breaks.csv": "id,date,kind,indicators,areas,effect,name_en,reason_en\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(_with_all_columns(name, text), encoding="utf-8")
    return folder


def _with_all_columns(name, text):
    """A table with every column that its file must have, but for those in the other language."""
    model = (FILES | REPORTING).get(name.removesuffix(".csv"), (None,))[0]
    if model is None:
        return text
    wanted = [column for column in column_names(model) if not column.endswith("_vi")]
    written = io.StringIO()
    table = csv.DictWriter(written, wanted, lineterminator="\n")
    table.writeheader()
    table.writerows(csv.DictReader(io.StringIO(text)))
    return written.getvalue()


def _areas(authorities):
    """The country, its regions and its local authorities, each with the days on which its code held."""
    lines = ["code,valid_from,valid_to,level,type,name_en,parent,note"]
    for code, name in {row["area_code"]: row["area_name"] for row in rows_of(TOTALS)}.items():
        level, parent = ("country", "") if code == ENGLAND else ("province", ENGLAND)
        lines.append(f'{code},,,{level},,"{name}",{parent},')
    seen = defaultdict(list)
    for row in rows_of(AREAS):
        seen[row["area_code"], row["area_name"]].append(int(row["year"]))
    for (code, name), years in seen.items():
        # A code that begins or ends among the years does so with a financial year.
        first = f"{min(years) - 1}-04-01" if min(years) > FIRST else ""
        last = f"{max(years)}-03-31" if max(years) < LAST else ""
        if authorities is None or code in authorities:
            lines.append(f'{code},{first},{last},district,,"{name}",{ENGLAND},')
    return "\n".join(lines) + "\n"


def _observations(authorities, years, indicators):
    """The figures of authorities, regions and the country: each rate, and each count behind it, as printed."""
    lines = [
        "id,indicator,area,start,end,statistic,comparator,value,unit,numerator,denominator,acknowledged,source",
        *READY_ROWS.splitlines(),
    ]
    rows = [row for row in rows_of(AREAS) if authorities is None or row["area_code"] in authorities]
    wanted = (row for row in (*rows, *rows_of(TOTALS)) if row["year"] in years and row["indicator"] in indicators)
    for row in wanted:
        lines += _figures(row)
    return "\n".join(lines) + "\n"


def _figures(row):
    code, year = row["indicator"], int(row["year"])
    first = f"{year}-03-31" if INDICATORS[code][4] else f"{year - 1}-04-01"
    about = f"{row['area_code']},{first},{year}-03-31"
    name, unit = f"{row['area_code']}_{year}", "percent" if code.endswith("_pct") else "per_10000"
    if row["value"]:
        parts, rounded = "", ""
        if row["numerator"] and row["denominator"] not in ("", "0"):
            parts = f"{row['numerator']},{row['denominator']}"
            # Counts of regions and of the country are printed to the nearest ten, their rates are not made of them.
            rounded = "percent_not_from_counts" if row.get("level") else ""
        yield f"{code}_{name},{code},{about},level,=,{row['value']},{unit},{parts or ','},{rounded},{DFE}"
    if row["numerator"]:
        statistic = "level" if INDICATORS[code][4] else "total"
        yield f"{COUNTS[code]}_{name},{COUNTS[code]},{about},{statistic},=,{row['numerator']},cases,,,,{DFE}"


def _cards():
    cards = [_card(READY, "Children ready to learn at five", "up", "percent", "rate", 100)]
    for code, (name, counted, _whole, better, _day) in INDICATORS.items():
        unit = "percent" if code.endswith("_pct") else "per_10000"
        cards.append(_card(code, name, better, unit, "rate", 100 if unit == "percent" else "null"))
        cards.append(_card(COUNTS[code], counted, "ambiguous", "cases", "count", "null"))
    return "".join(cards)


def _card(code, name, better, unit, kind, most):
    note = "\n  better_note: Nothing says which way is better." if better == "ambiguous" else ""
    return f"""\
{code}:
  name: {name}
  short: {name}
  definition: As the publisher defines it.
  unit: {unit}
  better: {better}{note}
  limits: [0, {most}]
  group: protection
  kind: {kind}
  why: The publisher watches it.
  sensitivity: public
  judged_by: level
"""


def _layout():
    units = {"_pct": "percent", "10k": "per_10000"}
    rows = [(COUNTS[code], counted, "cases") for code, (_, counted, *_) in INDICATORS.items()]
    rows += [
        (code, name, units[code[-4:] if code.endswith("_pct") else code[-3:]])
        for code, (name, *_) in INDICATORS.items()
    ]
    lines = [f'      - {{indicator: {code}, unit: {unit}, name: "{name}"}}\n' for code, name, unit in rows]
    return LAYOUT + "".join(lines) + '  "2": {name: Targets and results, kind: results}\n'
