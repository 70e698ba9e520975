"""What probes share: watching, filling and differentiating a student's code, in its own player.

Nothing here judges: a probe returns what it saw, and the referee compares.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_post_hook
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

Model = TypeVar("Model", bound=nn.Module)
NO_GRADIENT = "a result that does not require a gradient"


class Operation(NamedTuple):
    """One operation that torch carried out."""

    name: str
    """Without namespace and overload: ``add``, or ``add_`` for the one in place."""
    func: Any
    args: tuple[Any, ...]
    result: Any


@contextmanager
def operations() -> Iterator[list[Operation]]:
    """Lists the operations that reach torch's dispatcher, those of the backward pass included."""
    seen: list[Operation] = []

    class Log(TorchDispatchMode):  # type: ignore[no-untyped-call]
        def __torch_dispatch__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            result = func(*args, **(kwargs or {}))
            name = func._schema.name.rpartition("::")[2]
            seen.append(Operation(name, func, args, result))
            return result

    with Log():  # type: ignore[no-untyped-call]
        yield seen


@contextmanager
def functions() -> Iterator[list[Operation]]:
    """Lists the functions of torch's Python interface that are called, such as ``mse_loss``."""
    seen: list[Operation] = []

    class Log(TorchFunctionMode):
        def __torch_function__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            result = func(*args, **(kwargs or {}))
            seen.append(Operation(getattr(func, "__name__", ""), func, args, result))
            return result

    with Log():
        yield seen


@contextmanager
def steps(note: Callable[[torch.optim.Optimizer], Any]) -> Iterator[list[Any]]:
    """Lists what `note` says of each optimizer of `torch.optim`, after each of its steps."""
    seen: list[Any] = []
    hook = register_optimizer_step_post_hook(lambda one, *_: seen.append(note(one)))
    try:
        yield seen
    finally:
        hook.remove()


def kind(of: object) -> str:
    """The package and the name of an object's class, such as ``torch Adam``."""
    return f"{type(of).__module__.split('.')[0]} {type(of).__name__}"


def filled(model: Model, values: Sequence[torch.Tensor]) -> Model:
    """`model` with `values` in its parameters, in their order and in the dtype of the values."""
    model.to(values[0])
    for parameter, value in zip(model.parameters(), values, strict=True):
        parameter.data.copy_(value)
    return model


def path(
    optimizer: Any,
    parameters: Sequence[torch.Tensor],
    rounds: Sequence[Sequence[torch.Tensor | None]],
    rates: Sequence[float] = (),
) -> list[list[torch.Tensor]]:
    """The parameters after each step, made with one round of gradients after the other.

    Gradients are written into the memory of those before, as with ``set_to_none=False``: an
    optimizer that keeps that memory as its own sees it change. `rates` are learning rates to set.
    """
    found = []
    for number, grads in enumerate(rounds):
        for parameter, grad in zip(parameters, grads, strict=True):
            if grad is not None and parameter.grad is not None:
                parameter.grad.copy_(grad)
            else:
                parameter.grad = None if grad is None else grad.clone()
        if rates:
            optimizer.lr = rates[number]
        optimizer.step()
        found.append([parameter.detach().clone() for parameter in parameters])
    return found


def gradient(
    function: Callable[..., Any], x: torch.Tensor, *rest: Any, upstream: torch.Tensor
) -> torch.Tensor | str:
    """What comes back to `x` when `upstream` is sent back through ``function(x, *rest)``."""
    x = x.clone().requires_grad_()
    result = function(x, *rest)
    if not result.requires_grad:
        return NO_GRADIENT
    return torch.autograd.grad(result, x, upstream)[0]


def side_by_side(
    models: Sequence[nn.Module], optimizers: Sequence[Any], x: torch.Tensor, y: torch.Tensor
) -> dict[str, Any]:
    """What becomes of models that are trained in turn, each by its optimizer, on one batch.

    Each makes three steps; then the first optimizer clears the gradients.
    """
    with steps(lambda one: type(one).__name__) as torchs:
        for _ in range(3):
            for model, optimizer in zip(models, optimizers, strict=True):
                optimizer.zero_grad()
                torch.autograd.backward(nn.functional.mse_loss(model(x), y))
                optimizer.step()
        optimizers[0].zero_grad()
    return {
        "weights": [[p.detach() for p in model.parameters()] for model in models],
        "grads after zero_grad": [p.grad for p in models[0].parameters()],
        "steps by torch.optim": torchs,
    }


def outcome(
    function: Callable[..., Any], *args: Any, kinds: tuple[type[Exception], ...] = (ValueError,)
) -> dict[str, Any]:
    """What ``function(*args)`` returns, under ``returned``, or raises, under ``raised``.

    What is raised is called by the name of one of `kinds` or of its own class. "Not implemented"
    passes through: it is no answer.
    """
    try:
        return {"returned": function(*args)}
    except NotImplementedError:
        raise
    except Exception as error:
        own = type(error).__name__
        other = f"another {own}" if own in {kind.__name__ for kind in kinds} else own
        return {"raised": next((k.__name__ for k in kinds if isinstance(error, k)), other)}


def raised(
    function: Callable[..., Any], *args: Any, kinds: tuple[type[Exception], ...] = (ValueError,)
) -> str:
    """The name of the error that ``function(*args)`` raises, as `outcome` has it.

    It is ``no error`` if there is none.
    """
    return str(outcome(function, *args, kinds=kinds).get("raised", "no error"))
