"""Cells that only show something: they are no part of the work, so graders do not run them.

To see which those are, and nothing else, a cell is read here as far as Python can read it.
"""

import ast
import re
from collections.abc import Sequence

from torchdojo.catalog.syntax import is_long, parsed

_TAGS = {"explore", "check"}
_COMMAND = re.compile(r"^(\s*)([%!?].*|\w+\s*=\s*[%!].*|\S.*\?)$")
_KEPT_MAGICS = ("%%time", "%%capture", "%%timeit")
_CODE = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w", re.MULTILINE)
_SHORT = 20_000
Tagged = tuple[str, Sequence[str]]
"""A cell's text and its tags."""


def only_show(cells: Sequence[Tagged]) -> list[bool]:
    """Which of a program's code cells only show something.

    They have a tag that says so, define nothing, and bind no name that the other cells use and do
    not bind themselves: a student may well write a constant there. Where there is too much to be
    looked at, all cells are work.
    """
    marked = [bool(_TAGS & set(tags)) for _, tags in cells]
    if not any(marked):
        return marked
    if is_long([text for text, _ in cells]):
        return [False] * len(cells)
    work = [_tree(text) for (text, _), shows in zip(cells, marked, strict=True) if not shows]
    wanted = _names_from_elsewhere(work)
    return [
        shows and not _adds(_tree(text), wanted)
        for (text, _), shows in zip(cells, marked, strict=True)
    ]


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _adds(tree: ast.Module, wanted: set[str]) -> bool:
    defines = any(isinstance(node, _DEFINITIONS) for node in tree.body)
    return defines or bool(_bound(tree) & wanted)


def _tree(text: str) -> ast.Module:
    """The syntax tree; an empty one for what is no Python."""
    return parsed(readable(text)) or ast.Module([], [])


def _names_from_elsewhere(work: list[ast.Module]) -> set[str]:
    """Names that the work uses without binding them, and those of its functions and classes."""
    nodes = [node for tree in work for node in ast.walk(tree)]
    used = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound = {name for tree in work for name in _bound(tree)}
    defined = {n.name for tree in work for n in tree.body if isinstance(n, _DEFINITIONS)}
    return (used - arguments - bound) | defined


def _bound(tree: ast.Module) -> set[str]:
    """Names that an assignment, an import, a definition or the like binds, wherever in `tree`."""
    nodes = list(ast.walk(tree))
    names = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    names |= {n.name for n in nodes if isinstance(n, _DEFINITIONS)}
    imported = [node for node in nodes if isinstance(node, ast.alias)]
    return names | {(one.asname or one.name).split(".")[0] for one in imported}


def readable(source: str) -> str:
    """A notebook's cell for the referee to look at: without IPython's commands.

    It is not what runs: that is what IPython's own transformer makes of the cell, in a player.
    """
    first = source.lstrip().split("\n")[0]
    if first.startswith("%%"):
        kept = first.split()[0] in _KEPT_MAGICS
        return re.sub(r"%%.*", "", source, count=1) if kept else ""
    if parsed(source) is not None:
        return source
    return "\n".join(_COMMAND.sub(r"\1pass", line) for line in source.split("\n"))


def is_short_code(text: str) -> bool:
    """Whether a cell that is no code may hold some after all, and is no novel."""
    return len(text) <= _SHORT and bool(_CODE.search(text))
