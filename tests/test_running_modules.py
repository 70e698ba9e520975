"""A module runs here as Python runs it, and every statement that does not simply run is told."""

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from differential import PROGRAMS, describe
from playing import Playground, bound, playground

from torchdojo.players.account import ENDED, RAISED, RUNNING, SWITCHED
from torchdojo.players.replies import Crashed, TimedOut

BY_PYTHON = """
import json, runpy, sys, traceback, types
found = {}
for label, path in json.loads(sys.stdin.read()).items():
    module, raised = types.ModuleType("program"), []
    try:
        names = runpy.run_path(path, run_name="program")
    except BaseException as error:
        step, names = error.__traceback__, {}
        while step is not None:
            if step.tb_frame.f_code.co_filename == path:
                raised.append(step.tb_lineno)
                names = names or dict(step.tb_frame.f_globals)
            step = step.tb_next
        raised = [type(error).__name__, *(raised or [getattr(error, "lineno", 0)])]
    vars(module).update(names)
    sys.modules["program"] = module
    found[label] = [describe(module), raised]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def ground() -> Iterator[Playground]:
    """Players of one host."""
    with playground() as ground:
        yield ground


@pytest.fixture(scope="module")
def by_python(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What `runpy.run_path` makes of every program."""
    folder = tmp_path_factory.mktemp("programs")
    paths = {}
    for number, (label, text) in enumerate(PROGRAMS.items()):
        paths[label] = str(folder / f"{number}.py")
        Path(paths[label]).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", inspect.getsource(describe) + BY_PYTHON],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("label", PROGRAMS)
def test_a_module_runs_as_python_runs_it(
    ground: Playground, by_python: dict[str, Any], label: str
) -> None:
    """Names, documentation, annotations, flags, lines, source and pickles are Python's own."""
    expected, raised = by_python[label]
    played = ground.module(PROGRAMS[label], describe)
    if raised[:1] in (["SyntaxError"], ["IndentationError"]):
        assert played.reply.kind == raised[0] and played.reply.loading
        assert played.account[0].line == raised[1]
        return
    assert json.loads(json.dumps(played.value)) == expected
    told = [fate for fate in played.account if fate.what in (RAISED, ENDED)]
    assert [fate.error for fate in told] == raised[:1]
    assert [fate.line for fate in told] == raised[1:2]


def test_a_statement_that_never_ends_is_left_out(ground: Playground) -> None:
    """What comes before and after it counts, and the account says which one it was."""
    text = "a = 1\nimport time\nif a:\n    b = 2\n    time.sleep(60)\n    c = 3\nd = 4\n"
    played = ground.module(text, bound, seconds=1)
    assert set(played.value) == {"a", "time", "b", "c", "d"}
    (fate,) = played.account
    assert (fate.what, fate.line, fate.text) == (RUNNING, 5, "time.sleep(60)")


def test_the_second_statement_that_never_ends_is_the_last_one(ground: Playground) -> None:
    """A program that is slow in three places is given up, and the third place is named."""
    text = "import time\n" + "time.sleep(60)\n" * 3
    reply = ground.module(text, bound, seconds=1).reply
    assert isinstance(reply, TimedOut) and reply.loading and reply.at.line == 4


def test_a_process_that_ends_says_where(ground: Playground) -> None:
    """`os._exit` while the file is loaded is a crash, and the statement is known."""
    reply = ground.module("import os\nx = 1\nos._exit(0)\n", bound).reply
    assert isinstance(reply, Crashed) and reply.at.text == "os._exit(0)"


def test_many_statements_are_told_while_nobody_listens(ground: Playground) -> None:
    """Saying how far it is does not hold a long program up."""
    text = "".join(f"x{n} = int({n})\n" for n in range(5000))
    assert len(ground.module(text, bound).value) == 5000


SWITCHES = {
    "torch.set_default_dtype(torch.float64)": "the default dtype",
    "torch.set_default_device('meta')": "the default device",
    "torch.set_grad_enabled(False)": "gradients",
    "torch.autograd.set_detect_anomaly(True)": "anomaly detection",
    "torch.use_deterministic_algorithms(True)": "deterministic algorithms",
    "guard = torch.inference_mode(); guard.__enter__()": "gradients, inference mode",
    "guard = torch.no_grad(); guard.__enter__()": "gradients",
    "torch.autocast('cpu').__enter__()": "autocast",
}


def whether_usual(module: Any) -> Any:
    """Whether torch's switches are torch's own"""
    import torch

    weight = torch.ones(2, 2, requires_grad=True)
    product = weight @ weight
    return [
        torch.get_default_dtype(),
        product.requires_grad,
        product.dtype,
        product.device.type,
        torch.is_inference_mode_enabled(),
        torch.is_anomaly_enabled(),
        torch.are_deterministic_algorithms_enabled(),
        torch.get_num_threads(),
    ]


@pytest.mark.parametrize("line", SWITCHES)
def test_switches_are_torchs_own_in_a_probe(ground: Playground, line: str) -> None:
    """What a program's top level switches is switched back, and the account says what it was."""
    played = ground.module(f"import torch\n{line}\nx = 1\n", whether_usual)
    assert played.value == ["torch.float32", True, "torch.float32", "cpu", False, False, False, 1]
    fates = [fate for fate in played.account if fate.what == SWITCHED]
    assert [(fate.line, ", ".join(fate.switches)) for fate in fates] == [(2, SWITCHES[line])]
