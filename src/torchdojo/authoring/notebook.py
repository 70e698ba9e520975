"""Rendering an exercise as a notebook, with or without its solution."""

from collections.abc import Sequence

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from torchdojo.authoring.stub import as_given
from torchdojo.catalog import Cell, Source

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def as_notebook(source: Source, cells: Sequence[Cell], id: str, *, solved: bool) -> str:
    """The exercise as a notebook's JSON, with its hints and a cell that checks the work."""
    made = [new_markdown_cell(source.lesson), new_markdown_cell(folded(source.hints))]
    for cell in cells:
        if cell.kind == "markdown":
            made.append(new_markdown_cell(cell.text))
        else:
            metadata = {"tags": list(cell.tags)} if cell.tags else {}
            made.append(new_code_cell(as_given(cell.text, solved=solved), metadata=metadata))
    check = f'from torchdojo.jupyter import check\n\ncheck("{id}")'
    made.append(new_markdown_cell("Save the notebook, then run this cell to see your score."))
    made.append(new_code_cell(check, metadata={"tags": ["check"]}))
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number:02}"
    notebook = new_notebook(cells=made, metadata={"kernelspec": KERNEL})
    notebook.nbformat_minor = 5
    return str(nbformat.writes(notebook)) + "\n"


def folded(hints: Sequence[str]) -> str:
    """The hints as Markdown that shows each only when it is opened."""
    folds = [
        f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
        for number, hint in enumerate(hints, 1)
    ]
    return "\n".join(folds)
