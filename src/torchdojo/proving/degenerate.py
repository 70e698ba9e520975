"""Degenerate answers: programs of the right form that compute nothing of what was asked."""

import ast
from collections.abc import Callable, Iterator

Definition = ast.FunctionDef | ast.ClassDef

_WRAPPERS = {
    "zeros": "mapped(right(*args, **kwargs), lambda t: torch.zeros_like(t), 0)",
    "ones": "mapped(right(*args, **kwargs), lambda t: torch.ones_like(t), 1)",
    "a constant": "mapped(right(*args, **kwargs), lambda t: torch.full_like(t, 3), 3)",
    "its input": "args[0] if args else None",
}

_HELPERS = """
# %%
def _degenerate(right):
    import functools

    import numpy
    import torch

    def mapped(value, change, number):
        if isinstance(value, torch.Tensor):
            return change(value.detach())
        if isinstance(value, numpy.ndarray):
            return numpy.full_like(value, number)
        if isinstance(value, (list, tuple)):
            return type(value)(mapped(item, change, number) for item in value)
        if isinstance(value, dict):
            return {key: mapped(item, change, number) for key, item in value.items()}
        if isinstance(value, (bool, int, float)):
            return type(value)(number)
        return "" if isinstance(value, str) else None

    @functools.wraps(right)
    def wrong(*args, **kwargs):
        return RESULT

    return wrong


NAME = _degenerate(NAME)
"""

_MUTATES = """
# %%
def _degenerate(right):
    import torch

    def change(value):
        if isinstance(value, torch.Tensor) and value.device.type != "meta":
            with torch.no_grad():
                value.add_(1)
        if isinstance(value, (list, tuple)):
            for item in value:
                change(item)

    def wrong(*args, **kwargs):
        result = right(*args, **kwargs)
        change(args)
        return result

    return wrong


NAME = _degenerate(NAME)
"""


def degenerate_answers(solution: str) -> Iterator[tuple[str, str]]:
    """Labels and texts of degenerate programs, for every definition with a solution region."""
    for node in _solved(solution):
        yield f"{node.name} returns None", _everywhere(solution, {node.name}, _returns_none)
        if isinstance(node, ast.FunctionDef):
            yield from _wrapped(solution, node)


def worthless_answers(solution: str) -> Iterator[tuple[str, str]]:
    """Labels and texts of programs that get every task wrong, each in one way, and earn nothing.

    They show checks that can be won without doing the work, such as one that only asks for errors
    or only for what must not happen.
    """
    names = {node.name for node in _solved(solution)}
    yield "everything returns None", _everywhere(solution, names, _returns_none)
    yield "everything raises ValueError", _everywhere(solution, names, _raises)
    yield "everything returns its input", _everywhere(solution, names, _returns_input)


def _returns_none(function: ast.FunctionDef) -> str:
    return "return None"


def _raises(function: ast.FunctionDef) -> str:
    return "raise ValueError('no')"


def _returns_input(function: ast.FunctionDef) -> str:
    names = [argument.arg for argument in function.args.args if argument.arg != "self"]
    if function.name == "__init__":
        return "super().__init__()"
    return f"return {names[0]}" if names else "return None"


def _everywhere(solution: str, names: set[str], body: Callable[[ast.FunctionDef], str]) -> str:
    """`solution` with the marked regions of the definitions `names` replaced by `body`'s lines."""
    functions = [
        node
        for definition in ast.parse(solution).body
        if isinstance(definition, Definition) and definition.name in names
        for node in ast.walk(definition)
        if isinstance(node, ast.FunctionDef)
    ]
    kept: list[str] = []
    inside = False
    for number, line in enumerate(solution.splitlines(), 1):
        if "### BEGIN SOLUTION" in line:
            around = [f for f in functions if f.lineno <= number <= (f.end_lineno or 0)]
            if around:
                inside = True
                innermost = max(around, key=lambda f: f.lineno)
                kept.append(line[: len(line) - len(line.lstrip())] + body(innermost))
        elif "### END SOLUTION" in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _wrapped(solution: str, node: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    returns = node.returns is None or ast.unparse(node.returns) != "None"
    for label, result in _WRAPPERS.items():
        if returns and (node.args.args or label != "its input"):
            helper = _HELPERS.replace("RESULT", result).replace("NAME", node.name)
            yield f"{node.name} returns {label}", solution + helper
    annotations = [ast.unparse(a.annotation) for a in node.args.args if a.annotation]
    if any("Tensor" in a and "Callable" not in a for a in annotations):
        yield f"{node.name} changes its input", solution + _MUTATES.replace("NAME", node.name)


def _solved(solution: str) -> Iterator[Definition]:
    """Top-level definitions that hold code which the student must write."""
    lines = solution.splitlines()
    for node in ast.parse(solution).body:
        if isinstance(node, Definition):
            body = lines[node.lineno - 1 : node.end_lineno]
            if any("### BEGIN SOLUTION" in line for line in body):
                yield node
