"""A program's top-level statements: marking them, so that each says when its turn comes.

The marks are calls that are laid into the syntax tree between the statements. The program is
still compiled as one, so all that Python does for a whole holds: docstring, ``from __future__``,
annotations, line numbers.
"""

import ast
import builtins
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

MARK = "__torchdojo_mark__"
_TEXT = 200
_MOST_NAMES = 300
_QUICK = (
    ast.Constant, ast.Name, ast.Attribute, ast.Load, ast.Store, ast.Tuple, ast.List, ast.Dict,
    ast.UnaryOp, ast.USub, ast.UAdd, ast.Not, ast.Assign, ast.AnnAssign, ast.Expr, ast.Pass,
)  # fmt: skip
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_BLOCKS = (ast.If, ast.Try, ast.TryStar, ast.With)


@dataclass(frozen=True)
class Statement:
    """A statement at the top level, or in a block there that is no loop."""

    number: int
    line: int
    cell: int
    text: str
    quick: bool = False
    """Whether it cannot take long: a plain definition, a constant."""
    node: ast.stmt | None = None
    names: tuple[str, ...] = ()
    """What it binds, where there is no node to be asked."""

    @property
    def binds(self) -> tuple[str, ...]:
        """The names that it binds, in the order of the alphabet."""
        names = self.names if self.node is None else bound_names(self.node)
        return tuple(sorted(names))[:_MOST_NAMES]


@dataclass
class Marker:
    """Lays marks into trees, and numbers the statements of a whole program as it goes."""

    statements: list[Statement] = field(default_factory=list)
    left_out: frozenset[int] = frozenset()
    cell: int = 0
    lines: list[str] = field(default_factory=list)
    """The text that line numbers refer to."""

    def mark(self, tree: ast.Module) -> ast.Module:
        """Lay a mark before each statement of `tree`, and leave out those to be left out."""
        start = _prologue(tree.body)
        tree.body[start:] = self._marked(tree.body[start:])
        return tree

    def _marked(self, body: list[ast.stmt]) -> list[ast.stmt]:
        return [part for node in body for part in self._with_mark(node)]

    def _with_mark(self, node: ast.stmt) -> Iterator[ast.stmt]:
        statement = self._statement(node)
        self.statements.append(statement)
        yield _call(statement.number, node)
        if isinstance(node, _BLOCKS):
            self._mark_inside(node)  # also in what is left out: the numbers must stay the same
        if statement.number not in self.left_out:
            yield node

    def _mark_inside(self, block: ast.stmt) -> None:
        for name in ("body", "orelse", "finalbody"):
            if getattr(block, name, None):
                setattr(block, name, self._marked(getattr(block, name)))
        for handler in getattr(block, "handlers", ()):
            handler.body = self._marked(handler.body)

    def _statement(self, node: ast.stmt) -> Statement:
        line = node.lineno
        text = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ast.unparse(node)
        number = len(self.statements) + 1
        return Statement(number, line, self.cell, text[:_TEXT], _quick(node), node)


def _call(number: int, node: ast.stmt) -> ast.stmt:
    """A mark at the place where `node` begins: one line, however many that has."""
    column = node.col_offset
    place: Any = {"lineno": node.lineno, "col_offset": column}
    place |= {"end_lineno": node.lineno, "end_col_offset": column}
    call = ast.Call(
        ast.Name(MARK, ast.Load(), **place), [ast.Constant(number, **place)], [], **place
    )
    return ast.Expr(call, **place)


def _prologue(body: list[ast.stmt]) -> int:
    """How many statements must stay the first ones: the docstring and imports of the future."""
    first = body[0] if body else None
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = int(docstring and isinstance(first.value.value, str))  # type: ignore[union-attr]
    while start < len(body) and _of_the_future(body[start]):
        start += 1
    return start


def _of_the_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _quick(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        arguments = [*node.args.defaults, *node.args.kw_defaults]
        return not node.decorator_list and not any(map(_computes, arguments))
    if isinstance(node, ast.ClassDef):
        return not node.decorator_list and all(map(_quick, node.body))
    return not _computes(node)


def _computes(node: ast.AST | None) -> bool:
    return node is not None and any(not isinstance(n, _QUICK) for n in ast.walk(node))


def bound_names(node: ast.AST) -> set[str]:
    """The names that a statement binds in the scope that it stands in."""
    names: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        names |= _bound_by(one)
        if isinstance(one, ast.Lambda):
            continue
        if isinstance(one, _DEFINITIONS):
            waiting += one.decorator_list
            names |= _globals(one)
            continue
        waiting += ast.iter_child_nodes(one)
    return names


def _bound_by(node: ast.AST) -> set[str]:
    if isinstance(node, _DEFINITIONS):
        return {node.name}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    if isinstance(node, ast.alias):
        return {(node.asname or node.name).split(".")[0]}
    if isinstance(node, ast.MatchAs | ast.MatchStar):
        return {node.name} if node.name else set()
    return {node.rest} if isinstance(node, ast.MatchMapping) and node.rest else set()


def _globals(node: ast.AST) -> set[str]:
    """Names that a function, if it is called, binds for the whole module."""
    return {name for n in ast.walk(node) if isinstance(n, ast.Global) for name in n.names}


class Marks:
    """While it is entered, marks call `begin` with the number of the statement to come."""

    def __init__(self, begin: Callable[[int], None]) -> None:
        self.begin = begin

    def __enter__(self) -> None:
        builtins.__dict__[MARK] = self.begin

    def __exit__(self, *_: object) -> None:
        builtins.__dict__[MARK] = lambda _: None  # a shell goes on marking what it runs later
