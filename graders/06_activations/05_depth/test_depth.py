"""Checks of `deep_net`, `gradient_norms`, `by_activation` and `shrinkage`."""

import pytest
import torch
from torch import nn

from torchdojo import probing


def built(module, depth, width, act, x):
    """Builds a net with ACT, lists its layers, and calls it"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        net = module.deep_net(depth, width, getattr(nn, act))
    layers = [(type(p).__name__, [list(w.shape) for w in p.parameters()]) for p in net]
    return {"layers": layers, "objects": len({id(p) for p in net}), "output": net(x).detach()}


def measured(module, weights, x, y, stale):
    """Measures the gradients of a net that has old gradients, several times"""
    width = x.shape[1]
    layers = [nn.Linear(width, width), nn.Tanh(), nn.Linear(width, width), nn.Sigmoid()]
    net = probing.filled(nn.Sequential(*layers, nn.Linear(width, 1)), weights)
    for p in net.parameters() if stale else ():
        p.grad = p.detach() + 1
    first, second = (module.gradient_norms(net, x, y) for _ in range(2))
    grads = ["None" if p.grad is None else p.grad for p in net.parameters()]
    return {
        "norms": first,
        "norms of the second call": second,
        "left in .grad": grads,
        "weights": [p.detach() for p in net.parameters()],
    }


def compared(module, names, depth, width, x, y, seed):
    """Compares activations, then draws a global random number"""
    acts = {"logistic": nn.Sigmoid, "tanh": nn.Tanh, "ReLU": nn.ReLU, "none": nn.Identity}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(99)
        found = module.by_activation({n: acts[n] for n in names}, depth, width, x, y, seed)
        norms = {f"norms of {name}": values for name, values in found.items()}
        return {"names": list(found), **norms, "next random number": torch.rand(1)}


def after_an_error(module, x, y, seed):
    """Asks `by_activation` for a depth of 0, then draws a global random number"""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(99)
        probing.raised(module.by_activation, {"tanh": nn.Tanh}, 0, x.shape[1], x, y, seed)
        return {"next random number": torch.rand(1)}


def refused(module, depths):
    """Asks `deep_net` for depths that are none"""
    return [probing.raised(module.deep_net, depth, 3, nn.Tanh) for depth in depths]


def net(draw, width, count=7):
    """Weights for three linear layers, with a batch of inputs and targets."""
    shapes = [(width, width), (width,), (width, width), (width,), (1, width), (1,)]
    values = [draw.normal(*shape, dtype=torch.float64) for shape in shapes]
    x, y = (draw.normal(count, n, dtype=torch.float64) for n in (width, 1))
    return values, x, y


@pytest.mark.points(2)
def test_builds_a_deep_net(agree, draw):
    """`deep_net` has an activation after each hidden layer, and none after the last."""
    for depth, act in ((1, "Tanh"), (4, "ReLU")):
        agree.run(built, depth, 3, act, draw.normal(5, 3))


@pytest.mark.points(3)
def test_measures_gradients(agree, draw):
    """`gradient_norms` are those of the weights' gradients, from the input to the output."""
    for width in (3, 4):
        agree.run(measured, *net(draw, width), False)


@pytest.mark.points(3)
def test_compares_fairly(agree, draw):
    """`by_activation` measures a new net for each activation, all with the same first weights."""
    for names, depth in ((["logistic", "tanh", "ReLU"], 3), (["none", "ReLU"], 2), ([], 2)):
        agree.run(compared, names, depth, 4, draw.normal(7, 4), draw.normal(7, 1), draw.int(1, 999))


@pytest.mark.points(2)
def test_finds_the_mean_factor(agree, draw):
    """`shrinkage` is the mean factor from the last norm to the first; others may be 0."""
    for count in (2, 3, 6):
        agree.call("shrinkage", draw.uniform(count, low=0.1, high=2.0).tolist())
    one, other = draw.uniform(2, low=0.1, high=2.0).tolist()
    for norms in ([0.0, one, other], [one, 0.0, other]):
        agree.call("shrinkage", norms)
    for norms in ([], [0.5]):
        agree.error("shrinkage", norms)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_clears_old_gradients(agree, draw):
    """Old gradients take no part, and none are left; the weights are as before."""
    agree.run(measured, *net(draw, 3), True)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_randomness_alone(agree, draw):
    """Torch's global random numbers go on as if no net had been made, also after an error."""
    x, y, seed = draw.normal(7, 3), draw.normal(7, 1), draw.int(1, 999)
    agree.run(compared, ["tanh"], 1, 3, x, y, seed)
    agree.run(after_an_error, x, y, seed)


@pytest.mark.hidden
def test_refuses_no_layers(agree, draw):
    """A `depth` below 1 raises ValueError."""
    agree.run(built, 2, 3, "Sigmoid", draw.normal(2, 3))
    agree.run(refused, [0, -draw.int(1, 9)])
