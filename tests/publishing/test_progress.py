"""A person sees how far a batch is: a bar on a terminal, a line a report elsewhere."""

import io
import sys

import pytest

from bvte.evidence.language import activate
from bvte.publishing import build
from bvte.publishing.failure import Failure
from bvte.publishing.report import Outcome

from ..languages import said_in
from .conftest import report_of

OUTCOMES = [Outcome(report_of()), Outcome(report_of(language="en"), failure=Failure("cell"))]


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def test_elsewhere_each_report_is_a_line(capsys):
    activate("vi")
    assert list(build.show_progress(iter(OUTCOMES), 2, "reports")) == OUTCOMES
    assert capsys.readouterr().err.splitlines() == [
        "[1/2] dien-bien/evidence_review-11.vi.html: xong",
        "Đã có thể đọc trang đầu tiên: reports/dien-bien/evidence_review-11.vi.html (1 báo cáo khác đang được lập)",
        "[2/2] dien-bien/evidence_review-11.en.html: lỗi",
    ]


def test_the_first_page_is_told_once_it_can_be_read_and_before_the_others(capsys):
    """A failure before it is no page, a second page no news, and a single report is told of at the end anyway."""
    done, failed = OUTCOMES
    activate("en")
    told = []
    for _ in build.show_progress(iter([failed, done, done]), 3, "reports"):
        told.append("The first page can be read: reports/" in capsys.readouterr().err)
    assert told == [False, True, False]
    assert list(build.show_progress(iter(OUTCOMES[:1]), 1, "reports")) == OUTCOMES[:1]
    assert "first page" not in capsys.readouterr().err


def test_on_a_terminal_a_bar_counts_done_and_failed(monkeypatch):
    activate("en")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(build.show_progress(iter([*OUTCOMES, *OUTCOMES[:1]]), 3, "reports")) == [*OUTCOMES, *OUTCOMES[:1]]
    shown = screen.getvalue()
    assert "evidence_review-11.en.html: failed" in shown and "3/3" in shown and "failed: 1" in shown
    assert shown.count("The first page can be read: reports/dien-bien/evidence_review-11.vi.html (2 reports are") == 1


@pytest.mark.parametrize(("language", "said"), [("vi", "Tham số:"), ("en", "Parameters:")])
def test_a_report_shows_its_parameters_with_what_they_mean(language, said):
    from bvte.publishing.frame import render_page

    report = report_of(language=language)
    facts = {"setting": report.page_context, "meta": {}, "title": "", "contents": [], "citation": {}}
    html = said_in(language, render_page, "report.html.j2", **facts)
    assert said in html
    for meaning, value in report.parameters:
        assert f"{meaning}: <code>{value}</code>" in html
