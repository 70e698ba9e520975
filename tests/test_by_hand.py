"""Policy checks: what counts is what the graded functions, and loading the file, can reach."""

import pytest
from conftest import ROOT

from torchdojo.authoring import render
from torchdojo.catalog import Code, Collection, code_of_cells, code_of_text
from torchdojo.proving.running import grade_programs
from torchdojo.referee.policy import forbidden_words, given_out
from torchdojo.referee.programs import Program
from torchdojo.referee.reach import Given

COLLECTION = Collection(ROOT)
SOFTMAX, ENTROPY = "06_activations/02_softmax", "04_modules/04_cross_entropy"
NAMES = ("softmax", "log_softmax")
OWN = """
import torch
import torch.nn as nn
import torch.nn.functional as F


def softmax(z, dim):
    p = (z - z.amax(dim, keepdim=True)).exp()
    return p / p.sum(dim, keepdim=True)

"""
USES = OWN.partition("def ")[0] + "\ndef softmax(z, dim):\n    return {}\n\n"
FREE = {
    "a test": OWN + "def test_it():\n    assert softmax(Z, 1).equal(torch.softmax(Z, 1))\n",
    "a function that only the guard calls": OWN + "def main():\n    print(F.softmax(Z, 1))\n\n"
    'if __name__ == "__main__":\n    main()\n',
    "a model": OWN + "class Net(nn.Module):\n    def forward(self, x):\n"
    "        return torch.softmax(x, 1)\n",
    "a lambda": OWN + "reference = lambda z, dim: torch.softmax(z, dim)\n",
    "functions that call each other": OWN + "def a(z):\n    return b(z)\n\n\ndef b(z):\n"
    "    return a(torch.softmax(z, 1))\n",
}
CAUGHT = {
    "called": USES.format("helper(z, dim)") + "def helper(z, dim):\n    return F.softmax(z, dim)\n",
    "called by what is called": USES.format("a(z, dim)") + "def a(z, dim):\n    return b(z, dim)\n"
    "\n\ndef b(z, dim):\n    return F.softmax(z, dim)\n",
    "at the top": OWN + "assert softmax(torch.ones(2, 2), 1).equal(torch.ones(2, 2).softmax(1))\n",
    "called at the top": OWN + "def test_it():\n    return torch.softmax(Z, 1)\n\n\ntest_it()\n",
    "an alias": OWN + "def helper(z, dim):\n    return F.softmax(z, dim)\n\n\nsoftmax = helper\n",
    "an alias of torch's": USES.format("helper(z, dim)") + "helper = torch.softmax\n",
    "a lambda": USES.format("helper(z, dim)") + "helper = lambda z, dim: F.softmax(z, dim)\n",
    "a default": USES.format("z").replace("dim)", "dim, by=torch.softmax)"),
    "a default of what nobody calls": OWN + "def helper(by=torch.softmax):\n    pass\n",
    "an annotation": OWN + "def helper(z: torch.softmax):\n    pass\n",
    "a decorator": OWN + "@register\ndef helper(z, dim):\n    return F.softmax(z, dim)\n",
    "an attribute of a class": USES.format("Box.by(z, dim)") + "class Box:\n    by = F.softmax\n",
    "an attribute of an unnamed class": OWN + "class Box(nn.Module):\n    by = F.softmax\n",
    "a method": USES.format("Box().by(z, dim)") + "class Box:\n    def by(self, z, dim):\n"
    "        return F.softmax(z, dim)\n",
    "a static method": OWN + "class Box(nn.Module):\n    @staticmethod\n    def by(z, dim):\n"
    "        return F.softmax(z, dim)\n",
    "a subclass that registers itself": USES.format("KNOWN[0]().by(z, dim)") + "KNOWN = []\n\n\n"
    "class Base:\n    def __init_subclass__(cls):\n        KNOWN.append(cls)\n\n\n"
    "class Box(Base):\n    def by(self, z, dim):\n        return F.softmax(z, dim)\n",
    "subclasses": USES.format("nn.Module.__subclasses__()[-1]().by(z, dim)")
    + "class Box(nn.Module):\n    def by(self, z, dim):\n        return F.softmax(z, dim)\n",
    "globals": USES.format('globals()["hel" + "per"](z, dim)') + "def helper(z, dim):\n"
    "    return F.softmax(z, dim)\n",
    "a name that is resolved": "import pkgutil\n"
    + USES.format('pkgutil.resolve_name("work:hel" + "per")(z, dim)') + "def helper(z, dim):\n"
    "    return F.softmax(z, dim)\n",
    "a name that is located": "import pydoc\n"
    + USES.format('pydoc.locate("work.hel" + "per")(z, dim)') + "def helper(z, dim):\n"
    "    return F.softmax(z, dim)\n",
    "its own globals": USES.format('softmax.__globals__["hel" + "per"](z, dim)')
    + "def helper(z, dim):\n    return F.softmax(z, dim)\n",
    "torch's sys": USES.format('vars(torch.sys.modules["x"])["helper"](z, dim)')
    + "def helper(z, dim):\n    return F.softmax(z, dim)\n",
    "a text": USES.format('table["helper"](z, dim)') + "def helper(z, dim):\n"
    "    return F.softmax(z, dim)\n",
    "a closure made at the top": USES.format("by(z, dim)")
    + "def make():\n    return F.softmax\n\n\nby = make()\n",
    "an attribute of the module": "def __getattr__(name):\n    from torch import softmax\n"
    "    return softmax\n",
    "a second definition": OWN + "def softmax(z, dim):\n    return torch.softmax(z, dim)\n",
    "a block": OWN + "if True:\n    def helper(z, dim):\n        return torch.softmax(z, dim)\n",
    "a frame": USES.format("find(1).f_globals[NAME](z, dim)") + "def helper(z, dim):\n"
    "    return torch.softmax(z, dim)\n",
}  # fmt: skip
GIVEN = given_out(COLLECTION.find(SOFTMAX))


