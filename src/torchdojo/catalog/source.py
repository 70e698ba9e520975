"""Reading a solution: the single source of an exercise."""

import ast
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from torchdojo.catalog.percent import Cell, split_cells
from torchdojo.errors import GraderError

Start = Literal["empty", "solved", "buggy"]
Form = Literal["module", "notebook"]

_HEADER = re.compile(r"\A# /// torchdojo\n(?P<body>(?:#.*\n)*?)# ///\n")
_FIELDS = {
    "title": str,
    "form": str,
    "start": str,
    "difficulty": int,
    "minutes": int,
    "hints": list,
}


@dataclass(frozen=True)
class Source:
    """What a solution says: its header, its lesson, its cells, its text."""

    title: str
    form: Form
    start: Start
    difficulty: int
    minutes: int
    hints: tuple[str, ...]
    lesson: str
    """Markdown."""
    lesson_code: str
    """The lesson as it stands in the file: a docstring with its quotes."""
    cells: tuple[Cell, ...]
    text: str


def read_source(path: Path) -> Source:
    """Read a solution file; raises `GraderError` that says what is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise GraderError(
            f"{path} cannot be read ({error.strerror}), and the collection needs it: restore it."
        ) from error
    try:
        header = _read_header(text)
        lesson, lesson_code, cells = _read_body(text)
    except (ValueError, SyntaxError) as error:
        raise GraderError(f"{path}: {error}") from error
    return Source(**header, lesson=lesson, lesson_code=lesson_code, cells=tuple(cells), text=text)


def _read_header(text: str) -> dict[str, Any]:
    found = _HEADER.match(text)
    if found is None:
        raise ValueError("it must begin with a block `# /// torchdojo` … `# ///` of TOML comments")
    body = "\n".join(re.sub(r"^# ?", "", line) for line in found["body"].splitlines())
    header = tomllib.loads(body)
    for name, kind in _FIELDS.items():
        if not isinstance(header.get(name), kind):
            raise ValueError(f"its header needs `{name}`, a {kind.__name__}")
    if unknown := set(header) - set(_FIELDS):
        raise ValueError(f"its header has unknown fields: {', '.join(sorted(unknown))}")
    if len(header["hints"]) != 3:
        raise ValueError("its header needs exactly three hints, from vague to explicit")
    return header | {"hints": tuple(header["hints"])}


def _read_body(text: str) -> tuple[str, str, list[Cell]]:
    tree = ast.parse(text)
    lesson = ast.get_docstring(tree)
    if lesson is None:
        raise ValueError("after its header it needs the lesson, as the module's docstring")
    first = tree.body[0]
    lines = text.splitlines()
    end = first.end_lineno or 0
    lesson_code = "\n".join(lines[first.lineno - 1 : end])
    blanked = "\n" * end + "\n".join(lines[end:])
    return lesson, lesson_code, split_cells(blanked)
