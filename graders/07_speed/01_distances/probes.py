"""Probes of `root`, `distances` and `nearest`."""

import torch

from torchdojo import probing


def slopes(module, function, upstream, *tensors):
    """Calls it, goes backward from random gradients, and returns result and gradients"""
    tensors = [t.clone().requires_grad_() for t in tensors]
    result = getattr(module, function)(*tensors)
    result.backward(upstream)
    return {"result": result.detach(), "gradients": [t.grad for t in tensors]}


def growth(module, few, many):
    """Calls `distances` on few points, then on many, and counts how many operations come on top"""
    counts = []
    for a, b in (few, many):
        with probing.operations() as seen:
            result = module.distances(a, b)
        counts.append(len(seen))
    return {"more operations for more points": counts[1] - counts[0], "distances": result}


def large(module, function, allowed, *args):
    """Calls it, and notes the sizes of what it writes that are larger than allowed"""
    with probing.operations() as seen:
        result = getattr(module, function)(*args)
    made = [one.result for one in seen if isinstance(one.result, torch.Tensor)]
    sizes = [tensor.untyped_storage().nbytes() // tensor.itemsize for tensor in made]
    larger = [size for size in sizes if size > allowed]
    return {"sizes that are too large": larger, f"result of {function}": result}
