"""Policy checks: "without the built-in". A log made in the player, and a look at the syntax.

The log can be forged by code that shares its process, so a policy check never stands alone: the
same function's values are checked as well.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from torchdojo.catalog import Code, Exercise
from torchdojo.catalog.shows import readable
from torchdojo.catalog.syntax import DEEP, MAX_TOKENS, TooComplex, is_long, parse, parsed
from torchdojo.referee.handed_in import given_texts
from torchdojo.referee.reach import Given, reach

_WORD = re.compile(r"\w+")
_TOLD = 5
"""Places that are named; to write one down may take as long as to parse its cell."""

LOG_PROBE = """
def operations(module, forbidden, name, *arguments):
    from torch.utils._python_dispatch import TorchDispatchMode

    used = set()

    class Log(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            used.add(func._schema.name.rpartition("::")[2].strip("_"))
            return func(*args, **(kwargs or {}))

    with Log():
        getattr(module, name)(*arguments)
    return [name for name in forbidden if name in used]
"""
"""It tells no more than the check itself names: what the solution calls is nobody's to read."""


def forbidden_operations(used: object, forbidden: tuple[str, ...]) -> list[str]:
    """Which of the `forbidden` operations, such as ``softmax``, were `used` as a player says."""
    names = {name for name in used if isinstance(name, str)} if isinstance(used, list) else set()
    return sorted(names & set(forbidden))


@dataclass(frozen=True)
class Place:
    """Where a program's text reaches for a forbidden name."""

    words: str
    answer: bool
    """Whether it stands in what the graded functions reach."""


def forbidden_words(
    code: Code, forbidden: tuple[str, ...], given: Given | None = None
) -> list[Place]:
    """Where the program's text reaches for a `forbidden` name: attribute, import or string.

    It is looked for in what is run when the program is loaded, and in what may be called then or
    by the functions in `given`; lines that were given out do not count. What is too long or too
    deep to be read is told as well: it could hold anything.
    """
    if is_long([source for _, source in code.cells]):
        return [Place(f"more than {MAX_TOKENS:,} words and signs, too many to be read", True)]
    found: list[Place] = []
    statements: list[ast.stmt] = []
    unread: set[str] = set()
    for _, cell in code.cells:
        try:
            tree, words = _read(cell, code)
            statements += tree.body
            unread |= words
        except (TooComplex, RecursionError) as error:
            found.append(Place(str(error) if isinstance(error, TooComplex) else DEEP, True))
    names = {name.lower() for name in forbidden}
    try:
        looked_at = reach(statements, given or Given(), unread)
        for node in looked_at.body:
            answer = id(node) in looked_at.answer
            found += [Place(w, answer) for w in islice(_reaches(node, names), _TOLD)]
    except RecursionError:
        found.append(Place(DEEP, True))
    return found


def _read(cell: str, code: Code) -> tuple[ast.Module, set[str]]:
    """The syntax tree of a cell, and the words of the lines that are no Python."""
    try:
        source = readable(cell) if code.keep_going else cell
        tree = parse(source)
    except SyntaxError:
        source = readable(cell)
        tree = parsed(source) or ast.Module([], [])
    named = code.keep_going or source.count("__name__") > 1  # or run as ``__main__``
    tree.body = [n for n in tree.body if named or not _only_when_run(n)]
    kept = set(source.split("\n")) if tree.body else set()
    return tree, {w for line in cell.split("\n") if line not in kept for w in _WORD.findall(line)}


def given_out(exercise: Exercise) -> Given:
    """What students were given of `exercise`, as far as it is known."""
    texts = given_texts(exercise)
    return Given.of(texts, filter(None, map(parsed, texts)))


def _only_when_run(node: ast.stmt) -> bool:
    """Whether `node` is the block of a module that runs with ``python FILE``, never in a player.

    Not asked of text that speaks of ``__name__`` elsewhere, too: it may have changed it.
    """
    if not isinstance(node, ast.If) or node.orelse:
        return False
    return ast.unparse(node.test) == "__name__ == '__main__'"


def _reaches(tree: ast.AST, forbidden: set[str]) -> Iterator[str]:
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr.strip("_").lower() in forbidden:
            yield f"line {node.lineno}: `{ast.unparse(node)[:60]}`"
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name.strip("_").lower() in forbidden:
                    yield f"line {node.lineno}: `{ast.unparse(node)[:60]}`"
        if isinstance(node, ast.Constant) and id(node) not in documentation:
            if isinstance(node.value, str) and node.value.strip("_").lower() in forbidden:
                yield f"line {node.lineno}: {node.value[:40]!r}"
