"""Probes of `Adam` and `fit_with_torch`."""

import torch
from torch import nn

from torchdojo import probing


def network(net):
    """A network with the values `net` for its parameters, and old gradients."""
    layers = [nn.Linear(3, 5), nn.LayerNorm(5), nn.Tanh()]
    layers += [nn.Unflatten(1, (1, 5)), nn.Conv1d(1, 2, 2), nn.Flatten(), nn.Linear(8, 2)]
    model = probing.filled(nn.Sequential(*layers), net)
    for p in model.parameters():
        p.grad = p.detach() + 1
    return model


def trajectory(module, values, grads, settings, rates=()):
    """Makes a step for each round of gradients, and notes the parameters after every step"""
    params = [v.clone().requires_grad_() for v in values]
    path = probing.path(module.Adam(params, **settings), params, grads, rates)
    steps = enumerate(path, start=1)
    return {f"parameter {k} after step {n}": p for n, s in steps for k, p in enumerate(s, start=1)}


def without_parameters(module, lr):
    """Makes an `Adam` from the parameters of a model that has none"""
    return probing.raised(module.Adam, nn.Tanh().parameters(), lr)


def made(module, values, *settings):
    """Makes an `Adam` and looks at its `lr`"""
    return module.Adam([v.clone().requires_grad_() for v in values], *settings).lr


def aftermath(module, values, grads, settings):
    """Makes a step, and looks at the leaves, at where they are in memory, and at the gradients"""
    params = [v.clone().requires_grad_() for v in values]
    views = [p.detach() for p in params]
    optimizer = module.Adam(params, **settings)
    for p, grad in zip(params, grads, strict=True):
        p.grad = grad.clone()
    optimizer.step()
    return {
        "moved": [not torch.equal(p, v) for p, v in zip(params, values, strict=True)],
        "same memory": [p.data_ptr() == v.data_ptr() for p, v in zip(params, views, strict=True)],
        "leaves": [p.is_leaf and p.requires_grad for p in params],
        "grads": [p.grad for p in params],
    }


def side_by_side(module, nets, x, y, settings):
    """Trains two models in turn, each by an `Adam` that was given `model.parameters()`"""
    models = [network(net) for net in nets]
    optimizers = [module.Adam(model.parameters(), **settings) for model in models]
    found = probing.side_by_side(models, optimizers, x, y)
    for number, weights in enumerate(found.pop("weights"), start=1):
        found |= {f"model {number}: parameter {k}": p for k, p in enumerate(weights, start=1)}
    return found


def fitted(module, net, x, y, settings, show):
    """Calls `fit_with_torch` on a model with old gradients, and notes what `torch.optim` does"""
    model = network(net)
    names = {id(p): name for name, p in model.named_parameters()}
    known = []

    def note(one):
        if not any(one is other for other in known):
            known.append(one)
        pairs = [(p, group) for group in one.param_groups for p in group["params"]]
        decays = {names.get(id(p), "other"): float(group["weight_decay"]) for p, group in pairs}
        rates = sorted({group["lr"] for _, group in pairs})
        rest = {"number": len(known), "lr": rates, "weight_decay": decays}
        return {"kind": probing.kind(one)} | rest

    with probing.steps(note) as seen:
        losses = module.fit_with_torch(model, nn.MSELoss(), x, y, **settings)
    if show == "steps":
        steps = enumerate(seen, start=1)
        return {f"{what} in step {n}": value for n, one in steps for what, value in one.items()}
    weights = {f"{name} at the end": p.detach() for name, p in model.named_parameters()}
    return weights if show == "weights" else {"losses": losses}
