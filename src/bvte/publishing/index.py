"""The list of reports, from what the ledger knows of them."""

from bvte.presentation.numbers import iso_day
from bvte.presentation.texts import say
from bvte.publishing.forms.words import FORM_WORDS
from bvte.publishing.frame import render
from bvte.publishing.ledger import disk, shelf
from bvte.publishing.parameters import LANGUAGES, NOTEBOOKS
from bvte.publishing.report import index_name
from bvte.publishing.setting import Setting
from bvte.publishing.words import WORDS

COMMAND = "python3 run.py build"


def written(folder, anew):
    """Write the list of the reports in `folder`, one page a language; the path of the first.

    anew : also where the list is there already.
    """
    first = folder / index_name(LANGUAGES[0])
    if anew or not first.exists():
        _write(folder)
    return first


def _write(folder):
    with shelf.opened(folder) as place:
        for language in LANGUAGES:
            disk.put(index_page(place.ledger, language), folder / index_name(language))


def index_page(ledger, language):
    """The list as HTML text: reports of one kind together, in the order of the kinds, the newest first."""
    found = [entry(ledger.entries[key], language) for key in sorted(ledger.entries)]
    reports = [report for report in found if report and report["language"] == language]
    twin = next(name for name in LANGUAGES if name != language)
    newest = max((report.get("evidence-date", "") for report in reports), default="")
    return render(
        "listing.html.j2", language, title=WORDS[language]["index_title"], meta={},
        groups=groups(reports, language),
        setting=Setting("", language, place="", twin=index_name(twin), index="", command=COMMAND),
        newest=iso_day(newest, language) if newest else "",
    )  # fmt: skip


def groups(reports, language):
    """The kinds of reports that there are, each with its reports, those of the latest years first."""
    latest_first = sorted(reports, key=lambda report: report.get("period", ""), reverse=True)
    of_kind = {name: [r for r in latest_first if r["notebook"] == name] for name in NOTEBOOKS}
    return [
        {"title": NOTEBOOKS[name].title[language], "reports": found}
        for name, found in of_kind.items()
        if found
    ]


def entry(known, language):
    """What the list says of one report, None where there is none: address, title, headline, dates, forms.

    known : an Entry of the ledger. A report whose last making failed says so.
    """
    # The deck of slides is named like the page, with one more part.
    page = min((path for path in known.files if path.endswith(".html")), key=len, default=None)
    if page is None:
        return None
    stem = page.removesuffix("html")
    forms = [
        {"href": stem + form, "name": FORM_WORDS[language][form]}
        for form in FORM_WORDS[language]
        if stem + form in known.files
    ]
    facts = {
        "href": page, "forms": forms, "date": iso_day(known.about.get("evidence-date", ""), language),
        "failed": next((path for path in known.traces if path.endswith(".html")), None),
        "failed_text": say("runs.index_failed", language),
    }  # fmt: skip
    return known.about | facts
