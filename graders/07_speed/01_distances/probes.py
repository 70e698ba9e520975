"""Probes of `root`, `distances` and `nearest`."""

import torch
from torch.utils._python_dispatch import TorchDispatchMode


def slopes(module, function, upstream, *tensors):
    """Calls it, goes backward from random gradients, and returns result and gradients"""
    tensors = [t.clone().requires_grad_() for t in tensors]
    result = getattr(module, function)(*tensors)
    result.backward(upstream)
    return {"result": result.detach(), "gradients": [t.grad for t in tensors]}


def growth(module, few, many):
    """Calls `distances` on few points, then on many, and counts how many operations come on top"""
    counts = []

    class Count(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            counts[-1] += 1
            return func(*args, **(kwargs or {}))

    for a, b in (few, many):
        counts.append(0)
        with Count():
            result = module.distances(a, b)
    return {"more operations for more points": counts[1] - counts[0], "distances": result}


def large(module, function, allowed, *args):
    """Calls it, and notes the sizes of what it writes that are larger than allowed"""
    made = []

    class Log(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            out = func(*args, **(kwargs or {}))
            if isinstance(out, torch.Tensor):
                made.append(out.untyped_storage().nbytes() // out.itemsize)
            return out

    with Log():
        result = getattr(module, function)(*args)
    larger = [size for size in made if size > allowed]
    return {"sizes that are too large": larger, f"result of {function}": result}
