"""Checks of `softmax`."""

import pytest
import torch

from torchdojo import probing


def gradient(module, z, dim, upstream):
    """Calls `softmax(z, dim)` and sends a random gradient back through its result to `z`"""
    z = z.clone().requires_grad_()
    result = module.softmax(z, dim)
    if not result.requires_grad:
        return probing.NO_GRADIENT
    slopes = torch.autograd.grad(result, z, upstream.to(result.dtype))[0]
    return {"dtype of the result": result.dtype, "gradient": slopes}


def impossible(module, z, dim):
    """Calls `softmax(z, dim)` and looks where the probability is exactly 0"""
    return module.softmax(z, dim) == 0


@pytest.mark.points(2)
def test_sums_to_one_along_dim(agree, draw, device):
    """`softmax` makes groups along `dim` sum to one, whichever of the dimensions it is."""
    z = draw.normal(3, 4, 5, std=2.0)
    for dim in range(3):
        agree.call("softmax", z, dim)
    agree.call("softmax", draw.normal(4, 1), 1)


@pytest.mark.hidden
def test_counts_dims_from_the_end(agree, draw):
    """`softmax` takes negative dims, and tensors of one or four dimensions."""
    agree.call("softmax", draw.normal(7), -1)
    agree.call("softmax", draw.normal(2, 3, 1, 4), -3)
    agree.call("softmax", draw.normal(3, 2), -2)


@pytest.mark.points(2)
def test_stays_finite(agree, draw, device):
    """Scores around 1000 and -1000, in one tensor or in one group, give right answers."""
    high, low = draw.normal(2, 5, mean=1000.0), draw.normal(1, 5, mean=-1000.0)
    agree.call("softmax", torch.cat([high, low]), 1)
    agree.call("softmax", torch.cat([high, low]), 0)
    agree.call("softmax", draw.normal(4, 3, mean=-1000.0), 0)


@pytest.mark.hidden
def test_masked_scores_get_nothing(agree, draw):
    """A score of -inf gets exactly 0, beside any finite score, and leaves the others right."""
    z = draw.normal(4, 5, 2)
    z[draw.int(0, 1), 1:4] = -torch.inf
    z[2:, draw.int(0, 4), 1] = -torch.inf
    agree.call("softmax", z, 1)
    agree.run(impossible, z, 1)
    agree.call("softmax", torch.tensor([draw.shuffled([-torch.inf, -3e9, -torch.inf])]), 1)


@pytest.mark.points(2)
def test_gradients_flow_back(agree, draw, device):
    """A random gradient of the result arrives at `z` as it should, in float64."""
    shape = (3, 5, 2)
    z, upstream = (draw.normal(*shape, dtype=torch.float64) for _ in range(2))
    for dim in (1, -3):
        agree.run(gradient, z, dim, upstream, rtol=1e-5)  # how many digits is asked below


def test_keeps_the_dtype(agree, draw):
    """float64, float16 and bfloat16 come back as they went in, float64 with all its digits."""
    for dtype in (torch.float64, torch.float16, torch.bfloat16):
        agree.call("softmax", draw.normal(4, 3, dtype=dtype), 0)


def test_reads_no_values(agree, draw):
    """It works where there are no values: on the device `meta`, and without any group."""
    agree.call("softmax", draw.normal(2, 3), 1)
    agree.call("softmax", torch.empty(2, 3, 4, device="meta"), 1)
    agree.call("softmax", torch.empty(0, 3), 1)


def test_is_written_by_hand(policy, draw):
    """The formula is yours: none of torch's softmax, log_softmax, softmin and logsumexp."""
    names = ("softmax", "log_softmax", "softmin", "logsumexp")
    policy.forbids(*names, calling="softmax", args=(draw.normal(3, 4), 1))
