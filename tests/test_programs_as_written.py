"""Programs as people write them: right work keeps its points, and a sentence names what is lost."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from conftest import ROOT, Run
from test_honest_noise import RIGHT, SPLIT

from torchdojo.catalog import Code, Collection, code_of_notebook, code_of_text
from torchdojo.feedback.compare import _first_wrong
from torchdojo.feedback.wording import apart
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

COLLECTION = Collection(ROOT)
TRACK = "01_tensors"


def _solution(name: str) -> str:
    return COLLECTION.find(name).source.text


def _notebook_text(*cells: str | tuple[str, str]) -> str:
    listed = []
    for cell in cells:
        kind, source = ("code", cell) if isinstance(cell, str) else cell
        more = {"outputs": [], "execution_count": 1} if kind == "code" else {}
        listed.append({"cell_type": kind, "metadata": {}, "source": source} | more)
    data = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": listed}
    return json.dumps(data)


def _module(before: str = "", after: str = "") -> Callable[[str], tuple[str, str]]:
    return lambda text: (".py", f"{before}\n{text}\n# %%\n{after}\n")


def _cells(before: str = "", after: str = "pass") -> Callable[[str], tuple[str, str]]:
    return lambda text: (".ipynb", _notebook_text(before, text, after))


COMPILED = """
import types
for _name, _value in list(globals().items()):
    if isinstance(_value, types.FunctionType):
        globals()[_name] = torch.compile(_value)
"""
SPAWNED = """
from torch.utils.data import DataLoader, TensorDataset
for context in ("spawn", "forkserver", "fork"):
    loader = DataLoader(TensorDataset(torch.arange(6)), batch_size=2, num_workers=2,
                        multiprocessing_context=context, persistent_workers=True)
    assert sum(len(batch[0]) for _ in range(2) for batch in loader) == 12
