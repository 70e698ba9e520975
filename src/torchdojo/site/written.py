"""Values that stand in a program's text: what an expression writes out, read and never run."""

import ast
from collections.abc import Sequence

from torchdojo.feedback.pictures.panels import MOST_CELLS

_TENSORS = {"tensor", "array"}
Rows = list[list[object]]
"""The values of something with at most two dimensions."""


def constant(node: ast.expr) -> Rows | None:
    """The values of an expression that writes them out, counts them up or fills with them."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="reshape"), args=sizes):
            rows = constant(inner)
            shape = [one.value for one in sizes if isinstance(one, ast.Constant)]
            return _reshaped(rows, shape) if rows and len(shape) == len(sizes) == 2 else None
        case ast.Call(func=ast.Attribute(attr="arange"), args=[ast.Constant(value=int(count))]):
            return [list(range(count))] if 0 < count <= MOST_CELLS else None
        case ast.Call(
            func=ast.Attribute(attr="ones" | "zeros" as kind), args=[ast.Constant(value=int(n))]
        ):
            return [[float(kind == "ones")] * n] if 0 < n <= MOST_CELLS else None
        case ast.Call():
            return rows_of(node)
    return None


def _reshaped(rows: Rows, shape: Sequence[object]) -> Rows | None:
    """The same values in two dimensions."""
    flat = [cell for row in rows for cell in row]
    high, wide = (size if isinstance(size, int) else 0 for size in shape)
    if high < 1 or wide < 1 or high * wide != len(flat):
        return None
    return [flat[start : start + wide] for start in range(0, len(flat), wide)]


def rows_of(node: ast.expr) -> Rows | None:
    """The values of a list or of a tensor of one or two dimensions, if they are few enough."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name not in _TENSORS or not node.args:
            return None
        node = node.args[0]
    if not isinstance(node, ast.List):
        return None
    values = _value(node)
    nested = values and all(isinstance(row, list) and row for row in values)
    rows: Rows = [list(row) for row in values if isinstance(row, list)] if nested else [values]
    flat = [cell for row in rows for cell in row]
    fits = 0 < len(flat) <= MOST_CELLS and not any(isinstance(c, list) for c in flat)
    return rows if fits and None not in flat else None


def _value(node: ast.expr) -> list[object]:
    return [_cell(one) for one in node.elts] if isinstance(node, ast.List) else []


def _cell(node: ast.expr) -> object:
    """A number, a word or a list of them; None where it is something else."""
    match node:
        case ast.List():
            return _value(node)
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return -value
        case ast.Name(id="nan" | "inf" as name) | ast.Attribute(attr="nan" | "inf" as name):
            return float(name)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Attribute(attr="inf")):
            return float("-inf")
        case ast.Call(func=ast.Name(id="tensor"), args=[ast.Constant(value=value)]):
            return value
    return None
