"""Probes of `saved_bytes`, `recomputed` and `Segments`."""

from itertools import pairwise

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


def counted_where(module, x, layer):
    """Calls `saved_bytes` for a layer that LAYER"""

    class Part(nn.Module):
        def forward(self, t):
            return t[:, 1:].square()

    class Scale(nn.Module):
        def __init__(self):
            super().__init__()
            factors = torch.full((3,), 2.0)
            if layer == "keeps a buffer":
                self.register_buffer("scale", factors)
            else:
                self.scale = nn.Parameter(factors)

        def forward(self, t):
            return t * self.scale

    one = Part() if layer == "keeps a view of its input" else Scale()
    return module.saved_bytes(one, x.detach().requires_grad_())


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


def kept(module, widths, x, every, train):
    """Counts the bytes that autograd keeps, and how often each block is run"""
    sizes, alive, runs = {}, [], [0] * (len(widths) - 1)
    shapes = [*pairwise(widths)]
    blocks = [nn.Sequential(nn.Linear(a, b), nn.Tanh(), nn.Tanh()).train(train) for a, b in shapes]
    own = {p.untyped_storage().data_ptr() for block in blocks for p in block.parameters()}

    def count(number):
        def hook(*_):
            runs[number] += 1

        return hook

    def pack(t):
        alive.append(t)  # so that no other tensor gets its place
        if t.untyped_storage().data_ptr() not in own:
            sizes[t.untyped_storage().data_ptr()] = t.untyped_storage().nbytes()
        return t

    for number, block in enumerate(blocks):
        block.register_forward_pre_hook(count(number))
    with saved_tensors_hooks(pack, lambda t: t):
        model = module.Segments(blocks, every) if every else blocks[0]
        output = model(x) if every else module.recomputed(model, x)
    output.sum().backward()
    counts = {f"runs of block {n}": times for n, times in enumerate(runs)}
    return {"bytes kept": sum(sizes.values())} | counts


def in_segments(module, weights, x, upstream, every, train):
    """Runs blocks in `Segments` and goes backward, twice, and notes how often each ran at last"""
    runs = [0] * len(weights)
    blocks = [nn.Sequential(nn.Linear(*w.shape).to(x), nn.Tanh()) for w in weights]
    for number, (block, weight) in enumerate(zip(blocks, weights, strict=True)):
        block[0].weight.data.copy_(weight)
        block[0].bias.data.copy_(weight[0])

        def count(*_, number=number):
            runs[number] += 1

        block.register_forward_pre_hook(count)
    model = module.Segments(blocks, every).train(train)
    for _ in range(2):
        model.zero_grad()
        runs[:] = [0] * len(weights)
        output = model(x)
        output.backward(upstream)
    gradients = {name: p.grad for name, p in model.named_parameters()}
    counts = {f"runs of block {n}": times for n, times in enumerate(runs)}
    return {"output": output.detach(), "gradients": gradients} | counts
