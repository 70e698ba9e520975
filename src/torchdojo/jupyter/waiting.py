"""Cells that show what a function does wait for it, in one sentence, while it is not written.

A kernel that has this ends such a cell without an error, so that "Run All" and
``jupyter nbconvert --execute`` go on. It works by two means of IPython's own: a handler for the
two exceptions (``set_custom_exc``), and an event after each cell (``post_run_cell``), which comes
before the kernel answers whether the cell succeeded. Other errors are shown as Python shows them.
"""

import ast
import linecache
import os
import symtable
import sys
import traceback
from types import FrameType, TracebackType
from typing import Any

from torchdojo.catalog.shows import readable
from torchdojo.catalog.syntax import parsed

_MISSING = ("raise NotImplementedError", "raise NotImplementedError()")
_REMINDER = "# YOUR CODE HERE"
_WHEN = "this cell shows its result once that is written."


def wait_politely() -> None:
    """Have this process's kernel wait for functions that are not written; elsewhere do nothing.

    Nor where nbgrader grades: a test cell that ends without an error has full marks there.
    """
    if "IPython" not in sys.modules or "NBGRADER_EXECUTION" in os.environ:
        return
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    if getattr(shell, "kernel", None) is None or getattr(shell, _MARK, False):
        return
    setattr(shell, _MARK, True)
    waiting = Waiting(shell)
    shell.set_custom_exc((NotImplementedError, NameError), waiting.handle)
    shell.events.register("post_run_cell", waiting.after)


_MARK = "_torchdojo_waits"


class Waiting:
    """What one kernel's cells wait for."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._awaited: dict[str, str] = {}
        """Names that cells will bind, with the function that each waits for."""
        self._function = ""
        self._error: BaseException | None = None
        """What was told as a sentence, in the cell that runs."""

    def handle(
        self,
        shell: Any,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType,
        tb_offset: int | None = None,
    ) -> None:
        """Tell what the cell waits for; show the traceback where it waits for nothing."""
        frames = [(frame, line) for frame, line in traceback.walk_tb(trace) if self._is_cell(frame)]
        said = self._sentence(error, frames, trace)
        if not said:
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
            return
        self._error = error
        print(said)
        _drop_figures()

    def after(self, result: Any) -> None:
        """End a cell that waits without an error, and note what it would have bound."""
        error, self._error = self._error, None
        if error is None or result is None or result.error_in_exec is not error:
            return
        result.error_in_exec = None
        missing = self._bound_by(result.info.raw_cell) - self._shell.user_ns.keys()
        self._awaited |= dict.fromkeys(missing, self._function)

    def _is_cell(self, frame: FrameType) -> bool:
        return frame.f_globals is self._shell.user_ns

    def _sentence(
        self, error: BaseException, frames: list[tuple[FrameType, int]], trace: TracebackType
    ) -> str:
        *_, (innermost, _) = traceback.walk_tb(trace)
        if isinstance(error, NotImplementedError) and _is_in_ranks(innermost):
            self._function = "a function that the ranks run"
            return f"A{self._function[1:]} is not written yet; {_WHEN}"
        if not frames or frames[-1][0] is not innermost:
            return ""
        frame, line = frames[-1]
        if isinstance(error, NotImplementedError):
            lines = linecache.getlines(frame.f_code.co_filename)
            if type(error) is not NotImplementedError or error.args:
                return ""
            if frame.f_code.co_name == "<module>" or not _is_stub(lines, line):
                return ""
            self._function = f"{frame.f_code.co_qualname}()"
            return f"{self._function} is not written yet; {_WHEN}"
        wanted = str(getattr(error, "name", None))
        here = frame.f_code.co_filename == frames[0][0].f_code.co_filename
        if not here or wanted not in self._awaited or wanted in self._shell.user_ns:
            return ""
        if not self._still_waits(self._awaited[wanted]):
            return ""
        self._function = self._awaited[wanted]
        return f"`{wanted}` is made above, by a cell that waits for {self._function}; {_WHEN}"

    def _still_waits(self, called: str) -> bool:
        """Whether a function is as it was when a cell waited for it; yes if nobody can see."""
        first, *others = called.removesuffix("()").split(".")
        found = self._shell.user_ns.get(first)
        for name in others:
            found = getattr(found, name, None)
        code = getattr(found, "__code__", None)
        if code is None:
            return not called.endswith("()")
        lines = linecache.getlines(code.co_filename)
        return any(_is_stub(lines, line) for *_, line in code.co_lines() if line)

    def _bound_by(self, cell: str) -> set[str]:
        """The names that a cell binds for those below it."""
        try:
            table = symtable.symtable(self._shell.transform_cell(cell), "cell", "exec")
        except (SyntaxError, ValueError):
            return set()
        made = (one for one in table.get_symbols() if one.is_assigned() or one.is_imported())
        return {symbol.get_name() for symbol in made}


def _is_stub(lines: list[str], line: int) -> bool:
    """Whether a statement is what a student finds in place of the code, in a function.

    One that was left above code of the student's is not.
    """
    if not lines[line - 1 : line] or lines[line - 1].strip() not in _MISSING:
        return False
    body, place = _around(lines, line)
    if place + 1 < len(body):
        return False
    return lines[line - 2].strip() == _REMINDER or place == _first(body)


def _is_in_ranks(frame: FrameType) -> bool:
    """Whether `spawn` says that the ranks, which are processes, met a stub."""
    return frame.f_globals.get("__name__") == "torchdojo.ranks.processes"


def _around(lines: list[str], line: int) -> tuple[list[ast.stmt], int]:
    """The function's statements among which one begins in this line, and its place there."""
    tree = parsed(readable("".join(lines)))
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for place, statement in enumerate(node.body):
                if statement.lineno == line:
                    return node.body, place
    return [], 0


def _first(body: list[ast.stmt]) -> int:
    """The place of a function's first statement below its docstring."""
    documented = body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return 1 if documented else 0


def _drop_figures() -> None:
    """A picture that was begun and has nothing to show yet is not shown."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and "inline" in pyplot.get_backend().lower():
        pyplot.close("all")
