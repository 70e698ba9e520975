"""`torchdojo list`, `status`, `forget`: what there is, what was done, and forgetting it."""

from itertools import groupby
from pathlib import Path

import click

from torchdojo.catalog import Exercise
from torchdojo.catalog.gates import checks_of
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.desk import at_desk, desk_at
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.learner import words
from torchdojo.learner.records import Progress, Record


@click.command(name="list")
@click.option("--track", "tracks", multiple=True, help="Only this track; may be given again.")
@at_desk
@speaks_plainly
def list_(tracks: tuple[str, ...], submission: Path | None) -> None:
    """List the exercises, with your best score in each."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from torchdojo.cli.tables import show_whole

    desk = desk_at(submission)
    progress, current = desk.store.read(), desk.current.exercise
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(5):
        table.add_column()
    every = chosen_exercises(desk.collection, tracks, ())
    for track, exercises in groupby(every, lambda exercise: exercise.track):
        table.add_row(Text(track, "bold"))
        for exercise in exercises:
            mark = ">" if exercise == current else " "
            row = (f"{mark} {exercise.name}", *_row(exercise, progress.of(exercise.id)))
            table.add_row(*map(Text, row))
    show_whole(Console(highlight=False), table)


def _row(exercise: Exercise, record: Record) -> tuple[str, ...]:
    most = sum(check.points for check in checks_of(exercise))
    status = "done" if record.done else "in progress" if record.attempts else ""
    return exercise.source.title, f"{record.best:g}/{most:g}", status


@click.command()
@at_desk
@speaks_plainly
def status(submission: Path | None) -> None:
    """Say how far you are, and which exercise is current."""
    from rich.console import Console
    from rich.table import Table

    from torchdojo.cli.tables import show_whole

    desk = desk_at(submission)
    progress = desk.store.read()
    table = Table(box=None, pad_edge=False)
    table.add_column("track")
    for name in ("done", "points", "attempts", "hints", "time"):
        table.add_column(name, justify="right")
    every = list(desk.collection.exercises.values())
    for track, exercises in groupby(every, lambda exercise: exercise.track):
        table.add_row(track, *_sums(list(exercises), progress))
    table.add_row("all", *_sums(every, progress))
    show_whole(Console(highlight=False), table)
    for line in _met(every, progress):
        click.echo(line)
    chosen = desk.current
    place = desk.shown(desk.place(chosen.exercise))
    click.echo(f"Current: {chosen.exercise.id} ({chosen.how}), in {place}")


def _sums(exercises: list[Exercise], progress: Progress) -> tuple[str, ...]:
    records = [progress.of(exercise.id) for exercise in exercises]
    most = sum(check.points for exercise in exercises for check in checks_of(exercise))
    seconds = sum(record.seconds for record in records)
    return (
        f"{sum(record.done for record in records)}/{len(records)}",
        f"{sum(record.best for record in records):g}/{most:g}",
        str(sum(record.attempts for record in records)),
        str(sum(record.hints for record in records)),
        words.duration(seconds) if seconds else "",
    )


def _met(exercises: list[Exercise], progress: Progress) -> list[str]:
    count = sum(len(progress.of(exercise.id).mistakes) for exercise in exercises)
    if not count:
        return []
    return [f"Recorded mistakes met: {count}"]


@click.command()
@at_desk
@click.option("--yes", is_flag=True, help="Do not ask.")
@speaks_plainly
def forget(submission: Path | None, yes: bool) -> None:
    """Delete what is kept about you.

    That is attempts, scores, hints, mistakes and times. Your work and its backups stay.
    """
    desk = desk_at(submission)
    if not yes:
        click.confirm(f"Delete your progress in {desk.store.root}?", abort=True)
    known = desk.store.forget()
    click.echo("Your progress is deleted." if known else "Nothing was kept about you.")
