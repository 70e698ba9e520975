"""Probes of `SGD` and `fit_with_torch`."""

from torch import nn

from torchdojo import probing


def network(net):
    """A network with the values `net` for its parameters, and old gradients."""
    model = probing.filled(nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)), net)
    for p in model.parameters():
        p.grad = p.detach() + 1
    return model


def trajectory(module, values, grads, settings, rates=()):
    """Makes a step for each round of gradients, and notes the parameters after every step"""
    params = [v.clone().requires_grad_() for v in values]
    path = probing.path(module.SGD(params, **settings), params, grads, rates)
    steps = enumerate(path, start=1)
    return {f"parameter {k} after step {n}": p for n, s in steps for k, p in enumerate(s, start=1)}


def attributes(module, values, lr, momentum):
    """Makes an `SGD` and looks at its `lr` and `momentum`"""
    optimizer = module.SGD([v.clone().requires_grad_() for v in values], lr, momentum)
    return {"lr": optimizer.lr, "momentum": optimizer.momentum}


def without_parameters(module, lr):
    """Makes an `SGD` from the parameters of a model that has none"""
    return probing.raised(module.SGD, nn.Tanh().parameters(), lr)


def aftermath(module, values, grads, settings):
    """Makes a step, and looks at the leaves, at views of them taken before, and at the gradients"""
    params = [v.clone().requires_grad_() for v in values]
    views = [p.detach()[..., 1:] for p in params]
    optimizer = module.SGD(params, **settings)
    for p, grad in zip(params, grads, strict=True):
        p.grad = grad.clone()
    optimizer.step()
    leaves = [p.is_leaf and p.requires_grad for p in params]
    found = {"views": views, "leaves": leaves, "grads": [p.grad for p in params]}
    return found | {"weights": [p.detach() for p in params]}


def side_by_side(module, nets, x, y, settings):
    """Trains two models in turn, each by an `SGD` that was given `model.parameters()`"""
    models = [network(net) for net in nets]
    optimizers = [module.SGD(model.parameters(), **settings) for model in models]
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
        groups = one.param_groups
        if not any(one is other for other in known):
            known.append(one)
        found = {key: sorted({group.get(key) for group in groups}) for key in ("lr", "momentum")}
        covered = sorted(names.get(id(p), "other") for group in groups for p in group["params"])
        rest = {"kind": probing.kind(one), "parameters": covered, "number": len(known)}
        return found | rest

    with probing.steps(note) as seen:
        losses = module.fit_with_torch(model, nn.MSELoss(), x, y, **settings)
    if show == "steps":
        steps = enumerate(seen, start=1)
        return {f"{what} in step {n}": value for n, one in steps for what, value in one.items()}
    weights = {f"{name} at the end": p.detach() for name, p in model.named_parameters()}
    return weights if show == "weights" else {"losses": losses}
