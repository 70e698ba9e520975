"""Examining a student's test: the functions that it judges live in another process.

The test is given a *stand-in*, which knows some answers of the function that it stands for. At a
call whose answer is not known, this run of the test ends, and the call goes out with the probe's
result; the referee has it answered elsewhere and asks again. So a test runs several times, always
with the same random numbers, and never meets the code of what it judges.

Nor does it meet anything else that tells one function from another but by what it does: what comes
back is values, gradients and changes of arguments; of an error its nearest built-in kind, under one
message for all; dictionaries come back with their keys in order, tensors laid out anew.
"""

import builtins
import hashlib
import inspect
import random
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

from torchdojo.players import wire
from torchdojo.players.loading import load_probe
from torchdojo.players.replies import nearest
from torchdojo.players.switches import torch_seed

del pytest  # what tests import: once in the host, and not in each player
Data = dict[str, Any]
Answers = Mapping[str, bytes]
"""What a function has answered, packed, by the keys of the packed calls."""
_RAISED = "the function raised this error"
"""The message of every error: its own would name the function, or the way it is written."""


def key_of(packed: bytes) -> str:
    """The key of a packed call."""
    return hashlib.sha256(packed).hexdigest()


class Unanswered(BaseException):
    """Ends a run of a test at a call that has to be answered first."""


def examine(test: Callable[..., Any], name: str, known: Answers, times: int) -> list[Data]:
    """Run `test` some `times` on a stand-in for a function of which `known` answers are known.

    Each entry of the result has an ``outcome``: ``accepts``, ``rejects`` with the reason in
    ``why``, or ``asks`` with a packed ``call`` that has no answer yet: it is the last one then.
    "Not implemented" passes through.
    """
    rewind = _rewinding()
    found: list[Data] = []
    while len(found) < times and not (found and found[-1]["outcome"] == "asks"):
        rewind()
        found.append(_sitting(test, StandIn(name, known)))
    return found


def _rewinding() -> Callable[[], None]:
    """What sets the generators of random numbers back to where they are now."""
    states = torch.get_rng_state(), random.getstate(), np.random.get_state()

    def rewind() -> None:
        torch.set_rng_state(states[0])
        random.setstate(states[1])
        np.random.set_state(states[2])

    return rewind


def _sitting(test: Callable[..., Any], function: "StandIn") -> Data:
    try:
        returned = test(function)
        outcome = {"outcome": "accepts", "why": _returned(returned)}
    except (SystemExit, KeyboardInterrupt):
        raise
    except BaseException as error:  # pytest's own failures are no `Exception`
        if isinstance(error, NotImplementedError) and not str(error):
            raise
        outcome = {"outcome": "rejects", "why": _reason(error, inspect.getfile(test))}
    return outcome if function.asks is None else {"outcome": "asks", "call": function.asks}


def _returned(value: object) -> str:
    if value is None:
        return ""
    return f"It returned {type(value).__name__}; a test says no by `assert`, or by an error."


def _reason(error: BaseException, file: str) -> str:
    """The line in the test's `file` that failed, and how."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    where = f" in `{frames[-1].line}`" if frames and frames[-1].line else ""
    message = str(error).strip().splitlines()[:1]
    return f"{type(error).__name__}{where}{': ' + message[0] if message else ''}"[:400]


class StandIn:
    """A function that a test is given in place of the one that it judges."""

    def __init__(self, name: str, answers: Answers) -> None:
        self.__name__ = self.__qualname__ = name
        self.asks: bytes | None = None
        """The first call whose answer is not known, packed."""
        self._answers = answers

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function returns for plain data; gradients flow if one tensor comes back."""
        inputs = list(_tensors([args, kwargs]))
        traced = [torch.is_grad_enabled() and t.requires_grad for t in inputs]
        call = {"args": args, "kwargs": kwargs, "traced": traced, "upstream": None}
        answer = self._answer(call)
        if "raised" in answer:
            raise _error(answer["raised"])
        for tensor, left in zip(inputs, answer["inputs"], strict=True):
            if left is not None:
                tensor.data.copy_(left)
        result = answer["result"]
        if not answer["differentiable"]:
            return result
        ask = partial(self._slopes, call)
        return _Remote.apply(ask, result, *inputs)

    def _slopes(self, call: Data, upstream: torch.Tensor) -> list[torch.Tensor | None]:
        answer = self._answer(call | {"upstream": upstream})
        if "raised" in answer:
            raise _error(answer["raised"])
        slopes: list[torch.Tensor | None] = answer["result"]
        return slopes

    def _answer(self, call: Data) -> Data:
        packed = wire.frame(call)
        key = key_of(packed)
        if key not in self._answers:
            self.asks = self.asks or packed
            raise Unanswered
        answer: Data = wire.unframe(self._answers[key])
        return answer


