"""Which reports there are: it follows from the rows of the data folders."""

from datetime import date

from bvte.evidence.language import LANGUAGES, speaking
from bvte.presentation.dates import years_text
from bvte.publishing.parameters import AS_OF, NOTEBOOKS, check, declaration, refusal
from bvte.publishing.report import Report


def plan(evidence, data, notebook=None, **asked):
    """The reports that the rows of one data folder call for.

    data : name of the folder; notebook : only this kind; asked : parameter name -> value, only reports with
    that value, None for any; `as_of` is the day from which all of them see. Raises ParameterError for a
    notebook, parameter or value that is not there.
    """
    language, as_of = asked.get("language") or LANGUAGES[0], asked.pop(AS_OF.name, None)
    kinds = [declaration(notebook, language)] if notebook else list(NOTEBOOKS.values())
    if as_of and not notebook:
        kinds = [kind for kind in kinds if AS_OF in kind.parameters]
    planned = [report for kind in kinds for report in reports_of(evidence, data, kind, as_of)]
    for name, value in asked.items():
        if value is not None:
            planned = only(planned, name, value, kinds, language)
    return planned


def reports_of(evidence, data, kind, as_of=None):
    """All reports of one kind, in both languages, seen from a day or each from its own."""
    allowed = {
        # Known by name at once, however many there are, and told in their order where one is not known.
        "programme": dict.fromkeys(own_programmes(evidence)),
        "drafted": dict.fromkeys(own_programmes(evidence)),
        "closing": dict.fromkeys(own_programmes(evidence)),
        "area": {area.code for area in evidence.areas.values()},
        "data": [data],
        "year": list(evidence.annual_reports),
        "agency": list(evidence.agencies),
    }
    seen = {AS_OF.name: as_of} if as_of else {}
    for subject in subjects(evidence, kind):
        for language in LANGUAGES:
            values = check(kind.name, {**subject, **seen, "language": language, "data": data}, allowed)
            with speaking(language):
                place = evidence.area(values["area"]).text("name")
            yield Report(kind.name, values, place, period(evidence, values))


def period(evidence, values):
    """The years that a report with these values is about, "" where it is about all."""
    if code := values.get("drafted") or values.get("programme"):
        programme = evidence.programmes[code]
        return years_text(programme.start, programme.end)
    return str(values.get("year", ""))


def subjects(evidence, kind):
    """What the reports of one kind are about: each programme of the folder, each draft with the programme
    that it follows, its years, or its province."""
    province = evidence.province.code
    if kind.subject == "year":
        return years(evidence, province)
    if kind.subject not in ("programme", "drafted"):
        return [{"area": province}]
    rows = [evidence.programmes[name] for name in own_programmes(evidence)]
    rows = [row for row in rows if not kind.needs_targets or evidence.targets_of(row.id)]
    if kind.subject == "drafted":
        return handovers(rows)
    return [{"programme": row.id, "area": row.area} for row in rows]


def handovers(programmes):
    """Each drafted programme with the one that closes before it."""
    drafts = (row for row in programmes if row.status == "draft" and row.follows)
    return [{"drafted": row.id, "closing": row.follows, "area": row.area} for row in drafts]


def years(evidence, area):
    """The yearly reports of an area, each sent by the agency of the last day of its year."""
    return [
        {"year": year, "area": area, "agency": evidence.agency_on(date(year, 12, 31)).id}
        for year in evidence.annual_reports
    ]


def own_programmes(evidence):
    """Ids of the programmes of the province and of places directly inside it, in the order of the file."""
    province = evidence.province.code
    inside = {area.code for area in evidence.areas.values() if province in (area.code, area.parent)}
    rows = evidence.programmes.values()
    return [p.id for p in rows if p.level in ("province", "district") and p.area in inside]


def only(planned, name, value, kinds, language):
    """The planned reports whose parameter has that value. Raises ParameterError where none has it."""
    declared = next((p for kind in kinds for p in kind.parameters if p.name == name), None)
    if declared is None:
        names = [p.name for kind in kinds for p in kind.parameters]
        raise refusal("unknown_name", language, names, notebook=kinds[0].name, found=name)
    known = list(dict.fromkeys(r.values[name] for r in planned if name in r.values))
    if value not in known:
        facts = {"notebook": kinds[0].name, "name": name, "meaning": declared.meaning[language]}
        raise refusal("unknown_value", language, known, **facts, found=value)
    return [report for report in planned if report.values.get(name) == value]
