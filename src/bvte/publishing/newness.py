"""How new a report is, as its head and the index say it: its day, its newest figure, its newest source."""

from bvte.evidence.language import active_language
from bvte.evidence.period import named_period
from bvte.presentation.dates import iso_day, year_text
from bvte.publishing.words import WORDS


def newness(facts):
    """One line for a report from what it tells the index (`as-of`, `evidence-period`, `evidence-date`)."""
    times = {
        "seen_from": iso_day(facts.get("as-of", "")),
        "evidence_period": period_text(facts.get("evidence-period", "")),
        "evidence_date": iso_day(facts.get("evidence-date", "")),
    }
    return " · ".join(WORDS[active_language()][key].format(date=time) for key, time in times.items() if time)


def period_text(iso):
    """An ISO time as the language writes it, "" for none."""
    found = named_period(iso)
    return year_text(found) if found else ""


def newest(reports):
    """The line for several reports together: the newest of each time, no day."""
    times = {
        key: [found for report in reports if (found := named_period(report.get(key)))]
        for key in ("evidence-period", "evidence-date")
    }
    last = max(times["evidence-period"], key=lambda period: (period.reached, period.first), default=None)
    date = max(times["evidence-date"], key=lambda period: (period.first, period.last), default=None)
    facts = {"evidence-period": last, "evidence-date": date}
    return newness({key: period.iso for key, period in facts.items() if period})
