"""Tables of several commands."""

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table


def show_whole(console: Console, table: Table) -> None:
    """Print `table` as wide as it is, also where lines are shorter: no name is cut."""
    unbound = console.options.update(width=10_000)
    console.width = max(console.width, Measurement.get(console, unbound, table).maximum)
    console.print(table)