import torch.multiprocessing as mp
mp.set_start_method("spawn")
"""
V2 = """
from torchvision.transforms import v2
def make_transform(height, width):
    steps = [v2.Resize((height, width)), v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    return v2.Compose(steps)
"""
PLOTS = """
import matplotlib
matplotlib.use("TkAgg")
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
plt.switch_backend("qt5agg")
plt.figure()
"""
CACHED = """
import os
for name in ("TORCH_HOME", "TORCHINDUCTOR_CACHE_DIR", "TRITON_CACHE_DIR", "HF_HOME"):
    os.makedirs(os.environ[name], exist_ok=True)
    assert os.environ[name].startswith(os.path.expanduser("~"))
torch.hub.get_dir()
"""
HONEST: dict[str, Callable[[str], tuple[str, str]]] = {
    "01_create": _cells("%%capture\n!echo hi\nimport torch"),
    "02_dtypes": _cells("!pip install -q \\\n    torchinfo\nimport torch"),
    "03_random": _cells("%matplotlib inline\n", "def chunked(t, n):  # or chunk?\n    return t"),
    "04_shapes": _cells(
        "%time STACK = __import__('torch').stack\nimport asyncio\nawait asyncio.sleep(0)\n"
        "%run my_helper.py\nassert helps() == 5\n"
        "get_ipython().run_cell_magic('time', '', 'x = 1\\n')",
        "STACK and x\n1 / 0",
    ),
    "05_squeeze": _module("import torch", "import time\nstart = time.process_time()\n"
                          "while time.process_time() < start + 12:\n    torch.ones(9) @ torch.ones(9)"),
    "06_broadcast": _module("", "exit()"),
    "07_products": _module("", COMPILED),
    "08_reduce": _module("ROWS = open('data.txt').read()\nimport my_helper",
                         "open('out.csv', 'w').write(ROWS)\nopen('data.txt', 'a').write('more')\n"
                         "from pathlib import Path\nassert Path(__file__).with_name('data.txt').exists()"),
    "09_standardise": _module("", PLOTS),
    "10_split_and_chunk": _module("import torch\ntorch.set_default_dtype(torch.float64)\n"
                                  "torch.set_grad_enabled(False)\ntorch.set_default_device('meta')"),
    "11_join": _module("", "answer = input('another? ')"),
    "12_pick": _module("", SPAWNED),
    "14_anywhere": _module("# %% [markdown]\n# %%\nget_ipython().run_line_magic('matplotlib', 'qt')\n"
                           "get_ipython().system('pip list')\n# %%", CACHED),
}  # fmt: skip
BESIDE = {"data.txt": "1 2\n", "my_helper.py": "HELP = 5\ndef helps():\n    return HELP\n"}


def _hand_in(folder: Path) -> Path:
    """A student's folder with all honest programs, and the files beside them."""
    track = folder / "alice" / TRACK
    track.mkdir(parents=True)
    for name, write in HONEST.items():
        suffix, text = write(_solution(name))
        (track / f"{name}{suffix}").write_text(text, encoding="utf-8")
    for name, text in BESIDE.items():
        (track / name).write_text(text, encoding="utf-8")
    images = folder / "alice" / "03_pipelines"
    images.mkdir()
    text = _solution("07_image_dataset") + "\n# %%\nimport torch\n" + V2
    (images / "07_image_dataset.py").write_text(text, encoding="utf-8")
    return folder / "alice"


@pytest.fixture(scope="module")
def honest(graders: Callable[..., Run], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`pytest graders/` on all honest programs."""
    submission = _hand_in(tmp_path_factory.mktemp("class"))
    places = [f"graders/{TRACK}/{name}" for name in HONEST]
    return graders(
        "--submission", str(submission), "--device", "cpu",
        places=(*places, "graders/03_pipelines/07_image_dataset"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", [*(f"{TRACK}/{n}" for n in HONEST), "03_pipelines/07_image_dataset"]
)
def test_right_work_keeps_its_points(honest: Run, name: str) -> None:
    """However it is written, and whatever else it does."""
    scored = honest.report["exercises"][name]
    lost = [check["feedback"] for check in scored["checks"] if check["outcome"] != "passed"]
    assert scored["score"] == scored["max_score"], lost


NOTES = {
    "05_squeeze": ["still running at the time limit", "while time.process_time() < start + 12"],
    "06_broadcast": ["ends the program", "exit()"],
    "11_join": ["`input` waits for somebody", "EOFError"],
}


@pytest.mark.parametrize("name", HONEST)
def test_a_note_names_the_statement_that_did_not_simply_run(honest: Run, name: str) -> None:
    """With its line and text, below the table and in the report; of others, nothing is said."""
    notes = honest.report["exercises"][f"{TRACK}/{name}"].get("notes", [])
    assert len(notes) == (name in NOTES)
    for words in NOTES.get(name, ()):
        assert words in notes[0] and f"Note on {TRACK}/{name}: {notes[0]}" in honest.output


def test_a_class_is_graded_the_same_way(tmp_path: Path) -> None:
    """`torchdojo grade` gives the same marks as `pytest graders/`."""
    _hand_in(tmp_path / "class")
    names = ["04_shapes", "06_broadcast", "08_reduce"]
    command = [str(Path(sys.executable).parent / "torchdojo"), "grade"]
    command += [word for name in names for word in ("--exercise", f"{TRACK}/{name}")]
    done = subprocess.run(
        [*command, "--device", "cpu", str(tmp_path / "class"), str(tmp_path / "out")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "out" / "alice.json").read_text("utf-8"))
    for name in names:
        scored = report["exercises"][f"{TRACK}/{name}"]
        assert scored["score"] == scored["max_score"] > 0, scored


def _without(name: str) -> str:
    lines = RIGHT.split("\n")
    start = lines.index(next(line for line in lines if line.startswith(f"def {name}(")))
    return "\n".join(lines[:start])


LAST = "def interleave(a, b):\n    return torch.stack([a, b], dim=1).flatten(0, 1)\n"
INDENTED = LAST.replace("\n", "\n    ")
FIRST = _without("interleave")


def _text(text: str) -> Code:
    return code_of_text(text, "10_split_and_chunk.py")


def _book(*cells: str | tuple[str, str]) -> Code:
    return code_of_notebook(_notebook_text(*cells), "10_split_and_chunk.ipynb")


NOT_DEFINED = "`interleave` is not defined"
SPEAKING: dict[str, tuple[Code, list[str], list[str]]] = {
    "a cell that fails and binds other names": (
        _book("import no_such_module", FIRST, "# not written yet"),
        [NOT_DEFINED, "keep its name"], ["no_such_module", "stopped"],
    ),
    "a cell that fails before the definition": (
        _book(FIRST, "import no_such_module\n\n" + LAST),
        [NOT_DEFINED, "Cell 2 stopped with ModuleNotFoundError", "cell 2, line 1"], [],
    ),
    "a module that stops before the definition": (
        _text(f"{FIRST}\n1 / 0\n{LAST}"),
        ["cannot be loaded: ZeroDivisionError", "1 / 0", NOT_DEFINED], [],
    ),
    "a name that a failed import did not bind": (
        _book("import no_such_module as helper", FIRST, LAST.replace("torch.", "helper.")),
        ["NameError: name 'helper'", "Cell 1 stopped with ModuleNotFoundError"], [],
    ),
    "a chain of failures": (
        _book("import no_such_module as helper", FIRST, "base = helper.base\n" + LAST),
        [NOT_DEFINED, "Cell 1 stopped with ModuleNotFoundError"], ["Cell 3"],
    ),
    "in a class": (
        _text(f"{FIRST}\nclass Solution:\n    {INDENTED}"),
        [NOT_DEFINED, "it is in class `Solution` (line", "move it out"], [],
    ),
    "under the main guard": (
        _text(f"{FIRST}\nif __name__ == '__main__':\n    {INDENTED}"),
        [NOT_DEFINED, "in the block `if __name__ == '__main__':`"], [],
    ),
    "in a function": (
        _text(f"{FIRST}\ndef main():\n    {INDENTED}"),
        [NOT_DEFINED, "inside `main`"], [],
    ),
    "in a block that is not run": (
        _text(f"{FIRST}\nif False:\n    {INDENTED}"),
        [NOT_DEFINED, "under `False`"], ["main"],
    ),
    "in a comment": (
        _text(FIRST + "\n" + "\n".join(f"# {line}" for line in LAST.splitlines())),
        [NOT_DEFINED, "is a comment", "# def interleave(a, b):"], [],
    ),
    "in a Markdown cell": (
        _book(FIRST, ("markdown", LAST)), [NOT_DEFINED, "in a Markdown cell"], [],
    ),
    "in a raw cell": (_book(FIRST, ("raw", LAST)), [NOT_DEFINED, "of type Raw"], []),
    "deleted": (_text(f"{RIGHT}\ndel interleave\n"), [NOT_DEFINED, "removes it"], []),
    "a slip of the pen": (
        _text(FIRST + LAST.replace("interleave", "interlaeve")),
        [NOT_DEFINED, "`interlaeve`"], [],
    ),
    "another case": (
        _text(FIRST + LAST.replace("interleave", "InterLeave")), [NOT_DEFINED, "`InterLeave`"], [],
    ),
    "merge markers": (
        _text(f"{FIRST}\n<<<<<<< HEAD\n{LAST}\n=======\n{LAST}\n>>>>>>> main\n"),
        ["marker of a merge conflict", "line 15", "<<<<<<< HEAD"], ["invalid syntax"],
    ),
    "Markdown fences": (_text(f"```python\n{RIGHT}\n```\n"), ["a Markdown fence", "line 1"], []),
    "pasted prompts": (
        _text(">>> import torch\n" + RIGHT), ["begins with a prompt", "line 1"], [],
    ),
    "IPython's prompts": (_text("In [3]: import torch\n" + RIGHT), ["begins with a prompt"], []),
    "line numbers": (
        _text("\n".join(f"{n:3} {line}" for n, line in enumerate(RIGHT.splitlines(), 1))),
        ["line numbers"], [],
    ),
    "a notebook saved as a module": (
        _text(_notebook_text(RIGHT)), ["is a notebook under a name that ends in `.py`"], ["null"],
    ),
    "a notebook with null, saved as a module": (
        _text('{"nbformat": 4, "cells": [{"execution_count": null}]}'),
        ["is a notebook under a name"], ["name 'null'"],
    ),
    "a web page": (_text("<!DOCTYPE html>\n<html><body>404</body></html>"), ["a web page"], []),
    "a command of IPython's in a module": (
        _text("%matplotlib inline\n" + RIGHT), ["a command of IPython's", "%matplotlib inline"], [],
    ),
    "breakpoint": (
        _text(f"{FIRST}\nbreakpoint()\n{LAST}"),
        ["A debugger stops the program", "breakpoint()", NOT_DEFINED], ["return"],
    ),
    "pdb in a function": (
        _text(RIGHT.replace("    return torch.stack", "    import pdb; pdb.set_trace()\n    return torch.stack")),
        ["A debugger stops the program", "pdb.set_trace()"], [],
    ),
    "a missing parenthesis": (
        _text(RIGHT + "\nprint((1, 2)\n"), ["SyntaxError: '(' was never closed", "line 18", "^"], [],
    ),
    "a missing parenthesis below a lesson": (
        _text('# A comment.\n\n"""# Lesson\n\n```python\n>>> torch.ones(2)\n```\n"""\n' + RIGHT + "\nprint((1, 2)\n"),
        ["SyntaxError: '(' was never closed"], ["fence", "prompt"],
    ),
    "Python's own advice": (
        _text(RIGHT + "\nx = {'a': 1 'b': 2}\n"), ["Perhaps you forgot a comma", "^^"], [],
    ),
    "a misspelt name in a function": (
        _text(RIGHT.replace("dim=1).flatten(", "dim=1).flaten(")), ["Did you mean `flatten`"], [],
    ),
    "a misspelt name": (
        _text("import torch\nrows = 3\nprint(rowz)\n" + RIGHT), ["Did you mean `rows`"], [],
    ),
    "a switch that matters": (
        _text("import torch\ntorch.set_default_dtype(torch.float64)\nONE = torch.ones(1)\n"
              + RIGHT.replace("flatten(0, 1)", "flatten(0, 1) * ONE")),
        ["Line 2 changes the default dtype", "torch.set_default_dtype(torch.float64)"], ["Or:"],
    ),
    "the process ends": (
        _text(f"{RIGHT}\nimport os\nos._exit(0)\n"), ["ended its process", "`os._exit(0)`"], [],
    ),
    "pip does nothing": (
        _book("!pip install no_such_module\nimport no_such_module\n" + LAST, FIRST),
        [NOT_DEFINED, "ModuleNotFoundError", "!pip install no_such_module"], [],
    ),
}  # fmt: skip


