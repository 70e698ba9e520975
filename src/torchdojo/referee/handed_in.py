"""What a student handed in for an exercise, and whether it is still what was given out."""

import re
from functools import cache, lru_cache, partial
from pathlib import Path

from torchdojo.authoring import given_codes
from torchdojo.catalog import (
    Code,
    Exercise,
    Unreadable,
    read_submission,
)
from torchdojo.catalog.card import recorded_codes
from torchdojo.catalog.shape import shape_of

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


@lru_cache(maxsize=64)
def untouched(exercise: Exercise, code: Code) -> bool:
    """Whether `code` is still what students were given; False where that is not known.

    It is, in whatever form, as long as only comments, docstrings and layout were changed.
    """
    shape = shape_of(text for _, text in code.cells)
    return shape is not None and shape in _given_out(exercise)


@cache
def _given_out(exercise: Exercise) -> frozenset[str | None]:
    """The shapes of what students were given, in both forms; none where it is not known."""
    return frozenset(shape_of([code]) for code in given_texts(exercise))


@cache
def given_texts(exercise: Exercise) -> tuple[str, ...]:
    """The code that students were given, in both forms; nothing where it is not known."""
    return tuple(recorded_codes(exercise.graders) if exercise.released else given_codes(exercise))


def not_started(exercise: Exercise, code: Code) -> bool:
    """Whether there is no work in `code` yet; what is given out solved needs none."""
    return exercise.source.start != "solved" and untouched(exercise, code)