def _places(code: Code, given: Given = GIVEN) -> list[str]:
    return [place.words for place in forbidden_words(code, NAMES, given)]


@pytest.mark.parametrize("label", FREE)
def test_what_no_graded_function_reaches_is_free(label: str) -> None:
    """Everyone checks work against torch's own function; where nothing is known, it counts."""
    assert _places(code_of_text(FREE[label], "a.py")) == []
    assert (
        _places(code_of_cells([(FREE[label].replace("main()\n", "pass\n"), ())], "a.ipynb")) == []
    )
    assert _places(code_of_text(FREE[label], "a.py"), Given())


@pytest.mark.parametrize("label", CAUGHT)
def test_what_can_be_reached_counts(label: str) -> None:
    """By whatever name, and wherever a name may be looked up."""
    assert _places(code_of_text(CAUGHT[label], "a.py")), label


@pytest.mark.parametrize(
    "command", ["%time softmax = helper", "%%prun\nsoftmax = helper", "!echo {helper(1)}"]
)
def test_commands_of_a_notebook_reach_too(command: str) -> None:
    """The referee does not read them, so any word in them may be a name."""
    helper = "def helper(z, dim):\n    return F.softmax(z, dim)\n"
    assert _places(code_of_cells([(OWN, ()), (helper, ()), ("x = 1", ())], "a.ipynb")) == []
    assert _places(code_of_cells([(OWN, ()), (helper, ()), (command, ())], "a.ipynb"))


def test_a_script_with_commands_is_looked_at() -> None:
    """It runs as the notebook that it is."""
    assert _places(code_of_text("# %%\n!ls\n" + USES.format("F.softmax(z, dim)"), "a.py"))


def test_the_feedback_names_the_way_out() -> None:
    """Nothing that was given out is listed; what only compares at the top is told apart."""
    entropy = COLLECTION.find(ENTROPY)
    done = render(entropy, "module", solved=True).text
    test = "\ndef test_ce():\n    assert F.log_softmax(torch.ones(2, 2), 1) is not None\n"
    programs = [
        Program(ENTROPY, "tested", code_of_text(done + test, "04.py")),
        *(
            Program(SOFTMAX, label, code_of_text(FREE[label], "02.py"))
            for label in ("a test", "a model")
        ),
        *(
            Program(SOFTMAX, label, code_of_text(CAUGHT[label], "02.py"))
            for label in ("at the top", "called")
        ),
    ]
    scored = {
        label: r
        for (_, label), r in grade_programs(COLLECTION, programs, ("--device", "cpu")).items()
    }
    for label in ("tested", "a test", "a model"):
        assert scored[label]["score"] == scored[label]["max_score"], scored[label]
    said = {
        label: "\n".join(
            c["feedback"] for c in scored[label]["checks"] if c["outcome"] == "forbidden"
        )
        for label in ("at the top", "called")
    }
    assert said["at the top"].startswith("Your file contains what this exercise asks you to write")
    assert 'move it under `if __name__ == "__main__":`' in said["at the top"]
    assert "asks you to write yourself: line 12: `F.softmax`" in said["called"]
    assert not said["called"].endswith("; softmax")
