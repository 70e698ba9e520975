"""A grader as students may have it: the visible checks, and only what they use."""

import ast
from collections.abc import Collection as Names
from pathlib import Path
from typing import TypeGuard

from torchdojo.catalog.bank import ALTERNATIVES, MISTAKES


def grader_texts(graders: Path) -> dict[str, str]:
    """The checks of an exercise, and the files beside them that they import from, by name."""
    files = {path.name: path for path in sorted(graders.glob("*.py"))}
    names = files.keys() - {ALTERNATIVES, MISTAKES}
    return {name: files[name].read_text(encoding="utf-8") for name in sorted(names)}


def visible_texts(graders: Path, hidden: Names[str]) -> dict[str, str]:
    """`grader_texts` without the checks named in `hidden`, and without what only those used."""
    texts = grader_texts(graders)
    checks = {name for name in texts if name.startswith("test_")}
    shown = {name: without_hidden(texts[name], hidden) for name in checks}
    while True:
        more = {name: _only(texts[name], _taken(shown, name)) for name in texts.keys() - checks}
        more = {name: text for name, text in more.items() if _taken(shown, name)}
        if shown | more == shown:
            return shown
        shown |= more


def without_hidden(text: str, hidden: Names[str]) -> str:
    """`text` without the functions named in `hidden`, and without what only those used.

    Comments above a function go with it.
    """
    names = {_name(node) for node in ast.parse(text).body}
    return _only(text, {name for name in names if name.startswith("test_")} - set(hidden))


def _only(text: str, wanted: Names[str]) -> str:
    """`text` with what defines the names in `wanted`, and what that uses, however indirectly."""
    tree = ast.parse(text)
    kept = [n for n in tree.body if _name(n) in wanted or not _name(n).startswith("test_")]
    while True:
        rest = [n for n in kept if _name(n) in wanted or _is_used(n, kept)]
        if len(rest) == len(kept):
            break
        kept = rest
    lines = text.splitlines(keepends=True)
    pieces, start = [], 0
    for node in tree.body:
        end = node.end_lineno or 0
        if node in kept:
            pieces.append("".join(lines[start:end]))
        start = end
    return "".join(pieces)


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return ""


def _is_used(node: ast.stmt, kept: list[ast.stmt]) -> bool:
    """Whether something else that is kept names what `node` defines, or it defines nothing."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    else:
        names = {_name(node)}
    if names == {""}:
        return True
    used = {n.id for other in kept if other is not node for n in ast.walk(other) if _reads(n)}
    return bool(names & used)


def _reads(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name)


def _taken(texts: dict[str, str], file: str) -> set[str]:
    """What others take from `file`, as in ``probes.saved`` or ``from .probes import saved``.

    Its own name is among it where the file as a whole is imported.
    """
    module, found = Path(file).stem, set[str]()
    for text in texts.values():
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=taken) if name == module:
                    found.add(taken)
                case ast.ImportFrom(module=name, level=1) if name == module:
                    found |= {alias.name for alias in node.names}
                case ast.ImportFrom(module=None, level=1):
                    found |= {alias.name for alias in node.names if alias.name == module}
    return found
