"""Records the events of a probe, in the player: hooks that are there while it runs, and no longer.

Only what happens at the outermost level counts: the parts of a model, and what a backward pass
computes anew, are how something is done. Other threads are not looked at.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

import torch
from torch import nn
from torch.nn.modules.batchnorm import _NormBase
from torch.nn.modules.dropout import _DropoutNd
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)
from torch.optim.lr_scheduler import LRScheduler
from torch.optim.optimizer import (
    Optimizer,
    register_optimizer_step_post_hook,
    register_optimizer_step_pre_hook,
)
from torch.utils._python_dispatch import _disable_current_modes

from torchdojo.players.events import MOST_EVENTS, Event
from torchdojo.players.loading import load_probe

_ENGINE = "_engine_run_backward"
"""What every backward pass goes through, `torch.autograd.grad` included."""
_MOST_NODES = 5000
_MINDING = (_DropoutNd, _NormBase, nn.RNNBase, nn.MultiheadAttention, nn.RReLU)
"""Those of torch's own modules for which it matters whether they are in training mode."""
_FORWARD = {
    (True, True): Event.FORWARD_TRAINING,
    (True, False): Event.FORWARD_TRAINING_NO_GRAD,
    (None, True): Event.FORWARD_MIXED,
    (None, False): Event.FORWARD_MIXED_NO_GRAD,
    (False, True): Event.FORWARD_EVALUATION,
    (False, False): Event.FORWARD_EVALUATION_NO_GRAD,
}
"""By mode, None where it is mixed, and by whether gradients are recorded."""


def traced(module: ModuleType, source: str, name: str, arguments: list[Any]) -> dict[str, Any]:
    """What the probe `name` of this `source` does, and whether it came to its end."""
    probe = load_probe(source, name)
    recorder = Recorder()
    ended = True
    with recorder.installed():
        try:
            probe(module, *arguments)
        except BaseException:
            ended = False
    return {"events": recorder.events, "ended": ended}


class Recorder:
    """Notes events while it is installed."""

    def __init__(self) -> None:
        self.events: list[int] = []
        self._thread = threading.get_ident()
        self._within = 0
        """How many calls deep we are in a model or in a backward pass."""
        self._stepping: list[bool | None] = []
        """Whether the optimizers whose steps have begun found gradients."""

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Listen to torch, and put everything back."""
        with ExitStack() as stack:
            for hook in (
                register_module_forward_pre_hook(self._enter),
                register_module_forward_hook(self._leave, always_call=True),
                register_optimizer_step_pre_hook(self._begin_step),
                register_optimizer_step_post_hook(self._end_step),
            ):
                stack.callback(hook.remove)
            for owner, name, note in (
                (torch.autograd, _ENGINE, self._note_backward),
                (nn.Module, "load_state_dict", self._note_load(Event.LOAD_MODEL)),
                (Optimizer, "load_state_dict", self._note_load(Event.LOAD_OPTIMIZER)),
                (LRScheduler, "step", self._note_schedule),
            ):
                self._wrap(stack, owner, name, note)
            yield

    def _wrap(self, stack: ExitStack, owner: Any, name: str, note: Callable[..., None]) -> None:
        original = getattr(owner, name)

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            if not self._here:
                return original(*args, **kwargs)
            note(*args, **kwargs)
            self._within += 1
            try:
                return original(*args, **kwargs)
            finally:
                self._within -= 1

        stack.callback(setattr, owner, name, original)
        setattr(owner, name, wrapped)

    @property
    def _here(self) -> bool:
        return threading.get_ident() == self._thread

    def _note(self, event: Event) -> None:
        if self._within == 0 and len(self.events) < MOST_EVENTS:
            self.events.append(event.value)

    def _enter(self, module: nn.Module, _: Any) -> None:
        if not self._here:
            return
        if self._within == 0 and next(module.parameters(), None) is not None:
            self._note(_forward(module, gradients=torch.is_grad_enabled()))
        self._within += 1

    def _leave(self, *_: Any) -> None:
        if self._here:
            self._within -= 1

    def _begin_step(self, optimizer: Optimizer, *_: Any) -> None:
        if self._here:
            self._stepping.append(_hold_gradients(_parameters(optimizer)))

    def _end_step(self, optimizer: Optimizer, *_: Any) -> None:
        """After the step: a closure that computes the gradients has run by then."""
        if not self._here or not self._stepping:
            return
        found = self._stepping.pop()
        if self._stepping:  # a subclass may call the step of its parent
            return
        none = found is False and _hold_gradients(_parameters(optimizer)) is False
        self._note(Event.STEP_CLEARED if none else Event.STEP)

    def _note_backward(self, outputs: Any, *args: Any, **options: Any) -> None:
        if self._within > 0:
            return
        if not options.get("accumulate_grad"):
            self._note(Event.BACKWARD_APART)
            return
        inputs = args[3] if len(args) > 3 else ()
        onto = _hold_gradients(inputs or _leaves(outputs)) is True
        self._note(Event.BACKWARD_ONTO if onto else Event.BACKWARD)

    def _note_load(self, event: Event) -> Callable[..., None]:
        return lambda *_, **__: self._note(event)

    def _note_schedule(self, scheduler: LRScheduler, *_: Any, **__: Any) -> None:
        if scheduler.last_epoch >= 0:  # before that, it is its own constructor that calls it
            self._note(Event.SCHEDULE)


def _forward(module: nn.Module, *, gradients: bool) -> Event:
    parts = list(module.modules())
    if not any(map(_minds, parts)):
        return Event.FORWARD if gradients else Event.FORWARD_NO_GRAD
    modes = {part.training for part in parts}
    return _FORWARD[modes.pop() if len(modes) == 1 else None, gradients]


def _minds(part: nn.Module) -> bool:
    """Whether its mode may matter to `part`; nobody knows what people's own modules do."""
    return isinstance(part, _MINDING) or not type(part).__module__.startswith("torch.nn.modules.")


def _leaves(outputs: Iterable[Any]) -> Iterator[torch.Tensor]:
    """The tensors that a backward pass from these `outputs` accumulates gradients in."""
    waiting: list[Any] = []
    for one in outputs:
        edge = torch.autograd.graph.get_gradient_edge(one) if torch.is_tensor(one) else one
        waiting.append(edge.node)
    seen: set[Any] = set()
    while waiting and len(seen) < _MOST_NODES:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            yield node.variable
        waiting += [following for following, _ in node.next_functions]


def _parameters(optimizer: Optimizer) -> list[torch.Tensor]:
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def _hold_gradients(tensors: Iterable[torch.Tensor]) -> bool | None:
    """Whether any of `tensors` holds a gradient that is not zero; None where it cannot be told.

    Whoever listens to torch's operations does not see it look.
    """
    try:
        with torch._C.DisableTorchFunction(), _disable_current_modes(), torch.no_grad():
            return any(t.grad is not None and bool(t.grad.any()) for t in tensors)
    except Exception:  # such as for sparse ones, or on the meta device
        return None