class _Remote(torch.autograd.Function):
    """A result that came from elsewhere, and whose gradient is asked for there."""

    @staticmethod
    def forward(ctx: Any, ask: Callable[..., Any], result: torch.Tensor, *_: Any) -> torch.Tensor:
        ctx.ask = ask
        return result.clone()

    @staticmethod
    def backward(ctx: Any, upstream: torch.Tensor) -> Any:
        return None, None, *ctx.ask(upstream)


def _error(name: str) -> Exception:
    kind = getattr(builtins, name, None)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        return RuntimeError(_RAISED)
    try:
        return kind(_RAISED)
    except TypeError:  # those of Unicode take more than a message
        return ValueError(_RAISED)


def implementation(text: str, entry: str, name: str, probe: str, source: str) -> Callable[..., Any]:
    """The function `name` of the module with this `text`, where it may be called `entry`.

    If a `probe` is named, with its `source`, it is what ``probe(module, *args)`` returns.
    """
    module = ModuleType(name)
    exec(compile(text, f"<{name}>", "exec"), module.__dict__)
    function: Callable[..., Any] = module.__dict__[entry or name]
    module.__dict__[name] = function
    return partial(load_probe(source, probe), module) if probe else function


def answer(function: Callable[..., Any], packed: bytes) -> bytes:
    """What `function` does when it is called so: its result, or the kind of its error, packed."""
    torch_seed(0)
    try:
        return wire.frame(_called(function, wire.unframe(packed)))
    except Exception as error:
        return wire.frame({"raised": nearest(error)})


def _called(function: Callable[..., Any], call: Data) -> Data:
    inputs = list(_tensors([call["args"], call["kwargs"]]))
    before = [tensor.clone() for tensor in inputs]
    traced = [t for t, wanted in zip(inputs, call["traced"], strict=True) if wanted]
    for tensor in traced:
        tensor.requires_grad_()
    result = function(*call["args"], **call["kwargs"])
    if call["upstream"] is not None:
        slopes = iter(torch.autograd.grad(result, traced, call["upstream"], allow_unused=True))
        return {"result": [next(slopes) if wanted else None for wanted in call["traced"]]}
    return {
        "result": _in_order(result),
        "differentiable": isinstance(result, torch.Tensor) and result.requires_grad,
        "inputs": [None if _same(*pair) else pair[1] for pair in zip(before, inputs, strict=True)],
    }


def _in_order(value: Any) -> Any:
    """`value` with the keys of its dictionaries in one order, whoever made them."""
    if type(value) in (list, tuple):
        return type(value)(_in_order(part) for part in value)
    if type(value) is dict:
        return {key: _in_order(value[key]) for key in sorted(value, key=repr)}
    return value


def _same(before: torch.Tensor, after: torch.Tensor) -> bool:
    return before.is_meta or torch.equal(before.nan_to_num(), after.detach().nan_to_num())


def _tensors(value: Any) -> Iterator[torch.Tensor]:
    """The tensors in plain data, in their order."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        yield from _tensors(list(value.values()))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _tensors(part)
