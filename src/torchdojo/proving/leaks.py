"""The leak scan: nothing generated for students holds a line of a solution or a hidden check."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from torchdojo.authoring import FORMS, render
from torchdojo.catalog import Exercise

_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
_TELLING = 18


def leaks(exercise: Exercise) -> Iterator[str]:
    """Sentences about what the generated stub and notebook give away."""
    if exercise.source.start == "solved":
        return
    secret = _solution_lines(exercise.source.text) | _hidden_names(exercise.graders)
    public = _REGION.sub("", exercise.source.text)
    for form in FORMS:
        text = render(exercise, form).text
        given = text.replace("\\n", "\n").replace('\\"', '"')
        for line in sorted(secret):
            if line in given and line not in public and exercise.source.start != "buggy":
                yield f"the stub as {form} holds `{line}`"


def _solution_lines(text: str) -> set[str]:
    lines = {line.strip() for region in _REGION.findall(text) for line in region.splitlines()}
    return {line for line in lines if len(line) >= _TELLING}


def _hidden_names(graders: Path) -> set[str]:
    found: set[str] = set()
    for path in graders.glob("test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                marks = [ast.unparse(decorator) for decorator in node.decorator_list]
                if any("mark.hidden" in mark for mark in marks):
                    found.add(node.name)
    return found
