"""Running one cell after the other in IPython's shell for what they show: pictures, prints, values.

Between two cells the engine sets torch's switches and all seeds as before each question; a kernel
would not, so they are kept from one cell to the next.
"""

import asyncio
import contextlib
import io
import random
import sys
import traceback
from pathlib import Path
from typing import Any

import numpy as np
import torch

from torchdojo.players import switches

_MOST_PICTURES, _LONGEST, _LONGEST_ERROR = 20, 20_000, 4000
_left: list[tuple[Any, ...]] = []


def show(source: str, datasets: str) -> dict[str, Any]:
    """What the cell `source` prints, returns, draws and raises, in the shell that is awake."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if not Path("datasets").exists():
        Path("datasets").symlink_to(datasets)
    _go_on()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed), _quiet(shell):
        error = asyncio.get_event_loop().run_until_complete(shell.run(source))
    _left[:] = [_state()]
    return {
        "printed": printed.getvalue()[:_LONGEST],
        "value": _text(shell),
        "error": None if error is None else _error(error),
        "images": _pictures(),
    }


@contextlib.contextmanager
def _quiet(shell: Any) -> Any:
    """Values and errors are told apart from what is printed."""
    shell.showtraceback = shell.showsyntaxerror = lambda *_, **__: None
    hook = shell.displayhook
    hook.start_displayhook = hook.write_output_prompt = hook.finish_displayhook = lambda: None
    hook.write_format_data = lambda *_, **__: None
    yield


def _text(shell: Any) -> str | None:
    """The value of the cell's last line, as Jupyter shows it."""
    result = shell.last_execution_result
    if result is None or result.result is None:
        return None
    data, _ = shell.display_formatter.format(result.result, include=["text/plain"])
    return str(data.get("text/plain", ""))[:_LONGEST]


def _error(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error))[:_LONGEST_ERROR]


def _pictures() -> list[bytes]:
    plot: Any = sys.modules.get("matplotlib.pyplot")
    if plot is None:
        return []
    images = []
    for number in plot.get_fignums()[:_MOST_PICTURES]:
        picture = io.BytesIO()
        plot.figure(number).savefig(picture, format="png", dpi=80, bbox_inches="tight")
        images.append(picture.getvalue())
    plot.close("all")
    return images


def _state() -> tuple[Any, ...]:
    generators = torch.get_rng_state(), random.getstate(), np.random.get_state()
    return switches.state(), *generators


def _go_on() -> None:
    for own, ours, pythons, numpys in _left:
        switches.set_back(own)
        torch.set_rng_state(ours)
        random.setstate(pythons)
        np.random.set_state(numpys)
