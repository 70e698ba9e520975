"""What a run reads of the collection alone, whatever it grades: read before it is ordered.

All of it is kept where a run looks for it, by the functions that read it.
"""

import inspect
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from types import ModuleType

from torchdojo.catalog import Exercise, Unreadable
from torchdojo.errors import GraderError
from torchdojo.referee.handed_in import untouched
from torchdojo.referee.probes import Probe, probe_source
from torchdojo.referee.programs import own_code
from torchdojo.referee.stage import known_mistakes, known_right

_MOST = 4
"""Exercises; of more, most of what is read would not be asked for."""


def read_ahead(exercises: Sequence[Exercise]) -> None:
    """Read solutions, mistakes and probes of these exercises, whose graders are imported."""
    for exercise in exercises if len(exercises) <= _MOST else ():
        with suppress(GraderError, Unreadable):  # a run that needs it says so
            _read(exercise)


def _read(exercise: Exercise) -> None:
    if not exercise.released:
        for text in (exercise.source.text, *(m.text for m in known_mistakes(exercise))):
            code = own_code(text, f"{exercise.name}.py")
            untouched(exercise, code)
        known_right(exercise)
    for probe in _probes(exercise):
        with suppress(GraderError):
            probe_source(probe)


def _probes(exercise: Exercise) -> Iterator[Probe]:
    """Functions of its graders that are given a program's module."""
    for module in list(sys.modules.values()):
        if _lies_in(module, exercise):
            for function in list(vars(module).values()):
                if inspect.isfunction(function) and function.__module__ == module.__name__:
                    if next(iter(inspect.signature(function).parameters), "") == "module":
                        yield function


def _lies_in(module: ModuleType, exercise: Exercise) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and file.startswith(f"{exercise.graders}/")
