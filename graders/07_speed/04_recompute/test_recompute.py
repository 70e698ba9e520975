"""Checks of `saved_bytes`, `recomputed` and `Segments`: the same gradients, less kept."""

from itertools import pairwise

import pytest
import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks


def counted(module, weights, x, needs, last):
    """Calls `saved_bytes` for a small network"""
    layers = []
    for weight in weights:
        layers += [nn.Linear(weight.shape[1], weight.shape[0], dtype=x.dtype), nn.Tanh()]
        layers[-2].weight.data.copy_(weight)
    net = nn.Sequential(*layers, getattr(nn, last)())
    return module.saved_bytes(net, x.detach().requires_grad_(needs))


def backward(module, weights, x, upstream, needs, p, seed):
    """Runs a block with dropout by `recomputed`, goes backward, and returns what came of it"""
    first, second = (nn.Linear(w.shape[1], w.shape[0]).to(x) for w in weights)
    for layer, weight in zip((first, second), weights, strict=True):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(weight[:, 0])
    block = nn.Sequential(first, nn.Tanh(), nn.Dropout(p), second, nn.Tanh())
    x = x.clone().requires_grad_(needs)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        output = module.recomputed(block, x)
        between = torch.rand(2)
        output.backward(upstream)
        after = torch.rand(2)
    gradients = {name: p.grad for name, p in block.named_parameters()}
    if needs:
        gradients["x"] = x.grad
    return {"output": output.detach(), "gradients": gradients, "random": [between, after]}


def kept(module, widths, x, every):
    """Counts the bytes that autograd keeps, and how often each block is run"""
    sizes, runs = {}, [0] * (len(widths) - 1)
    shapes = [*pairwise(widths)]
    blocks = [nn.Sequential(nn.Linear(a, b), nn.Tanh(), nn.Tanh()) for a, b in shapes]
    own = {p.untyped_storage().data_ptr() for block in blocks for p in block.parameters()}

    def count(number):
        def hook(*_):
            runs[number] += 1

        return hook

    def pack(t):
        if t.untyped_storage().data_ptr() not in own:
            sizes[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    for number, block in enumerate(blocks):
        block.register_forward_pre_hook(count(number))
    with saved_tensors_hooks(pack, lambda t: t):
        model = module.Segments(blocks, every) if every else blocks[0]
        output = model(x) if every else module.recomputed(model, x)
    output.sum().backward()
    return {"bytes kept": sum(sizes.values()), "runs of each block": runs}


def in_segments(module, weights, x, upstream, every, train):
    """Runs blocks in `Segments`, goes backward, and notes how often each block was run"""
    runs = [0] * len(weights)
    blocks = [nn.Sequential(nn.Linear(*w.shape).to(x), nn.Tanh()) for w in weights]
    for number, (block, weight) in enumerate(zip(blocks, weights, strict=True)):
        block[0].weight.data.copy_(weight)
        block[0].bias.data.copy_(weight[0])

        def count(*_, number=number):
            runs[number] += 1

        block.register_forward_pre_hook(count)
    model = module.Segments(blocks, every).train(train)
    output = model(x)
    output.backward(upstream)
    gradients = {name: p.grad for name, p in model.named_parameters()}
    return {"output": output.detach(), "gradients": gradients, "runs of each block": runs}


def wide(draw, *shape):
    """Numbers in float64, so that every digit counts."""
    return draw.normal(*shape, dtype=torch.float64)


@pytest.mark.points(2)
def test_counts_what_is_kept(agree, draw):
    """`saved_bytes` counts each storage once, in bytes, and leaves out the parameters."""
    weights = [draw.normal(4, 3), draw.normal(2, 4)]
    for needs, last in ((False, "ReLU"), (True, "Flatten"), (True, "Sigmoid")):
        agree.run(counted, weights, draw.normal(draw.int(5, 9), 3), needs, last)
    agree.run(counted, [wide(draw, 7, 5)], wide(draw, 3, 5), True, "Softplus")


@pytest.mark.points(3)
def test_has_the_same_gradients(agree, draw, device):
    """`recomputed` returns what the block does, with its gradients, for parameters and input."""
    weights = [wide(draw, 4, 3), wide(draw, 2, 4)]
    agree.run(backward, weights, wide(draw, 5, 3), wide(draw, 5, 2), True, 0.0, draw.int(1, 999))


@pytest.mark.points(2)
def test_needs_no_gradient_of_the_input(agree, draw):
    """The parameters have their gradients also when the input needs none."""
    weights = [wide(draw, 4, 3), wide(draw, 2, 4)]
    agree.run(backward, weights, wide(draw, 5, 3), wide(draw, 5, 2), False, 0.0, draw.int(1, 999))


@pytest.mark.points(2)
def test_drops_the_same_twice(agree, draw):
    """Dropout drops the same elements in both runs, and later random numbers do not change."""
    weights = [wide(draw, 20, 3), wide(draw, 2, 20)]
    agree.run(backward, weights, wide(draw, 6, 3), wide(draw, 6, 2), True, 0.5, draw.int(1, 999))


@pytest.mark.points(2)
def test_keeps_the_input_alone(agree, draw):
    """`recomputed` keeps nothing but its input, and runs the block a second time."""
    agree.run(kept, [3, 4], draw.normal(7, 3), 0)


@pytest.mark.points(2)
def test_trains_in_segments(agree, draw):
    """`Segments` has the plain model's gradients under the blocks' names, last ones included."""
    weights = [wide(draw, 3, 3) for _ in range(5)]
    for every in (2, 1, 7):
        agree.run(in_segments, weights, wide(draw, 4, 3), wide(draw, 4, 3), every, True)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_keeps_one_input_per_group(agree, draw):
    """`Segments` keeps the input of each group of `every` blocks, and refuses groups of none."""
    for every in (1, 2, 3, 9):
        agree.run(kept, [3, 4, 6, 5, 2, 7], draw.normal(draw.int(5, 8), 3), every)
    for every in (0, -2):
        agree.error("Segments", [], every)


@pytest.mark.hidden
def test_runs_once_in_evaluation(agree, draw):
    """In evaluation mode `Segments` recomputes nothing."""
    weights = [wide(draw, 3, 3) for _ in range(3)]
    agree.run(in_segments, weights, wide(draw, 4, 3), wide(draw, 4, 3), 2, False)
