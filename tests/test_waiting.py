"""In a stock kernel, cells that show something wait for functions that are not written yet."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from jupyter_client.manager import start_new_kernel

from torchdojo.authoring.notebook import BEGINNING

LINE = ROOT / "exercises" / "05_training" / "05_line.ipynb"
STUB = "# YOUR CODE HERE\n    raise NotImplementedError"
FIT = f'def fit(x):\n    """Fit."""\n    {STUB}\n'


class Kernel:
    """A kernel of Jupyter's own; remembers nothing but what ran in it."""

    def __init__(self, folder: Path) -> None:
        self.manager, self.client = start_new_kernel(cwd=str(folder))

    def run(self, code: str) -> tuple[str, str]:
        """Run a cell; returns ``ok`` or the name of the error, and what was printed."""
        told: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            told.append(message["content"].get("text", ""))

        reply = self.client.execute_interactive(code, output_hook=hear, timeout=120)["content"]
        return reply.get("ename", reply["status"]), "".join(told).strip()

    def close(self) -> None:
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """A kernel in which the first cell of a notebook has run, and a stub."""
    made = Kernel(tmp_path_factory.mktemp("kernel"))
    assert made.run(BEGINNING) == ("ok", "")
    yield made
    made.close()


def test_a_handed_out_notebook_runs_to_its_end(tmp_path: Path) -> None:
    """By nbconvert, which stops at the first error; without its last cell, which grades it."""
    notebook = nbformat.read(LINE, as_version=4)
    notebook.cells.pop()
    given = tmp_path / "line.ipynb"
    nbformat.write(notebook, given)
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--stdout"]
    done = subprocess.run(
        [*command, str(given)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    outputs = [one for c in json.loads(done.stdout)["cells"] for one in c.get("outputs", ())]
    said = ["".join(one["text"]) for one in outputs]
    assert (
        said[0]
        == "fit_line() is not written yet; this cell shows its result once that is written.\n"
    )
    assert said[1].startswith("`intercept` is made above, by a cell that waits for fit_line();")
    assert len(said) == 3


def test_the_picture_comes_once_the_function_is_written(kernel: Kernel) -> None:
    """And what the waiting cell would have bound is there for the cells below it."""
    kernel.run(FIT)
    assert kernel.run("found = fit(3)\nprint(found)")[0] == "ok"
    assert kernel.run("print(found + 1)")[1].startswith("`found` is made above")
    kernel.run("def fit(x):\n    return x")
    assert kernel.run("found = fit(3)\nprint(found)") == ("ok", "3")
    assert kernel.run("print(found + 1)") == ("ok", "4")


def test_a_test_cell_does_not_wait_where_nbgrader_grades(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There a cell that ends without an error has full marks."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    made = Kernel(tmp_path)
    try:
        made.run(BEGINNING)
        assert made.run(f"{FIT}assert fit(1) == 2")[0] == "NotImplementedError"
    finally:
        made.close()


@pytest.mark.parametrize(
    ("cell", "called"),
    [
        ("class A:\n    def go(self):\n        raise NotImplementedError\nA().go()", "A.go"),
        ("def late():\n    raise NotImplementedError\nprint('a')\nlate()", "late"),
        (f"%time\ndef timed():\n    {STUB}\ntimed()", "timed"),
    ],
)
def test_the_sentence_names_the_function(kernel: Kernel, cell: str, called: str) -> None:
    """A method too, and one whose reminder was deleted."""
    state, said = kernel.run(cell)
    assert state == "ok" and f"{called}() is not written yet" in said


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ("def bug():\n    return nowhere\nbug()", "NameError"),
        ("nowhere", "NameError"),
        ("def bug():\n    1 / 0\nbug()", "ZeroDivisionError"),
        ("raise NotImplementedError", "NotImplementedError"),
        ("def mine(x):\n    x += 1\n    raise NotImplementedError\nmine(1)", "NotImplementedError"),
        ("def no():\n    raise NotImplementedError('complex')\nno()", "NotImplementedError"),
        ("import torch\ntorch.nn.Module()(1)", "NotImplementedError"),
        (f"{FIT}def bug():\n    return awaited\nawaited = fit(1)", "ok"),
        ("bug()", "NameError"),
        (f"def left():\n    {STUB}\n    return 1\nleft()", "NotImplementedError"),
        (f"{FIT}later = fit(1)", "ok"),
        ("def fit(x):\n    return x\nlater", "NameError"),
    ],
)
def test_any_other_error_is_a_traceback(kernel: Kernel, cell: str, error: str) -> None:
    """Torch's own `NotImplementedError`, and a student's; a name that a function lacks."""
    assert kernel.run(cell)[0] == error
