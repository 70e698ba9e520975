"""What a student handed in for an exercise, and whether it is still what was given out."""

import re
from functools import cache, partial
from pathlib import Path

from torchdojo.authoring import render
from torchdojo.catalog import (
    Code,
    Exercise,
    Unreadable,
    code_of_notebook,
    code_of_text,
    read_submission,
)

_DEFINED = re.compile(r"^(?:def|class) (\w+)", re.MULTILINE)


def handed_in(exercise: Exercise, folder: Path) -> Code:
    """The program for `exercise` in the submission `folder`; raises `Unreadable`."""
    suffix = Path(exercise.file).suffix
    if folder == exercise.root / "solutions":
        suffix = ".py"
    code = read_submission(folder, exercise.id, suffix, partial(untouched, exercise))
    if code.made_for not in ("", exercise.id) and not _defines_any(exercise, code.text):
        raise Unreadable(
            f"`{code.name}` is the notebook of `{code.made_for}`: put the one of `{exercise.id}` "
            "in its place."
        )
    return code


def _defines_any(exercise: Exercise, text: str) -> bool:
    """Whether `text` speaks of anything that the exercise asks for; True where that is not known.

    A student may have begun with the notebook of another exercise and kept its last cell.
    """
    names = _DEFINED.findall("" if exercise.released else exercise.source.text)
    return not names or any(name in text for name in names)


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
