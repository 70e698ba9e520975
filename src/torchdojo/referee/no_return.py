"""Why a function returned None, as far as its text tells."""

import ast
from collections.abc import Iterator

from torchdojo.catalog import Code
from torchdojo.catalog.shows import readable
from torchdojo.catalog.syntax import parsed

_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def no_return(code: Code, name: str) -> list[str]:
    """A sentence if the function or method `name` has no `return` with a value."""
    found = _definition(code, name)
    if found is None or any(isinstance(n, ast.Return | ast.Yield) and n.value for n in _own(found)):
        return []
    last = found.body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        if isinstance(last.value.func, ast.Name) and last.value.func.id == "print":
            return [f"`{name}` prints its result and returns nothing: `return` it."]
    if any(isinstance(node, ast.Return) for node in _own(found)):
        return [f"No `return` in `{name}` gives a value, so it returns None."]
    return [f"There is no `return` in `{name}`, so it returns None."]


def _definition(code: Code, name: str) -> ast.FunctionDef | None:
    trees = (parsed(readable(text) if code.keep_going else text) for _, text in code.cells)
    body = [node for tree in trees if tree is not None for node in tree.body]
    found: ast.stmt | None = None
    for part in name.split("."):
        named = [node for node in body if getattr(node, "name", None) == part]
        found = named[-1] if named else None
        body = getattr(found, "body", [])
    return found if isinstance(found, ast.FunctionDef) else None


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _INNER):
            yield node
            waiting += ast.iter_child_nodes(node)
