"""What a notebook's kernel has run, beside what is saved: a score is about the file."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from torchdojo.authoring.notebook import BEGINNING
from torchdojo.errors import DojoError

_OURS = ("check(", "hint(", "solution(", "draw(", "reset(", "next_exercise(")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def cells_that_ran() -> list[str]:
    """The cells that this process' IPython kernel has run, as they were typed; none outside one."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return []
    shell = get_ipython()
    history = getattr(getattr(shell, "history_manager", None), "input_hist_raw", [])
    return [cell for cell in history if cell.strip()]


def differing(saved: Path, ran: Sequence[str]) -> list[str]:
    """The functions and classes whose last definition that ran is not the one in the file.

    Of a notebook whose cells were not run here there is nothing to say.
    """
    if saved.suffix != ".ipynb" or not ran:
        return []
    try:
        notebook = nbformat.read(saved, as_version=4)
    except Exception:  # the checks say what is wrong with the file
        return []
    in_file = _definitions(cell.source for cell in notebook.cells if cell.cell_type == "code")
    here = _definitions(ran)
    return [name for name in in_file if name in here and here[name] != in_file[name]]


def _definitions(cells: Iterator[str] | Sequence[str]) -> dict[str, str]:
    """What the last definition of each name does, whatever its layout."""
    found: dict[str, str] = {}
    for text in cells:
        try:
            tree = ast.parse("\n".join(map(_without_magic, text.splitlines())))
        except (SyntaxError, ValueError):
            continue
        found |= {node.name: ast.dump(node) for node in tree.body if isinstance(node, Definition)}
    return found


def _without_magic(line: str) -> str:
    return "" if line.startswith(("%", "!", "?")) else line


def write_what_ran(place: Path, ran: Sequence[str]) -> None:
    """Write the cells that ran as a notebook, each as often as it matters: the last time.

    Raises `DojoError` if nothing ran.
    """
    cells = [cell for cell in dict.fromkeys(reversed(ran)) if not _asks_us(cell)][::-1]
    if not cells:
        raise DojoError("No cell of this notebook has run yet: run your cells, then check again.")
    place.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_code_cell(cell) for cell in cells]), place)


def _asks_us(cell: str) -> bool:
    """Whether a cell does nothing but ask for a verdict or for help."""
    if cell.strip() == BEGINNING:
        return True
    lines = [line.strip() for line in cell.splitlines() if line.strip()]
    return all(line.startswith((*_OURS, "from torchdojo.jupyter import")) for line in lines)
