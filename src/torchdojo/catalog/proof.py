"""What was proven of the graders, kept in the collection: results, and of which files."""

import ast
import hashlib
import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torchdojo.catalog.bank import MISTAKES, Variant, foreign_files, read_mistakes
from torchdojo.catalog.collection import Collection, Exercise
from torchdojo.catalog.contract import CONTRACT
from torchdojo.catalog.shape import without_docstrings
from torchdojo.catalog.slips import done_by
from torchdojo.catalog.splicing import imports, used_names
from torchdojo.catalog.syntax import Definition
from torchdojo.keeping import write_whole

STRENGTH = "graders/strength.json"
FOREIGN_STRENGTH = "graders/foreign.json"
COVERAGE = "graders/coverage.json"
SUBJECTS = "graders/coverage.toml"


@dataclass(frozen=True)
class Equivalent:
    """A recorded survivor: a change of one line that does not change what is asked for."""

    was: str
    becomes: str
    why: str


def read_equivalents(folder: Path) -> list[Equivalent]:
    """The survivors listed in a grader's folder, ``equivalent.toml``.

    An entry has one change, or several of one line for the same reason.
    """
    path = folder / "equivalent.toml"
    if not path.is_file():
        return []
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        Equivalent(entry["was"], becomes, entry["why"])
        for entry in data["mutant"]
        for becomes in _listed(entry["becomes"])
    ]


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def fingerprint(exercise: Exercise) -> str:
    """Changes when the exercise's solution, checks or bank change, not with words for readers.

    Of mistakes it matters what they are, not whether a slip or a definition says it.
    """
    source = exercise.source
    code = f"{source.start}\n{without_docstrings(source.text)}"
    bank = _bank(exercise.graders, source.text)
    files = sorted(exercise.graders.glob("*.*"))
    proven = [path for path in files if path.name not in (CONTRACT, MISTAKES)]
    return _digest(proven, f"{code}\n{bank}".encode())


def _bank(folder: Path, solution: str) -> str:
    """What the mistakes of a grader's folder are, however they are recorded and laid out."""
    told = [
        f"{m.id} {m.sentence!r} {m.loses} {m.hangs} {m.starts} {m.judged} {_done_by(m, solution)}"
        for m in read_mistakes(folder, solution)
    ]
    return "\n".join(told)


def _done_by(variant: Variant, solution: str) -> str:
    (node,) = ast.parse(variant.code).body
    assert isinstance(node, Definition)
    own = imports(variant.text, ast.parse(variant.text))
    given = imports(solution, ast.parse(solution))
    bare = done_by(node)
    used = used_names(ast.unparse(bare))
    added = sorted(line for name, line in own.items() if name in used and given.get(name) != line)
    return f"{ast.dump(bare)} {added}"


def foreign_fingerprint(exercise: Exercise) -> str:
    """Changes with what strangers wrote for an exercise, too."""
    return f"{fingerprint(exercise)}-{_digest(_foreign_files(exercise))}"


def _foreign_files(exercise: Exercise) -> list[Path]:
    return [path for _, path in foreign_files(exercise.graders)]


def _digest(paths: Iterable[Path], first: bytes = b"") -> str:
    digest = hashlib.sha256(first)
    for path in paths:
        if path.suffix in (".py", ".toml"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_proof(collection: Collection, name: str) -> dict[str, Any]:
    """The results in the file `name`; nothing if there is none."""
    path = collection.root / name
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return found


def write_proof(collection: Collection, name: str, results: dict[str, Any]) -> None:
    """Write `results` with an entry in each line, so that changes can be read."""
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(results[key])}" for key in sorted(results))
    write_whole(collection.root / name, f"{{\n{lines}\n}}\n".encode())


def changed(collection: Collection) -> set[str]:
    """The exercises whose strength has not been measured since their last change."""
    known, foreign = read_proof(collection, STRENGTH), read_proof(collection, FOREIGN_STRENGTH)
    return {
        exercise.id
        for exercise in collection.exercises.values()
        if known.get(exercise.id, {}).get("fingerprint") != fingerprint(exercise)
        or (
            _foreign_files(exercise)
            and foreign.get(exercise.id, {}).get("fingerprint") != foreign_fingerprint(exercise)
        )
    }
