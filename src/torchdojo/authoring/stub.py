"""Rendering an exercise as a module or a notebook, with or without its solution."""

import re
import textwrap
from collections.abc import Sequence

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from torchdojo.catalog import Cell, Source

_REGION = re.compile(
    r"^(?P<indent> *)### BEGIN SOLUTION\n.*?^ *### END SOLUTION(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
_MARKS = re.compile(r"^ *### (?:BEGIN|END) SOLUTION\n?", re.MULTILINE)


def without_solution(text: str) -> str:
    """Replace each marked region by the reminder that the code is missing."""
    return _REGION.sub(r"\g<indent># YOUR CODE HERE\n\g<indent>raise NotImplementedError\n", text)


def without_marks(text: str) -> str:
    """Keep the code of each marked region and drop the marks."""
    return _MARKS.sub("", text)


def _as_given(text: str, *, solved: bool) -> str:
    return (without_marks(text) if solved else without_solution(text)).rstrip()


def as_module(source: Source, cells: Sequence[Cell], *, solved: bool) -> str:
    """The exercise as a Python module; cells that only explore run with ``python FILE``."""
    parts = [source.lesson_code]
    shows = [cell for cell in cells if cell.explores and cell.kind == "code"]
    for cell in cells:
        if cell.kind == "markdown":
            parts.append(textwrap.indent(cell.text, "# ", lambda line: True))
        elif not cell.explores:
            parts.append(_as_given(cell.text, solved=solved))
    if shows:
        body = "\n\n".join(cell.text for cell in shows)
        parts.append('if __name__ == "__main__":\n' + textwrap.indent(body, "    "))
    text = parts[0] + "\n\n" + "\n\n\n".join(parts[1:]) + "\n"
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


def as_notebook(source: Source, cells: Sequence[Cell], id: str, *, solved: bool) -> str:
    """The exercise as a notebook's JSON, with its hints and a cell that checks the work."""
    made = [new_markdown_cell(source.lesson), new_markdown_cell(_folded(source.hints))]
    for cell in cells:
        if cell.kind == "markdown":
            made.append(new_markdown_cell(cell.text))
        else:
            metadata = {"tags": list(cell.tags)} if cell.tags else {}
            made.append(new_code_cell(_as_given(cell.text, solved=solved), metadata=metadata))
    check = f'from torchdojo.jupyter import check\n\ncheck("{id}")'
    made.append(new_markdown_cell("Save the notebook, then run this cell to see your score."))
    made.append(new_code_cell(check, metadata={"tags": ["check"]}))
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number:02}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=made, metadata={"kernelspec": kernel})
    notebook.nbformat_minor = 5
    return str(nbformat.writes(notebook)) + "\n"


def _folded(hints: Sequence[str]) -> str:
    folds = [
        f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
        for number, hint in enumerate(hints, 1)
    ]
    return "\n".join(folds)
