"""`reports/log.jsonl`: when, where and how quickly each report was made, which the ledger must not say."""

import json
import platform
from contextlib import suppress
from datetime import datetime

NAME = "log.jsonl"


def note(outcome, folder):
    """Add a line on one outcome."""
    line = {
        "at": datetime.now().astimezone().isoformat(timespec="seconds"),
        "host": platform.node(),
        "report": outcome.report.key,
        "seconds": round(outcome.seconds, 2),
        "failed": outcome.failure.kind if outcome.failure else None,
    }
    # A log that cannot be written costs nobody a report.
    with suppress(OSError), (folder / NAME).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
