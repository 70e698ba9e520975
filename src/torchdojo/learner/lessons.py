"""The lesson of an exercise as Markdown, and what can go wrong in it."""

import ast
import json
from pathlib import Path

from torchdojo.authoring import render
from torchdojo.authoring.stub import without_marks
from torchdojo.catalog import Exercise, read_mistakes
from torchdojo.catalog.card import card_mistakes, card_stub
from torchdojo.catalog.percent import split_cells
from torchdojo.errors import DojoError


def lesson(exercise: Exercise) -> str:
    """The lesson; raises `DojoError` where a release does not have it."""
    if not exercise.released:
        return exercise.source.lesson
    return _lesson_of(stub_text(exercise), exercise.file)


def stub_text(exercise: Exercise, suffix: str = "") -> str:
    """What a student starts from; raises `DojoError` where a release does not have it.

    Of the form that a file with this `suffix` has, if it is given.
    """
    suffix = suffix or Path(exercise.file).suffix
    if not exercise.released:
        return render(exercise, "notebook" if suffix == ".ipynb" else "module").text
    if suffix != Path(exercise.file).suffix:
        raise DojoError(
            f"This release has {exercise.file} only: move your {suffix} file away, then the stub "
            "comes back."
        )
    text = card_stub(exercise.graders)
    if text is None:
        raise DojoError(
            "This release was made by a torchdojo that put no stubs aside: unpack the release "
            "once more, in another folder, and take the file from there."
        )
    return text


def _lesson_of(text: str, file: str) -> str:
    if Path(file).suffix == ".py":
        return ast.get_docstring(ast.parse(text)) or ""
    source = json.loads(text)["cells"][0]["source"]
    return source if isinstance(source, str) else "".join(source)


def solution_text(exercise: Exercise) -> str:
    """The solution's code without the lesson; raises `DojoError` in a release."""
    exercise_source = exercise.source
    if exercise.released:
        raise DojoError(
            "This is a release for students, without solutions: ask your instructor for them."
        )
    _, _, body = exercise_source.text.partition(exercise_source.lesson_code)
    cells = [cell for cell in split_cells(body) if cell.kind == "code" and not cell.explores]
    return "\n\n\n".join(without_marks(cell.text).strip() for cell in cells) + "\n"


def wrong_answers(exercise: Exercise) -> list[str]:
    """What the recorded wrong answers do, in a sentence each."""
    found = (
        card_mistakes(exercise.graders)
        if exercise.released
        else read_mistakes(exercise.graders, exercise.source.text)
    )
    return list(dict.fromkeys(mistake.sentence for mistake in found))
