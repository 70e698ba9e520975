"""What `torchdojo selfcheck` shows: a row per exercise, then every fault in a sentence."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from torchdojo.proving.selfcheck import KINDS, Summary

_WIDTH = 110


def show_summaries(summaries: Sequence[Summary]) -> None:
    """Print the table and the findings."""
    console = Console(highlight=False)
    console.width = max(console.width, _WIDTH)
    table = Table(box=None, pad_edge=False)
    table.add_column("exercise")
    for kind in KINDS:
        table.add_column(kind, justify="right")
    table.add_column("equivalent", justify="right")
    for summary in summaries:
        table.add_row(summary.exercise, *_shares(summary), str(summary.equivalent))
    console.print(table)
    findings = [finding for summary in summaries for finding in summary.findings]
    for finding in findings:
        console.print(f"[red]{finding.exercise}[/] {escape(finding.sentence)}", soft_wrap=True)
    console.print(f"{len(findings)} faults." if findings else "Every grader does what it says.")


def _shares(summary: Summary) -> list[str]:
    return [f"{summary.right[kind]}/{summary.made[kind]}" for kind in KINDS]


_PAGE = """\
# How strong the graders are

Written by `torchdojo selfcheck --publish docs/strength.md`. A mistake counts if exactly its checks
fail and each names it first; an alternative if it has full marks; a degenerate answer or a mutant
if it does not pass.
Equivalent mutants compute the same as the solution; each is listed with its reason in
`equivalent.toml` beside the checks. {killed} of {made} mutants that are not equivalent are killed.

"""


def strength_page(summaries: Sequence[Summary]) -> str:
    """The same as a page in Markdown, with a row of sums."""
    columns = ("exercise", *KINDS, "equivalent")
    rows = [(f"`{s.exercise}`", *_shares(s), str(s.equivalent)) for s in summaries]
    total = Summary("")
    for summary in summaries:
        total.made += summary.made
        total.right += summary.right
        total.equivalent += summary.equivalent
    rows.append(("all", *_shares(total), str(total.equivalent)))
    lines = [columns, ("---",) * len(columns), *rows]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    made = total.made["mutant"] - total.equivalent
    return _PAGE.format(killed=total.right["mutant"], made=made) + table + "\n"
