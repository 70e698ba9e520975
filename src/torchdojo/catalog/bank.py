"""An exercise's recorded mistakes and alternatives: redefinitions laid over the solution.

A mistake may be an edit of the solution instead (see `torchdojo.catalog.slips`).

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

from torchdojo.catalog.slips import done_by, edited
from torchdojo.catalog.splicing import imports, splice
from torchdojo.catalog.syntax import Definition
from torchdojo.errors import GraderError

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
    """Where it is recorded in the bank."""
    seen: str = ""
    """What became of a stranger's answer when it was first graded."""
    judged: bool = True
    """Whether tests that students write for such functions have to reject it."""
    open: str = ""
    """Why a stranger's wrong answer may have full marks."""
    round: int = 1
    """Strangers were asked again when checks and bank had learned from the rounds before."""
    id: str = ""
    """Stays as long as the code does, whatever is said of it, and however it is recorded."""
    code: str = ""
    """What it defines: the function or class alone."""

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
    available = imports(text, tree)
    found = []
    for node in tree.body:
        try:
            found += [
                _variant(record, solution, available) for record in _records(node, text, solution)
            ]
        except (ValueError, LookupError) as error:
            raise GraderError(f"{path}, line {node.lineno}: {error}") from error
    return found


@dataclass(frozen=True)
class _Record:
    """One entry of a bank: what it says, and the definition that it is about."""

    kind: str
    sentence: str
    options: dict[str, Any]
    name: str
    code: str
    line: int
    is_slip: bool = False


def _records(node: ast.stmt, text: str, solution: str) -> Iterator[_Record]:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            code = _without_record(text, node)
            for call in _recorded(node):
                kind = call.func.id if isinstance(call.func, ast.Name) else ""
                yield _Record(kind, *_said(call), node.name, code, node.lineno)
        case ast.Expr(value=ast.Call(func=ast.Name(id="slip")) as call):
            sentence, options = _said(call)
            name, code = edited(
                solution,
                options.pop("edits", ()),
                options.pop("of", ""),
                documented=options.get("start", False),
            )
            yield _Record("mistake", sentence, options, name, code, node.lineno, is_slip=True)


def _said(call: ast.Call) -> tuple[str, dict[str, Any]]:
    (sentence,) = [ast.literal_eval(argument) for argument in call.args]
    return sentence, {k.arg or "": ast.literal_eval(k.value) for k in call.keywords}


def _recorded(node: Definition) -> Iterator[ast.Call]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name):
            if decorator.func.id in _DECORATORS:
                yield decorator


def _variant(record: _Record, solution: str, available: dict[str, str]) -> Variant:
    options = record.options
    return Variant(
        kind=record.kind,
        sentence=record.sentence,
        loses=tuple(options.get("loses", ())),
        hangs=options.get("hangs", False),
        starts=options.get("start", False),
        judged=options.get("judged", True),
        text=splice(solution, record.code, record.name, available),
        line=record.line,
        seen=options.get("seen", ""),
        open=options.get("open", ""),
        id=options.get("id") or _id_of(record),
        code=record.code,
    )


def _id_of(record: _Record) -> str:
    """Of what a definition does: its words, decorators and layout may change.

    A slip has the solution's docstrings and types, which a definition in a bank need not repeat.
    """
    (node,) = ast.parse(record.code).body
    assert isinstance(node, Definition)
    node = done_by(node) if record.is_slip else node
    body = ast.unparse(ast.Module(node.body, [])) + ast.dump(ast.parse(node.name))
    return f"{node.name}-{hashlib.sha256(body.encode()).hexdigest()[:8]}"


def _without_record(text: str, node: Definition) -> str:
    """The definition's text with its other decorators, if any, but not the recording one."""
    lines = text.splitlines()
    kept = [d for d in node.decorator_list if d not in list(_recorded(node))]
    above = [f"@{ast.get_source_segment(text, decorator)}" for decorator in kept]
    return "\n".join(above + lines[node.lineno - 1 : node.end_lineno])
