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
    assert list(build.show_progress(iter(OUTCOMES), 2)) == OUTCOMES
    assert capsys.readouterr().err.splitlines() == [
        "[1/2] dien-bien/evidence_review-11.vi.html: xong",
        "[2/2] dien-bien/evidence_review-11.en.html: lỗi",
    ]


def test_on_a_terminal_a_bar_counts_done_and_failed(monkeypatch):
    activate("en")
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(build.show_progress(iter(OUTCOMES), 2)) == OUTCOMES
    shown = screen.getvalue()
    assert "evidence_review-11.en.html: failed" in shown and "2/2" in shown and "failed: 1" in shown


@pytest.mark.parametrize(("language", "said"), [("vi", "Tham số:"), ("en", "Parameters:")])
def test_a_report_shows_its_parameters_with_what_they_mean(language, said):
    from bvte.publishing.frame import render_page

    report = report_of(language=language)
    facts = {"setting": report.page_context, "meta": {}, "title": "", "contents": [], "citation": {}}
    html = said_in(language, render_page, "report.html.j2", **facts)
    assert said in html
    for meaning, value in report.parameters:
        assert f"{meaning}: <code>{value}</code>" in html
