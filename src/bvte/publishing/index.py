"""The list of reports, from what the ledger knows of them."""

from bvte.presentation.numbers import iso_day
from bvte.presentation.texts import say
from bvte.publishing.frame import render
from bvte.publishing.ledger import shelf
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
            shelf.put(index_page(place.ledger, language), folder / index_name(language))


def index_page(ledger, language):
    """The list as HTML text: reports of one kind together, in the order of the kinds and of file names."""
    reports = [entry(ledger.entries[key], language) for key in sorted(ledger.entries)]
    reports = [report for report in reports if report and report["language"] == language]
    groups = [
        {"title": notebook.title[language], "reports": [r for r in reports if r["notebook"] == notebook.name]}
        for notebook in NOTEBOOKS.values()
    ]
    title = WORDS[language]["index_title"]
    twin = next(name for name in LANGUAGES if name != language)
    setting = Setting("", language, place="", twin=index_name(twin), index="", command=COMMAND)
    filled = [group for group in groups if group["reports"]]
    return render("listing.html.j2", language, title=title, setting=setting, meta={}, groups=filled)


def entry(known, language):
    """What the list says of one report, None where there is none: address, title, headline, place, dates.

    known : an Entry of the ledger. A report whose last making failed says so.
    """
    page = next((path for path in known.files if path.endswith(".html")), None)
    if page is None:
        return None
    date = iso_day(known.about.get("evidence-date", ""), language)
    failed = next((path for path in known.traces if path.endswith(".html")), None)
    return known.about | {
        "href": page,
        "date": date,
        "failed": failed,
        "failed_text": say("runs.index_failed", language),
    }
