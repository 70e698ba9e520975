"""Where in a file there is something to do, and how an editor is opened there."""

import ast
import os
import shlex
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from torchdojo.catalog import Exercise, Unreadable
from torchdojo.catalog.syntax import TooComplex, parse, parsed
from torchdojo.errors import DojoError
from torchdojo.learner.desk import Desk
from torchdojo.learner.verdicts import Checked

_DEFINED = (ast.FunctionDef, ast.ClassDef)
_VS_CODE = {"code", "codium", "code-insiders", "cursor"}
_WINDOWS = _VS_CODE | {"subl", "gedit", "kate", "zed", "mate", "pycharm", "idea", "gvim", "xed"}
_PLUS = {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "mcedit", "ne"}


@dataclass(frozen=True)
class Spot:
    """A place in a student's file, as an editor or a person finds it."""

    path: Path
    line: int = 1
    name: str = ""
    """The function or class there, if it is known."""

    def shown(self, desk: Desk) -> str:
        """The place in words: in a notebook a line says nothing."""
        file = desk.shown(self.path)
        if self.path.suffix == ".py":
            return f"{file}:{self.line}"
        return f"{file}, the cell of `{self.name}`" if self.name else file


def spot(desk: Desk, exercise: Exercise, checks: Sequence[Checked] = ()) -> Spot:
    """Where to go on: the function that a check was lost on, else what is not written yet."""
    path = desk.place(exercise)
    try:
        cells = desk.code(exercise).cells
    except Unreadable:
        return Spot(path)
    called = (check.failing for check in checks if check.failing is not None)
    about = next((failing.about for failing in called if failing.called), "").split(".")[0]
    found = [one for _, text in cells for one in _candidates(text, about)]
    unread = (0, next((line for _, text in cells if (line := _unreadable(text))), 1), "")
    _, line, name = min(found, key=lambda one: one[0], default=unread)
    return Spot(path, line, name)


def _unreadable(text: str) -> int:
    """The line that Python cannot read; 0 where there is none, or it is not known."""
    try:
        parse(text)
    except SyntaxError as error:
        return error.lineno or 0
    except TooComplex:
        return 0
    return 0


def _candidates(text: str, about: str) -> Iterator[tuple[int, int, str]]:
    """What there is to go to, with a rank: how far it is from what is looked for."""
    for node in _definitions(text):
        unwritten = sorted(n.lineno for n in ast.walk(node) if _is_missing(n))
        if node.name == about:
            yield 0, node.lineno, node.name
        yield (1, unwritten[0], node.name) if unwritten else (2, node.lineno, node.name)


def _definitions(text: str) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    tree = parsed(text)
    yield from (n for n in (tree.body if tree else ()) if isinstance(n, _DEFINED))


def _is_missing(node: ast.AST) -> TypeGuard[ast.Raise]:
    return (
        isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Name)
        and node.exc.id == "NotImplementedError"
    )


@dataclass(frozen=True)
class Editor:
    """How a file is opened."""

    command: tuple[str, ...]
    takes_terminal: bool
    """Whether it runs in the terminal, which is then its own until it ends."""


def editor_for(spot: Spot) -> Editor:
    """What opens this place: $VISUAL, $EDITOR, or VS Code if it is there.

    Raises `DojoError` where there is none, or none that opens notebooks.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    words = _words(chosen) or (["code"] if shutil.which("code") else [])
    if not words:
        raise DojoError(
            f"No editor is known: open {spot.path} in yours, or set the variable VISUAL or EDITOR."
        )
    name, path = Path(words[0]).name, str(spot.path)
    if spot.path.suffix == ".ipynb" and name not in _VS_CODE:
        raise DojoError(f"{name} opens no notebooks: run `jupyter lab {path}` in another terminal.")
    if name in _VS_CODE and spot.path.suffix == ".py":
        words += ["-g", f"{path}:{spot.line}"]
    else:
        words += [f"+{spot.line}", path] if name in _PLUS else [path]
    return Editor(tuple(words), name not in _WINDOWS)


def _words(chosen: str) -> list[str]:
    try:
        return shlex.split(chosen)
    except ValueError as error:
        raise DojoError(f"VISUAL or EDITOR is no command ({error}): {chosen}") from error
