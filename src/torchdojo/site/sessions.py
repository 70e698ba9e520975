"""Pictures of the examples in a lesson: of what its `>>>` lines take and of what they show.

Nothing is run: the numbers are those that stand in the lesson.
"""

import ast
import doctest
import re
from collections.abc import Iterable, Iterator

from torchdojo.feedback.pictures import Grid
from torchdojo.feedback.pictures.panels import MOST_GRIDS
from torchdojo.site.drawing import Drawing, grid, picture
from torchdojo.site.written import Rows, constant, rows_of

_MOST_LETTERS = 48
_FEWEST = 2
_COLOURS = ". Values keep the colour of the row, or of the place in it, that they come from."
_SHADES = ": the larger a number, the darker, orange above zero and blue below."


def drawing_of(session: str) -> Drawing | None:
    """A picture of a session; None where it shows no two things of which one has several values."""
    try:
        examples = doctest.DocTestParser().get_examples(session)
    except ValueError:
        return None
    grids = tuple(_grids(examples))
    results = [one for one in grids if one.role == "gives"]
    if not results or not 1 < len(grids) <= MOST_GRIDS:
        return None
    what = "What this example takes and gives" if len(results) < len(grids) else "What it gives"
    moved = any(one.origins for one in grids)
    return picture(f"{what}{_COLOURS if moved else _SHADES if _shaded(grids) else '.'}", *grids)


def _shaded(grids: tuple[Grid, ...]) -> bool:
    return any(one.shades for one in grids)


def _grids(examples: list[doctest.Example]) -> Iterator[Grid]:
    known: dict[str, Rows] = {}
    shown: dict[str, Rows] = {}
    for example in examples:
        tree = _parsed(example.source)
        known = _still_known(known, tree)
        found = list(_results(example.want))
        if not found:
            continue
        given = _given(tree, known)
        tensors = "tensor(" in example.want or "array(" in example.want
        origins = _origins(given.values(), found) if tensors else {}
        for name in (name for name in given if shown.get(name) != given[name]):
            yield grid("given", name, given[name], _owners(given[name], origins))
        shown |= given
        yield from _drawn(_title(example.source), found, origins)


def _drawn(title: str, found: list[Rows], origins: dict[object, int]) -> Iterator[Grid]:
    for number, rows in enumerate(found):
        part = f"{title} [{number}]" if len(found) > 1 else title
        yield grid("gives", part, rows, _owners(rows, origins))


def _owners(rows: Rows, origins: dict[object, int]) -> list[list[int]]:
    known = bool(origins) and all(cell in origins for row in rows for cell in row)
    return [[origins[cell] for cell in row] for row in rows] if known else []


def _given(tree: ast.Module | None, known: dict[str, Rows]) -> dict[str, Rows]:
    """What an example takes: names whose numbers are known, and tensors that it writes out."""
    found: dict[str, Rows] = {}
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Name) and node.id in known:
            found[node.id] = known[node.id]
        elif isinstance(node, ast.Call) and (rows := constant(node)):
            shown = node.args[0] if isinstance(node.args[0], ast.List) else node
            found[ast.unparse(shown)[:_MOST_LETTERS]] = rows
    return found


def _origins(given: Iterable[Rows], found: list[Rows]) -> dict[object, int]:
    """For each value the row it stands in, where the results move values of one thing given."""
    fitting = [places for rows in given if (places := _places(rows)) and _moves(places, found)]
    return fitting[0] if len(fitting) == 1 else {}


def _places(rows: Rows) -> dict[object, int]:
    """The row of each value, or its place in the only row; nothing where two are equal."""
    parts = rows if len(rows) > 1 else [[cell] for cell in rows[0]]
    places = {cell: number for number, row in enumerate(parts) for cell in row}
    return places if len(places) == sum(map(len, rows)) else {}


def _moves(places: dict[object, int], found: list[Rows]) -> bool:
    """Whether all values are among `places`, each once, and too many for that to be chance."""
    values = [cell for rows in found for row in rows for cell in row]
    known = all(cell in places and not isinstance(cell, bool) for cell in values)
    return known and len(set(values)) == len(values) >= _FEWEST


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except SyntaxError:
        return None


def _still_known(known: dict[str, Rows], tree: ast.Module | None) -> dict[str, Rows]:
    """The names whose numbers are written out and that nothing has changed since."""
    known = dict(known)
    for node in ast.walk(tree) if tree else ():
        for name, value in _bound(node):
            rows = constant(value) if value else None
            known.pop(name, None)
            if rows:
                known[name] = rows
    return known


def _bound(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Names that a node binds, each to its value if that stands there, or changes in place."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            pairs = zip(names, values, strict=False)
            yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.Assign(targets=targets):
            yield from ((name, None) for target in targets for name in _names(target))
        case ast.AugAssign(target=target):
            yield from ((name, None) for name in _names(target))
        case ast.Call(func=ast.Attribute(value=value, attr=method)) if method.endswith("_"):
            yield from ((name, None) for name in _names(value))


def _names(node: ast.AST) -> list[str]:
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name)]


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
    found = [rows for part in parts if (rows := rows_of(part))]
    if any(len(rows) > 1 or len(rows[0]) > 1 for rows in found):
        yield from found


def _title(source: str) -> str:
    first = re.sub(r"\s+# .*", "", source.strip().split("\n")[0])
    if first.endswith(":"):
        return "printed"
    return first if len(first) <= _MOST_LETTERS else f"{first[: _MOST_LETTERS - 1]}…"
