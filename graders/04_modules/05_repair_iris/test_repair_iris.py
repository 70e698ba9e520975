"""Checks of the repaired `IrisNet`, with weights that the referee has drawn."""

import pytest
import torch
from torch import nn


def answers(module, weights, x, method, mode="train"):
    """Loads given weights into an `IrisNet` and calls METHOD with some flowers"""
    net = module.IrisNet(len(weights["hidden.bias"])).to(x)
    net.load_state_dict(weights)
    getattr(net, mode)()
    called = net if method == "forward" else getattr(net, method)
    return called(x).detach()


def loss_if_right(module, weights, x):
    """Computes `nn.CrossEntropyLoss` of an `IrisNet` for the classes that score highest"""
    net = module.IrisNet(len(weights["hidden.bias"])).to(x)
    net.load_state_dict(weights)
    outputs = net(x)
    return nn.CrossEntropyLoss()(outputs, outputs.argmax(dim=1)).item()


def trained(module, weights, x, y):
    """Trains an `IrisNet` from given weights by `nn.CrossEntropyLoss` and Adam"""
    net = module.IrisNet(len(weights["hidden.bias"])).to(x)
    net.load_state_dict(weights)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
    for _ in range(8):
        optimizer.zero_grad()
        nn.CrossEntropyLoss()(net(x), y).backward()
        optimizer.step()
    return {name: value.detach() for name, value in net.state_dict().items()}


def weights(draw, scale=1.0):
    """Weights of an `IrisNet` with biases that matter; `scale` makes its outputs larger."""
    n = draw.choice([5, 6, 7])
    shapes = {
        "hidden.weight": (n, 4),
        "hidden.bias": (n,),
        "output.weight": (3, n),
        "output.bias": (3,),
    }
    drawn = {name: draw.normal(*shape, dtype=torch.float64) for name, shape in shapes.items()}
    return {name: w * (scale if "output" in name else 1) for name, w in drawn.items()}


def flowers(draw, n):
    """Standardised measurements of `n` flowers."""
    return draw.normal(n, 4, dtype=torch.float64)


@pytest.mark.points(3)
def test_returns_logits(agree, draw, device):
    """`forward` returns logits, as `nn.CrossEntropyLoss` expects them, also after `eval()`."""
    for mode in ("train", "eval"):
        agree.run(answers, weights(draw), flowers(draw, 6), "forward", mode)


@pytest.mark.points(2)
def test_gets_below_the_floor(agree, draw):
    """A network that is right, and sure of it, has a loss close to 0."""
    agree.run(loss_if_right, weights(draw, 10.0), flowers(draw, 20))


@pytest.mark.points(2)
def test_trains_as_it_should(agree, draw, device):
    """Eight steps of Adam with `nn.CrossEntropyLoss` lead to the right weights."""
    agree.run(trained, weights(draw), flowers(draw, 11), draw.integers(0, 3, 11))


@pytest.mark.points(2)
def test_gives_probabilities(agree, draw, device):
    """`probabilities` returns the probabilities of the classes, flower by flower, in both modes."""
    for mode in ("train", "eval"):
        agree.run(answers, weights(draw), flowers(draw, 5), "probabilities", mode)


@pytest.mark.hidden
def test_stays_finite_when_sure(agree, draw):
    """`probabilities` has no nan where the logits are in the thousands."""
    agree.run(answers, weights(draw, 5000.0), flowers(draw, 40), "probabilities")


@pytest.mark.points(2)
def test_predicts_classes(agree, draw, device):
    """`predict` returns the number of the likeliest class of each flower."""
    agree.run(answers, weights(draw), flowers(draw, 60), "predict")


@pytest.mark.hidden
def test_takes_a_single_flower(agree, draw):
    """A batch of one flower gives one class and one row of probabilities."""
    for method in ("predict", "probabilities"):
        agree.run(answers, weights(draw), flowers(draw, 1), method)


@pytest.mark.points(2)
def test_knows_the_floor(agree, draw):
    """`loss_floor` is the lowest loss that probabilities of K classes can have as logits."""
    for classes in (3, 2, draw.int(4, 20)):
        agree.call("IrisNet.loss_floor", classes)
