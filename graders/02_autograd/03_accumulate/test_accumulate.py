"""Checks of `accumulate_` and `train_accumulating`: one large batch is the measure."""

import pytest
import torch
from torch import nn


def accumulated(module, net, x, y, sizes, loss, show, idle=False):
    """Accumulates over micro-batches, from old gradients on; idle: some parameters have none"""
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 4)).to(x)
    for p, (value, old) in zip(model.parameters(), net, strict=True):
        p.data.copy_(value)
        p.grad = old.clone()
    if idle:
        model[0].bias.requires_grad_(False).grad = None
        model.register_parameter("unused", nn.Parameter(x.new_ones(2)))
        model.unused.grad = x.new_ones(2)
    batches = list(zip(x.split(sizes), y.split(sizes), strict=True))
    mean = module.accumulate_(model, getattr(nn, loss)(), batches)
    grads = [torch.zeros_like(p) if p.grad is None else p.grad for p in model.parameters()]
    return mean if show == "loss" else grads


def trained(module, net, x, y, sizes, k, show):
    """Trains from a generator of micro-batches, by SGD with momentum, from old gradients on"""
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 4)).to(x)
    for p, (value, old) in zip(model.parameters(), net, strict=True):
        p.data.copy_(value)
        p.grad = old.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.8)
    batches = (pair for pair in zip(x.split(sizes), y.split(sizes), strict=True))
    losses = module.train_accumulating(model, nn.CrossEntropyLoss(), optimizer, batches, k)
    return losses if show == "losses" else [p.detach() for p in model.parameters()]


def call_log(module, weight, x, y, sizes, k):
    """Notes each forward pass with its size, each backward pass and each step"""
    log = []
    model = nn.Linear(3, 4, bias=False)
    model.weight.data.copy_(weight)

    def loss_fn(output, target):
        loss = nn.functional.cross_entropy(output, target)
        loss.register_hook(lambda _: log.append("backward"))
        return loss

    model.register_forward_hook(lambda _, args, __: log.append(f"forward of {len(args[0])}"))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    optimizer.register_step_post_hook(lambda *_: log.append("step"))
    batches = list(zip(x.split(sizes), y.split(sizes), strict=True))
    module.train_accumulating(model, loss_fn, optimizer, batches, k)
    return log


def network(draw):
    """Values and old gradients for each parameter."""
    shapes = [(5, 3), (5,), (4, 5), (4,)]
    return [[draw.normal(*s, dtype=torch.float64) for _ in range(2)] for s in shapes]


def examples(draw, n):
    """Features and classes of `n` examples."""
    return draw.normal(n, 3, dtype=torch.float64), draw.integers(0, 4, n)


@pytest.mark.points(3)
def test_equals_the_large_batch(agree, draw, device):
    """`accumulate_` leaves the gradients of the mean over all examples, where there are any."""
    for sizes in (draw.shuffled([4, 1, 3]), [8]):
        data = network(draw), *examples(draw, 8), sizes, "CrossEntropyLoss", "grads"
        agree.run(accumulated, *data)
        agree.run(accumulated, *data, True)


@pytest.mark.hidden
def test_takes_any_loss(agree, draw):
    """`accumulate_` uses the loss that it is given, here the mean squared error."""
    x, y = draw.normal(9, 3, dtype=torch.float64), draw.normal(9, 4, dtype=torch.float64)
    agree.run(accumulated, network(draw), x, y, [2, 6, 1], "MSELoss", "grads")


@pytest.mark.points(1)
def test_returns_the_mean_loss(agree, draw):
    """`accumulate_` returns a float, the mean loss over all examples."""
    data = network(draw), *examples(draw, 9)
    agree.run(accumulated, *data, [5, 3, 1], "CrossEntropyLoss", "loss")


@pytest.mark.points(3)
def test_steps_once_per_group(agree, draw, device):
    """`train_accumulating` ends at the weights that large batches would lead to."""
    agree.run(trained, network(draw), *examples(draw, 11), [3, 1, 2, 4, 1], 2, "weights")
    agree.run(trained, network(draw), *examples(draw, 9), [2, 1, 3, 3], 2, "weights")
    for k in (1, 4):
        agree.run(trained, network(draw), *examples(draw, 6), [2, 1, 3], k, "weights")


@pytest.mark.points(1)
def test_reports_each_group(agree, draw):
    """`train_accumulating` returns the mean loss of each group, if any, also of a smaller last."""
    agree.run(trained, network(draw), *examples(draw, 12), [3, 1, 2, 4, 2], 2, "losses")
    agree.run(trained, network(draw), *examples(draw, 0), [], 2, "losses")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_holds_one_piece_at_a_time(agree, draw):
    """Forward and backward passes take turns, a micro-batch at a time, then comes the step."""
    agree.run(call_log, draw.normal(4, 3), draw.normal(8, 3), draw.integers(0, 4, 8), [3, 1, 4], 2)
