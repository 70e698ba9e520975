"""Degenerate answers: programs of the right form that compute nothing of what was asked."""

import ast
import textwrap
from collections.abc import Iterator

Definition = ast.FunctionDef | ast.ClassDef

_WRAPPERS = {
    "zeros": "mapped(right(*args, **kwargs), lambda t: torch.zeros_like(t), 0)",
    "ones": "mapped(right(*args, **kwargs), lambda t: torch.ones_like(t), 1)",
    "a constant": "mapped(right(*args, **kwargs), lambda t: torch.full_like(t, 3), 3)",
    "its input": "args[0] if args else None",
}

_HELPERS = """
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
        yield f"{node.name} returns None", _without_body(solution, node)
        if isinstance(node, ast.FunctionDef):
            yield from _wrapped(solution, node)


def _wrapped(solution: str, node: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for label, result in _WRAPPERS.items():
        if node.args.args or label != "its input":
            helper = _HELPERS.replace("RESULT", result).replace("NAME", node.name)
            yield f"{node.name} returns {label}", solution + helper
    annotations = [ast.unparse(a.annotation) for a in node.args.args if a.annotation]
    if any("Tensor" in annotation for annotation in annotations):
        yield f"{node.name} changes its input", solution + _MUTATES.replace("NAME", node.name)


def _solved(solution: str) -> Iterator[Definition]:
    """Top-level definitions that hold code which the student must write."""
    lines = solution.splitlines()
    for node in ast.parse(solution).body:
        if isinstance(node, Definition):
            body = lines[node.lineno - 1 : node.end_lineno]
            if any("### BEGIN SOLUTION" in line for line in body):
                yield node


def _without_body(solution: str, node: Definition) -> str:
    """`solution` with the marked regions inside `node` replaced by ``return None``."""
    lines = solution.splitlines()
    body = "\n".join(lines[node.lineno - 1 : node.end_lineno + 1 if node.end_lineno else None])
    kept: list[str] = []
    inside = False
    for line in body.splitlines():
        if "### BEGIN SOLUTION" in line:
            inside = True
            kept.append(line[: len(line) - len(line.lstrip())] + "return None")
        elif "### END SOLUTION" in line:
            inside = False
        elif not inside:
            kept.append(line)
    before, after = lines[: node.lineno - 1], lines[(node.end_lineno or 0) + 1 :]
    return textwrap.dedent("\n".join([*before, *kept, *after])) + "\n"
