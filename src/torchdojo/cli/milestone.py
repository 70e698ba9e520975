"""`torchdojo milestone`: a student's own code of a whole track, on something real."""

import sys
import webbrowser
from pathlib import Path

import click

from torchdojo.cli.desk import at_desk, desk_at
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.finding import Milestone, meant_by, milestones_of, need
from torchdojo.learner.records import Progress

_MARK = 'aria-label="Milestone of '


@click.command()
@click.argument("tracks", nargs=-1, metavar="[TRACK]...")
@at_desk
@click.option("--list", "listing", is_flag=True, help="Say which there are, and what they need.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Write a drawing.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page.")
@click.option("--open", "opens", is_flag=True, help="Write the page and open it in a browser.")
@speaks_plainly
def milestone(
    tracks: tuple[str, ...],
    submission: Path | None,
    listing: bool,
    svg: Path | None,
    html: Path | None,
    opens: bool,
) -> None:
    """Run your own code of a whole track on something real.

    TRACK is a track or an unmistakable part of its name, such as 03; without it, it is the one
    that you work on. A milestone opens when the exercises that it needs had full marks in
    `torchdojo check`.
    """
    desk = desk_at(submission)
    progress = desk.store.read()
    if listing:
        _list(desk, progress)
        return
    chosen = [meant_by(desk.collection, name) for name in tracks or (desk.current.exercise.track,)]
    if len(chosen) > 1 and (svg or html or opens):
        raise click.UsageError("--svg, --html and --open take one TRACK.")
    for one in chosen:
        need(one, progress)
    for file in filter(None, (svg, html)):
        _need_free(file)
    _show(desk, chosen, svg, html, opens=opens)


def _list(desk: Desk, progress: Progress) -> None:
    every = milestones_of(desk.collection)
    for one in every.values():
        missing = len(one.missing(progress))
        state = f"{len(one.needs) - missing} of {len(one.needs)}" if missing else "open"
        click.echo(f"{state:>8}  {one.track}: {one.title}")
    if not every:
        click.echo("There are no milestones here.")


def _show(
    desk: Desk, chosen: list[Milestone], svg: Path | None, html: Path | None, *, opens: bool
) -> None:
    from rich.console import Console

    from torchdojo.learner.milestones.showing import shown
    from torchdojo.learner.milestones.working import players

    console = Console()
    colour = console.is_terminal and not console.no_color
    with players(desk.collection, *chosen) as troupe:
        for number, one in enumerate(chosen):
            found = shown(one, desk, troupe)
            if number:
                click.echo()
            for line in found.lines(console.width, colour=colour):
                click.echo(line, color=colour)
            sys.stdout.flush()
    if opens and html is None:
        html = desk.store.root / ".torchdojo" / f"milestone-{chosen[0].track}.html"
    if svg is not None:
        _write(svg, found.svg())
    if html is not None:
        _write(html, found.html())
        if opens:
            webbrowser.open(html.absolute().as_uri())


def _need_free(file: Path) -> None:
    """Raise `DojoError` if something else is there that would be written over."""
    if file.exists() and _MARK not in file.read_text("utf-8", errors="replace"):
        raise DojoError(f"{file} is there already and is no milestone's: name another file.")


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DojoError(f"{file} cannot be written ({error.strerror}): name another.") from error
    click.echo(f"Wrote {file}.")
