"""What students' commands share: the desk that they work at, and the exercise that is meant."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from torchdojo.learner.desk import Chosen, Desk
from torchdojo.terminal import show_alike

_submission = click.option(
    "--submission",
    type=click.Path(path_type=Path),
    metavar="DIR",
    envvar="TORCHDOJO_SUBMISSION",
    help="The folder with your files, laid out like exercises/ (default: exercises).",
)
_name = click.argument("name", required=False)


def at_desk(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --submission."""
    return _submission(command)


def on_exercise(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --submission, and NAME, which may be left out."""
    return _name(_submission(command))


def desk_at(submission: Path | None) -> Desk:
    """The desk of whoever runs a command; what cannot be kept is said on stderr."""
    for stream in (sys.stdout, sys.stderr):
        show_alike(stream)
    return Desk.at(Path.cwd(), submission, lambda sentence: click.echo(sentence, err=True))


def meant(desk: Desk, name: str | None) -> Chosen:
    """The exercise that is meant; if it was not named, it is said which, and why."""
    chosen = desk.chosen(name)
    if chosen.how:
        click.echo(f"{chosen.exercise.id} ({chosen.how})")
    return chosen
