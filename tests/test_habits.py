"""What students have around their work: it costs no point, or a sentence says what to do about it.

All programs are graded in one run.
"""

import sys

import pytest
from test_honest_noise import RIGHT, SPLIT
from test_programs_as_written import COLLECTION, FIRST, LAST, NOT_DEFINED, _book, _text

from torchdojo.catalog import Code
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

WORK = RIGHT.replace("import torch\n", "", 1)
KEEPS: dict[str, Code] = {
    "a default device that is not there": _text(f"{RIGHT}\ntorch.set_default_device('cuda')\n"),
    "the same, in a cell": _book("import torch\ntorch.set_default_device('xpu')", WORK),
    "a default type that is not there": _text(
        f"{RIGHT}\ntry:\n    torch.set_default_tensor_type(torch.cuda.DoubleTensor)\n"
        "except (RuntimeError, TypeError):\n    pass\n"
    ),
    "settings of IPython's": _book(
        "%config Completer.use_jedi = False\n%config IPCompleter.greedy=True\n"
        '%config ZMQInteractiveShell.ast_node_interactivity = "all"\n%config\nimport torch',
        WORK,
    ),
    "extensions that are not there": _book(
        "%load_ext tensorboard\n%reload_ext lab_black\n%tensorboard --logdir runs\nx = %mprun f()\n"
        "import torch",
        WORK,
    ),
    "a magic that sees the names of its cell": _book(
        "import torch\nn = 3\n%time size = {n} + 1\ndef f(k):\n    get_ipython().run_line_magic("
        "'time', 'x = {k}')\nf(2)\nassert size == {4}",
        WORK,
    ),
    "torchdojo's own help": _book(
        "import torch\nfrom torchdojo.jupyter import check, hint\n"
        f"from torchdojo.jupyter.helping import draw, solution\ncheck({SPLIT!r})\n"
        f"hint({SPLIT!r})\ndraw({SPLIT!r})\nsolution({SPLIT!r}, sure=True)",
        WORK,
    ),
    "who and where one is": _text(
        "import os, getpass\nME = [os.environ[n] for n in ('USER', 'LOGNAME', 'USERNAME', 'SHELL', "
        "'PWD', 'HOME', 'LANG')] + [os.getlogin(), getpass.getuser()]\n"
        f"assert all(ME) and os.environ['PWD'] == os.getcwd()\n{RIGHT}"
    ),
}
NEEDS_N = RIGHT.replace("return torch.stack([a, b]", "return torch.stack([a, b][:N]")
NEWER = ["It is graded with Python 3.11"] if sys.version_info < (3, 12) else []
SAYS: dict[str, tuple[Code, list[str], list[str]]] = {
    "a package that is not there": (
        _text(f"import pandas_of_mine as pd\n{RIGHT}"),
        ["There is no `pandas_of_mine` where your work is graded", "move it below them",
         "hand in `pandas_of_mine.py` in the same folder"], [],
    ),
    "a package that is only in Colab": (
        _book("from google.colab import drive\ndrive.mount('x')\nimport torch", WORK),
        ["There is no `google` where", "move it to a cell of its own"], ["hand in"],
    ),
    "a folder that is not there": (
        _book("import os\nos.chdir('/content/drive/hw1')\nimport torch", WORK),
        ["There is no such file or folder where your work is graded", "cell 1, line 2"], [],
    ),
    "a file that a command would have made": (
        _book("%%bash\necho 2 > n.txt", "N = int(open('n.txt').read())", NEEDS_N),
        ["It raised NameError: name 'N' is not defined\n", "Not carried out while it is graded: "
         "`%%bash`"], ["Did you mean"],
    ),
    "a cell magic that is not known": (
        _book(FIRST, "%%memit -r 1\n" + LAST),
        ["`%%memit -r 1` is not known here, so its cell did not run: remove that line.",
         NOT_DEFINED], ["is a comment", "get_ipython"],
    ),
    "a result that the check cannot use": (
        _text(RIGHT.replace("    return [piece", "    [piece", 1)),
        ["`split_even` returned None, which is not what the check needs (TypeError: 'NoneType' "
         "object is not iterable)", "There is no `return` in `split_even`"],
        ["It cannot be called", "It raised"],
    ),
    "a bare return": (
        _text(RIGHT.replace("    return [piece", "    if n < 1:\n        return\n    [piece", 1)),
        ["No `return` in `split_even` gives a value, so it returns None."], ["There is no"],
    ),
    "a result that is printed": (
        _text(FIRST + LAST.replace("return torch.stack([a, b], dim=1).flatten(0, 1)",
                                   "print(torch.stack([a, b], dim=1).flatten(0, 1))")),
        ["`interleave` prints its result and returns nothing: `return` it."], ["There is no"],
    ),
    "an async function": (
        _text(FIRST + "async " + LAST), ["An `async def` returns no result", "write `def`"], [],
    ),
    "a generator": (
        _text(FIRST.replace("[piece", "(piece", 1).replace("(t, n)]", "(t, n))") + LAST),
        ["make no list: return a list"], [],
    ),
    "a name with another meaning": (
        _text(f"{RIGHT}\nsplit_even = split_even(torch.arange(7), 3)\n"),
        ["gives the name `split_even` to something else, `split_even = split_even("], [],
    ),
    "a function of Python's with another meaning": (
        _text(f"sum = 0\n{RIGHT}"),
        ["Line 1 gives the name `sum` to something else, `sum = 0`"], [],
    ),
    "an empty file": (_text(""), ["Your file is empty: is it saved"], []),
    "a name of a newer Python": (
        _text(f"from typing import override\n{RIGHT}"), NEWER, [],
    ),
    "quotes of a newer Python": (_text(RIGHT + "\nprint(f\"{d[\"a\"]}\")\n"), NEWER, []),
    "types of a newer Python": (_text(f"type Sizes = list[int]\n{RIGHT}"), NEWER, []),
    "parameters of a newer Python": (_text(f"def first[T](x: T): ...\n{RIGHT}"), NEWER, []),
    "a text in place of tensors": (
        _text(FIRST.replace("(t, n):", "(t, n):\n    return 'done'", 1) + LAST),
        ["`split_even` returned a value of type `str`"], ["Did you mean", "It raised"],
    ),
    "too few parameters": (
        _text(FIRST + LAST.replace("(a, b)", "(a)")),
        ["It cannot be called as the exercise asks"], [],
    ),
    "a cell magic below something": (
        _book(FIRST, "# timed\n%%time\n" + LAST),
        ["has to be the first one of its cell", ": %%time", NOT_DEFINED], ["get_ipython"],
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def graded() -> dict[str, dict[str, object]]:
    """The results of all these programs, by their labels."""
    programs = [Program(SPLIT, label, code) for label, code in KEEPS.items()]
    programs += [Program(SPLIT, label, code) for label, (code, _, _) in SAYS.items()]
    found = grade_programs(COLLECTION, programs, ("--device", "cpu"))
    return {label: dict(result) for (_, label), result in found.items()}


def _feedback(result: dict[str, object]) -> str:
    checks = result["checks"]
    assert isinstance(checks, list)
    return "\n".join(check["feedback"] for check in checks if check["outcome"] != "passed")


@pytest.mark.parametrize("label", KEEPS)
def test_a_habit_costs_no_point(graded: dict[str, dict[str, object]], label: str) -> None:
    """The work is right, whatever stands around it."""
    assert graded[label]["score"] == graded[label]["max_score"], _feedback(graded[label])


@pytest.mark.parametrize("label", SAYS)
def test_the_feedback_says_what_to_do(graded: dict[str, dict[str, object]], label: str) -> None:
    """And nothing that is not so."""
    _, said, unsaid = SAYS[label]
    feedback = _feedback(graded[label])
    assert [words for words in said if words not in feedback] == [], feedback
    assert [words for words in unsaid if words in feedback] == [], feedback
