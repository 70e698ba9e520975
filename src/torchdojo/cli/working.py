"""`torchdojo check`, `next`, `watch`, `replay`, `reset`: working on an exercise."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from torchdojo.catalog import Exercise
from torchdojo.cli.desk import at_desk, desk_at, meant, on_exercise
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError
from torchdojo.learner import words
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.offering import offer_milestone
from torchdojo.learner.places import spot

if TYPE_CHECKING:
    from torchdojo.learner.grading import Grading
    from torchdojo.learner.verdicts import Checked, Scored


@click.command()
@on_exercise
@click.option("--explain", is_flag=True, help="Show every cause in full, not only the first.")
@click.option("--all", "every", is_flag=True, help="Check all exercises that hold work, briefly.")
@speaks_plainly
def check(name: str | None, submission: Path | None, explain: bool, every: bool) -> None:
    """Check an exercise and keep the score.

    Without NAME it is the one whose file you saved last, else the one that you worked on last.
    The exit status is 0 at full marks.
    """
    from torchdojo.learner.grading import Grading, remember

    desk = desk_at(submission)
    if every:
        if name or explain:
            raise click.UsageError("--all checks every exercise: leave out NAME and --explain.")
        sys.exit(0 if _check_all(desk) else 1)
    chosen = desk.chosen(name)
    exercise = chosen.exercise
    how = f" ({chosen.how})" if chosen.how else ""
    click.echo(f"{exercise.id}: {exercise.source.title}{how}")
    grading = Grading(desk, exercise, once=True)
    checks, scored = _checked(grading)
    record = remember(desk, exercise, scored, grading.digests[exercise.id])
    for text in (*words.causes(scored, in_full=explain), *words.remarks(scored), ""):
        click.echo(text)
    click.echo(f"{words.score(scored)}; {words.history(record)}.")
    click.echo(_onwards(desk, exercise, scored, checks))
    if scored.full:
        offer_milestone(desk, exercise, click.echo)
    if words.are_folded(scored) and not explain:
        click.echo("`torchdojo check --explain` shows all causes in full.")
    sys.exit(0 if scored.full else 1)


def _check_all(desk: Desk) -> bool:
    """Check what holds work, a line each; returns whether all of it has full marks."""
    from torchdojo.learner.grading import Grading, remember
    from torchdojo.learner.verdicts import Scored

    begun = [exercise for exercise in desk.collection.exercises.values() if desk.begun(exercise)]
    if not begun:
        raise DojoError(f"No exercise in {desk.shown(desk.submission)} holds any work yet.")
    full = 0
    grading = Grading(desk, *begun, once=True)
    for one in grading.results():
        if isinstance(one, Scored):
            exercise = desk.collection.exercises[one.id]
            remember(desk, exercise, one, grading.digests[one.id], aside=True)
            full += one.full
            say(f"{words.score(one):>16}  {one.id}")
    click.echo(f"{full} of {len(begun)} exercises with work in them have full marks.")
    return full == len(begun)


def _checked(grading: "Grading") -> "tuple[list[Checked], Scored]":
    """Show each check as it ends; returns all, and the score."""
    from torchdojo.learner.verdicts import Checked, Scored

    checks, scored = [], None
    for one in grading.results():
        if isinstance(one, Checked) and one.counts:
            say(f"  {words.line(one)}")
            checks.append(one)
        elif isinstance(one, Scored):
            scored = one
    assert scored is not None  # or `results` would have raised
    return checks, scored


def _onwards(desk: Desk, exercise: Exercise, scored: "Scored", checks: "Sequence[Checked]") -> str:
    """What to do after a check."""
    if scored.full:
        return words.full_marks(exercise)
    place = desk.place(exercise)
    if not place.exists():
        return f"`torchdojo reset {exercise.id}` brings the file back."
    return f"Go on in {spot(desk, exercise, checks).shown(desk)}; `torchdojo hint` gives a hint."


@click.command(name="next")
@at_desk
@speaks_plainly
def next_(submission: Path | None) -> None:
    """Go on to the next exercise that is not finished."""
    desk = desk_at(submission)
    progress = desk.store.read()
    here = desk.collection.exercises.get(progress.current or "")
    exercise = desk.first_unfinished(progress, here)
    finished = progress.of(exercise.id).done
    if here is not None and (finished or here.track != exercise.track):
        offer_milestone(desk, here, click.echo)
    if finished:
        click.echo("Every exercise is finished.")
        return
    desk.choose(exercise)
    source, place = exercise.source, desk.place(exercise)
    click.echo(f"{exercise.id}: {source.title}")
    click.echo(f"Difficulty {source.difficulty} of 4, about {source.minutes} minutes.")
    if place.exists():
        where = spot(desk, exercise).shown(desk)
        click.echo(f"Edit {where}, then run `torchdojo check`.")
    else:
        click.echo(f"{desk.shown(place)} is missing: `torchdojo reset` puts it there.")
    click.echo("`torchdojo read` shows its lesson; `torchdojo watch` checks each time you save.")


@click.command()
@on_exercise
@speaks_plainly
def watch(name: str | None, submission: Path | None) -> None:
    """Check an exercise each time you save its file.

    Without NAME it follows you: the file that you save is the one that is checked. Ctrl-C ends.
    """
    from torchdojo.learner.saves import need_watching
    from torchdojo.learner.watching import Watch

    need_watching()
    desk = desk_at(submission)
    chosen = meant(desk, name)
    try:
        Watch(desk, chosen.exercise, say, follows=name is None).run()
    except KeyboardInterrupt:
        click.echo()


def say(line: str) -> None:
    """Print a line at once, whoever reads it."""
    click.echo(line)
    sys.stdout.flush()


@click.command()
@on_exercise
@speaks_plainly
def replay(name: str | None, submission: Path | None) -> None:
    """Open a Python prompt with a failing call.

    Your module is loaded, and the arguments of the first call that a check was lost on are bound.
    Your code runs in this process, on your machine, without the sandbox and its limits.
    """
    from torchdojo.catalog import Unreadable
    from torchdojo.learner.grading import Grading
    from torchdojo.learner.replaying import prompt
    from torchdojo.learner.verdicts import Checked, Scored, at_last

    desk = desk_at(submission)
    exercise = meant(desk, name).exercise
    try:
        program = desk.code(exercise)
    except Unreadable as error:
        raise DojoError(str(error)) from error
    told = list(Grading(desk, exercise, once=True).results())
    checks = [one for one in told if isinstance(one, Checked)]
    (scored,) = (one for one in told if isinstance(one, Scored))
    prompt(program, at_last(checks, scored))


@click.command()
@on_exercise
@click.option("--yes", is_flag=True, help="Do not ask.")
@speaks_plainly
def reset(name: str | None, submission: Path | None, yes: bool) -> None:
    """Begin an exercise anew; your work is put aside.

    The stub comes back, and a copy of your work goes to .torchdojo/backups/.
    """
    from torchdojo.learner.resetting import reset as begin_anew

    desk = desk_at(submission)
    exercise = meant(desk, name).exercise
    place = desk.place(exercise)
    if place.exists() and not yes:
        question = f"Put your work in {desk.shown(place)} aside and bring the stub back?"
        click.confirm(question, abort=True)
    done = begin_anew(desk, exercise)
    desk.choose(exercise)
    for line in done.told(desk):
        click.echo(line)
