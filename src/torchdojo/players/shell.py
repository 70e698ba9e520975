"""A notebook's cells, run by IPython's own shell: what a stock kernel runs, runs here.

The shell is made once, in the host, and sleeps there; a player that has a notebook to run wakes
it. It keeps no history on disk, has no thread and starts no program.
"""

import builtins
import shlex
import sys
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList

from torchdojo.players import magics

_LEFT_BEHIND = ("__IPYTHON__", "display")
CELL = "<cell {}>"
_asleep: list["Shell"] = []


def prepare() -> None:
    """Make the shell that this process's forks will wake; nothing of it is to be seen before."""
    _asleep.append(_made())


def awaken(home: Path, module: ModuleType | None = None) -> "Shell":
    """The shell, ready to run cells, with a place to write in `home`.

    Where a `module` is given, a script that was exported from a notebook, magics see its names.
    """
    shell = _asleep.pop() if _asleep else _made()
    builtins.__dict__.update(__IPYTHON__=True, display=_display())
    if module is None:
        sys.modules["__main__"] = shell.user_module
    else:
        shell.user_module, shell.user_ns = module, module.__dict__
    type(shell)._instance = InteractiveShell._instance = shell
    shell.ipython_dir = str(home / ".ipython")
    shell.init_profile_dir(None, awake=True)
    shell.history_manager.dir_hist[:] = [str(Path.cwd())]
    sys.ps1, sys.ps2 = "In : ", "...: "
    return shell


def _made() -> "Shell":
    prompts = {name: getattr(sys, name, None) for name in ("ps1", "ps2", "ps3")}
    with warnings.catch_warnings():
        shell = Shell()
    import atexit

    atexit.unregister(shell.atexit_operations)
    for name in _LEFT_BEHIND:
        builtins.__dict__.pop(name, None)
    for name, value in prompts.items():
        if value is None:
            delattr(sys, name)
    return shell


@cache
def _display() -> Callable[..., Any]:
    from IPython.display import display

    shown: Callable[..., Any] = display
    return shown


class _Compiler(CachingCompiler):  # type: ignore[misc]
    """Names the code of a cell by its place in the notebook."""

    position = 0
    """Of the cell among the notebook's code cells, counted from 1."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """A name that says which cell it is, and another one for code that a cell runs itself."""
        name = CELL.format(self.position)
        while name in self._filename_map:
            name = f"{name[:-1]}*>"
        return name


class Shell(InteractiveShell):  # type: ignore[misc]
    """IPython's shell without programs, windows, files of its own and coloured tracebacks."""

    compiler_class = _Compiler
    told: Callable[[str], None] = staticmethod(lambda _: None)
    """Is told each command that does nothing here."""
    ended: Callable[[], None] = staticmethod(lambda: None)
    """Is called when a cell asks the kernel to end."""

    def init_ipython_dir(self, ipython_dir: str | None) -> None:
        """Nothing is written in the host."""

    def init_profile_dir(self, profile_dir: Any, *, awake: bool = False) -> None:
        """As `init_ipython_dir`, until there is a home."""
        if awake:
            from IPython.core.profiledir import ProfileDir

            place = Path(self.ipython_dir) / "profile_default"
            self.profile_dir = ProfileDir(location=str(place))

    def init_history(self) -> None:
        """A history in memory alone."""
        self.history_manager = HistoryManager(
            shell=self, parent=self, enabled=False, hist_file=":memory:"
        )

    def init_virtualenv(self) -> None:
        """The environment is already the right one."""

    def init_sys_modules(self) -> None:
        """The namespace becomes ``__main__`` when the shell wakes."""

    def init_magics(self) -> None:
        """IPython's own, with those that start programs or wait for somebody replaced."""
        super().init_magics()
        magics.replace(self)

    async def run(self, text: str) -> BaseException | None:
        """Run a cell; return what it raised, if anything."""
        python, problem = text, None
        try:
            python = self.transform_cell(text)
        except Exception:
            problem = sys.exc_info()
        result = await self.run_cell_async(
            text, store_history=True, transformed_cell=python, preprocessing_exc_tuple=problem
        )
        self.events.trigger("post_execute")
        self.events.trigger("post_run_cell", result)
        error: BaseException | None = result.error_before_exec or result.error_in_exec
        return error

    def tell(self, command: str) -> None:
        """Note that `command` does nothing here."""
        self.told(command)

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """As in a stock kernel; one that is not known, of an extension perhaps, does nothing."""
        known = any(magic_name in magics for magics in self.magics_manager.magics.values())
        if known or magic_name.startswith("%"):
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        return self.tell(f"%{magic_name} {line}".strip())

    def system(self, cmd: str) -> None:
        """Start no program; a folder that it would make is made."""
        self.tell(f"!{cmd.strip()}")
        _make_folders(cmd)
        self.user_ns["_exit_code"] = 0

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Start no program: it printed nothing."""
        self.tell(f"!{cmd.strip()}")
        return SList() if split else ""

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window."""

    def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:
        """Any backend draws off screen; see `players.drawing`."""
        return "inline", "agg"

    def debugger(self, force: bool = False) -> None:
        """Nobody is there to debug."""
        self.tell("%debug")

    def ask_exit(self) -> None:
        """Note it; the next cells run all the same."""
        self.ended()

    def ask_yes_no(self, prompt: str, default: str | None = None, interrupt: Any = None) -> bool:
        """Nobody is there to ask."""
        return default != "n"

    def set_next_input(self, s: str, replace: bool = False) -> None:
        """There is no next cell to write into."""

    def showtraceback(self, *args: Any, **kwargs: Any) -> None:
        """One line: the frames are looked at elsewhere."""
        kind, value = sys.exc_info()[:2]
        if kind is not None:
            print(f"{kind.__name__}: {_text(value)}"[:2000], file=sys.stderr)

    showsyntaxerror = showtraceback

    def showindentationerror(self) -> None:
        """As any other error."""
        self.showtraceback()

    def _format_exception_for_storage(self, exception: BaseException, *_: Any, **__: Any) -> Any:
        return {"ename": type(exception).__name__, "evalue": _text(exception), "traceback": []}

    @property
    def module(self) -> ModuleType:
        """The module whose namespace the cells share."""
        module: ModuleType = self.user_module
        return module


def _text(error: BaseException | None) -> str:
    try:
        return str(error)
    except BaseException:
        return "(its message cannot be shown)"


def _make_folders(command: str) -> None:
    """Make the folders of a plain ``mkdir``, which often comes before something is saved."""
    try:
        words = shlex.split(command)
    except ValueError:
        return
    if words[:1] == ["mkdir"] and not any(set(word) & set("|;&<>$`") for word in words):
        for word in words[1:]:
            if not word.startswith("-"):
                Path(word).expanduser().mkdir(parents=True, exist_ok=True)
