"""What students must not find in what they receive: solutions, hidden checks, mistakes' code."""

import ast
import re
from collections.abc import Iterator

from torchdojo.authoring import FORMS, Form, render
from torchdojo.catalog import Exercise, read_mistakes
from torchdojo.catalog.checks import read_checks

_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
_TELLING = 18
"""Shorter lines, such as ``return t``, are found anywhere and tell nothing."""


def leaks(exercise: Exercise) -> Iterator[str]:
    """Sentences about what the generated stub and notebook give away."""
    hidden = secrets(exercise)
    for form in FORMS:
        yield from (
            f"the stub as {form} holds `{line}`" for line in found(hidden, _given(exercise, form))
        )


def found(hidden: set[str], text: str) -> list[str]:
    """Which of the lines in `hidden` stand in `text`."""
    return sorted(line for line in hidden if line in text)


def secrets(exercise: Exercise) -> set[str]:
    """Telling lines that no student has in front of them: what a leak would hold.

    Of a buggy exercise the start, of a solved one everything, is in the student's hands.
    """
    source = exercise.source
    public = _REGION.sub("", source.text)
    if source.start == "buggy":
        public += _given(exercise, "module")
    solution = "\n".join(_REGION.findall(source.text)) if source.start != "solved" else ""
    mistakes = "\n".join(m.text for m in read_mistakes(exercise.graders, source.text))
    if source.start == "solved":
        public += source.text
    hidden = {check.function for check in read_checks(exercise.graders) if check.hidden}
    lines = {*_lines(solution), *_lines(mistakes), *_hidden_lines(exercise, hidden)}
    return {line for line in lines if line not in public} | hidden


def _given(exercise: Exercise, form: Form) -> str:
    text = render(exercise, form).text
    return text.replace("\\n", "\n").replace('\\"', '"')


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if len(line.strip()) >= _TELLING:
            yield line.strip()


def _hidden_lines(exercise: Exercise, hidden: set[str]) -> Iterator[str]:
    """Lines of the hidden checks that stand in no visible one."""
    for path in exercise.graders.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        parts: dict[bool, set[str]] = {True: set(), False: set()}
        for node in ast.parse(text).body:
            told = isinstance(node, ast.FunctionDef) and node.name in hidden
            parts[told] |= set(_lines(ast.get_source_segment(text, node) or ""))
        yield from parts[True] - parts[False]
