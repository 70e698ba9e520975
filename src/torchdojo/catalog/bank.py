"""An exercise's recorded mistakes and alternatives: redefinitions laid over the solution.

Those by strangers, who had seen the exercise alone, stand in ``foreign/``: nothing is recognised
by them, they measure how well the checks and the bank do on what nobody here wrote.

The files are read, never run: every variant becomes a complete program, a submission like any.
"""

import ast
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from torchdojo.errors import GraderError

Definition = ast.FunctionDef | ast.ClassDef
MISTAKES, ALTERNATIVES = "mistakes.py", "alternatives.py"
FOREIGN = "foreign"
_FOREIGN_FILE = re.compile(r"(wrong|right)(?:_(\d+))?\.py")
_DECORATORS = ("mistake", "alternative", "wrong", "right")


@dataclass(frozen=True)
class Variant:
    """A mistake or an alternative, ours or a stranger's, as a complete program."""

    kind: str
    sentence: str
    """What the student did (mistake), or how it is written (alternative)."""
    loses: tuple[str, ...]
    """The checks that it must fail, and no others."""
    hangs: bool
    starts: bool
    """Whether this mistake is what the student finds in a repair exercise."""
    text: str
    line: int
    seen: str = ""
    """What became of a stranger's answer when it was first graded."""
    judged: bool = True
    """Whether tests that students write for such functions have to reject it."""
    open: str = ""
    """Why a stranger's wrong answer may have full marks."""
    round: int = 1
    """Strangers were asked again when checks and bank had learned from the rounds before."""
    id: str = ""
    """Stays as long as the code does, whatever is said of it."""

    @property
    def name(self) -> str:
        """The function or class that it defines anew."""
        return self.id.rsplit("-", 1)[0]


def read_mistakes(folder: Path, solution: str) -> list[Variant]:
    """The mistakes of a grader's folder over the `solution` text; none if it has no bank."""
    return _read(folder / MISTAKES, solution)


def read_alternatives(folder: Path, solution: str) -> list[Variant]:
    """The alternatives of a grader's folder over the `solution` text; none if it has no bank."""
    return _read(folder / ALTERNATIVES, solution)


def read_foreign(folder: Path, solution: str) -> list[Variant]:
    """What strangers wrote for an exercise, wrong and right, over the `solution` text."""
    return [
        replace(variant, round=number)
        for number, path in foreign_files(folder)
        for variant in _read(path, solution)
    ]


def foreign_files(folder: Path) -> list[tuple[int, Path]]:
    """The files with strangers' answers to an exercise, by the round in which they were written.

    ``wrong.py`` and ``right.py`` are those of the first, ``wrong_2.py`` of the second.
    """
    found = [
        (int(match[2] or 1), path)
        for path in sorted((folder / FOREIGN).glob("*.py"))
        if (match := _FOREIGN_FILE.fullmatch(path.name))
    ]
    return sorted(found)


def _read(path: Path, solution: str) -> list[Variant]:
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, str(path))
    return [
        _variant(path, text, tree, node, call, solution)
        for node in tree.body
        if isinstance(node, Definition)
        for call in _recorded(node)
    ]


def _recorded(node: Definition) -> Iterator[ast.Call]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name):
            if decorator.func.id in _DECORATORS:
                yield decorator


def _variant(
    path: Path, text: str, tree: ast.Module, node: Definition, call: ast.Call, solution: str
) -> Variant:
    try:
        (sentence,) = [ast.literal_eval(argument) for argument in call.args]
        options: dict[str, Any] = {k.arg or "": ast.literal_eval(k.value) for k in call.keywords}
        spliced = splice(solution, _without_record(text, node), node.name, imports(text, tree))
    except (ValueError, LookupError) as error:
        raise GraderError(f"{path}, line {node.lineno}: {error}") from error
    assert isinstance(call.func, ast.Name)
    return Variant(
        kind=call.func.id,
        sentence=sentence,
        loses=tuple(options.pop("loses", ())),
        hangs=options.pop("hangs", False),
        starts=options.pop("start", False),
        judged=options.pop("judged", True),
        text=spliced,
        line=node.lineno,
        seen=options.pop("seen", ""),
        open=options.pop("open", ""),
        id=_id_of(node),
    )


def _id_of(node: Definition) -> str:
    """Of what a definition does: its words, decorators and layout may change."""
    body = ast.unparse(ast.Module(node.body, [])) + ast.dump(ast.parse(node.name))
    return f"{node.name}-{hashlib.sha256(body.encode()).hexdigest()[:8]}"


def _without_record(text: str, node: Definition) -> str:
    """The definition's text with its other decorators, if any, but not the recording one."""
    lines = text.splitlines()
    kept = [d for d in node.decorator_list if d not in list(_recorded(node))]
    above = [f"@{ast.get_source_segment(text, decorator)}" for decorator in kept]
    return "\n".join(above + lines[node.lineno - 1 : node.end_lineno])


def imports(text: str, tree: ast.Module) -> dict[str, str]:
    """The import statements of a file by the name that each one binds."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = (alias.asname or alias.name).split(".")[0]
                single: ast.stmt = (
                    ast.Import([alias])
                    if isinstance(node, ast.Import)
                    else ast.ImportFrom(node.module, [alias], node.level)
                )
                found[name] = ast.unparse(single)
    return found


def used_names(code: str) -> set[str]:
    """Every name that a piece of code reads, its annotations and defaults included."""
    nodes = ast.walk(ast.parse(code))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def splice(solution: str, definition: str, name: str, available: dict[str, str]) -> str:
    """`solution` with its top-level `name` replaced by `definition`, and the imports it needs.

    Raises `LookupError` if the solution defines no `name`.
    """
    for node in ast.parse(solution).body:
        if isinstance(node, Definition) and node.name == name:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            lines = solution.splitlines()
            needed = sorted(available[n] for n in used_names(definition) if n in available)
            needed = [line for line in needed if line not in lines[: first - 1]]
            new = [*needed, *definition.splitlines()]
            return "\n".join(lines[: first - 1] + new + lines[node.end_lineno :]) + "\n"
    raise LookupError(f"the solution defines no `{name}`, so nothing can be laid over it")
