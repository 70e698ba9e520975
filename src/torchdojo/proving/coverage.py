"""Which checks need which part of PyTorch: measured by taking that part away.

*Used*: in every right program that is known (the solution and all alternatives), the student's own
code names the part, and the check fails when each such name is replaced by one that is not
defined. *Written*: the check fails when the function that builds the part by hand is missing.
"""

import ast
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from torchdojo.authoring import render
from torchdojo.catalog import Collection, Exercise, code_of_text, read_alternatives
from torchdojo.catalog.checks import plain_name
from torchdojo.catalog.proof import SUBJECTS
from torchdojo.errors import GraderError
from torchdojo.proving.running import grade_programs
from torchdojo.referee.programs import Program

MISSING = "taken_away"
Needs = dict[str, list[str]]
"""The names of checks by exercise."""


@dataclass(frozen=True)
class Subject:
    """A part of PyTorch that the collection must cover."""

    name: str
    use: tuple[str, ...] = ()
    """Its names: dotted paths, a method such as ``.chunk``, or a name that the exercise gives."""
    write: tuple[str, ...] = ()
    """Functions that build it by hand, as ``TRACK/EXERCISE:FUNCTION``."""


def read_subjects(collection: Collection) -> list[Subject]:
    """The subjects listed in ``graders/coverage.toml``."""
    data = tomllib.loads((collection.root / SUBJECTS).read_text(encoding="utf-8"))
    return [
        Subject(entry["name"], tuple(entry.get("use", ())), tuple(entry.get("write", ())))
        for entry in data["subject"]
    ]


def coverage(collection: Collection) -> dict[str, dict[str, Needs]]:
    """For each subject the checks that need it, under ``use`` and ``write``."""
    programs: dict[tuple[str, str, str], list[Program]] = {}
    for subject in read_subjects(collection):
        for exercise in collection.exercises.values():
            if made := list(_without_use(exercise, subject)):
                programs[subject.name, "use", exercise.id] = made
        for place in subject.write:
            id, _, function = place.partition(":")
            made = [_without_function(collection.exercises[id], function, subject)]
            programs.setdefault((subject.name, "write", id), []).extend(made)
    everything = [program for made in programs.values() for program in made]
    scored = grade_programs(collection, everything, ("--device", "cpu", "--seed", "1"))
    found: dict[str, dict[str, Needs]] = {
        subject.name: {"use": {}, "write": {}} for subject in read_subjects(collection)
    }
    for (name, way, id), made in programs.items():
        lost = [_lost(scored[id, program.label]["checks"]) for program in made]
        names = set.intersection(*lost) if way == "use" else set.union(*lost)
        if names:
            found[name][way][id] = sorted(names)
    return found


def _lost(checks: list[dict[str, Any]]) -> set[str]:
    fine = ("passed", "skipped", "grader_error")
    return {plain_name(check["name"]) for check in checks if check["outcome"] not in fine}


def _without_use(exercise: Exercise, subject: Subject) -> Iterator[Program]:
    """Every right program without the subject's names; none if one of them does not name it."""
    text = exercise.source.text
    given = {ast.dump(node) for node in ast.parse(render(exercise, "module").text).body}
    right = [text, *(variant.text for variant in read_alternatives(exercise.graders, text))]
    for number, program in enumerate(right):
        spoilt = taken_away(program, subject.use, given)
        if spoilt == program:
            return
        yield _program(exercise, f"{subject.name}: right program {number} without it", spoilt)


def taken_away(text: str, names: Sequence[str], given: set[str]) -> str:
    """`text` with each of `names` replaced, but in definitions dumped in `given` and annotations.

    A name is a dotted path, found through the imports of the text, ``.method``, or plain.
    """
    tree = ast.parse(text)
    paths = dict(_imported(tree))
    own = [node for node in tree.body if ast.dump(node) not in given]
    noted = {id(part) for node in own for part in _annotations(node)}
    places = [
        node
        for top in own
        if not isinstance(top, ast.Import | ast.ImportFrom)
        for node in ast.walk(top)
        if isinstance(node, ast.Attribute | ast.Name)
        and id(node) not in noted
        and _names(node, names, paths)
    ]
    data = [line.encode() for line in text.splitlines(keepends=True)]
    for node in sorted(places, key=lambda n: (n.lineno, n.col_offset), reverse=True):
        if node.end_lineno == node.lineno:
            line = data[node.lineno - 1]
            new = line[: node.col_offset] + MISSING.encode() + line[node.end_col_offset :]
            data[node.lineno - 1] = new
    return b"".join(data).decode()


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The names that a text imports, each with its path."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.split(".")[0]
                yield (alias.asname or root), (alias.name if alias.asname else root)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield (alias.asname or alias.name), f"{node.module}.{alias.name}"


def _annotations(node: ast.AST) -> Iterator[ast.AST]:
    for part in ast.walk(node):
        for field in ("annotation", "returns"):
            if isinstance(found := getattr(part, field, None), ast.AST):
                yield from ast.walk(found)


def _names(node: ast.Attribute | ast.Name, names: Sequence[str], paths: dict[str, str]) -> bool:
    path = _path(node, paths)
    if path is not None:
        return path in names
    return (f".{node.attr}" if isinstance(node, ast.Attribute) else node.id) in names


def _path(node: ast.expr, paths: dict[str, str]) -> str | None:
    """The dotted path that a chain of attributes means, if it begins with something imported."""
    if isinstance(node, ast.Name):
        return paths.get(node.id)
    if isinstance(node, ast.Attribute) and (before := _path(node.value, paths)) is not None:
        return f"{before}.{node.attr}"
    return None


def _without_function(exercise: Exercise, function: str, subject: Subject) -> Program:
    """The solution with `function`, or a class's ``Class.method``, replaced by one that fails."""
    text = exercise.source.text
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == function:
            lines = text.splitlines(keepends=True)
            spoilt = f"def {function}(*args, **kwargs):\n    raise LookupError\n"
            rest = [*lines[: node.lineno - 1], spoilt, *lines[node.end_lineno or 0 :]]
            return _program(exercise, f"{subject.name}: without {function}", "".join(rest))
    raise GraderError(f"{SUBJECTS}: {exercise.id} defines no `{function}`")


def _program(exercise: Exercise, label: str, text: str) -> Program:
    code = code_of_text(text, f"{exercise.name}.py")
    return Program(exercise.id, label, code, named=False, trusted=True)
