"""IPython's magics as a player has them: those that need what it has not are replaced."""

import ast
import re
from collections.abc import Callable
from typing import Any

_PROGRAMS = ("pip", "conda", "mamba", "micromamba", "uv", "man", "less", "more", "edit", "ed")
_SCRIPTS = ("bash", "sh", "script", "perl", "ruby", "pypy", "python", "python2", "python3", "cmd")
_TAKES_OUTPUT = re.compile(r"--(?:out|err|proc)[ =]+(\w+)")
_PEOPLE = ("debug", "pdb", "qtconsole", "connect_info", "subshell", "recall", "rep")
_LOOKS = ("clear", "autosave", "gui", "colors", "config", "logstart", "notebook", "tb", "xmode")
_EXTENSIONS = ("load_ext", "reload_ext", "unload_ext")
_OPTIONS = re.compile(r"^\s*(?:-[nr]\s*\d+\s*|-[tcpqv]\s+)*")


_TRANSFORMED = re.compile(
    r"get_ipython\(\)\.(run_line_magic|run_cell_magic|system|getoutput|magic)\((.*)\)"
)
_SIGNS = {"run_line_magic": "%", "magic": "%", "run_cell_magic": "%%"}


def as_typed(line: str) -> str:
    """A line of a cell as its author wrote it, before IPython made Python of it."""
    if (found := _TRANSFORMED.search(line)) is None:
        return line
    try:
        given = ast.literal_eval(f"({found[2]},)")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return line
    texts = [text for text in given[:2] if isinstance(text, str)]
    typed = _SIGNS.get(found[1], "!") + " ".join(texts).strip()
    return line[: found.start()] + typed + line[found.end() :]


def replace(shell: Any) -> None:
    """Put what stands for the magics that a player cannot have into the shell's table."""
    lines, cells = shell.magics_manager.magics["line"], shell.magics_manager.magics["cell"]
    lines.update({name: _nothing(shell, f"%{name}") for name in (*_PROGRAMS, *_PEOPLE)})
    lines.update(dict.fromkeys(_LOOKS, _silent))
    cells.update({name: _nothing_of_cells(shell, f"%%{name}") for name in _SCRIPTS})
    lines["timeit"] = cells["timeit"] = _quick_timeit(shell)
    lines.update({name: _extension(shell, name, lines[name]) for name in _EXTENSIONS})


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


def _extension(shell: Any, name: str, real: Callable[[str], Any]) -> Callable[[str], Any]:
    """``%load_ext`` and its like, which do nothing where there is no such extension."""

    def load(line: str = "") -> Any:
        try:
            return real(line)
        except Exception:
            shell.tell(f"%{name} {line}".strip())
            return None

    return load
