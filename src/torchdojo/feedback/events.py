"""Where a program parts, in what it does, from all right programs that are known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from torchdojo.players.events import MOST_EVENTS, Event, Trace

Next = Event | None
"""What a program does at a place; None if it does nothing more."""
_FIRST = "The first difference in what your program does: "
_KINDS = {"FORWARD": "forward pass", "BACKWARD": "backward pass", "STEP": "optimizer step"}
_DOES = {
    Event.FORWARD: "runs the model{again}",
    Event.FORWARD_NO_GRAD: "runs the model{again} without gradients",
    Event.FORWARD_TRAINING: "runs the model{again} in training mode",
    Event.FORWARD_TRAINING_NO_GRAD: "runs the model{again} in training mode without gradients",
    Event.FORWARD_MIXED: "runs the model{again} with only some parts in training mode",
    Event.FORWARD_MIXED_NO_GRAD: (
        "runs the model{again} with only some parts in training mode, without gradients"
    ),
    Event.FORWARD_EVALUATION: "runs the model{again} in evaluation mode with gradients",
    Event.FORWARD_EVALUATION_NO_GRAD: "runs the model{again} in evaluation mode without gradients",
    Event.BACKWARD: "runs {a} backward pass",
    Event.BACKWARD_ONTO: "runs {a} backward pass that adds to the gradients from before",
    Event.BACKWARD_APART: "computes gradients by `torch.autograd.grad`{again}",
    Event.STEP: "steps the optimizer{again}",
    Event.STEP_CLEARED: "steps the optimizer{again} without any gradients",
    Event.SCHEDULE: "steps the learning rate scheduler{again}",
    Event.LOAD_MODEL: "loads a state into a module{again}",
    Event.LOAD_OPTIMIZER: "loads a state into an optimizer{again}",
    None: "does nothing more",
}
_MODES = {
    "TRAINING": "in training mode",
    "MIXED": "with only some parts in training mode",
    "EVALUATION": "in evaluation mode",
}
"""By the word in the name of an event; one whose mode makes no difference has none."""
_HOW = {
    Event.BACKWARD: "starts from cleared gradients",
    Event.BACKWARD_ONTO: "adds to gradients that are left from before",
    Event.BACKWARD_APART: "is one of `torch.autograd.grad`",
    Event.STEP: "finds gradients",
    Event.STEP_CLEARED: "finds no gradients, only None or zeros",
}
_MOST_SAID = 2


@dataclass(frozen=True)
class Parting:
    """The first event that no right program shows."""

    id: str
    sentence: str
    told: str
    """Without numbers: a program chooses how much it does before."""


def parted(mine: Trace, right: Sequence[Trace]) -> Parting | None:
    """Where `mine` parts from all traces in `right`; None where nothing is certain.

    Those that are like it for longest are compared at that place. One that has parted before must
    not show the event after the same one, wherever: another function of it may be written alike.
    """
    steps, others = _steps(mine), [_steps(trace) for trace in right]
    alike = [_alike(steps, other) for other in others]
    place = max(alike, default=0)
    if not mine.events or not others or place >= len(steps):
        return None
    near = [other for other, length in zip(others, alike, strict=True) if length == place]
    far = [other for other, length in zip(others, alike, strict=True) if length < place]
    if any(place >= len(other) for other in near):
        return None
    expected = _expected(other[place] for other in near)
    if len(expected) > _MOST_SAID or any(_shows(other, steps[: place + 1]) for other in far):
        return None
    who = "every right program recorded" + (" that does the same until then" if far else "")
    return Parting(
        "-for-".join(_name(step) for step in (steps[place], *expected)),
        _FIRST + _said(steps[: place + 1], expected, who, numbered=True),
        _FIRST + _said(steps[: place + 1], expected, who, numbered=False),
    )


def _expected(steps: Iterable[Next]) -> list[Next]:
    """What is done, each once; beside a backward pass `torch.autograd.grad` needs no words."""
    found = list(dict.fromkeys(steps))
    return [s for s in found if s is not Event.BACKWARD_APART or Event.BACKWARD not in found]


def _steps(trace: Trace) -> list[Next]:
    """What is done, and the end if it was seen; the order of states that are loaded is free."""
    found: list[Next] = []
    for kind, events in groupby(trace.events, _kind):
        some = list(events)
        found += sorted(some) if kind == "LOAD" else some
    over = trace.ended and len(trace.events) < MOST_EVENTS
    return [*found, *([None] if over else [])]


def _alike(one: Sequence[Next], other: Sequence[Next]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if not _same(a, b)), min(len(one), len(other)))


def _same(mine: Next, right: Next) -> bool:
    """Whether one is as good as the other, as far as can be seen.

    What becomes of the gradients of `torch.autograd.grad` cannot.
    """
    apart = Event.BACKWARD_APART
    if mine is apart:
        return _kind(right) == "BACKWARD"
    if {_kind(mine), _kind(right)} == {"FORWARD"}:
        modes = {_mode(mine), _mode(right)} - {""}
        return _gradients(mine) == _gradients(right) and len(modes) <= 1
    return mine is right or (mine is Event.BACKWARD and right is apart)


def _mode(step: Next) -> str:
    words = [] if step is None else step.name.split("_")
    return next((_MODES[word] for word in words if word in _MODES), "")


def _gradients(step: Next) -> str:
    return "without gradients" if step is not None and "NO_GRAD" in step.name else "with gradients"


def _shows(right: Sequence[Next], done: Sequence[Next]) -> bool:
    """Whether the last thing `done` comes anywhere after the one before it."""
    before, last = done[-2:]
    return any(_same(before, a) and _same(last, b) for a, b in pairwise(right))


def _name(step: Next) -> str:
    return "nothing" if step is None else step.name.lower()


def _kind(step: Next) -> str:
    return "" if step is None else step.name.split("_")[0]


def _said(done: Sequence[Next], expected: Sequence[Next], who: str, *, numbered: bool) -> str:
    """How the last thing `done` goes, or what it is, and what right programs do in its place."""
    *before, last = done
    if ways := _ways([last, *expected]):
        return f"{_called(done, numbered=numbered)} {ways[0]}; in {who} it {_either(ways[1:])}."
    when = f"after {_called(before, numbered=numbered)}" if before else "at the very beginning"
    mine = _does(last, again=bool(before) and _kind(before[-1]) == _kind(last))
    return f"{when} it {mine}; {who} {_either([_does(step) for step in expected])} there."


def _called(done: Sequence[Next], *, numbered: bool) -> str:
    """The last thing `done`, by its number among those of its kind."""
    last = done[-1]
    if (what := _KINDS.get(_kind(last))) is None:
        return "loading a state" if _kind(last) == "LOAD" else "a step of the scheduler"
    count = sum(_kind(step) == _kind(last) for step in done)
    return f"{what} no. {count}" if numbered else f"a{'n' if what[0] == 'o' else ''} {what}"


def _does(step: Next, *, again: bool = False) -> str:
    return _DOES[step].format(again=" again" if again else "", a="another" if again else "a")


def _either(ways: Sequence[str]) -> str:
    return " or ".join(ways)


def _ways(steps: Sequence[Next]) -> list[str]:
    """How each of some events of one kind goes; nothing if they are not, or have little in common.

    Of forward passes it is the mode, or whether there are gradients. Where both are different, it
    is another forward pass.
    """
    kinds = set(map(_kind, steps))
    if len(kinds) > 1 or not kinds <= _KINDS.keys():
        return []
    if kinds != {"FORWARD"}:
        return [_HOW[step] for step in steps if step is not None]
    modes, grads = list(map(_mode, steps)), list(map(_gradients, steps))
    other = len({mode for mode in modes if mode}) > 1
    if other and len(set(grads)) > 1:
        return []
    return [f"runs {how}" for how in (modes if other else grads)]
