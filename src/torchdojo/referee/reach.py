"""Which parts of a program its graded functions can reach, as far as its text tells.

A function that nothing names is not called, so what stands in it is no part of the answer: people
compare with torch's own function there. Whatever is done when the program is loaded may be part of
it. Where a name can be looked up in another way than by writing it down, all is part of it.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field

_DEFINED = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_LOOKS_UP = frozenset(
    [
        "globals",
        "locals",
        "vars",
        "dir",
        "eval",
        "exec",
        "compile",
        "getattr",
        "get_ipython",
        "In",
        "Out",
        "sys",
        "modules",
        "inspect",
        "gc",
        "importlib",
        "runpy",
        "builtins",
        "ctypes",
        "pkgutil",
        "resolve_name",
        "pydoc",
        "locate",
        "attrgetter",
        "methodcaller",
        "pickle",
        "dill",
        "marshal",
        "load",
        "loads",
        "hub",
        "package",
        "types",
        "code",
        "codeop",
        "doctest",
        "unittest",
        "pytest",
        "traceback",
        "f_globals",
        "f_locals",
        "f_back",
        "f_builtins",
        "tb_frame",
        "gi_frame",
        "cr_frame",
        "ag_frame",
        "user_ns",
        "user_global_ns",
        "user_module",
    ]
)
"""Words by which a program may come to a function that it does not name."""
_PLAIN = frozenset(("__init__", "__name__", "__main__", "__version__"))
Function = ast.FunctionDef | ast.AsyncFunctionDef
Names = dict[int, str | None]
"""What each statement is called, by its `id`."""


@dataclass(frozen=True)
class Given:
    """What students were given of an exercise: names to be graded, and statements."""

    names: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    """Those that define nothing, as `ast.dump` writes them."""

    def gave(self, node: ast.stmt) -> bool:
        """Whether a statement that defines nothing is one that was given out."""
        try:
            return bool(self.statements) and ast.dump(node) in self.statements
        except ValueError:  # an integer too long to be written down
            return False

    @classmethod
    def of(cls, texts: Iterable[str], trees: Iterable[ast.Module]) -> "Given":
        """What these `texts`, with their `trees`, give out."""
        plain = (n for tree in trees for n in tree.body if not isinstance(n, Function))
        names = frozenset(name for text in texts for name in _DEFINED.findall(text))
        return cls(names, frozenset(map(ast.dump, plain)))


@dataclass(frozen=True)
class Reach:
    """The statements of a program, with what is left out of those that nothing reaches."""

    body: list[ast.stmt]
    """What is to be looked at."""
    answer: frozenset[int] = field(default_factory=frozenset)
    """Of those, by `id`, the ones that the graded functions reach."""


def reach(statements: Sequence[ast.stmt], given: Given, words: set[str]) -> Reach:
    """What of `statements` may be part of an answer; `words` stand in what is no Python.

    Where it is not known what was given out, all of it may be.
    """
    imported = _from_torch(statements)
    names = {id(n): _name_of(n, imported) for n in statements} if given.names else {}
    aside = [n for n in statements if _is_apart(names.get(id(n)), given)]
    apart = {id(n): _head_of(n) for n in aside}
    loaded = [apart.get(id(n), n) for n in statements]
    named = _named(aside, names, words.union(*map(_words, loaded)))
    if _looks_up([*loaded, *named], words):
        named = aside
    reached = set(map(id, named))
    kept = [n if id(n) in reached else apart.get(id(n), n) for n in statements]
    graded = [n for n in statements if getattr(n, "name", None) in given.names]
    answer = [*graded, *_named(aside, names, set[str]().union(*map(_words, graded)))]
    own = [n for n in kept if not given.gave(n)]
    return Reach(own, frozenset(map(id, answer)))


def _is_apart(name: str | None, given: Given) -> bool:
    """Whether a definition of that name is of no account as long as nothing names it."""
    return name is not None and name not in given.names and not name.startswith("__")


def _named(aside: Sequence[ast.stmt], names: Names, words: set[str]) -> list[ast.stmt]:
    """Those of `aside` that `words` name, and those that these name in turn."""
    called: dict[str, list[ast.stmt]] = {}
    for node in aside:
        called.setdefault(names[id(node)] or "", []).append(node)
    found: list[ast.stmt] = []
    waiting = [name for name in called if name in words]
    while waiting:
        more = called.pop(waiting.pop(), [])
        found += more
        waiting += [word for word in set[str]().union(*map(_words, more)) if word in called]
    return found


def _name_of(node: ast.stmt, imported: set[str]) -> str | None:
    """What a statement is called that does no more than to define something."""
    if isinstance(node, Function):
        return None if node.decorator_list else node.name
    if isinstance(node, ast.ClassDef) and not (node.decorator_list or node.keywords):
        return node.name if all(_root(base) in imported for base in node.bases) else None
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        target = node.targets[0]
        return target.id if len(node.targets) == 1 and isinstance(target, ast.Name) else None
    return None


def _root(base: ast.expr) -> str:
    while isinstance(base, ast.Attribute):
        base = base.value
    return base.id if isinstance(base, ast.Name) else ""


def _from_torch(statements: Sequence[ast.stmt]) -> set[str]:
    """Names that stand for torch, or for something of it, and for nothing else."""
    found, others = {"object"}, set[str]()
    for node in (n for statement in statements for n in ast.walk(statement)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                module = node.module if isinstance(node, ast.ImportFrom) else alias.name
                names = found if (module or "").split(".")[0] == "torch" else others
                names.add((alias.asname or alias.name).split(".")[0])
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            others.add(node.id)
        elif isinstance(node, Function | ast.ClassDef):
            others.add(node.name)
    return found - others


def _head_of(node: ast.stmt) -> ast.stmt:
    """What a definition does when it is run: its defaults and annotations, the body of a class."""
    head = copy(node)
    if isinstance(head, Function):
        head.body = [ast.Pass()]
    elif isinstance(head, ast.ClassDef):
        head.body = [_head_of(n) if _is_plain(n) else n for n in head.body]
    elif isinstance(head, ast.Assign) and isinstance(head.value, ast.Lambda):
        head.value = ast.Lambda(head.value.args, ast.Constant(None))
    return head


def _is_plain(node: ast.stmt) -> bool:
    return isinstance(node, Function) and not node.decorator_list


def _words(node: ast.AST) -> set[str]:
    """All words of a statement by which it could name something, those in texts included."""
    return {
        word for part in ast.walk(node) for text in _texts(part) for word in _WORD.findall(text)
    }


def _texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id if isinstance(node.ctx, ast.Load) else ""
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.alias):
        yield f"{node.name} {node.asname or ''}"
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""
    elif isinstance(node, ast.Global | ast.Nonlocal):
        yield from node.names
    elif isinstance(node, ast.keyword):
        yield node.arg or ""
    elif isinstance(node, ast.MatchClass):
        yield from node.kwd_attrs


def _looks_up(nodes: Iterable[ast.AST], words: set[str]) -> bool:
    """Whether a program may look names up that it does not write down."""
    parts = (part for node in nodes for part in ast.walk(node) if not _is_sentence(part))
    found = (word for part in parts for text in _texts(part) for word in _WORD.findall(text))
    return any(map(_is_telling, found)) or any(map(_is_telling, words))


def _is_sentence(node: ast.AST) -> bool:
    """Whether it is a text that is no name, such as a docstring."""
    value = getattr(node, "value", None)
    return isinstance(node, ast.Constant) and isinstance(value, str) and " " in value


def _is_telling(word: str) -> bool:
    return word in _LOOKS_UP or (word.startswith("__") and word not in _PLAIN)
