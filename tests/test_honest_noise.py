"""Right work that is loud, slow or untidy: none of it costs a point."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Run

from torchdojo.catalog import Code, Collection, code_of_text
from torchdojo.catalog.submission import code_of_notebook
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

SPLIT = "01_tensors/10_split_and_chunk"
RIGHT = """
import torch


def split_even(t, n):
    return [piece.clone() for piece in torch.tensor_split(t, n)]


def split_sizes(t, sizes):
    if sum(sizes) != len(t):
        raise ValueError("the sizes do not fit")
    return [piece.clone() for piece in torch.split(t, sizes)]


def interleave(a, b):
    return torch.stack([a, b], dim=1).flatten(0, 1)
"""

WRAP = """
def _around(function):
    def wrapped(*args):
        noise()
        return function(*args)
    return wrapped


split_even, split_sizes, interleave = map(_around, (split_even, split_sizes, interleave))
"""

# What runs once, while the file is loaded.
LOADED = {
    "warns": "import warnings\nwarnings.warn('old code')\nwarnings.simplefilter('error')",
    "logs": "import logging\nlogging.basicConfig(level=0)\nlogging.error('so far so good')",
    "registers an exit handler": "import atexit\natexit.register(print, 'bye')",
    "sleeps for a second": "import time\ntime.sleep(1)",
    "draws a figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.savefig('f.png')",
    "starts a thread": "import threading, time\nt = threading.Thread(target=time.sleep, args=(9,),"
    " daemon=True)\nt.start()",
    "sets every seed": "import random\nimport numpy\nrandom.seed(1)\nnumpy.random.seed(1)\n"
    "torch.manual_seed(1)",
    "sets the number of threads": "torch.set_num_threads(2)\n"
    "torch.ones(300, 300) @ torch.ones(300, 300)",
    "prints with other options": "torch.set_printoptions(precision=1)\nprint(torch.rand(3))",
    "defines a dataclass": "from dataclasses import dataclass\n\n@dataclass\nclass Piece:\n"
    "    rows: 'int' = 0\n\nassert Piece(3) == Piece(3)",
    "has a main block": "if __name__ == '__main__':\n    raise SystemExit('only when run')",
    "uses unicode names": "größe, π = 3, 3.14159\nprint('größe', größe, '→ 終わり 🙂')",
    "works in its folder": "import pathlib\npathlib.Path('notes').mkdir()\n"
    "pathlib.Path('notes/a.txt').write_text('x')\ntorch.save(torch.ones(2), 'w.pt')",
    "needs future annotations": "import typing\nprint(typing.get_type_hints(split_even))",
    "loads data with workers": "from torch.utils.data import DataLoader\n"
    "print(len(list(DataLoader(torch.arange(8.0), batch_size=2, num_workers=2))))",
    "replaces its standard output": "import io, sys\nsys.stdout = io.StringIO()\nprint('hidden')",
    "has tags of its own": "# %% tags=[explore]\nn = 3\n# %% tags=[[\nn = 4",
    "was exported from a notebook": "get_ipython().run_line_magic('matplotlib', 'inline')\n"
    "display(torch.ones(2))",
    "is checked while it runs": "for _ in range(3):\n    assert torch.equal(interleave("
    "torch.zeros(2), torch.ones(2)), torch.tensor([0.0, 1.0, 0.0, 1.0]))",
}

# What runs in every call.
CALLED = {
    "prints megabytes": "print('x' * 2_000_000)",
    "writes to standard error": "import sys\n    sys.stderr.write('no problem\\n' * 10_000)",
    "shows a progress bar": "from tqdm import tqdm\n    list(tqdm(range(1000)))",
    "warns in every call": "import warnings\n    warnings.warn('still old')",
    "draws random numbers": "torch.randn(100)",
    "uses a pool of threads": "from concurrent.futures import ThreadPoolExecutor\n"
    "    with ThreadPoolExecutor(4) as pool:\n        list(pool.map(abs, range(9)))",
    "catches its own errors": "try:\n        1 / 0\n    except ZeroDivisionError:\n        pass",
    "closes a file of its own": "import tempfile\n    tempfile.TemporaryFile().close()",
}


def _notebook(*cells: str) -> Code:
    given = {"cell_type": "code", "outputs": [], "execution_count": 1}
    listed = [
        given | {"source": cell, "metadata": {"tags": ["explore"]} if SHOWS in cell else {}}
        for cell in cells
    ]
    text = json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": listed})
    return code_of_notebook(text, "10_split_and_chunk.ipynb")


SHOWS = "# to look at"
NOTEBOOKS = {
    "a notebook with magics": ("%matplotlib inline\n!pip list\n?torch", "%%time\n" + RIGHT),
    "a notebook with a cell that fails": (RIGHT, "print(nothing)", "1 / 0", "interleave?"),
    "a notebook that shows values": (f"files = !ls\ndisplay('files')\n{RIGHT}",),
    "a constant where something was only shown": (
        RIGHT.replace("dim=1", "dim=BETWEEN"),
        f"{SHOWS}\nBETWEEN = 1\nprint(interleave(torch.zeros(2), torch.ones(2)))",
    ),
    "a cell that only shows, and never ends": (RIGHT, f"{SHOWS}\nt = 1\nwhile True:\n    t += 1"),
}


def _programs() -> dict[str, Code]:
    name = "10_split_and_chunk.py"
    texts = {label: f"{RIGHT}\n\n{noise}\n" for label, noise in LOADED.items()}
    for label, noise in CALLED.items():
        texts[label] = f"{RIGHT}\n\ndef noise():\n    {noise}\n\n{WRAP}"
    codes = {label: code_of_text(text, name) for label, text in texts.items()}
    return codes | {label: _notebook(*cells) for label, cells in NOTEBOOKS.items()}


@pytest.fixture(scope="module")
def scores() -> dict[str, dict]:
    """The scores of all noisy programs, graded in one run."""
    programs = [Program(SPLIT, label, code) for label, code in _programs().items()]
    scored = grade_programs(Collection(ROOT), programs, ("--device", "cpu"))
    return {label: result for (_, label), result in scored.items()}


@pytest.mark.parametrize("label", list(_programs()))
def test_noise_costs_no_point(scores: dict[str, dict], label: str) -> None:
    """Right answers earn everything, whatever else the program does."""
    lost = [c["feedback"] for c in scores[label]["checks"] if c["outcome"] != "passed"]
    assert scores[label]["score"] == 10, lost


@pytest.mark.parametrize(
    ("prefix", "ending"), [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")], ids=["CRLF", "BOM"]
)
def test_files_from_other_editors_are_read(
    graders: Callable[..., Run], tmp_path: Path, prefix: bytes, ending: bytes
) -> None:
    """Windows line ends and a byte order mark are fine, and so are helpers beside the file."""
    work = tmp_path / "work"
    path = work / f"{SPLIT}.py"
    path.parent.mkdir(parents=True)
    (path.parent / "my_helper.py").write_text("from my_data import ROWS\n")
    (path.parent / "my_data.py").write_text("ROWS = open(__file__).read()\n")
    text = "from my_helper import ROWS\n" + RIGHT
    path.write_bytes(prefix + text.encode().replace(b"\n", ending))
    run = graders("--submission", str(work), "--device", "cpu", places=(f"graders/{SPLIT}",))
    assert run.report["score"] == 10, run.output


def test_pictures_in_a_notebook_do_not_count_as_code(
    graders: Callable[..., Run], tmp_path: Path
) -> None:
    """A notebook with megabytes of outputs is read, one that is far too large is told so."""
    outputs = [{"output_type": "display_data", "data": {"image/png": "A" * 2**20}}] * 5
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": outputs}
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}
    path = tmp_path / f"{SPLIT}.ipynb"
    path.parent.mkdir(parents=True)
    for times, score, said in ((1, 10, "Total 10 of 10"), (20, 0, "clear its outputs")):
        path.write_text(json.dumps(notebook | {"cells": [cell | {"source": RIGHT}] * times}))
        options = ("--submission", str(tmp_path), "--device", "cpu")
        run = graders(*options, places=(f"graders/{SPLIT}",))
        assert run.report["score"] == score and said in run.output, run.output
