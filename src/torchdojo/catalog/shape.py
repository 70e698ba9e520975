"""What remains of a program without its comments, docstrings and layout: its shape."""

import ast
import re
from collections.abc import Iterable, Iterator

from torchdojo.catalog.syntax import parsed

COMMAND = re.compile(r"^[%!].*$", re.MULTILINE)
"""IPython's own commands, which define nothing."""
_DOCUMENTED = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def shape_of(texts: Iterable[str]) -> str | None:
    """The shape of a program in one or more cells; None where one cannot be read.

    Two programs have the same shape if they differ in comments, blank lines, quotes, docstrings,
    the order of imports, and in what belongs to a form alone: the notebook's `check` cell and
    the module's main guard.
    """
    try:
        trees = [parsed(text) or parsed(COMMAND.sub("pass", text)) for text in texts]
        statements = [s for tree in trees for s in (tree.body if tree else [])]
        work = [s for s in statements if not _is_of_a_form(s)]
        imports = {line for s in work for line in _imports(s)}
        others = [
            ast.dump(_bare(s)) for s in work if not isinstance(s, ast.Import | ast.ImportFrom)
        ]
    except RecursionError:
        return None
    return None if None in trees else "\n".join([*sorted(imports), *others])


def _is_of_a_form(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.ImportFrom(module="torchdojo.jupyter"):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="check"))):
            return True
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
    return False


def _imports(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.Import | ast.ImportFrom):
        source = "." * getattr(statement, "level", 0) + (getattr(statement, "module", "") or "")
        for alias in statement.names:
            yield f"import {source}: {alias.name} as {alias.asname or alias.name}"


def _bare(statement: ast.stmt) -> ast.stmt:
    """`statement` without docstrings, its own and those inside it."""
    for node in ast.walk(statement):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return statement


def without_docstrings(text: str) -> str:
    """A module's text without its docstrings, and without what stands above the first of them."""
    lines = text.splitlines()
    tree = ast.parse(text)
    dropped = {n for span in _docstrings(tree) for n in range(span[0], span[1] + 1)}
    if ast.get_docstring(tree, clean=False) is not None:
        dropped |= set(range(1, tree.body[0].lineno))
    return "\n".join(line for number, line in enumerate(lines, 1) if number not in dropped)


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """The first and the last line of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | _DOCUMENTED):
            if ast.get_docstring(node, clean=False) is not None:
                first = node.body[0]
                yield first.lineno, first.end_lineno or first.lineno
