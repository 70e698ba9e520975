"""What a training program does, in a closed vocabulary, and the only way in for what a player says.

An event is told by its effect: gradients may be cleared in many ways and at several places, and
what matters is what the next backward pass finds. So clearing is no event of its own, and neither
is a change of mode: a forward pass has the mode in which it runs.
"""

from dataclasses import dataclass
from enum import IntEnum

MOST_EVENTS = 400
"""What happens after so many is not looked at."""


class Event(IntEnum):
    """Something that a training program does at its outermost level."""

    FORWARD_TRAINING = 0
    """A forward pass of a model with every part in training mode, gradients recorded."""
    FORWARD_TRAINING_NO_GRAD = 1
    FORWARD_MIXED = 2
    """Some parts are in training mode, others in evaluation mode."""
    FORWARD_MIXED_NO_GRAD = 3
    FORWARD_EVALUATION = 4
    FORWARD_EVALUATION_NO_GRAD = 5
    BACKWARD = 6
    """A backward pass that finds no gradients but None and zeros."""
    BACKWARD_ONTO = 7
    """One that adds to other gradients."""
    STEP = 8
    """A step of an optimizer of torch's."""
    STEP_CLEARED = 9
    """One that finds no gradients but None and zeros."""
    SCHEDULE = 10
    """A step of a learning rate scheduler."""
    LOAD_MODEL = 11
    """`load_state_dict` of a module."""
    LOAD_OPTIMIZER = 12
    FORWARD = 13
    """A forward pass of a model whose mode makes no difference, gradients recorded."""
    FORWARD_NO_GRAD = 14
    BACKWARD_APART = 15
    """`torch.autograd.grad`, which leaves it to the program what becomes of the gradients."""


@dataclass(frozen=True)
class Trace:
    """What a program did in answer to a question, in order."""

    events: tuple[Event, ...]
    ended: bool
    """Whether it came to its end, without an error."""


def read_trace(value: object) -> Trace | None:
    """The trace that a player sent; None if it is none, or not exactly one."""
    match value:
        case {"events": list(codes), "ended": bool(ended), **rest} if not rest:
            if len(codes) <= MOST_EVENTS and all(map(_is_event, codes)):
                return Trace(tuple(map(Event, codes)), ended)
    return None


def _is_event(code: object) -> bool:
    return type(code) is int and 0 <= code < len(Event)
