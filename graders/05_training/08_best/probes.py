"""Probes of `EarlyStopping` and `fit_best`."""

import math

from torch import nn

from torchdojo import probing


def watched(module, values, settings, show):
    """Calls `update` with one value after the other, on a model that changes before each call"""
    stopping = module.EarlyStopping(**settings)
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).double()
    names = [*dict(model.named_parameters()), *dict(model.named_buffers())]
    tensors = [t.data for t in (*model.parameters(), *model.buffers())]

    def change():
        for number, t in enumerate(tensors):
            t.add_(number + 1)

    for t in tensors:
        t.zero_()
    stops = []
    for value in values:
        change()
        stops.append(stopping.update(value, model))
    best = {"best_value": stopping.best_value, "best_epoch": stopping.best_epoch}
    if show == "when it stops":
        return {f"`update` for epoch {n} returns": stop for n, stop in enumerate(stops)} | best
    for how in ("restored", "restored again"):
        stopping.restore(model)
        own = [t.detach().clone() for t in (*model.parameters(), *model.buffers())]
        best |= {f"{n} {how}": t.clone() for n, t in zip(names, tensors, strict=True)}
        best |= {f"{n} {how}, in the model": t for n, t in zip(names, own, strict=True)}
        change()
    return best


def fitted(module, values, patience, max_epochs):
    """Calls `fit_best` on a model that counts its epochs, with VALUES for what is measured"""
    model = nn.Linear(1, 1).double()
    weight = model.weight.data
    weight.zero_()
    seen = []

    def train_epoch(net):
        seen.append("train")
        net.weight.data.add_(1.0)

    def evaluate(net):
        seen.append("evaluate")
        return values[min(int(net.weight.item()), len(values)) - 1]

    returned = module.fit_best(model, train_epoch, evaluate, patience, max_epochs)
    return {"returned": returned, "weight is that of epoch": weight.item(), "calls": seen}


def refused(module, attempts, value):
    """Makes an `EarlyStopping` of each of some settings, then one that has nothing to restore"""
    found = {str(one): probing.raised(module.EarlyStopping, *one) for one in attempts}
    stopping, model = module.EarlyStopping(2), nn.Linear(2, 1)
    found |= {"first best_value": stopping.best_value, "first best_epoch": stopping.best_epoch}
    found["restore before any epoch"] = probing.raised(stopping.restore, model)
    stopping.update(math.nan, model)
    found["restore after a NaN alone"] = probing.raised(stopping.restore, model)
    stopping.update(value, model)
    found["restore after a number"] = probing.raised(stopping.restore, model)
    return found | {"best_value after a number": stopping.best_value}
