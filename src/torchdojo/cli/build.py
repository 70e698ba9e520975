"""`torchdojo build`: stubs, notebooks and pages from `solutions/`."""

from pathlib import Path

import click

from torchdojo.authoring import Differences, Form
from torchdojo.catalog import Collection
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.keeping import tell
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError

_STALE = "Run `torchdojo build` and commit what it writes."
_EDITED = (
    "What is edited is right for somebody who solves exercises, and `torchdojo build` keeps it; "
    "only a commit to the collection must not hold it (change `solutions/` instead, and "
    "`torchdojo build --overwrite` restores the file, with a copy of yours put aside)."
)
_STRAY = "What `solutions/` does not generate does not belong into a commit: move it elsewhere."


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--check", is_flag=True, help="Change nothing; fail if a file is not as generated.")
@click.option("--as", "form", type=click.Choice(["module", "notebook"]), help="Make this form.")
@click.option("--to", type=click.Path(path_type=Path), help="Another folder (default: exercises).")
@click.option(
    "--overwrite", is_flag=True, help="Replace what was edited; a copy is put aside first."
)
@speaks_plainly
def build(
    ids: tuple[str, ...], check: bool, form: Form | None, to: Path | None, overwrite: bool
) -> None:
    """Make exercises/ from solutions/, or exercises in another form or place with --as and --to.

    A file that somebody edited is kept unless you say --overwrite.
    """
    from torchdojo import authoring

    if check and (form or to or overwrite):
        raise click.UsageError("--check changes nothing: leave out --as, --to and --overwrite.")
    collection = Collection.around(Path.cwd())
    chosen = chosen_exercises(collection, (), ids)
    collection.need_solutions()
    named = chosen if ids else None
    if check:
        _tell_differences(authoring.differences(collection, named))
    elif form or to:
        folder = to or collection.root / "exercises"
        changes = authoring.write_to(folder, collection, chosen, form, lambda _: overwrite)
        tell(changes, to or Path("exercises"))
    else:
        tell(authoring.write(collection, named, lambda _: overwrite), Path("exercises"))


def _tell_differences(found: Differences) -> None:
    """List what is not as generated; raises `DojoError` if there is anything."""
    said = []
    for what, paths, advice in (
        ("out of date", found.stale, _STALE),
        ("edited", found.edited, _EDITED),
        ("not generated", found.stray, _STRAY),
    ):
        said += [advice] if paths else []
        for path in paths:
            click.echo(f"{what}: {path}")
    if said:
        raise DojoError(" ".join(said))
    click.echo("exercises/ is up to date.")
