"""Checks of `cross_entropy` and `pixel_loss`."""

import pytest
import torch

from torchdojo import probing


def gradient(module, logits, y, factor):
    """Calls `cross_entropy` and sends the gradient FACTOR back through the loss to the scores"""
    return probing.gradient(module.cross_entropy, logits, y, upstream=logits.new_tensor(factor))


def call_of_torchs_loss(module, scores, labels, ignore):
    """Calls `pixel_loss`, notes whether torch's own loss is called, and sends a gradient back"""
    scores = scores.clone().requires_grad_()
    with probing.functions() as seen:
        loss = module.pixel_loss(scores, labels, ignore)
    used = any(operation.name == "cross_entropy" for operation in seen)
    return {"calls torch's loss": used, "gradient": torch.autograd.grad(loss, scores)[0]}


def kind_of_error(module, logits, y, fitting):
    """Calls `cross_entropy` with arguments that do not fit and notes the error"""
    kind = probing.raised(module.cross_entropy, logits, y, kinds=(ValueError, TypeError))
    return " or ".join(fitting) if kind in fitting else kind


@pytest.mark.points(3)
def test_averages_over_the_batch(agree, draw, device):
    """`cross_entropy` returns the mean loss of a batch, a tensor without a dimension."""
    agree.call("cross_entropy", draw.normal(7, 4, std=2.0), draw.integers(0, 4, 7))
    agree.call("cross_entropy", draw.normal(2, 5, dtype=torch.float64), draw.integers(0, 4, 2))
    agree.call("cross_entropy", draw.normal(1, 3), draw.integers(0, 3, 1))


@pytest.mark.points(2)
def test_stays_finite(agree, draw, device):
    """Scores around 1000 and -1000, and classes that get no probability, give right losses."""
    y = draw.integers(1, 3, 3)
    logits = draw.normal(3, 4)
    agree.call("cross_entropy", logits + torch.tensor([[1000.0], [-1000.0], [0.0]]), y)
    logits[:, 0] += 300.0
    agree.call("cross_entropy", logits, y)


@pytest.mark.points(2)
def test_lets_gradients_through(agree, draw, device):
    """The gradient of the loss arrives at the scores as it should, in float64."""
    factor = 1.5 + draw.python.random()
    logits = draw.normal(5, 3, dtype=torch.float64)
    agree.run(gradient, logits, draw.integers(0, 2, 5), factor)
    agree.run(gradient, 5000.0 * logits, logits.argmin(1), factor)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_refuses_what_is_no_class_number(agree, draw):
    """Any dtype but int64 raises TypeError; one-hot rows and shapes that do not fit, ValueError."""
    logits, y = draw.normal(4, 3), draw.integers(0, 3, 4)
    value, kind = ["ValueError"], ["TypeError"]
    agree.run(kind_of_error, logits, torch.eye(3)[y], kind + value)
    agree.run(kind_of_error, logits, torch.eye(3, dtype=torch.int64)[y], value)
    agree.run(kind_of_error, logits, y.float(), kind)
    agree.run(kind_of_error, logits, y[:, None], value)
    for length in (3, 1):
        agree.run(kind_of_error, logits, y[:length], value)
    agree.run(kind_of_error, draw.normal(4), y, value)
    agree.run(kind_of_error, draw.normal(4, 3, 2), y, value)
    for dtype in (torch.int32, torch.uint8, torch.bool):
        agree.run(kind_of_error, logits, y.to(dtype), kind)


def test_reads_no_values(agree):
    """It works on the device `meta`, where tensors have a shape and a dtype but no values."""
    logits = torch.empty(4, 3, device="meta")
    agree.call("cross_entropy", logits, torch.empty(4, dtype=torch.int64, device="meta"))


def test_is_written_by_hand(policy, draw):
    """The formula is yours: none of torch's losses for classes, softmax or logsumexp."""
    names = ("nll_loss", "NLLLoss", "nll_loss_forward", "log_softmax", "softmax", "logsumexp")
    policy.forbids(
        *names, calling="cross_entropy", args=(draw.normal(4, 3), torch.tensor([0, 2, 1, 2]))
    )


@pytest.mark.points(2)
def test_scores_every_pixel(agree, draw, device):
    """`pixel_loss` averages over all pixels of all images, the classes in the last dimension."""
    agree.call("pixel_loss", draw.normal(2, 3, 4, 5), draw.integers(0, 5, 2, 3, 4), -100)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_ignores_what_it_should(agree, draw):
    """`pixel_loss` leaves pixels with the label `ignore` out, by torch's own loss."""
    labels = draw.integers(0, 4, 2, 3, 5)
    labels[0, :2] = 255
    agree.run(call_of_torchs_loss, draw.normal(2, 3, 5, 4), labels, 255)
    agree.run(call_of_torchs_loss, draw.normal(2, 3, 5, 4), draw.integers(0, 4, 2, 3, 5), 1)