NEARLY = [
    (-0.20000001788139343, -0.2),
    (1e-30, 1.0000001e-30),
    (123456.7, 123456.71),
    (0.1 + 0.2, 0.3),
    (complex(1, 1e-9), complex(1, 2e-9)),
    (float("inf"), -float("inf")),
]


@pytest.mark.parametrize("pair", NEARLY)
def test_numbers_that_differ_are_shown_to_differ(pair: tuple[complex, complex]) -> None:
    """By as many digits as it takes, in a tensor and alone."""
    kind = torch.complex128 if isinstance(pair[0], complex) else torch.float64
    tensors = [torch.tensor([0.0, value], dtype=kind) for value in pair]
    found = _first_wrong(*tensors, tensors[0] != tensors[1], "")
    words = found.sentence.removeprefix("element [1] is ").split(";")[0].split(", expected ")
    assert len(set(words)) == 2, found
    assert len(set(apart(*pair))) == 2


@pytest.fixture(scope="module")
def speaking() -> dict[str, str]:
    """The feedback on every program that is not right, by its label."""
    programs = [Program(SPLIT, label, code) for label, (code, _, _) in SPEAKING.items()]
    scored = grade_programs(COLLECTION, programs, ("--device", "cpu"))
    return {
        label: "\n".join(c["feedback"] for c in result["checks"] if c["outcome"] != "passed")
        for (_, label), result in scored.items()
    }


@pytest.mark.parametrize("label", SPEAKING)
def test_the_feedback_names_what_is_wrong(speaking: dict[str, str], label: str) -> None:
    """The statement to blame, with its line and its text, and nothing that is not so."""
    _, said, unsaid = SPEAKING[label]
    feedback = speaking[label]
    assert [words for words in said if words not in feedback] == [], feedback
    assert [words for words in unsaid if words in feedback] == [], feedback
