"""Checks of `relu`, `leaky_relu`, `gelu`, `make_net` and `dead_units`."""

import pytest
import torch

from . import probes


@pytest.mark.points(2)
def test_relu_is_right(agree, draw, device):
    """`relu` is right for any shape and dtype, at 0 and at infinity, and lets nan pass."""
    agree.call("relu", draw.normal(3, 4, 2))
    agree.call("relu", draw.normal(5, dtype=torch.float64))
    agree.call("relu", draw.normal())
    agree.call("relu", draw.normal(0, 3))
    agree.call("relu", torch.tensor([-torch.inf, 0.0, torch.inf, torch.nan, -2.0]))


@pytest.mark.points(2)
def test_leaky_relu_is_right(agree, draw, device):
    """`leaky_relu` is right for its own slope, for small and negative ones and those above 1."""
    agree.call("leaky_relu", draw.normal(4, 3))
    agree.call("leaky_relu", draw.normal(5, dtype=torch.float64), draw.int(5, 40) / 100)
    agree.call("leaky_relu", draw.normal(6), draw.int(11, 30) / 10)
    agree.call("leaky_relu", draw.normal(6), draw.int(2, 9) / -10)
    for z in (draw.normal(), draw.normal(0, 3), torch.tensor([-torch.inf, torch.nan, 0.0, 3.0])):
        agree.call("leaky_relu", z, 0.3)


@pytest.mark.points(2)
def test_gelu_is_exact(agree, draw, device):
    """`gelu` is exact, for any shape, in float64 too."""
    agree.call("gelu", draw.normal(4, 3, std=2.0))
    agree.call("gelu", draw.normal(5, 2, dtype=torch.float64))
    for z in (draw.normal(), draw.normal(0, 3), torch.tensor([-30.0, 0.0, 30.0, torch.nan])):
        agree.call("gelu", z)


@pytest.mark.points(3)
def test_has_the_right_slopes(agree, draw, device):
    """Gradients of all three are right, also at 0, in float64."""
    zeros = torch.zeros(2, dtype=torch.float64)
    z = torch.cat([zeros, draw.normal(6, dtype=torch.float64)])[draw.shuffled(range(8))]
    upstream = draw.uniform(8, low=0.5, high=2.0, dtype=torch.float64)
    agree.run(probes.gradient, "relu", z, upstream)
    agree.run(probes.gradient, "leaky_relu", z, upstream, draw.int(5, 40) / 100)
    agree.run(probes.gradient, "gelu", z, upstream)


@pytest.mark.hidden
def test_is_written_by_hand(agree, draw):
    """`relu`, `leaky_relu` and `gelu` do without torch's own activations."""
    for name in ("relu", "leaky_relu", "gelu"):
        agree.run(probes.help_used, name, draw.normal(5, 2, dtype=torch.float64))


@pytest.mark.points(2)
def test_builds_with_torchs_own(agree, draw):
    """`make_net` puts an `nn.ReLU` between two `nn.Linear` layers, and none behind the last."""
    agree.run(probes.built, [4, 6, 5, 3], draw.normal(7, 4))
    inputs = draw.int(3, 6)
    agree.run(probes.built, [inputs, 2], draw.normal(5, inputs))


@pytest.mark.points(4)
def test_finds_dead_units(agree, draw, device):
    """`dead_units` finds, for each ReLU, units that are 0, not nan, in all batches, read once."""
    agree.run(probes.dead, *network(draw), batches(draw))
    first, second, last = batches(draw)
    second[1, 2] = torch.nan
    agree.run(probes.dead, *network(draw), [first, second, last])


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_the_model_alone(agree, draw):
    """`dead_units` looks in evaluation mode; modes and hooks are as before, even after an error."""
    bias = torch.tensor(draw.shuffled([-99.0, -4.0, 4.0, 0.0, -99.0, 1.0]))
    weight = draw.normal(6, 4)
    weight[bias == 4.0, 0] = -1.0
    agree.run(probes.left_behind, weight, bias, batches(draw))
    agree.run(probes.left_by_an_error, weight, bias, [*batches(draw), draw.normal(3, 2)])


@pytest.mark.hidden
def test_refuses_too_few_sizes(agree, draw):
    """`make_net` raises ValueError for fewer than two sizes."""
    agree.run(probes.built, [3, 2], draw.normal(4, 3))
    agree.error("make_net", [draw.int(2, 9)])
    agree.error("make_net", [])


def batches(draw):
    """Batches of 4, 4 and 1 examples; the first and the last hold one that excites a unit."""
    x = draw.normal(9, 4)
    x[0, 1], x[8, 0] = 30.0, 30.0
    return [x[:4], x[4:8], x[8:]]


def network(draw):
    """Two layers: units that are dead, alive in one batch alone, always alive, and ordinary."""
    order = draw.shuffled(range(6))
    one, other = torch.tensor([1.0, 0, 0, 0]), torch.tensor([0, 1.0, 0, 0])
    weight = torch.cat([torch.stack([one / 100, other, one, other]), draw.normal(2, 4)])
    bias = torch.tensor([-0.2, -20.0, -999.0, 60.0, 0.1, -0.1])
    second = draw.normal(3, 6, std=0.1), torch.tensor(draw.shuffled([-500.0, 500.0, 400.0]))
    return (weight[order], bias[order]), second
