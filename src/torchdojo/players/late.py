"""What is done to a library when, and only when, a program imports it."""

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

_WINDOWS = (
    "gtk3agg", "gtk3cairo", "gtk4agg", "gtk4cairo", "macosx", "nbagg", "notebook", "qtagg",
    "qtcairo", "qt5agg", "qt5cairo", "qt4agg", "qt6agg", "tkagg", "tkcairo", "webagg", "wx",
    "wxagg", "wxcairo", "ipympl", "widget", "qt", "qt4", "qt5", "qt6", "tk", "gtk", "gtk3", "gtk4",
    "osx", "inline", "auto", "module://ipympl.backend_nbagg",
    "module://matplotlib_inline.backend_inline", "module://backend_interagg",
)  # fmt: skip


def _draw_off_screen(pyplot: ModuleType) -> None:
    """Whatever backend a program asks for, figures are drawn in memory."""
    real = pyplot.switch_backend

    def switch_backend(newbackend: Any) -> None:
        windows = isinstance(newbackend, str) and newbackend.lower() in _WINDOWS
        real("agg" if windows else newbackend)

    pyplot.switch_backend = switch_backend  # type: ignore[attr-defined]


def _run_eagerly(dynamo: ModuleType) -> None:
    """`torch.compile` returns what it is meant to, and compiles nothing: that takes ten seconds."""
    if hasattr(dynamo, "set_stance"):
        dynamo.set_stance("force_eager")


_LET_GO = 0.1
"""Seconds that a worker of a loader gets to end by itself."""


def _let_workers_go(inner: ModuleType) -> None:
    """A loader that the garbage collector finds waits five seconds for each of its workers.

    A loader that has raised is always found so, as its error and its frame hold each other; and its
    queues may be gone before it, so that the workers are not told to end.
    """
    inner.MP_STATUS_CHECK_INTERVAL = _LET_GO  # type: ignore[attr-defined]


def _does_nothing(*names: str) -> Callable[[ModuleType], None]:
    """What a notebook asks of torchdojo itself does nothing while that notebook is graded."""

    def nothing(*_: object, **__: object) -> None:
        """Do nothing."""

    return lambda module: vars(module).update(dict.fromkeys(names, nothing))


_TOUCHES: dict[str, Callable[[ModuleType], None]] = {
    "matplotlib.pyplot": _draw_off_screen,
    "torch._dynamo": _run_eagerly,
    "torch.utils.data._utils": _let_workers_go,
    "torchdojo.jupyter.check": _does_nothing("check"),
    "torchdojo.jupyter.helping": _does_nothing(
        "hint", "draw", "solution", "reset", "next_exercise"
    ),
    "torchdojo.jupyter.grade": _does_nothing("grade"),
}


def arrange() -> None:
    """Touch these libraries now where they are imported already, or else as soon as they are."""
    waiting = dict(_TOUCHES)
    for name in list(waiting):
        if name in sys.modules:
            waiting.pop(name)(sys.modules[name])
    sys.meta_path.insert(0, _Finder(waiting))


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the libraries that are waited for as anybody would, with a word for afterwards."""

    def __init__(self, waiting: dict[str, Callable[[ModuleType], None]]) -> None:
        self.waiting = waiting

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The spec of a library that is waited for."""
        if (touch := self.waiting.pop(fullname, None)) is None:
            return None
        spec = importlib.util.find_spec(fullname)
        if spec is not None and spec.loader is not None:
            real = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                real(module)
                touch(module)

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec
