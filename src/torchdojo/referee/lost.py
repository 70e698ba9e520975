"""The question that a check was lost on, and all it takes to ask it once more in other words."""

from dataclasses import dataclass

import pytest
import torch

from torchdojo.catalog import Code
from torchdojo.feedback.evidence import Answered
from torchdojo.referee.asking import Question
from torchdojo.referee.pool import Setting

SHOWN = pytest.StashKey[Question]()
"""The question that a failed check is shown by, where it is a smaller one than it was lost on."""


@dataclass(frozen=True)
class Put:
    """A question as a check puts it to two programs."""

    question: Question
    error: bool = False
    """Whether both must raise an error."""
    rtol: float | None = None
    usually: str = ""


@dataclass(frozen=True)
class Lost:
    """The question that a visible check was lost on, with who was asked."""

    put: Put
    code: Code
    setting: Setting
    seed: int
    """Of the player's own random number generators, at every question."""
    seconds: float
    """What the program took for an answer in this check at most, of its own time."""
    drawn: tuple[torch.Tensor, ...]
    differing: tuple[Answered, ...]
    """The answers of the check that were not as expected."""
