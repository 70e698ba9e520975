"""The commands of `torchdojo`; each only reads its options and calls the part that works."""

import sys
from pathlib import Path

import click

from torchdojo.catalog import Collection, Exercise
from torchdojo.cli.analyse import analyse
from torchdojo.cli.app import app, in_terminal
from torchdojo.cli.audit import audit
from torchdojo.cli.build import build
from torchdojo.cli.buttons import buttons
from torchdojo.cli.course import course
from torchdojo.cli.download import download
from torchdojo.cli.drawing import draw
from torchdojo.cli.export import export
from torchdojo.cli.grade import grade
from torchdojo.cli.groups import Grouped
from torchdojo.cli.init import carry, init
from torchdojo.cli.marks import marks
from torchdojo.cli.milestone import milestone
from torchdojo.cli.new import new
from torchdojo.cli.overview import forget, list_, status
from torchdojo.cli.pack import pack
from torchdojo.cli.reading import hint, read, solution
from torchdojo.cli.release import release
from torchdojo.cli.site import site
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.cli.working import check, next_, replay, reset, watch


@click.group(
    cls=Grouped,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="torchdojo")
@click.pass_context
def main(context: click.Context) -> None:
    """Auto-graded PyTorch exercises.

    Without a command it opens the live app: checks each time you save, hints, lessons, the list.
    `pytest graders/` scores all your work.
    """
    if context.invoked_subcommand is None:
        if in_terminal():
            with app.make_context("app", [], parent=context) as inner:  # reads the environment
                app.invoke(inner)
        else:
            click.echo(context.get_help())


main.for_students(
    (app, check, next_, watch, list_, status, read, hint, draw, replay, reset, solution, pack)
)
main.for_students((milestone, forget, init, buttons))
main.add_command(analyse)
main.add_command(audit)
main.add_command(build)
main.add_command(carry)
main.add_command(course)
main.add_command(download)
main.add_command(export)
main.add_command(grade)
main.add_command(marks)
main.add_command(new)
main.add_command(release)
main.add_command(site)


def _chosen(names: tuple[str, ...]) -> tuple[Collection, list[Exercise]]:
    collection = Collection.around(Path.cwd())
    chosen = [collection.find(name) for name in names] or list(collection.exercises.values())
    return collection, chosen


@main.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--quick", is_flag=True, help="No mutants, no degenerate answers, fewer seeds.")
@click.option(
    "--changed", is_flag=True, help="Only a sample of what has not changed since --publish."
)
@click.option("--device", default="auto", help="As for `pytest graders/`.")
@click.option("--seed", default=1, show_default=True, help="Of the inputs that are drawn.")
@click.option("--publish", is_flag=True, help="Keep what was measured, for docs/strength.md.")
@speaks_plainly
def selfcheck(
    ids: tuple[str, ...], quick: bool, changed: bool, device: str, seed: int, publish: bool
) -> None:
    """Prove the graders: run them on programs whose score is known beforehand."""
    from torchdojo.catalog import proof
    from torchdojo.cli.publishing import WRITTEN
    from torchdojo.cli.publishing import publish as keep
    from torchdojo.cli.summary import show_summaries
    from torchdojo.proving import selfcheck as prove

    collection, chosen = _chosen(ids)
    collection.need_solutions()
    every = {exercise.id for exercise in chosen}
    altered = proof.changed(collection) if changed else every
    thorough = set() if quick else altered
    sampled = every - altered
    options = ("--device", device, "--seed", str(seed))
    summaries = prove(collection, chosen, thorough=thorough, sampled=sampled, options=options)
    show_summaries(summaries)
    if publish:
        keep(collection, summaries, thorough)
        click.echo(f"Wrote {' and '.join(WRITTEN)}; `torchdojo build` makes the page.")
    sys.exit(1 if any(summary.findings for summary in summaries) else 0)


@main.command()
@speaks_plainly
def coverage() -> None:
    """Measure which checks need which part of PyTorch, for docs/coverage.md."""
    from torchdojo.catalog import proof
    from torchdojo.proving.coverage import coverage as measured

    collection, _ = _chosen(())
    collection.need_solutions()
    found = measured(collection)
    proof.write_proof(collection, proof.COVERAGE, found)
    for name, ways in found.items():
        use, write = (sum(map(len, ways[way].values())) for way in ("use", "write"))
        click.echo(f"{name}: checks that use it {use}, that have it written {write}")
    click.echo(f"Wrote {proof.COVERAGE}; `torchdojo build` makes the page.")


@main.command()
@speaks_plainly
def doctor() -> None:
    """Say what is installed, how players are shut in here, and how to mend what is missing."""
    from torchdojo.cli.doctor import examine, show

    findings = examine()
    show(findings)
    sys.exit(1 if any(finding.wrong for finding in findings) else 0)
