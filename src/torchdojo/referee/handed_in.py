"""What a student handed in for an exercise, and whether it is still what was given out."""

from functools import cache, partial
from pathlib import Path

from torchdojo.authoring import render
from torchdojo.catalog import Code, Exercise, code_of_notebook, code_of_text, read_submission


def handed_in(exercise: Exercise, folder: Path) -> Code:
    """The program for `exercise` in the submission `folder`; raises `Unreadable`."""
    suffix = Path(exercise.file).suffix
    if folder == exercise.root / "solutions":
        suffix = ".py"
    return read_submission(folder, exercise.id, suffix, partial(untouched, exercise))


def untouched(exercise: Exercise, code: Code) -> bool:
    """Whether `code` is still what students were given; False where that is not known."""
    return code.text.strip() == _given_out(exercise)


@cache
def _given_out(exercise: Exercise) -> str | None:
    """The code of the stub in the form that the exercise comes in; None where it is not known."""
    if exercise.released:
        return None
    stub = render(exercise)
    read = code_of_notebook if stub.path.endswith(".ipynb") else code_of_text
    return read(stub.text, stub.path).text.strip()
