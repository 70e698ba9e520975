"""Why a program lacks a name: the statement that is to blame, or the place where the name is."""

import ast
import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from torchdojo.players.account import Place, blamed
from torchdojo.players.loading import Program

CLASS, FUNCTION, MAIN, BRANCH = "class", "function", "main", "branch"
DELETED, COMMENT, MARKDOWN, RAW = "deleted", "comment", "markdown", "raw"
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_ALIKE = 0.8


def absence(error: BaseException, program: Program) -> dict[str, Any]:
    """What is to be said of `error` if it comes from a name that the program does not bind."""
    name = getattr(error, "name", None)
    if not isinstance(name, str):
        return {}
    blame = blamed(program.account, name)
    if isinstance(error, AttributeError) and error.obj is program.module:
        return {"absent": name[:80], "elsewhere": _elsewhere(program, name), "blame": blame}
    if isinstance(error, NameError) and name not in program.module.__dict__:
        return {"blame": blame}
    return {}


def _elsewhere(program: Program, name: str) -> Place | None:
    """Where in the text `name` is defined after all, or what is nearly called so."""
    for cell, text in _texts(program):
        if (found := _in_text(text, name)) is not None:
            return replace(found, cell=cell)
    for kind, text in program.prose:
        if line := _defined(text, name):
            return _place(kind if kind == MARKDOWN else RAW, line, text.split("\n")[line - 1])
    near = _near(program, name)
    return _place("near", 0, near) if near else None


def _place(kind: str, line: int, text: str) -> Place:
    return Place(kind, line, 0, text.strip()[:160])


def _texts(program: Program) -> Iterator[tuple[int, str]]:
    if not program.notebook:
        yield 0, program.source.text
        return
    for number, (_, text) in enumerate(program.cells, 1):
        yield number, text


def _in_text(text: str, name: str) -> Place | None:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = ast.Module([], [])
    if (found := _inside(tree, name)) is not None:
        return found
    if line := _defined(re.sub(r"(?m)^[ \t]*#+ ?", "", text), name):
        return _place(COMMENT, line, text.split("\n")[line - 1])
    return None


def _inside(tree: ast.Module, name: str) -> Place | None:
    """The innermost block of `tree` in which `name` is defined or deleted."""
    waiting: list[tuple[ast.AST, Place | None]] = [(tree, None)]
    while waiting:
        node, around = waiting.pop()
        if getattr(node, "name", None) == name and around is not None:
            return replace(around, line=getattr(node, "lineno", 0))
        if isinstance(node, ast.Delete) and any(getattr(t, "id", "") == name for t in node.targets):
            return _place(DELETED, node.lineno, ast.unparse(node))
        inner = _block(node) or around
        waiting += [(child, inner) for child in ast.iter_child_nodes(node)]
    return None


def _block(node: ast.AST) -> Place | None:
    if isinstance(node, ast.ClassDef):
        return _place(CLASS, node.lineno, node.name)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return _place(FUNCTION, node.lineno, node.name)
    if isinstance(node, ast.If | ast.While):
        test = ast.unparse(node.test)
        main = "__name__" in test and "__main__" in test
        return _place(MAIN if main else BRANCH, node.lineno, test)
    return None


def _defined(text: str, name: str) -> int:
    """The line on which `text`, be it Python or not, begins the definition of `name`."""
    form = re.compile(rf"^\s*(?:async\s+)?(?:def|class)\s+{re.escape(name)}\b")
    lines = enumerate(text.split("\n"), 1)
    return next((number for number, line in lines if form.match(line)), 0)


def _near(program: Program, name: str) -> str:
    """A name that the program itself defines and that is nearly `name`, digits apart."""
    own = program.module.__name__
    defined = [
        key
        for key, value in list(program.module.__dict__.items())
        if getattr(value, "__module__", None) == own and _letters(key) != _letters(name)
    ]
    by_case = [key for key in defined if key.lower() == name.lower()]
    close = by_case or difflib.get_close_matches(name, defined, 1, _ALIKE)
    return close[0][:80] if close else ""


def _letters(name: str) -> str:
    return re.sub(r"\d", "", name)
