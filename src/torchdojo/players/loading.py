"""Running a program as people write it, with an account of its statements; a probe as a function.

A module stops at the first statement that raises, as Python does; a syntax error runs nothing. A
notebook goes on with its next cell. What was bound counts, whatever came later.
"""

import ast
import asyncio
import builtins
import linecache
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from torchdojo.players import switches
from torchdojo.players.account import COMMAND, ENDED, MOST, RAISED, RUNNING, SWITCHED, Fate
from torchdojo.players.oddities import (
    MAGIC,
    NOT_FIRST,
    is_notebook,
    names_in_text,
    unusable,
)
from torchdojo.players.source import Source, lines_of
from torchdojo.players.statements import Marker, Marks, Statement

if TYPE_CHECKING:
    from torchdojo.players.shell import Shell

Tell = Callable[[Statement], None]
_PERCENT = re.compile(r"^# (%%|In\[[\d ]*\]:)", re.MULTILINE)
_JUPYTER = re.compile(r"\b(get_ipython|display)\b")
_FEW = 8
"""How many remarks there may be that hardly ever matter; the rest is for those that do."""
_TOO_DEEP = (RecursionError, MemoryError)


class Program:
    """One program, while it is loaded and afterwards."""

    def __init__(self, order: dict[str, Any], tell: Tell, home: Path) -> None:
        code = order["code"]
        self.module = ModuleType(order["module"])
        self.account: list[Fate] = []
        self.unreadable: BaseException | None = None
        """Why nothing of a module was run: it is no Python."""
        self.source = Source(order["filename"], code["text"])
        self.cells = [(int(line), str(text)) for line, text in code["cells"]]
        self.notebook = bool(code["keep_going"])
        self.prose = [(str(kind), str(text)) for kind, text in code.get("prose", ())]
        self._tell, self.home = tell, home
        self._left_out = frozenset(order.get("left_out", ()))
        self._marker = Marker(left_out=self._left_out)
        self._current: Statement | None = None
        self._switches = switches.telling()

    def load(self) -> None:
        """Run the program; whatever it raises goes into the account."""
        with Marks(self._begin):
            if self.notebook:
                self._run_notebook()
            else:
                self._run_module()
        self._look_at_switches()

    def _begin(self, number: int) -> None:
        """A statement's turn has come."""
        self._look_at_switches()
        statement = self._marker.statements[number - 1]
        if number in self._left_out:
            self._note(_fate(RUNNING, statement))
            return
        self._current = statement
        if not statement.quick:
            self._tell(statement)

    def _look_at_switches(self) -> None:
        now = switches.telling()
        if now != self._switches and self._current is not None:
            changed = switches.changed(self._switches, now)
            self._note(_fate(SWITCHED, self._current, switches=changed))
        self._switches = now

    def _note(self, fate: Fate) -> None:
        most = MOST if fate.what in (RAISED, ENDED, RUNNING) else _FEW
        if len(self.account) < most:
            self.account.append(fate)

    # Modules

    def _run_module(self) -> None:
        text, filename = self.cells[0][1], self.source.filename
        self._register(self.module, text)
        try:
            code = self._compiled(text, filename)
        except BaseException as error:
            if isinstance(error, SyntaxError) and self._split(text):
                self._run_notebook()
            else:
                self.unreadable = error
                self._unreadable(error, text)
            return
        try:
            exec(code, self.module.__dict__)
        except BaseException as error:
            rest = self._rest(lambda _: True)
            self._raised(error, rest)

    def _register(self, module: ModuleType, text: str) -> None:
        filename = self.source.filename
        sys.modules[module.__name__] = module
        module.__file__ = filename
        whole = self.source.text
        lines = [line + "\n" for line in lines_of(whole)]
        linecache.cache[filename] = (len(whole), None, lines, filename)
        if _JUPYTER.search(text):
            builtins.__dict__.update(get_ipython=self._awake, display=_display)

    def _awake(self) -> "Shell":
        from torchdojo.players.shell import awaken

        shell = awaken(self.home, self.module)
        self._listen(shell)
        builtins.__dict__.update(get_ipython=lambda: shell)
        return shell

    def _compiled(self, text: str, filename: str) -> Any:
        if is_notebook(text):  # which may well be a Python expression
            raise SyntaxError("it is JSON", (filename, 1, 1, text[:80]))
        self._marker.lines = lines_of(text)
        try:
            tree = self._marker.mark(ast.parse(text, filename))
            return compile(tree, filename, "exec", dont_inherit=True)
        except (*_TOO_DEEP, SyntaxError):
            self._marker.statements.clear()
            return compile(text, filename, "exec", dont_inherit=True)

    def _split(self, text: str) -> bool:
        """Take a script in percent format for the notebook that it is, if that makes it readable.

        Editors run such cells by IPython, so that its commands are allowed in them.
        """
        if not _PERCENT.search(text):
            return False
        starts = [0, *(m.start() for m in _PERCENT.finditer(text)), len(text)]
        pairs = list(pairwise(starts))
        self.cells = [(text.count("\n", 0, a), text[a:b]) for a, b in pairs if text[a:b].strip()]
        return True

    def _unreadable(self, error: BaseException, text: str) -> None:
        whole = Statement(0, 1, 0, "")
        self._note(self.source.fate(RAISED, whole, error, names_in_text(text)))

    def _raised(self, error: BaseException, rest: set[str]) -> None:
        what = ENDED if isinstance(error, SystemExit) else RAISED
        statement = self._current or Statement(0, 1, self._marker.cell, "")
        self._note(self.source.fate(what, statement, error, rest))

    def _rest(self, concerns: Callable[[Statement], bool]) -> set[str]:
        """The names of the statement that runs now and of those after it."""
        first = self._current.number if self._current else 0
        after = [s for s in self._marker.statements if s.number >= first and concerns(s)]
        return {name for statement in after for name in statement.binds} - self._bound_before(first)

    def _bound_before(self, first: int) -> set[str]:
        before = {n for s in self._marker.statements if s.number < first for n in s.binds}
        return before & self.module.__dict__.keys()

    # Notebooks

    def _run_notebook(self) -> None:
        from torchdojo.players.shell import awaken

        shell = awaken(self.home)
        self.module = shell.module
        self.notebook = True
        self._listen(shell)
        shell.ast_transformers.append(_Marking(self._marker))
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        loop.run_until_complete(self._run_cells(shell))

    def _listen(self, shell: "Shell") -> None:
        shell.told = lambda command: self._noted(COMMAND, command)
        shell.ended = lambda: self._noted(ENDED, "")

    def _noted(self, what: str, text: str) -> None:
        if self._current is not None:
            self._note(_fate(what, self._current, message=text[:300]))

    async def _run_cells(self, shell: "Shell") -> None:
        for number, (_, text) in enumerate(self.cells, 1):
            self._marker.cell = shell.compile.position = number
            self._marker.lines = self.source.cells[number] = lines_of(text)
            if text.strip():
                await self._run_cell(shell, text)
                await asyncio.sleep(0)

    async def _run_cell(self, shell: "Shell", text: str) -> None:
        cell = self._whole_cell(text)
        if cell.number in self._left_out:
            self._note(_fate(RUNNING, cell))
            return
        self._begin(cell.number)
        try:
            error = await shell.run(text)
        except BaseException as raised:
            error = raised
        if error is not None:
            ran = self._current is not None and self._current.number > cell.number
            binds = self._rest(lambda s: s.cell == cell.cell and s.number != cell.number)
            whole = not ran or unusable(error) in (MAGIC, NOT_FIRST)
            self._raised(error, set(cell.binds) if whole else binds)

    def _whole_cell(self, text: str) -> Statement:
        """A cell as a statement of its own: what is not yet Python can take its time too."""
        first = next(line.strip() for line in lines_of(text) if line.strip())
        number = len(self._marker.statements) + 1
        names = tuple(names_in_text(text))
        cell = Statement(number, 1, self._marker.cell, first[:160], names=names)
        self._marker.statements.append(cell)
        return cell


class _Marking:
    """What IPython has each cell's tree pass through."""

    def __init__(self, marker: Marker) -> None:
        self.marker = marker

    def visit(self, tree: ast.AST) -> ast.AST:
        """`tree` with its marks."""
        return self.marker.mark(tree) if isinstance(tree, ast.Module) else tree


def _fate(what: str, statement: Statement, **more: Any) -> Fate:
    return Fate(
        what,
        statement.line,
        statement.cell,
        statement.text,
        statement.number,
        () if what in (SWITCHED, COMMAND) else statement.binds,
        **more,
    )


def _display(*objects: Any, **options: Any) -> Any:
    from IPython.display import display

    return display(*objects, **options)


def load_probe(source: str, name: str) -> Callable[..., Any]:
    """Return the function `name` that `source` defines."""
    namespace: dict[str, Any] = {"__name__": "probe"}
    exec(compile(source, "<probe>", "exec"), namespace)
    probe: Callable[..., Any] = namespace[name]
    return probe
