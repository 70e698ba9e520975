"""Lessons and solutions on a terminal."""

import re
from collections.abc import Sequence
from typing import ClassVar

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.markdown import Markdown, TableElement
from rich.measure import Measurement
from rich.syntax import Syntax
from rich.table import Column, Table
from rich.text import Text

_SUMMARY = re.compile(r"<summary>(.*?)</summary>")
_TAG = re.compile(r"</?(?:details|summary|sub|sup|br)\s*/?>")


_SHARE = 0.45
"""The most that the first column of a table takes of the whole width."""


class WholeTable(TableElement):
    """A table of which nothing is cut: a contract's signatures are in its first column."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The table; where lines are shorter, its words are broken and its columns share them."""
        for table in super().__rich_console__(console, options):
            if isinstance(table, Table) and table.columns:
                natural = Measurement.get(console, options.update(width=10_000), table).maximum
                if natural > options.max_width:
                    _share_out(table, options.max_width)
            yield table


def _share_out(table: Table, width: int) -> None:
    """Give the first column what it needs, up to a share; the others by what they have to say."""
    first, *others = table.columns
    table.expand = True
    for column in table.columns:
        column.overflow = "fold"
    first.width = min(max(_lengths(first)), int(_SHARE * width))
    for column in others:
        column.ratio = max(1, round(sum(_lengths(column)) ** 0.5))


def _lengths(column: Column) -> list[int]:
    return [len(str(cell)) for cell in (column.header, *column.cells)]


class Lesson(Markdown):
    """Markdown with whole tables."""

    elements: ClassVar = {**Markdown.elements, "table_open": WholeTable}


def page(text: str) -> RenderableType:
    """The Markdown `text` as it is shown; code as it is, links with their addresses."""
    plain = _TAG.sub("", _SUMMARY.sub(r"**\1**", text))
    return Lesson(plain, code_theme="ansi_dark", hyperlinks=False)


def code(text: str) -> RenderableType:
    """Python code in colours."""
    return Syntax(text, "python", theme="ansi_dark", background_color="default", word_wrap=True)


def code_page(text: str, wrong: Sequence[str]) -> RenderableType:
    """A solution, and what goes wrong in other answers."""
    sentences = Text("".join(f"- {sentence}\n" for sentence in wrong))
    return Group(code(text), Text("What goes wrong in other answers:", "bold"), sentences)
