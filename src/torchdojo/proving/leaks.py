"""What students must not find in what they receive: solutions, hidden checks, mistakes' code."""

import re
from collections.abc import Iterator, Sequence

from torchdojo.authoring import FORMS, render
from torchdojo.catalog import Exercise, read_mistakes
from torchdojo.catalog.checks import read_checks
from torchdojo.catalog.visible import grader_texts, visible_texts

_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
_TELLING = 18
"""Shorter lines, such as ``return t``, are found anywhere and tell nothing."""


def leaks(exercise: Exercise) -> Iterator[str]:
    """Sentences about what the generated stub and notebook give away."""
    hidden = secret_lines(exercise) | functions(exercise, hidden=True)
    for form in FORMS:
        text = unescaped(render(exercise, form).text)
        yield from (f"the stub as {form} holds `{line}`" for line in found(hidden, text))


def found(hidden: set[str], text: str) -> list[str]:
    """Which of the lines in `hidden` stand in `text`."""
    return sorted(line for line in hidden if line in text)


def functions(exercise: Exercise, *, hidden: bool) -> set[str]:
    """The names of an exercise's test functions, of its hidden or of its visible checks."""
    return {check.function for check in read_checks(exercise.graders) if check.hidden == hidden}


def secret_lines(exercise: Exercise) -> set[str]:
    """Telling lines that no student has in front of them: what a leak would hold.

    Of a buggy exercise the start, of a solved one everything, is in the student's hands.
    """
    return _secret_lines(exercise, *_graders(exercise))


def _secret_lines(exercise: Exercise, whole: str, visible: str) -> set[str]:
    text = exercise.source.text
    solution = "\n".join(_REGION.findall(text))
    mistakes = "\n".join(m.text for m in read_mistakes(exercise.graders, text))
    lines = {*_lines(solution), *_lines(mistakes), *(set(_lines(whole)) - set(_lines(visible)))}
    given = {
        "empty": _REGION.sub("", text),
        "buggy": unescaped(render(exercise, "module").text),
        "solved": text,
    }[exercise.source.start]
    return {line for line in lines if line not in given}


def secrets_of(exercises: Sequence[Exercise]) -> dict[str, set[str]]:
    """What nothing that is given to students may hold, by exercise.

    A line of one exercise's solution, such as a common call, may stand in another one's lesson,
    and a hidden check of one may be called like a visible one of another, or like its beginning.
    """
    graders = {exercise.id: _graders(exercise) for exercise in exercises}
    common = "\n".join(_public(exercise, graders[exercise.id][1]) for exercise in exercises)
    names = {name for exercise in exercises for name in functions(exercise, hidden=False)}
    secrets = {}
    for exercise in exercises:
        every = _secret_lines(exercise, *graders[exercise.id])
        lines = {line for line in every if line not in common}
        checks = functions(exercise, hidden=True)
        secrets[exercise.id] = lines | {
            name for name in checks if not any(name in shown for shown in names)
        }
    return secrets


def public(exercise: Exercise) -> str:
    """What students receive with `exercise`: its text without the solution, its visible checks."""
    return _public(exercise, _graders(exercise)[1])


def _public(exercise: Exercise, visible: str) -> str:
    return _REGION.sub("", exercise.source.text) + visible


def _graders(exercise: Exercise) -> tuple[str, str]:
    """The text of the checks, and of those that are visible, with their probes."""
    visible = visible_texts(exercise.graders, functions(exercise, hidden=True))
    return "\n".join(grader_texts(exercise.graders).values()), "\n".join(visible.values())


def unescaped(text: str) -> str:
    """The text of a notebook's file with its lines as they are shown."""
    return text.replace("\\n", "\n").replace('\\"', '"')


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if len(line.strip()) >= _TELLING:
            yield line.strip()
