"""What an exercise's scores depend on, as a fingerprint: code, not words."""

import ast
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from torchdojo import __version__
from torchdojo.catalog.collection import Collection, Exercise
from torchdojo.catalog.percent import split_cells

_RECORDING = ("mistake", "alternative", "slip")
"""What a bank calls to record something; the sentence that it is given first is words."""
_Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def judged_fingerprint(collection: Collection, exercise: Exercise) -> str:
    """Changes when scores may: with the checks, probes, reference, bank, data, engine or torch.

    It stays the same when only words change: lessons, hints, docstrings, comments, requirements,
    the sentences of mistakes. Where checks use the banks of other exercises, as those for tests
    that students write do, these count too.
    """
    ids = _with_used(collection, exercise)
    told = [__version__, torch_version(), *(_parts(collection.exercises[id]) for id in ids)]
    if any(_reads_data(collection.exercises[id]) for id in ids):
        told.append(_data(collection.root / "datasets"))
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def forget() -> None:
    """Have everything read again: files of a collection were changed."""
    for remembered in (_strings, _parts, _data):
        remembered.cache_clear()


@cache
def torch_version() -> str:
    """The version of torch that is installed, or an empty text."""
    try:
        return version("torch")
    except PackageNotFoundError:
        return ""


def _with_used(collection: Collection, exercise: Exercise) -> list[str]:
    """The exercise's id, then those of all others whose banks its checks name, at any remove."""
    found, waiting = [], [exercise.id]
    while waiting:
        id = waiting.pop()
        found.append(id)
        named = _strings(collection.exercises[id]) & set(collection.exercises)
        waiting += sorted(named - {*found, *waiting})
    return [exercise.id, *sorted(set(found) - {exercise.id})]


@cache
def _strings(exercise: Exercise) -> set[str]:
    trees = (ast.parse(path.read_bytes()) for path in _code_of(exercise))
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _code_of(exercise: Exercise) -> list[Path]:
    return sorted(exercise.graders.rglob("*.py"))


@cache
def _parts(exercise: Exercise) -> list[str]:
    """The code of the reference and of everything in the folder of graders, without words."""
    source = exercise.source
    tags = [list(cell.tags) for cell in split_cells(source.text) if cell.kind == "code"]
    files = [
        f"{path.relative_to(exercise.graders)} {_code(path.read_bytes())}"
        for path in _code_of(exercise)
    ]
    return [exercise.id, source.start, source.form, str(tags), _code(source.text.encode()), *files]


def _code(text: bytes) -> str:
    """`text` as its syntax tree, without docstrings, comments and the bank's sentences."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, _Documented) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _RECORDING:
            node.args = [one for one in node.args if not _is_text(one)]
    return ast.dump(tree)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _reads_data(exercise: Exercise) -> bool:
    texts = (path.read_bytes() for path in (exercise.solution, *_code_of(exercise)))
    return any(b"datasets" in text for text in texts)


@cache
def _data(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    builders = (".py", ".pyc", ".md")  # and the data card
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in builders:
            yield path
