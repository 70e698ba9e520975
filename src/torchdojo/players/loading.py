"""Turning source text into a student's module, and a probe's text into a function."""

import builtins
import linecache
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any


class _Shell:
    """Stands for Jupyter's, whose magics only change how things look: they all do nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def load_module(module: ModuleType, order: dict[str, Any]) -> None:
    """Run the student's code in `module`; raises whatever that code raises.

    The code comes as cells. A module is one cell. A notebook has many: a cell that raises does
    not stop the next ones, as in Jupyter, but the first error is kept as ``__first_error__``.
    """
    filename, code = order["filename"], order["code"]
    sys.modules[module.__name__] = module
    builtins.__dict__.update(display=print, get_ipython=_Shell)
    module.__file__ = filename
    linecache.cache[filename] = (len(code["text"]), None, code["text"].splitlines(True), filename)
    first_error: BaseException | None = None
    for start, source in code["cells"]:
        try:
            exec(compile("\n" * start + source, filename, "exec"), module.__dict__)
        except BaseException as error:
            if not code["keep_going"]:
                raise
            first_error = first_error or error
    module.__dict__["__first_error__"] = first_error


def load_probe(source: str, name: str) -> Callable[..., Any]:
    """Return the function `name` that `source` defines."""
    namespace: dict[str, Any] = {"__name__": "probe"}
    exec(compile(source, "<probe>", "exec"), namespace)
    probe: Callable[..., Any] = namespace[name]
    return probe
