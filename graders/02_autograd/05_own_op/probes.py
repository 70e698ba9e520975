"""Probes of `LeakyClip`, `leaky_clip` and `numerical_gradient`."""

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
    found = [torch.autograd.grad(r, t, upstream)[0] for r, t in zip(results, inputs, strict=True)]
    return {"gradient of the first call": found[0], "gradient of the second": found[1]}


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
        return {"first": first, "second": "none: the first cannot be differentiated"}
    return {"first": first.detach(), "second": torch.autograd.grad(first, inputs, upstream)[0]}


def differenced(module, name, x, upstream, step, columns=False):
    """Takes the numerical gradient of NAME, and looks at x; columns: x is a transposed view"""
    functions = {
        "a cube": lambda t: t**3,
        "row sums of exponentials": lambda t: t.exp().sum(-1) * t[..., 0],
        "one number": lambda t: (t * t.flip(0)).sum(),
        "running sums times the number": lambda t: t.cumsum(-1) * t,
        "its argument": lambda t: t,
        "its argument, transposed": lambda t: t.mT,
    }
    given = x.mT.clone(memory_format=torch.contiguous_format).mT if columns else x.clone()
    return {
        "gradient": module.numerical_gradient(functions[name], given, upstream, step),
        "x": given,
    }


def tracked(module, x, upstream):
    """Takes the numerical gradient for a tensor that requires a gradient"""
    result = module.numerical_gradient(torch.sin, x.clone().requires_grad_(), upstream, 1e-3)
    return {"gradient": result.detach(), "requires a gradient": result.requires_grad}


def refused(module, x):
    """Notes what bad ranges and dtypes raise"""
    found = {"a range of one number": module.leaky_clip(x, 0.5, 0.5, 0.25)}
    found["low above high"] = probing.raised(module.leaky_clip, x, 1.0, 0.5, 0.1)
    for name in ("float32", "bfloat16", "float16", "int64"):
        moved = x.to(getattr(torch, name))
        raised = probing.raised(module.numerical_gradient, torch.sin, moved, moved, 1e-2)
        found[f"{name} for numerical_gradient"] = raised
    return found
