"""What a bank of mistakes and alternatives imports: `slip`, and the decorators that record.

The engine reads these files without running them (see `torchdojo.catalog.bank`); what stands here
exists so that the files are ordinary Python, for editors, linters and readers.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def mistake(
    sentence: str,
    *,
    loses: Sequence[str],
    hangs: bool = False,
    start: bool = False,
    judged: bool = True,
) -> Callable[[T], T]:
    """Record a wrong way to write a function or class of the solution.

    Args:
        sentence: what the student did and why it is wrong: the first line of the feedback.
        loses: the names of the checks that must fail, and no others.
        hangs: whether it never ends, so that a time-out is evidence for it.
        start: whether this is what the student finds in a repair exercise.
        judged: whether tests that students write for such functions have to reject it.
    """
    del sentence, loses, hangs, start, judged
    return lambda definition: definition


def slip(
    sentence: str,
    *,
    loses: Sequence[str],
    edits: Sequence[tuple[str, str]],
    of: str = "",
    id: str = "",
    hangs: bool = False,
    start: bool = False,
    judged: bool = True,
) -> None:
    """Record a mistake that is a small edit of the solution.

    Args:
        sentence: what the student did and why it is wrong: the first line of the feedback.
        loses: the names of the checks that must fail, and no others.
        edits: pairs of what stands in the solution and what stands there instead. The first of a
            pair must occur exactly once in the definition, docstrings aside; further lines of
            both are indented as the line in which the edit begins. All are made at once.
        of: the definition, such as "centre" or "SGD.step"; needed where `edits` occur in several.
        id: the id that the mistake keeps, in case its code was once recorded in other words.
        hangs: whether it never ends, so that a time-out is evidence for it.
        start: whether this is what the student finds in a repair exercise.
        judged: whether tests that students write for such functions have to reject it.
    """
    del sentence, loses, edits, of, id, hangs, start, judged


def wrong(sentence: str, *, seen: str, open: str = "") -> Callable[[T], T]:
    """Record a wrong answer by somebody who had seen the exercise and nothing else.

    Args:
        sentence: what a good teacher would say of it.
        seen: what became of it when it was first graded: "full marks", "caught" (the bank named
            no mistake) or "named".
        open: why it may have full marks to this day; empty if a check must fail.
    """
    del sentence, seen, open
    return lambda definition: definition


def right(how: str, *, seen: str) -> Callable[[T], T]:
    """Record a right answer by such a person; `seen` is "full marks" or "lost points"."""
    del how, seen
    return lambda definition: definition


def alternative(how: str) -> Callable[[T], T]:
    """Record another right way to write a function or class; `how` says in a few words which."""
    del how
    return lambda definition: definition
