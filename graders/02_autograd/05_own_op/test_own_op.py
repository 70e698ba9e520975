"""Checks of `LeakyClip`, `leaky_clip` and `numerical_gradient`."""

import pytest
import torch

from torchdojo import probing


def sloped(module, x, upstream, settings):
    """Sends a gradient back through `leaky_clip`"""
    inputs = x.clone().requires_grad_()
    result = module.leaky_clip(inputs, *settings)
    if not result.requires_grad:
        return probing.NO_GRADIENT
    result.backward(upstream)
    return {"value": result.detach(), "gradient": inputs.grad}


def interleaved(module, first, second, upstream):
    """Calls `leaky_clip` twice with other numbers, then sends gradients back through both"""
    inputs = [t.clone().requires_grad_() for t in (first, second)]
    results = [module.leaky_clip(inputs[0], -1.0, 0.5, 0.2)]
    results.append(module.leaky_clip(inputs[1], -0.5, 1.0, 0.7))
    return [torch.autograd.grad(r, t, upstream)[0] for r, t in zip(results, inputs, strict=True)]


def described(module, x):
    """Looks at the operation that the result of `leaky_clip` comes from"""
    result = module.leaky_clip(x.clone().requires_grad_(), -1.0, 0.5, 0.2)
    kinds = [kind.__name__ for kind in module.LeakyClip.__mro__]
    known = "Function" in kinds and issubclass(module.LeakyClip, torch.autograd.Function)
    return {
        "LeakyClip is a Function": known,
        "made by": result.grad_fn.name(),
        "value": result.detach(),
    }


def untouched(module, x, upstream):
    """Calls `leaky_clip`, sends a gradient back, and looks at both tensors afterwards"""
    given, inputs, above = x.clone(), x.clone().requires_grad_(), upstream.clone()
    value = module.leaky_clip(given, -1.0, 0.5, 0.2)
    torch.autograd.grad(module.leaky_clip(inputs, -1.0, 0.5, 0.2), inputs, above)
    return {"value": value, "x afterwards": given, "gradient afterwards": above}


def twice(module, x, upstream):
    """Differentiates a square of `leaky_clip` twice"""
    inputs = x.clone().requires_grad_()
    loss = (module.leaky_clip(inputs, -1.0, 0.5, 0.2) ** 2 * upstream).sum()
    (first,) = torch.autograd.grad(loss, inputs, create_graph=True)
    if not first.requires_grad:
        return first, "a gradient that cannot be differentiated"
    return first.detach(), torch.autograd.grad(first, inputs, upstream)[0]


def differenced(module, name, x, upstream, step):
    """Takes the numerical gradient of NAME, and looks at x afterwards"""
    functions = {
        "a cube": lambda t: t**3,
        "row sums of exponentials": lambda t: t.exp().sum(-1) * t[..., 0],
        "one number": lambda t: (t * t.flip(0)).sum(),
    }
    given = x.clone()
    return {
        "gradient": module.numerical_gradient(functions[name], given, upstream, step),
        "x": given,
    }


def tracked(module, x, upstream):
    """Takes the numerical gradient for a tensor that requires a gradient"""
    result = module.numerical_gradient(torch.sin, x.clone().requires_grad_(), upstream, 1e-3)
    return result.detach(), "requires a gradient" if result.requires_grad else "plain"


def refused(module, x):
    """Notes what bad ranges and dtypes raise"""
    good = module.leaky_clip(x, 0.5, 0.5, 0.25)
    found = [probing.raised(module.leaky_clip, x, 1.0, 0.5, 0.1)]
    for kind in (torch.float32, torch.bfloat16):
        args = (torch.sin, x.to(kind), x.to(kind), 1e-2)
        found.append(probing.raised(module.numerical_gradient, *args))
    return good, found


def spread(draw, *shape):
    """Numbers below, inside and above every range that is used here."""
    return draw.normal(*shape, dtype=torch.float64, std=2.0)


@pytest.mark.points(2)
def test_has_the_right_values(agree, draw):
    """`leaky_clip` leaves what is in range, and lets a share of the rest through."""
    for shape in ((3, 4), (2, 3, 5)):
        low = -draw.int(2, 9) / 8
        agree.call("leaky_clip", spread(draw, *shape), low, low + 0.75, draw.int(1, 7) / 8)


@pytest.mark.points(3)
def test_sends_the_right_slopes_back(agree, draw, device):
    """The gradient that comes in is multiplied by 1 in range and by `slope` beyond it."""
    for shape in ((3, 4), (2, 3, 5)):
        upstream = draw.normal(*shape, dtype=torch.float64)
        settings = [-draw.int(2, 9) / 8, 0.5, draw.int(1, 7) / 8]
        agree.run(sloped, spread(draw, *shape), upstream, settings)


@pytest.mark.points(2)
def test_keeps_calls_apart(agree, draw):
    """Several calls before the backward pass do not get in each other's way."""
    agree.run(interleaved, *(spread(draw, 4, 3) for _ in range(3)))


@pytest.mark.points(2)
def test_is_an_operation_of_its_own(agree, draw):
    """`leaky_clip` applies `LeakyClip`, an `autograd.Function`."""
    agree.run(described, spread(draw, 5))


@pytest.mark.points(3)
def test_finds_slopes_by_differences(agree, draw):
    """`numerical_gradient` moves each number up and down, and weighs results by `upstream`."""
    x = draw.normal(3, 4, dtype=torch.float64)
    agree.run(differenced, "a cube", x, draw.normal(3, 4, dtype=torch.float64), 0.05)
    rows = draw.normal(3, dtype=torch.float64)
    agree.run(differenced, "row sums of exponentials", x, rows, 0.01)
    agree.run(differenced, "one number", x[:, 0], draw.normal(1, dtype=torch.float64)[0], 0.125)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_what_it_is_given(agree, draw):
    """Inputs and incoming gradients keep their numbers, and no record is left behind."""
    agree.run(untouched, spread(draw, 3, 4), spread(draw, 3, 4))
    agree.run(tracked, spread(draw, 5), spread(draw, 5))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_can_be_differentiated_twice(agree, draw):
    """The gradient has a gradient of its own."""
    agree.run(twice, spread(draw, 3, 4), spread(draw, 3, 4))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_knows_its_bounds(agree, draw):
    """The bounds belong to the range, also with a slope of 0; bad arguments raise ValueError."""
    x = torch.tensor([-1.0, -2.0, 0.5, 0.25, 0.75, -1.5], dtype=torch.float64)
    upstream = draw.normal(6, dtype=torch.float64)
    for slope in (0.0, 0.25):
        agree.run(sloped, x, upstream, [-1.0, 0.5, slope])
    agree.run(sloped, x, upstream, [0.5, 0.5, 0.25])
    agree.run(refused, x)
