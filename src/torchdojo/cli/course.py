"""`torchdojo course`: nbgrader courses made from exercises."""

import sys
from pathlib import Path

import click

from torchdojo.catalog import Collection, Exercise
from torchdojo.cli.choosing import track_of
from torchdojo.cli.keeping import tell_backup
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError
from torchdojo.jupyter.course import COURSE_FILE, write_course
from torchdojo.keeping import Changes


@click.group()
def course() -> None:
    """Make and update nbgrader courses."""


@course.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--assignment",
    "assignments",
    multiple=True,
    metavar="NAME=EXERCISE,...",
    help="An assignment and its exercises, by id or an unmistakable part of one.",
)
@click.option("--track", "tracks", multiple=True, help="An assignment of a whole track.")
@click.option(
    "--overwrite",
    is_flag=True,
    help="Replace what you changed without asking; copies are put aside.",
)
@click.option(
    "--collection",
    "root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Where the exercises and graders are (default: around the working directory).",
)
@speaks_plainly
def init(
    folder: Path,
    assignments: tuple[str, ...],
    tracks: tuple[str, ...],
    overwrite: bool,
    root: Path | None,
) -> None:
    """Make DIR a course that nbgrader can use, or bring it up to date.

    Without --assignment and --track a new course gets an assignment for each track, and an
    existing one keeps those it has.
    """
    collection = Collection.around(root or Path.cwd())
    wanted = dict(_assignment(text, collection) for text in assignments)
    wanted |= {track: track_of(track, collection) for track in tracks}
    if not wanted and not (folder / COURSE_FILE).is_file():
        names = dict.fromkeys(exercise.track for exercise in collection.exercises.values())
        wanted = {name: track_of(name, collection) for name in names}
    changes = write_course(folder, collection, wanted, lambda path: overwrite or _ask(path))
    _tell(folder, changes)
    click.echo(f"{folder} is up to date." if changes == Changes() else _next(wanted))


def _tell(folder: Path, changes: Changes) -> None:
    """List what became of each file; data, of which there are many, only if it was kept."""
    updated = (*changes.updated, *changes.overwrote)
    for what, paths in (("wrote", changes.wrote), ("updated", updated), ("kept", changes.kept)):
        for path in paths:
            if "/datasets/" not in path or what == "kept":
                click.echo(f"{what} {folder / path}")
    tell_backup(changes)


def _ask(path: str) -> bool:
    if not sys.stdin.isatty():
        click.echo(f"{path} was changed since it was written here; --overwrite would replace it.")
        return False
    return click.confirm(f"{path} was changed since it was written here. Overwrite it?")


def _next(wanted: dict[str, list[Exercise]]) -> str:
    name = next(iter(wanted), "NAME")
    return f"Next, in that folder: nbgrader generate_assignment {name}"


def _assignment(text: str, collection: Collection) -> tuple[str, list[Exercise]]:
    name, equals, rest = text.partition("=")
    ids = [part.strip() for part in rest.split(",") if part.strip()]
    if not (name and equals and ids):
        raise DojoError(f"`{text}` is no assignment: write --assignment NAME=EXERCISE,EXERCISE.")
    return name.strip(), [collection.find(id) for id in ids]
