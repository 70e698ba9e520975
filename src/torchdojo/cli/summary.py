"""What `torchdojo selfcheck` shows: a row per exercise, then every fault in a sentence."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from torchdojo.cli.tables import show_whole
from torchdojo.proving.selfcheck import KINDS, Summary


def show_summaries(summaries: Sequence[Summary]) -> None:
    """Print the table and the findings."""
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("exercise")
    for kind in KINDS:
        table.add_column(kind, justify="right")
    table.add_column("equivalent", justify="right")
    for summary in summaries:
        table.add_row(summary.exercise, *_shares(summary), str(summary.equivalent))
    show_whole(console, table)
    findings = [finding for summary in summaries for finding in summary.findings]
    for finding in findings:
        console.print(f"[red]{finding.exercise}[/] {escape(finding.sentence)}", soft_wrap=True)
    console.print(f"{len(findings)} faults." if findings else "Every grader does what it says.")


def _shares(summary: Summary) -> list[str]:
    return [f"{summary.right[kind]}/{summary.made[kind]}" for kind in KINDS]
