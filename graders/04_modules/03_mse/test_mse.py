"""Checks of `mse` and `mse_of_column`."""

import pytest
import torch

from torchdojo import probing


def gradient(module, name, pred, y, reduction):
    """Calls `NAME` and sends a random gradient back through its result to the predictions"""
    pred = pred.clone().requires_grad_()
    result = getattr(module, name)(pred, y, reduction)
    if not result.requires_grad:
        return "a result that does not require a gradient"
    upstream = torch.linspace(0.5, 2.0, result.numel(), dtype=result.dtype, device=result.device)
    return torch.autograd.grad(result, pred, upstream.reshape(result.shape))[0]


def calls_of_mse_loss(module, name, pred, y, reduction):
    """Calls `NAME` and notes whether, and with which shapes, it calls torch's own loss"""
    with probing.functions() as seen:
        value = getattr(module, name)(pred, y, reduction)
    calls = [o.args[0].shape == o.args[1].shape for o in seen if o.name == "mse_loss"]
    return {"calls torch's loss": bool(calls), "with equal shapes": all(calls), "value": value}


@pytest.mark.points(3)
def test_reduces_as_asked(agree, draw, device):
    """`mse` returns the mean, the default, the sum, or the squares, also for large numbers."""
    pred, y = draw.normal(3, 4), draw.normal(3, 4)
    for reduction in ("mean", "sum", "none"):
        agree.call("mse", pred, y, reduction)
    for shape in ((5,), ()):
        agree.call("mse", draw.normal(*shape), draw.normal(*shape))
    large = draw.normal(6, mean=1e4)
    agree.call("mse", large + draw.normal(6), large, "none")


@pytest.mark.points(2)
def test_refuses_to_broadcast(agree, draw):
    """`mse` raises ValueError for shapes that differ, such as (N, 1) and (N,)."""
    agree.call("mse", draw.normal(5), draw.normal(5), "mean")
    agree.error("mse", draw.normal(4, 3), draw.normal(3))
    agree.error("mse", draw.normal(1, 3), draw.normal(1))
    agree.error("mse", draw.normal(5, 1), draw.normal(5))
    agree.error("mse", draw.normal(1), draw.normal(1, 1))
    agree.error("mse", draw.normal(4, 3), draw.normal(1, 3))


@pytest.mark.hidden
def test_knows_its_reductions(agree, draw):
    """Both functions raise ValueError for an unknown reduction."""
    agree.call("mse", draw.normal(3), draw.normal(3), "sum")
    agree.call("mse_of_column", draw.normal(3, 1), draw.normal(3), "sum")
    agree.error("mse", draw.normal(3), draw.normal(3), "median")
    agree.error("mse_of_column", draw.normal(3, 1), draw.normal(3), "average")


@pytest.mark.points(2)
def test_lets_gradients_through(agree, draw, device):
    """Gradients of both functions arrive at the predictions, in float64."""
    pred, y = (draw.normal(3, 4, dtype=torch.float64) for _ in range(2))
    agree.run(gradient, "mse", pred, y, "mean")
    agree.run(gradient, "mse", pred, y, "none")
    agree.run(gradient, "mse_of_column", pred[:, :1], y[:, 0], "sum")


@pytest.mark.points(2)
def test_pairs_a_column_with_targets(agree, draw, device):
    """`mse_of_column` compares each prediction with its own target, whatever the reduction."""
    column, y = draw.normal(7, 1), draw.normal(7, mean=3.0)
    for reduction in ("mean", "sum", "none"):
        agree.call("mse_of_column", column, y, reduction)


@pytest.mark.hidden
def test_keeps_a_batch_of_one(agree, draw):
    """One example stays a batch: with "none" the result has shape (1,)."""
    for n in (2, 1):
        agree.call("mse_of_column", draw.normal(n, 1), draw.normal(n), "none")
    agree.call("mse", draw.normal(1, 1), draw.normal(1, 1), "none")


@pytest.mark.hidden
def test_refuses_other_columns(agree, draw):
    """`mse_of_column` raises ValueError for any shapes but (N, 1) and (N,)."""
    agree.call("mse_of_column", draw.normal(5, 1), draw.normal(5), "mean")
    for left, right in [
        ((1, 1), (4,)),
        ((5,), (5,)),
        ((5, 1), (5, 1)),
        ((4, 1), (3,)),
        ((4, 2), (4,)),
        ((2, 1), (3,)),
    ]:
        agree.error("mse_of_column", draw.normal(*left), draw.normal(*right))


@pytest.mark.points(2)
def test_leaves_the_right_one_to_torch(agree, draw):
    """`mse_of_column` calls torch's `nn.MSELoss`, with equal shapes; `mse` does without."""
    agree.run(calls_of_mse_loss, "mse_of_column", draw.normal(4, 1), draw.normal(4), "mean")
    agree.run(calls_of_mse_loss, "mse", draw.normal(4, 3), draw.normal(4, 3), "sum")
