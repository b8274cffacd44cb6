"""The list of reports, read from the pages that are there."""

from bs4 import BeautifulSoup, SoupStrainer

from bvte.presentation.numbers import iso_day
from bvte.publishing.page import Setting, render
from bvte.publishing.parameters import LANGUAGES, NOTEBOOKS
from bvte.publishing.report import index_name, put
from bvte.publishing.words import WORDS

COMMAND = "python3 run.py build"


def write(folder):
    """Write the list of the reports in `folder`, one page a language; the path of the first."""
    for language in LANGUAGES:
        put(index_page(folder, language), folder / index_name(language))
    return folder / index_name(LANGUAGES[0])


def index_page(folder, language):
    """The list as HTML text: reports of one kind together, in the order of the kinds and of file names."""
    reports = [entry(path, folder, language) for path in sorted(folder.glob(f"*/*.{language}.html"))]
    groups = [
        {"title": notebook.title[language], "reports": [r for r in reports if r["notebook"] == notebook.name]}
        for notebook in NOTEBOOKS.values()
    ]
    title = WORDS[language]["index_title"]
    twin = next(name for name in LANGUAGES if name != language)
    setting = Setting("", language, place="", twin=index_name(twin), index="", command=COMMAND)
    filled = [group for group in groups if group["reports"]]
    return render("listing.html.j2", language, title=title, setting=setting, meta={}, groups=filled)


def entry(path, folder, language):
    """What a page says of itself: title, headline, place and date of its evidence."""
    head = path.read_text(encoding="utf-8").partition("<style>")[0]
    tags = BeautifulSoup(head, "html.parser", parse_only=SoupStrainer("meta")).select('meta[name^="bvte:"]')
    told = {tag["name"].removeprefix("bvte:"): tag["content"] for tag in tags}
    date = iso_day(told["evidence-date"], language)
    return told | {"href": path.relative_to(folder).as_posix(), "date": date}
