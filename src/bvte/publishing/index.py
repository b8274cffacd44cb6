"""The list of reports, from what the ledger knows of them."""

from dataclasses import replace

from bvte.evidence.language import LANGUAGES, active_language, other_language, speaking
from bvte.presentation.texts import say
from bvte.publishing.forms.catalogue import MADE_BY, form_name
from bvte.publishing.frame import render_page
from bvte.publishing.ledger import Entry, Ledger
from bvte.publishing.parameters import NOTEBOOKS
from bvte.publishing.report import PageContext, index_name, newest_line, newness_line
from bvte.publishing.status import Files, index_faults
from bvte.publishing.transaction import open_transaction

COMMAND = "python3 run.py build"


def write_index(folder):
    """Write the list of the reports in `folder`, one page a language, where it is not as it should be.

    The path of the one in the active language.
    """
    with open_transaction(folder) as place:
        dead = any(_page_of(e) and not _is_there(e, folder) for e in place.ledger.entries.values())
        if dead or any(index_faults(place.ledger, Files(folder))):
            place.put_index(index_pages(place.ledger, folder))
    return folder / index_name(active_language())


def index_pages(ledger, folder):
    """The list in every language: name -> HTML text. It has no link to a report that is not in `folder`."""
    there = replace(ledger, entries={k: e for k, e in ledger.entries.items() if _is_there(e, folder)})
    listed = {}
    for language in LANGUAGES:
        with speaking(language):
            listed[index_name(language)] = index_page(there)
    return listed


def _is_there(known, folder):
    """Whether the page of an Entry stands in the folder of reports."""
    page = _page_of(known)
    return page is not None and (folder / page).exists()


def _page_of(known):
    """Path of the page of an Entry, None where there is none."""
    # The deck of slides is named like the page, with one more part.
    return min((path for path in known.files if path.endswith(".html")), key=len, default=None)


def index_page(ledger: Ledger) -> str:
    """The list as HTML text: reports of one kind together, in the order of the kinds, the newest first."""
    found = [index_entry(ledger.entries[key]) for key in sorted(ledger.entries)]
    reports = [report for report in found if report and report.get("language") == active_language()]
    language = active_language()
    return render_page(
        "listing.html.j2",
        title=say("listing.title"),
        meta={},
        groups=report_groups(reports),
        setting=PageContext(
            "", language, place="", twin=index_name(other_language(language)), index="", command=COMMAND
        ),
        newest=newest_line(reports),
    )


def _place_of(known: Entry, path: str) -> str:
    """Where a file of an entry is: beside its place where a program held that."""
    return known.held[path].new if path in known.held else path


def report_groups(reports: list[dict[str, object]]) -> list[dict[str, object]]:
    """The kinds of reports that there are, each with its reports, those of the latest years first."""
    latest_first = sorted(reports, key=lambda report: report.get("period", ""), reverse=True)
    of_kind = {name: [r for r in latest_first if r.get("notebook") == name] for name in NOTEBOOKS}
    return [{"title": NOTEBOOKS[name].title, "reports": found} for name, found in of_kind.items() if found]


def index_entry(known: Entry) -> dict[str, object] | None:
    """What the list says of one report, None where there is none: address, title, headline, dates, forms.

    known : an Entry of the ledger. A report whose last making failed says so.
    """
    page = _page_of(known)
    if page is None:
        return None
    stem = page.removesuffix("html")
    there = {form: _place_of(known, stem + form) for form in MADE_BY if stem + form in known.files}
    forms = [{"href": path, "name": form_name(form)} for form, path in there.items()]
    facts = {
        "href": page,
        "forms": forms,
        "newness": newness_line(known.about),
        "failed": next((path for path in known.traces if path.endswith(".html")), None),
        "failed_text": say("runs.index_failed"),
    }
    return known.about | facts
