"""`torchdojo draw`: pictures of what came back and what was expected."""

import sys
from pathlib import Path

import click

from torchdojo.cli.desk import desk_at, meant, on_exercise
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.terminal import show_alike

_NOTHING = (
    "No visible check was lost on an answer that can be drawn: `torchdojo check --explain` says "
    "what was lost."
)


@click.command()
@on_exercise
@click.option("--all", "every", is_flag=True, help="Of every lost check, not only of the first.")
@speaks_plainly
def draw(name: str | None, submission: Path | None, every: bool) -> None:
    """Draw what was given, what came back and what was expected.

    A star marks a number that is not as expected; colours show from which row of what was given
    a number comes.
    """
    from rich.console import Console

    from torchdojo.feedback.pictures import as_text
    from torchdojo.learner.grading import Grading
    from torchdojo.learner.verdicts import Checked

    show_alike(sys.stdout)
    desk = desk_at(submission)
    exercise = meant(desk, name).exercise
    results = list(Grading(desk, exercise, once=True).results())
    drawn = [one for one in results if isinstance(one, Checked) and one.picture is not None]
    if not drawn:
        click.echo(_NOTHING)
    console = Console()
    for check in drawn if every else drawn[:1]:
        assert check.picture is not None
        colour = console.is_terminal and not console.no_color
        click.echo(f"{check.requirement}\n")
        click.echo(as_text(check.picture, console.width, colour=colour), color=colour)
        click.echo()
    if len(drawn) > 1 and not every:
        click.echo(f"{len(drawn) - 1} more: torchdojo draw {exercise.id} --all")
