"""Checks of `net_input`, `sigmoid` and `probability`."""

import pytest
import torch

from torchdojo import probing

BUILT_IN = ("expit", "logit", "logsigmoid", "log_sigmoid", "log_sigmoid_forward", "softplus")


def slopes(module, name, z, upstream, *more):
    """Calls `NAME` and sends a random gradient back through its result to its first argument"""
    return probing.gradient(getattr(module, name), z, *more, upstream=upstream)


def first_step(module, x, y, lr):
    """Trains `probability` by one step of gradient descent, from weights of 0"""
    w = torch.zeros(x.shape[1] + 1, dtype=x.dtype, device=x.device, requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy(module.probability(x, w), y)
    return w.detach() - lr * torch.autograd.grad(loss, w)[0]


def operations(module, z):
    """Calls `sigmoid` and lists which of torch's own sigmoid, tanh and softmax it has used"""
    with probing.operations() as seen:
        module.sigmoid(z)
    return sorted(
        {operation.name.strip("_") for operation in seen} & {"sigmoid", "tanh", "softmax"}
    )


@pytest.mark.points(2)
def test_weighs_and_adds_the_bias(agree, draw, device):
    """`net_input` adds the bias `w[0]` to the weighted sum of the features, (N,) also for N = 1."""
    agree.call("net_input", draw.normal(5, 3), draw.normal(4))
    agree.call(
        "net_input", draw.normal(1, 2, dtype=torch.float64), draw.normal(3, dtype=torch.float64)
    )
    agree.call("net_input", draw.normal(0, 3), draw.normal(4))
    agree.call("net_input", draw.normal(3, 1), draw.normal(2))


@pytest.mark.hidden
def test_refuses_weights_that_do_not_fit(agree, draw):
    """`net_input` raises ValueError unless `w` has the shape (D + 1,): one more than features."""
    agree.call("net_input", draw.normal(5, 3), draw.normal(4))
    agree.error("net_input", draw.normal(5, 3), draw.normal(3))
    agree.error("net_input", draw.normal(5, 3), draw.normal(5))
    for shape in ((1, 4), (4, 4), (4, 1)):
        agree.error("net_input", draw.normal(5, 3), draw.normal(*shape))


@pytest.mark.points(2)
def test_follows_the_formula(agree, draw, device):
    """`sigmoid` is right element by element, for tensors of any shape, in their dtype."""
    agree.call("sigmoid", draw.normal(3, 4, 2, std=3.0))
    agree.call("sigmoid", draw.normal(5, dtype=torch.float64))
    agree.call("sigmoid", torch.zeros(()))


@pytest.mark.points(2)
def test_survives_large_numbers(agree, draw, device):
    """`sigmoid` is 0 or 1, not nan, for numbers around -800 and 800; infinities work as well."""
    agree.call("sigmoid", draw.normal(5, mean=-800.0))
    agree.call("sigmoid", draw.normal(5, mean=800.0))
    agree.call("sigmoid", torch.tensor([torch.inf, -torch.inf, 0.0]))


@pytest.mark.hidden
def test_keeps_small_probabilities(agree, draw):
    """Below 0, `sigmoid` keeps all its digits: the probabilities are tiny, but not 0."""
    agree.call("sigmoid", draw.normal(6, mean=-40.0))
    agree.call("sigmoid", draw.normal(6, mean=-600.0, dtype=torch.float64))


@pytest.mark.points(2)
def test_has_finite_slopes(agree, draw, device):
    """Gradients are right, also at 0, 800 and -800, in float64 and float32."""
    far = torch.tensor([-900.0, 900.0, 0.0], dtype=torch.float64)
    z = torch.cat([draw.normal(4, dtype=torch.float64, std=2.0), far])
    agree.run(slopes, "sigmoid", z, draw.uniform(7, low=0.5, high=2.0, dtype=torch.float64))
    agree.run(slopes, "sigmoid", torch.tensor([-800.0, -200.0, 0.0, 200.0, 800.0]), draw.normal(5))


@pytest.mark.points(2)
def test_starts_to_learn_from_zero(agree, draw, device):
    """From weights of 0, a step by `probability` leads where it should; `x` gets gradients, too."""
    x, y = draw.normal(7, 3, dtype=torch.float64), torch.tensor([1, 1, 0, 1, 0, 1, 1]).double()
    agree.run(first_step, x, y, 0.1 * draw.int(2, 9))
    w, upstream = (draw.normal(n, dtype=torch.float64) for n in (4, 7))
    agree.run(slopes, "probability", x, upstream, w)


def test_is_written_by_hand(agree, policy, draw):
    """The formula is yours: none of torch's sigmoid, tanh, softmax, softplus and their like."""
    agree.run(operations, draw.normal(4))
    policy.forbids(*BUILT_IN, calling="sigmoid", args=(draw.normal(4),))
