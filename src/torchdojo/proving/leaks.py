"""The leak scan: nothing generated for students holds a line of a solution or a hidden check."""

import re
from collections.abc import Iterator
from pathlib import Path

from torchdojo.authoring import FORMS, render
from torchdojo.catalog import Exercise
from torchdojo.catalog.checks import read_checks

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
    return {check.function for check in read_checks(graders) if check.hidden}
