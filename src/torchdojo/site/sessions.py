"""Pictures of the examples in a lesson: of what its `>>>` lines take and of what they show.

Nothing is run: the numbers are those that stand in the lesson.
"""

import ast
import doctest
import re
from collections.abc import Iterator

from torchdojo.feedback.pictures import Grid
from torchdojo.feedback.pictures.panels import MOST_CELLS, MOST_GRIDS
from torchdojo.site.drawing import Drawing, grid, picture

_TENSORS = {"tensor", "array"}
_MOST_LETTERS = 48
Rows = list[list[object]]


def drawing_of(session: str) -> Drawing | None:
    """A picture of a session; None where it shows no row of at least two values."""
    try:
        examples = doctest.DocTestParser().get_examples(session)
    except ValueError:
        return None
    grids = tuple(_grids(examples))
    results = [one for one in grids if one.role == "gives"]
    if not results or len(grids) > MOST_GRIDS:
        return None
    colour = " Numbers keep the colour of the row that they come from." if _moved(grids) else ""
    return picture(f"The numbers of this example.{colour}", *grids)


def _grids(examples: list[doctest.Example]) -> Iterator[Grid]:
    known: dict[str, Rows] = {}
    shown: set[str] = set()
    for example in examples:
        tree = _parsed(example.source)
        known |= _assigned(tree)
        found = list(_results(example.want))
        if not found:
            continue
        used = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name)] if tree else []
        given = {name: known[name] for name in dict.fromkeys(used) if name in known}
        for name in given.keys() - shown:
            yield grid("given", name, known[name])
        shown |= given.keys()
        origins = _origins(list(given.values()), found)
        yield from _drawn(_title(example.source), found, origins)


def _drawn(title: str, found: list[Rows], origins: dict[object, int]) -> Iterator[Grid]:
    for number, rows in enumerate(found):
        part = f"{title} [{number}]" if len(found) > 1 else title
        owners = [[origins[cell] for cell in row] for row in rows] if origins else []
        yield grid("gives", part, rows, owners)


def _moved(grids: tuple[Grid, ...]) -> bool:
    return any(one.origins for one in grids)


def _origins(given: list[Rows], found: list[Rows]) -> dict[object, int]:
    """For each value the row it stands in, where the results only move values that differ."""
    if len(given) != 1:
        return {}
    rows = given[0] if len(given[0]) > 1 else [[cell] for cell in given[0][0]]
    places = {cell: number for number, row in enumerate(rows) for cell in row}
    moved = all(cell in places for result in found for row in result for cell in row)
    return places if moved and len(places) == sum(map(len, rows)) > 1 else {}


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _assigned(tree: ast.Module | None) -> dict[str, Rows]:
    """Names that are bound to a tensor whose numbers are written out."""
    found = {}
    for node in tree.body if tree else ():
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call):
                rows = _rows_of(call)
                if rows:
                    found[name] = rows
    return found


def _results(want: str) -> Iterator[Rows]:
    """What an example shows: its tensors and lists, or numbers printed below each other."""
    text = want.strip().removesuffix("```").strip()
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        lines = text.split("\n")
        if len(lines) > 2 and all(re.fullmatch(r"-?[\d.]+(?:e-?\d+)?", line) for line in lines):
            yield [[float(line) for line in lines]]
        return
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    found = [rows for part in parts if (rows := _rows_of(part))]
    if any(len(rows) > 1 or len(rows[0]) > 1 for rows in found):
        yield from found


def _rows_of(node: ast.expr) -> Rows | None:
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


def _value(node: ast.expr) -> "list[object]":
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
        case ast.Name(id="nan" | "inf" as name):
            return float(name)
        case ast.Call(func=ast.Name(id="tensor"), args=[ast.Constant(value=value)]):
            return value
    return None


def _title(source: str) -> str:
    first = re.sub(r"\s+# .*", "", source.strip().split("\n")[0])
    return first if len(first) <= _MOST_LETTERS else f"{first[: _MOST_LETTERS - 1]}…"
