"""`torchdojo read`, `hint`, `solution`: what there is to read about an exercise."""

import sys
from pathlib import Path

import click

from torchdojo.cli.desk import desk_at, meant, on_exercise
from torchdojo.cli.speaking import speaks_plainly


@click.command()
@on_exercise
@speaks_plainly
def read(name: str | None, submission: Path | None) -> None:
    """Show the lesson of an exercise."""
    from rich.console import Console

    from torchdojo.learner.lessons import lesson
    from torchdojo.learner.pages import page

    desk = desk_at(submission)
    exercise = meant(desk, name).exercise
    console = Console(highlight=False)
    with console.capture() as captured:
        console.print(page(lesson(exercise)))
    text = captured.get()
    if console.is_terminal and sys.stdin.isatty() and text.count("\n") > console.height:
        click.echo_via_pager(text)
    else:
        console.out(text, end="")
    if name:
        desk.choose(exercise)


@click.command()
@on_exercise
@click.option("--number", type=click.IntRange(1, 3), help="Which of the three hints.")
@speaks_plainly
def hint(name: str | None, submission: Path | None, number: int | None) -> None:
    """Show one hint more of three, the vaguest first."""
    desk = desk_at(submission)
    exercise = meant(desk, name).exercise
    hints = exercise.source.hints
    number, _ = desk.hint(exercise, number)
    click.echo(f"Hint {number} of {len(hints)}: {hints[number - 1]}")
    more = f"(More: torchdojo hint {exercise.id})"
    click.echo(more if number < len(hints) else "(That was the last one.)")


@click.command()
@on_exercise
@click.option("--yes", is_flag=True, help="Do not ask, whatever the score is.")
@speaks_plainly
def solution(name: str | None, submission: Path | None, yes: bool) -> None:
    """Show the solution; asks first unless you have full marks.

    Below it stands what goes wrong in other answers.
    """
    from torchdojo.learner.lessons import solution_text, wrong_answers

    desk = desk_at(submission)
    exercise = meant(desk, name).exercise
    text = solution_text(exercise)
    if not (yes or desk.store.read().of(exercise.id).done):
        click.confirm("You do not have full marks yet. Show the solution?", abort=True)
    _show_code(text)
    if wrong := wrong_answers(exercise):
        click.echo("What goes wrong in other answers:")
        for sentence in wrong:
            click.echo(f"- {sentence}")


def _show_code(text: str) -> None:
    from rich.console import Console

    from torchdojo.learner.pages import code

    console = Console()
    if console.is_terminal:
        console.print(code(text))
    else:
        click.echo(text)
