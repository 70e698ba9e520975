"""A mistake as an edit: what a `slip` in a bank says, carried out on the solution's text.

Edits see a definition as a reader does: without docstrings and without the markers of nbgrader.
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from torchdojo.catalog.shape import without_docstrings
from torchdojo.catalog.syntax import Definition, parsed

Edits = Sequence[tuple[str, str]]
_MARKER = re.compile(r"^ *### (?:BEGIN|END) SOLUTION\n", re.MULTILINE)
_GAP = re.compile(r":\n\n+(?= )")
"""Between a heading and what stood below its docstring."""
_LINE = re.compile(r"\n(?=[^\n])")


@dataclass(frozen=True)
class _Scope:
    """Where edits are looked for: a top-level definition, or a part of it."""

    name: str
    """Of the top-level definition."""
    text: str
    """All of that definition."""
    start: int
    end: int


def edited(solution: str, edits: Edits, of: str, *, documented: bool) -> tuple[str, str]:
    """The name of the top-level definition that `edits` change, and its text when they have.

    Args:
        solution: the text of the solution.
        edits: what each one takes out, and what it puts there. Their further lines are indented
            as the line in which the edit begins.
        of: the definition, as in ``"centre"`` or ``"SGD.step"``; empty if the edits tell.
        documented: whether docstrings stay.

    Raises `ValueError` with a sentence if what is to be taken out is not there exactly once.
    """
    _need_pairs(edits)
    scopes = _scopes(solution, documented)
    name = of or _where(scopes, [was for was, _ in edits])
    if name not in scopes:
        raise ValueError(f"the solution defines no `{name}`, so no edit can be made in it")
    scope = scopes[name]
    text, after = scope.text, len(scope.text)
    spans = [(*_span(name, scope, was), becomes) for was, becomes in edits]
    for start, end, becomes in sorted(spans, reverse=True):
        if end > after:
            raise ValueError(f"two edits change the same place in `{name}`: make one of them")
        text, after = _replaced(text, start, end, becomes), start
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise ValueError(f"`{name}` with its edits is no Python ({error.msg})") from error
    return scope.name, text


def done_by(node: Definition) -> Definition:
    """What a definition does: `node` itself, rid of docstrings and of the types of its functions.

    Types of attributes stay, since a dataclass is made of them.
    """
    for each in ast.walk(node):
        if isinstance(each, Definition) and ast.get_docstring(each, clean=False) is not None:
            each.body = each.body[1:] or [ast.Pass()]
        if isinstance(each, ast.FunctionDef):
            each.returns = None
            each.body = [_untyped(statement) for statement in each.body]
        elif isinstance(each, ast.arg):
            each.annotation = None
    return node


def _untyped(statement: ast.stmt) -> ast.stmt:
    if isinstance(statement, ast.AnnAssign) and statement.value is not None:
        return ast.copy_location(ast.Assign([statement.target], statement.value), statement)
    return statement


def _need_pairs(edits: object) -> None:
    pairs = edits if isinstance(edits, list | tuple) else ()
    if not pairs or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs):
        raise ValueError('`edits` has to be a list of pairs, [("what was", "what it becomes")]')


@cache
def _scopes(solution: str, documented: bool) -> dict[str, _Scope]:
    """Every definition of the solution, by its name with those of the definitions around it."""
    lines, found = solution.splitlines(keepends=True), dict[str, _Scope]()
    for node in ast.parse(solution).body:
        if isinstance(node, Definition):
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            text = _MARKER.sub("", "".join(lines[first - 1 : node.end_lineno]))
            text = text if documented else _undocumented(text)
            found |= {name: _Scope(node.name, text, *span) for name, span in _spans(text)}
    return found


def _undocumented(text: str) -> str:
    """`text` without docstrings, unless nothing else stands in one of its definitions."""
    bare = _GAP.sub(":\n", without_docstrings(text) + "\n")
    return bare if parsed(bare) else text


def _spans(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    waiting = [("", node) for node in ast.parse(text).body]
    while waiting:
        around, node = waiting.pop(0)
        if isinstance(node, Definition):
            yield around + node.name, (starts[node.lineno - 1], starts[node.end_lineno or 0])
            waiting += [(f"{around}{node.name}.", child) for child in node.body]


def _where(scopes: dict[str, _Scope], every: Sequence[str]) -> str:
    """The one top-level definition in which everything that is to be taken out occurs."""
    tops = {name: scope for name, scope in scopes.items() if name == scope.name}
    there = {was: [n for n, s in tops.items() if any(_found(s, was))] for was in every}
    for was, names in there.items():
        if not names:
            raise ValueError(f"`{was}` does not occur in any definition of the solution")
    fitting = [name for name in tops if all(name in names for names in there.values())]
    if not fitting:
        raise ValueError(f"no definition of the solution has all of {_listed(every)}")
    if len(fitting) > 1:
        raise ValueError(
            f'{_listed(every)} occurs in {_listed(fitting)}: say which, as in of="{fitting[0]}"'
        )
    return fitting[0]


def _span(name: str, scope: _Scope, was: str) -> tuple[int, int]:
    spans = list(_found(scope, was))
    if not spans:
        raise ValueError(f"`{was}` does not occur in `{name}`")
    if len(spans) > 1:
        raise ValueError(f"`{was}` occurs {len(spans)} times in `{name}`: write more of its line")
    return spans[0]


def _found(scope: _Scope, was: str) -> Iterator[tuple[int, int]]:
    first = was.partition("\n")[0]
    for match in re.finditer(re.escape(first), scope.text[: scope.end]):
        whole = _indented(was, scope.text, match.start())
        if match.start() >= scope.start and scope.text.startswith(whole, match.start()):
            yield match.start(), match.start() + len(whole)


def _replaced(text: str, start: int, end: int, becomes: str) -> str:
    line = text.rfind("\n", 0, start) + 1
    if not becomes and not text[line:start].strip() and text[end] == "\n":
        return text[:line] + text[end + 1 :]  # no empty line stays
    return text[:start] + _indented(becomes, text, start) + text[end:]


def _indented(words: str, text: str, place: int) -> str:
    """`words` with its further lines indented as the line of `text` around `place`."""
    line = text[text.rfind("\n", 0, place) + 1 :]
    return _LINE.sub("\n" + " " * (len(line) - len(line.lstrip(" "))), words)


def _listed(words: Sequence[str]) -> str:
    return " and ".join(f"`{word}`" for word in words)
