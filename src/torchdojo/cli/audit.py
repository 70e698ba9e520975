"""`torchdojo audit`: which recorded program breaks which sentence of a contract."""

from pathlib import Path

import click

from torchdojo.catalog import Collection, Exercise
from torchdojo.cli.choosing import chosen_exercises
from torchdojo.cli.speaking import speaks_plainly
from torchdojo.errors import DojoError


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--begin", is_flag=True, help="Write contract.toml with every sentence; answers are kept."
)
@click.option("--programs", is_flag=True, help="List what is recorded: ids and what was done.")
@speaks_plainly
def audit(ids: tuple[str, ...], begin: bool, programs: bool) -> None:
    """Ask of every sentence of the contracts: what fails if it is not kept?

    The answers stand in contract.toml beside the checks; `torchdojo selfcheck` holds them true.
    """
    from torchdojo.catalog.contract import CONTRACT, contract_text
    from torchdojo.keeping import write_whole
    from torchdojo.proving.audit import begun, unaudited

    collection = Collection.around(Path.cwd())
    chosen = chosen_exercises(collection, (), ids)
    collection.need_solutions()
    faults = 0
    for exercise in chosen:
        if begin:
            text = contract_text(begun(exercise))
            write_whole(exercise.graders / CONTRACT, text.encode())
        if programs:
            _list_programs(exercise)
        for fault in unaudited(exercise):
            faults += 1
            click.echo(f"{exercise.id}: {fault}")
    if faults:
        raise DojoError(f"Sentences without an answer, or with a wrong one: {faults}.")
    audited = sum((exercise.graders / CONTRACT).is_file() for exercise in chosen)
    click.echo(f"Contracts that are answered for, sentence by sentence: {audited}/{len(chosen)}.")


def _list_programs(exercise: Exercise) -> None:
    from torchdojo.proving.audit import breakers

    for id, variant in breakers(exercise).items():
        lost = ", ".join(variant.loses) or "by a stranger"
        click.echo(f"{exercise.id}: {id} ({lost}): {variant.sentence}")
