"""Probes of `evaluating`, `evaluate` and `predict`."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo import probing


def judged(module, weight, bias, x, y, size, drop_last):
    """Calls `evaluate` for a linear model with given weights"""
    model = nn.Linear(3, 4).to(x)
    model.load_state_dict({"weight": weight, "bias": bias})
    loader = DataLoader(TensorDataset(x, y), batch_size=size, drop_last=drop_last)
    return module.evaluate(model, loader, nn.CrossEntropyLoss())


def touched(module, name, weight, old, x, y):
    """Calls `NAME` for a training model with dropout, batch normalisation and old gradients"""
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout(0.5)).to(x)
    model[0].load_state_dict({"weight": weight, "bias": weight[:, 0]})
    model[0].weight.grad = old.clone()
    loader = DataLoader(TensorDataset(x, y), batch_size=5)
    more = [nn.CrossEntropyLoss()] if name == "evaluate" else []
    result = getattr(module, name)(model, loader, *more)
    state = {key: value.detach() for key, value in model.state_dict().items()}
    return {"result": result, "weight.grad": model[0].weight.grad, "state": state}


def told(model, when):
    """Whether each part of a model is in training mode, in words"""
    names = ((name or "the model", part) for name, part in model.named_modules())
    return {f"{name} in training mode {when}": part.training for name, part in names}


def in_modes(modes):
    """A model whose parts are in certain modes"""
    model = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.BatchNorm1d(4), nn.Dropout(0.2)))
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode
    return model


def modes(module, name, modes, x, y):
    """Calls `NAME` for a model whose parts are in certain modes, notes the modes afterwards"""
    model = in_modes(modes)
    loader = DataLoader(TensorDataset(x, y), batch_size=4)
    more = [nn.CrossEntropyLoss()] if name == "evaluate" else []
    passes = []
    model.register_forward_hook(lambda *args: passes.append(len(args[-1])))
    getattr(module, name)(model, loader, *more)
    return {"examples in each forward pass": passes} | told(model, "afterwards")


def after_a_broken_batch(module, name, modes, x, y):
    """Calls `NAME` with a last batch that does not fit; notes the modes afterwards"""
    model = in_modes(modes)
    loader = DataLoader([*zip(x, y, strict=True), (x[0, :2], y[0])], batch_size=len(x))
    more = [nn.CrossEntropyLoss()] if name == "evaluate" else []
    error = probing.raised(getattr(module, name), model, loader, *more)
    return {"error": error} | told(model, "afterwards")


def recorded(module, name, x, y):
    """Calls `NAME`, notes for each forward pass whether a graph is recorded, and afterwards too"""
    seen = []
    model = nn.Linear(3, 4)
    model.register_forward_hook(lambda *args: seen.append(args[-1].requires_grad))
    loader = DataLoader(TensorDataset(x, y), batch_size=4)
    more = [nn.CrossEntropyLoss()] if name == "evaluate" else []
    getattr(module, name)(model, loader, *more)
    return {"graph in a forward pass": seen, "graph afterwards": model(x).requires_grad}


def block(module, modes, grad, fails):
    """Uses `with evaluating(model):` for a block that may raise KeyError, and looks around"""
    shared = nn.Dropout(0.2)
    parts = nn.Linear(3, 4), nn.Sequential(nn.BatchNorm1d(4), shared), nn.Sequential(shared)
    model = nn.Sequential(*parts)
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode
    found = {"error": "none"}
    with torch.set_grad_enabled(grad):
        try:
            with module.evaluating(model):
                found |= told(model, "inside the block")
                found["graph inside"] = torch.is_grad_enabled()
                if fails:
                    raise KeyError("a broken batch")
        except KeyError:
            found["error"] = "KeyError"
        found["graph afterwards"] = torch.is_grad_enabled()
    return found | told(model, "afterwards")


def predicted(module, weight, x, y, size, order, drop_last):
    """Calls `predict` for a linear model with given weights, and a loader in another order"""
    model = nn.Linear(3, 4, bias=False).to(x)
    model.load_state_dict({"weight": weight})
    loader = DataLoader(TensorDataset(x, y), size, sampler=order, drop_last=drop_last)
    return module.predict(model, loader)
