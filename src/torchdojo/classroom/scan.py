"""What a release must not hold: solutions, hidden checks, mistakes' code. Looked for, not hoped."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from torchdojo.authoring import FORMS, render
from torchdojo.catalog import Exercise, read_mistakes
from torchdojo.catalog.checks import read_checks
from torchdojo.referee.recorded import FILE, read_recorded, said

_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
_TELLING = 18
"""Shorter lines, such as ``return t``, are found anywhere and tell nothing."""


def given_away(release: Path, exercises: Sequence[Exercise]) -> Iterator[str]:
    """Sentences about what the files of `release` give away of `exercises`."""
    files = {path: _text_of(path) for path in sorted(release.rglob("*")) if path.is_file()}
    for exercise in exercises:
        for secret in sorted(_secrets(exercise)):
            for path, text in files.items():
                if secret in text:
                    yield f"{path.relative_to(release)} holds `{secret}` of {exercise.id}"


def _text_of(path: Path) -> str:
    if path.name == FILE:
        return "\n".join(said(read_recorded(path.parent)))
    text = path.read_text(encoding="utf-8", errors="ignore")
    return text.replace("\\n", "\n").replace('\\"', '"') if path.suffix == ".ipynb" else text


def _secrets(exercise: Exercise) -> set[str]:
    """Telling lines that no student has in front of them anyway."""
    source, checks = exercise.source, read_checks(exercise.graders)
    public = "\n".join(
        [_REGION.sub("", source.text), *(render(exercise, form).text for form in FORMS)]
    ).replace("\\n", "\n")
    solution = "\n".join(_REGION.findall(source.text)) if source.start != "solved" else ""
    mistakes = "\n".join(m.text for m in read_mistakes(exercise.graders, source.text))
    hidden = {check.function for check in checks if check.hidden}
    lines = {*_lines(solution), *_lines(mistakes), *_hidden_lines(exercise.graders, hidden)}
    return {line for line in lines if line not in public} | hidden


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if len(line.strip()) >= _TELLING:
            yield line.strip()


def _hidden_lines(graders: Path, hidden: set[str]) -> Iterator[str]:
    """Lines of the hidden checks that stand in no visible one."""
    for path in graders.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        parts: dict[bool, list[str]] = {True: [], False: []}
        for node in tree.body:
            told = isinstance(node, ast.FunctionDef) and node.name in hidden
            parts[told] += _lines(ast.get_source_segment(text, node) or "")
        yield from set(parts[True]) - set(parts[False])
