"""A probe as it travels: the source of one function and the imports that it uses."""

import ast
import builtins
import dis
import inspect
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from torchdojo.catalog.splicing import imports, used_names
from torchdojo.errors import GraderError

Probe = Callable[..., Any]


@cache
def probe_source(probe: Probe) -> str:
    """The text that defines `probe` on its own; raises `GraderError` if it leans on other names.

    Functions beside it that it calls, in its own file or in one of the same folder, travel with it.
    """
    functions = _with_helpers(probe)
    available: dict[str, str] = {}
    for path in sorted(set(map(_file, functions.values()))):
        available |= _imports(path)
    texts = [textwrap.dedent(inspect.getsource(function)) for function in functions.values()]
    used = set().union(*map(used_names, texts))
    needed = [available[name] for name in sorted(used) if name in available]
    free = set().union(*map(_free_names, functions.values()))
    if missing := sorted(free - available.keys() - functions.keys()):
        raise GraderError(
            f"{_file(probe).name}: the probe `{probe.__name__}` uses {', '.join(missing)}, which "
            "does not travel with it: pass it as an argument or define it inside the probe."
        )
    return "\n".join([*needed, *texts])


def _file(probe: Probe) -> Path:
    return Path(probe.__code__.co_filename)


@cache
def _imports(path: Path) -> dict[str, str]:
    """What a file imports, by name; what comes from a file beside it is not for players."""
    text = path.read_text(encoding="utf-8")
    found = imports(text, ast.parse(text)).items()
    return {name: line for name, line in found if not line.startswith("from .")}


def _with_helpers(probe: Probe) -> dict[str, Probe]:
    """`probe` and the functions of its folder that it calls, however indirectly, by name."""
    found: dict[str, Probe] = {}
    waiting = [probe]
    while waiting:
        function = waiting.pop()
        found[function.__name__] = function
        beside = (function.__globals__.get(name) for name in sorted(_free_names(function)))
        waiting += [
            other
            for other in beside
            if inspect.isfunction(other)
            and _file(other).parent == _file(probe).parent
            and other.__name__ not in found
        ]
    return found


def _free_names(probe: Probe) -> set[str]:
    """Global names that the probe's code reads, nested functions included."""
    found: set[str] = set()
    codes = [probe.__code__]
    while codes:
        code = codes.pop()
        found |= {i.argval for i in dis.get_instructions(code) if "GLOBAL" in i.opname}
        codes += [constant for constant in code.co_consts if inspect.iscode(constant)]
    return {name for name in found if not hasattr(builtins, name)}


def call_probe(name: str) -> tuple[str, str]:
    """A probe that calls the function `name` of the student's module."""
    if not all(part.isidentifier() for part in name.split(".")):
        raise GraderError(f"`{name}` is no name of a function")
    return f"def probe(module, *arguments):\n    return module.{name}(*arguments)\n", "probe"


def error_probe(name: str) -> tuple[str, str]:
    """A probe that calls the function `name` and returns the built-in kinds of what it raises.

    The list is empty if nothing is raised. "Not implemented" passes through: it is no answer.
    """
    _, probe = call_probe(name)
    source = f"""def {probe}(module, *arguments):
    function = module.{name}
    try:
        function(*arguments)
    except NotImplementedError:
        raise
    except Exception as error:
        kinds = type(error).__mro__
        return [kind.__name__ for kind in kinds if kind.__module__ == "builtins"]
    return []
"""
    return source, probe
