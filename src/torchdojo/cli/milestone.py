"""`torchdojo milestone`: a student's own code of a whole track, on something real."""

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from torchdojo.cli.desk import at_desk, desk_at
from torchdojo.cli.keeping import need_place, put
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.learner.desk import Desk
from torchdojo.learner.milestones.finding import Milestone, meant_by, milestones_of, need
from torchdojo.learner.records import Progress

if TYPE_CHECKING:
    from torchdojo.learner.milestones.showing import Shown


@click.command()
@click.argument("tracks", nargs=-1, metavar="[TRACK]...")
@at_desk
@click.option("--list", "listing", is_flag=True, help="Say which there are, and what they need.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Write a drawing.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page.")
@click.option("--open", "opens", is_flag=True, help="Write the page and open it in a browser.")
@click.option("--overwrite", is_flag=True, help="Replace what was edited, with a copy put aside.")
@speaks_plainly
def milestone(
    tracks: tuple[str, ...],
    submission: Path | None,
    listing: bool,
    svg: Path | None,
    html: Path | None,
    opens: bool,
    overwrite: bool,
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
    if opens and html is None:
        html = desk.store.root / ".torchdojo" / f"milestone-{chosen[0].track}.html"
    for place in filter(None, (svg, html)):
        need_place(place, overwrite)
    found = _show(desk, chosen)
    for file, text in ((svg, found.svg), (html, found.html)):
        if file is not None:
            put(file, text().encode(), overwrite)
            click.echo(f"Wrote {file}.")
    if opens and html is not None:
        webbrowser.open(html.absolute().as_uri())


def _list(desk: Desk, progress: Progress) -> None:
    every = milestones_of(desk.collection)
    for one in every.values():
        missing = len(one.missing(progress))
        state = f"{len(one.needs) - missing} of {len(one.needs)}" if missing else "open"
        click.echo(f"{state:>8}  {one.track}: {one.title}")
    if not every:
        click.echo("There are no milestones here.")


def _show(desk: Desk, chosen: list[Milestone]) -> "Shown":
    """Print each; returns the last."""
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
    return found
