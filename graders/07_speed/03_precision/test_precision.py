"""Checks of `clip_gradients`, `forward_loss` and `train_step`: dtypes, norms and weights."""

import pytest
import torch

from . import probes

OTHERS_WORK = ["clip_grad_norm", "clip_grads_with_norm", "get_total_norm", "clip_grad_value"]


def setup(draw):
    """Weights of two layers, inputs and classes."""
    weights = [draw.normal(5, 3), draw.normal(4, 5)]
    return weights, draw.normal(7, 3), draw.integers(0, 4, 7)


def wide(draw, *shape):
    """Numbers in float64, so that every digit counts."""
    return draw.normal(*shape, dtype=torch.float64)


@pytest.mark.points(2)
def test_clips_by_the_global_norm(agree, policy, draw, device):
    """`clip_gradients` shortens all gradients by one factor, and only if they are too long."""
    gradients = [wide(draw, 3, 2), 5 * wide(draw, 4), wide(draw, 2, 2, 2)]
    for max_norm in (1.5, 0.1, 1e4, torch.inf):
        agree.run(probes.clipped, gradients, max_norm, False, rtol=1e-6)
    args = ([draw.normal(3, 2), draw.normal(2)], 1.0)
    policy.forbids(*OTHERS_WORK, calling="clip_gradients", args=args)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_clips_what_has_a_gradient(agree, draw):
    """Those without gradients are skipped, zeros and generators will do, `max_norm` is positive."""
    agree.run(probes.clipped, [None, draw.normal(3, 2), None, draw.normal(4)], 0.5, True)
    agree.run(probes.clipped, [torch.zeros(3), torch.zeros(2, 2)], 0.5, False)
    for gradients in ([None, None], []):
        agree.run(probes.clipped, gradients, 0.5, False)
    for gradients in ([draw.normal(2), draw.normal(3)], [None]):
        for max_norm in (0.0, -1.0, torch.nan):
            agree.run(probes.refused, gradients, max_norm)


@pytest.mark.points(2)
def test_runs_in_bfloat16(agree, draw):
    """The layers return bfloat16, whatever is the default; weights and gradients stay float32."""
    for default in ("bfloat16", "float16"):
        agree.run(probes.dtypes, *setup(draw), "layers", default, rtol=3e-2)


@pytest.mark.points(2)
def test_keeps_the_loss_precise(agree, draw):
    """The loss function gets float32 and runs outside of autocast; the loss is float32."""
    agree.run(probes.dtypes, *setup(draw), "loss", "bfloat16", rtol=3e-2)


@pytest.mark.points(3)
def test_trains_as_it_should(agree, draw, device):
    """After three steps, scaled, clipped and outside of autocast, every weight is right."""
    agree.run(probes.trained, *setup(draw), 0.3, True, [9.0, 7.0, 8.0], "weights", rtol=1e-2)


@pytest.mark.points(2)
def test_reports_loss_and_norm(agree, draw):
    """`train_step` returns the loss, detached, and the true gradients' norm before clipping."""
    given = setup(draw)
    agree.run(probes.trained, *given, 0.3, True, [9.0, 7.0, 8.0], "returned", rtol=3e-2)
    agree.run(probes.trained, *given, 0.3, True, [9.0], "graphs")


@pytest.mark.hidden
@pytest.mark.points(2)
def test_skips_what_overflows(agree, draw):
    """A step whose gradients are infinite changes no weight, and halves the scale."""
    agree.run(probes.trained, *setup(draw), 0.3, True, [9.0, 1e36, 8.0, 7.0], "weights", rtol=1e-2)


@pytest.mark.hidden
def test_works_without_scaling(agree, draw):
    """A scaler that is switched off hands all through, infinite gradients, too; short ones stay."""
    agree.run(probes.trained, *setup(draw), 0.3, False, [1.0, 2.0], "weights", rtol=1e-2)
    agree.run(probes.trained, *setup(draw), 1e4, False, [1.0], "weights", rtol=3e-2)
    agree.run(probes.trained, *setup(draw), 0.3, False, [1.0, torch.inf], "finite")
