"""Fingerprints of programs, by which parts that are alike are found whatever their names.

Winnowing, after S. Schleimer, D. Wilkerson and A. Aiken: Winnowing: local algorithms for document
fingerprinting, SIGMOD 2003. A program is the sequence of the nodes of its syntax tree, without
names of variables, docstrings, comments and layout. Of the hashes of all runs of `RUN` nodes the
least in every window of `WINDOW` is kept: two programs that share `RUN` + `WINDOW` - 1 nodes in a
row share a fingerprint.
"""

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from torchdojo.catalog.shape import COMMAND
from torchdojo.catalog.syntax import parsed

RUN = 12
WINDOW = 6
_DOCUMENTED = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Token = tuple[str, int]
Fingerprints = Mapping[int, int]
"""The line of each fingerprint, where it begins first."""


def fingerprints(texts: Iterable[str]) -> dict[int, int]:
    """The fingerprints of a program in one or more cells; none of what is no Python."""
    return winnow(runs([token for text in texts for token in tokens(text)]))


def all_runs(texts: Iterable[str]) -> frozenset[int]:
    """The hashes of all runs in a program, such as the one that was given out."""
    return frozenset(hash for hash, _ in runs([t for text in texts for t in tokens(text)]))


def winnow(hashes: Sequence[Token | tuple[int, int]]) -> dict[int, int]:
    """The least hash of every window, the rightmost of equal ones, with its line."""
    kept: dict[int, int] = {}
    for start in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        window = hashes[start : start + WINDOW]
        least = min(range(len(window)), key=lambda n: (window[n][0], -n))
        kept.setdefault(int(window[least][0]), int(window[least][1]))
    return kept


def runs(found: Sequence[Token]) -> list[tuple[int, int]]:
    """The hash of each run of `RUN` tokens, with the line that it begins in."""
    return [
        (_hash(word for word, _ in found[start : start + RUN]), found[start][1])
        for start in range(len(found) - RUN + 1)
    ]


def _hash(words: Iterable[str]) -> int:
    return int.from_bytes(hashlib.blake2b("\0".join(words).encode(), digest_size=8).digest())


def tokens(text: str) -> list[Token]:
    """The nodes of a program's tree in order, each with its line; none where it is no Python."""
    tree = parsed(text) or parsed(COMMAND.sub("pass", text))
    try:
        return list(_walk(tree)) if tree else []
    except RecursionError:
        return []


def _walk(tree: ast.AST) -> Iterator[Token]:
    """Nodes before their children, without a recursion that a deep program could exhaust."""
    waiting: list[tuple[ast.AST, int]] = [(tree, 1)]
    while waiting:
        node, line = waiting.pop()
        line = getattr(node, "lineno", line)
        if isinstance(node, ast.expr_context | ast.Load | ast.Import | ast.ImportFrom):
            continue
        yield _word(node), line
        waiting += [(child, line) for child in reversed(list(_children(node)))]


def _children(node: ast.AST) -> Iterator[ast.AST]:
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
        children.remove(node.body[0])
    yield from children


def _word(node: ast.AST) -> str:
    """A node's kind; of what a program asks of others, and of what it defines, the name as well."""
    kind = type(node).__name__
    match node:
        case ast.Attribute(attr=name):
            return f"{kind} {name}"
        case ast.Constant(value=value):
            return f"{kind} {type(value).__name__}"
    return kind
