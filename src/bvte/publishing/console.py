"""What a command says reaches whoever started it, or ends in one sentence where it cannot be said.

Light to import: every command begins with it.
"""

import gettext
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from bvte.evidence.language import reader_language
from bvte.evidence.problem import EvidenceError
from bvte.presentation.texts import say_in_both

# The words of the library of commands in other languages than its own, as translators' tools open and compile them.
WORDS = Path(__file__).parent / "words"


def speak_of_commands(language: str) -> None:
    """Let help and faults of what was typed be said in a language: click asks gettext, which asks the environment."""
    gettext.bindtextdomain("click", str(WORDS))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = language


def open_streams() -> None:
    """Let standard input, output and error be there, and take every letter.

    Where one was closed, the next file that is opened would get its number, and what a child process prints would be
    written into it. A console in another code page could not print Vietnamese.
    """
    with suppress(OSError):
        while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(number, True)
        os.close(number)
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115, for good
        getattr(sys, name).reconfigure(encoding="utf-8")


class SayingGroup(click.Group):
    """A group of commands that ends in sentences where a data folder cannot be used, and in one where what it says
    cannot be written, as on a full disk."""

    def main(self, *arguments: Any, **named: Any) -> Any:
        """As in click; the exit status is 1 where the output could not be written, or the data not be read."""
        speak_of_commands(reader_language())
        try:
            try:
                return super().main(*arguments, **named)
            except EvidenceError as error:
                _end_refused(error)
            finally:
                # Here and not when the interpreter ends, which tells of it in its own words.
                sys.stdout.flush()
        except OSError as error:
            # Of a stream: what befalls a file has its name.
            if error.filename is not None:
                raise
            self._end_unsaid(error)

    def _end_unsaid(self, error: OSError) -> None:
        """Say on the other stream, if that takes it, that the output was lost, and end."""
        with suppress(OSError):
            print(say_in_both("folders.unsaid", said=error.strerror or error), file=sys.stderr, flush=True)
        devnull = os.open(os.devnull, os.O_WRONLY)
        for number in (1, 2):
            with suppress(OSError):
                os.dup2(devnull, number)
        sys.exit(1)


def _end_refused(error: EvidenceError) -> None:
    """Say what is wrong in the data folder, a line each, and end."""
    from bvte.presentation.problems import problem_lines

    for line in problem_lines(error.problems):
        click.echo(line, err=True)
    sys.exit(1)
