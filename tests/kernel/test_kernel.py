"""A notebook runs here as in a stock kernel: the same names are bound, the same cells fail.

What the kernel did is in ``stock.json``, which ``python tests/kernel/refresh.py`` makes.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from cases import CASES, FILES, record
from playing import Playground, bound, playground

from torchdojo.catalog import code_of_cells
from torchdojo.players.account import COMMAND, ENDED, RAISED

STOCK = json.loads((Path(__file__).parent / "stock.json").read_text("utf-8"))
UNNAMED = {"a repr that fails"}
"""Where the kernel tells of an error that has no kind: the value is not shown, the cell has run."""

TAMPERS = {"nbgrader's tests/apps/files/submitted-cheat-attempt-alternative.ipynb"}
"""Where a cell takes the kernel's own way to show errors away, so that other errors come of it:
ours is another one, and the same cells fail."""

_PLACES = ("alone", "first", "last", "between", "in a block", "in a function", "after a comment")
FORGIVEN = {
    *("an extension that is not there", "unknown line magic", "unknown with blank lines"),
    *(f"unknown {place}" for place in _PLACES),
}
"""Where the kernel stops at a command that only an extension of the student's knows: here it does
nothing and is told, since the rest of that cell may be the work."""
_UNKNOWN = re.compile(r"%(no_such_magic|load_ext no_such_extension)[^\n]*")


@pytest.fixture(scope="module")
def ground() -> Iterator[Playground]:
    """Players of one host."""
    with playground() as ground:
        yield ground


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The files that were handed in beside each notebook."""
    folder = tmp_path_factory.mktemp("beside")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    yield folder
    shutil.rmtree(folder)


def test_what_the_kernel_did_is_known_of_every_notebook() -> None:
    """The record is of the notebooks as they are now."""
    assert {label: known["cells"] for label, known in STOCK.items()} == {
        label: record(label) for label in CASES
    }


@pytest.mark.parametrize("label", CASES)
def test_a_notebook_runs_as_in_a_stock_kernel(ground: Playground, folder: Path, label: str) -> None:
    """Names, their kinds, and the error of each cell are those of the kernel."""
    cells, known = CASES[label], STOCK[label]
    code = code_of_cells([(c, ()) for c in cells], str(folder / "work.ipynb"), str(folder))
    played = ground.play(code, bound)
    errors: list[str | None] = [None] * len(cells)
    for fate in played.account:
        if fate.what in (RAISED, ENDED):
            errors[fate.cell - 1] = fate.error
    expected = [None] * len(cells) if label in UNNAMED else known["errors"]
    if label in TAMPERS:
        errors, expected = ([e is not None for e in found] for found in (errors, expected))
    if label in FORGIVEN:
        without = code_of_cells([(_UNKNOWN.sub("pass", c), ()) for c in cells], "work.ipynb")
        assert (played.value, errors) == (ground.play(without, bound).value, [None] * len(cells))
        assert COMMAND in {fate.what for fate in played.account}
        return
    assert (played.value, errors) == (known["names"], expected), played.printed
