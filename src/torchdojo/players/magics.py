"""IPython's magics as a player has them: those that need what it has not are replaced."""

import re
from collections.abc import Callable
from typing import Any

_PROGRAMS = ("pip", "conda", "mamba", "micromamba", "uv", "man", "less", "more", "edit", "ed")
_SCRIPTS = ("bash", "sh", "script", "perl", "ruby", "pypy", "python", "python2", "python3", "cmd")
_TAKES_OUTPUT = re.compile(r"--(?:out|err|proc)[ =]+(\w+)")
_PEOPLE = ("debug", "pdb", "qtconsole", "connect_info", "subshell", "recall", "rep")
_LOOKS = ("clear", "autosave", "gui", "colors", "logstart", "notebook", "tb", "xmode")
_OPTIONS = re.compile(r"^\s*(?:-[nr]\s*\d+\s*|-[tcpqv]\s+)*")


def replace(shell: Any) -> None:
    """Put what stands for the magics that a player cannot have into the shell's table."""
    lines, cells = shell.magics_manager.magics["line"], shell.magics_manager.magics["cell"]
    lines.update({name: _nothing(shell, f"%{name}") for name in (*_PROGRAMS, *_PEOPLE)})
    lines.update(dict.fromkeys(_LOOKS, _silent))
    cells.update({name: _nothing_of_cells(shell, f"%%{name}") for name in _SCRIPTS})
    lines["timeit"] = cells["timeit"] = _quick_timeit(shell)
    lines["config"] = _config(shell)


def _silent(line: str = "") -> None:
    """What only changes how things look."""


def _nothing(shell: Any, name: str) -> Callable[[str], None]:
    def nothing(line: str = "") -> None:
        shell.tell(f"{name} {line}".strip())

    return nothing


def _nothing_of_cells(shell: Any, name: str) -> Callable[[str, str], None]:
    def nothing(line: str = "", cell: str = "") -> None:
        shell.tell(f"{name} {line}".strip())
        shell.user_ns.update(dict.fromkeys(_TAKES_OUTPUT.findall(line), ""))

    return nothing


def _quick_timeit(shell: Any) -> Callable[..., Any]:
    """``%timeit`` that runs its statement once: nobody reads how long it takes."""

    def timeit(line: str = "", cell: str | None = None) -> Any:
        line = "-n 1 -r 1 " + _OPTIONS.sub("", line)
        real = shell.magics_manager.registry["ExecutionMagics"]
        return real.timeit(line, cell)

    return timeit


def _config(shell: Any) -> Callable[[str], Any]:
    """``%config`` without the settings of figures, for which matplotlib would be imported."""

    def config(line: str = "") -> Any:
        if line.strip().startswith("InlineBackend"):
            return None
        real = shell.magics_manager.registry["ConfigMagics"]
        return real.config(line)

    return config
