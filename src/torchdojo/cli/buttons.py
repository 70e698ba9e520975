"""`torchdojo buttons`: JupyterLab's buttons where torchdojo is installed from a clone."""

import click

from torchdojo.cli.speaking import speaks_plainly


@click.command()
@speaks_plainly
def buttons() -> None:
    """Put Check, Hint, Reset and Next into the JupyterLab of this environment.

    A wheel does that by itself; an installation with `pip install -e` does not.
    """
    from torchdojo.jupyter.placing import place_extension

    place = place_extension()
    click.echo(f"The buttons are in {place}: load JupyterLab's page again.")
