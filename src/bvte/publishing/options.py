"""What the commands have in common: help in both languages, the language that they speak, how they are narrowed."""

import os
from collections.abc import Callable
from pathlib import Path

import click

from bvte.evidence.language import LANGUAGES, activate, reader_language
from bvte.presentation.texts import say_in_both
from bvte.publishing.console import speak_of_commands
from bvte.publishing.parameters import LANGUAGE, NOTEBOOKS


def option_help(name: str) -> str:
    """What an option is for, in both languages: help is read before one was chosen."""
    return say_in_both(f"cli.option.{name}")


def command_help(name: str) -> str:
    """What a command does, in both languages."""
    return say_in_both(f"cli.command.{name}")


MAP_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _speak(_context: click.Context, _option: click.Parameter, language: str) -> None:
    activate(language)
    speak_of_commands(language)


# What every command says is in this language; which reports it is about is another question.
SPOKEN = click.option(
    "--language",
    "spoken",
    type=click.Choice(LANGUAGES),
    default=reader_language,
    callback=_speak,
    is_eager=True,
    expose_value=False,
    help=option_help("language"),
)
JOBS = click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count, help=option_help("jobs"))


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Offer every parameter that a notebook declares as an option, besides the notebook itself."""
    declared = {p.name: p for kind in NOTEBOOKS.values() for p in kind.parameters if p.name != "data"}
    for p in reversed(declared.values()):
        choices = click.Choice(p.choices) if p.choices else p.kind
        told = f"{say_in_both(f'parameters.meaning.{p.name}').capitalize()}."
        name = "--only-language" if p is LANGUAGE else f"--{p.name}"
        command = click.option(name, p.name, type=choices, help=told)(command)
    kinds = f"{option_help('notebook')}: {', '.join(NOTEBOOKS)}."
    command = click.option("--notebook", help=kinds)(command)
    return SPOKEN(click.argument("data", nargs=-1)(command))
