"""Rendering an exercise as a notebook, with or without its solution."""

from collections.abc import Sequence

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from torchdojo.authoring.stub import as_given
from torchdojo.catalog import Cell, Source

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
BEGINNING = """\
try:
    import torchdojo.jupyter  # cells that show your results wait for functions not written yet
except ModuleNotFoundError as error:
    if error.name not in ("torchdojo", "torchdojo.jupyter"):
        raise
    print(
        "torchdojo is not installed in this kernel: choose the kernel of the environment that has "
        "it, or install it as README.md says, beside the folder `exercises`."
    )"""


def as_notebook(source: Source, cells: Sequence[Cell], id: str, *, solved: bool) -> str:
    """The exercise as a notebook's JSON, with its hints and a cell that checks the work."""
    made = [new_markdown_cell(source.lesson), beginning()]
    work, shows = parted(cells)
    made += [_cell(cell, solved=solved) for cell in work]
    made.append(new_markdown_cell(folded(source.hints)))
    made += [_cell(cell, solved=solved) for cell in shows]
    check = f'from torchdojo.jupyter import check\n\ncheck("{id}")'
    made.append(new_markdown_cell("Save the notebook, then run this cell to see your score."))
    made.append(new_code_cell(check, metadata={"tags": ["check"]}))
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number:02}"
    notebook = new_notebook(cells=made, metadata={"kernelspec": KERNEL})
    notebook.nbformat_minor = 5
    return str(nbformat.writes(notebook)) + "\n"


def beginning() -> NotebookNode:
    """The first code cell: the kernel learns to wait for functions that are not written."""
    return new_code_cell(BEGINNING, metadata={"tags": ["check"]})


def parted(cells: Sequence[Cell]) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """`cells` up to the last one that is work, and those after it: hints stand between them."""
    work = [number for number, cell in enumerate(cells, 1) if cell.kind == "code"]
    end = max((n for n in work if not cells[n - 1].explores), default=0)
    return cells[:end], cells[end:]


def _cell(cell: Cell, *, solved: bool) -> NotebookNode:
    if cell.kind == "markdown":
        return new_markdown_cell(cell.text)
    metadata = {"tags": list(cell.tags)} if cell.tags else {}
    return new_code_cell(as_given(cell.text, solved=solved), metadata=metadata)


def folded(hints: Sequence[str]) -> str:
    """The hints as Markdown that shows each only when it is opened."""
    folds = [
        f"<details><summary>Hint {number}</summary>\n\n{hint}\n\n</details>"
        for number, hint in enumerate(hints, 1)
    ]
    return "\n".join(folds)
