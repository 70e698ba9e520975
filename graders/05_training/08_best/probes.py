"""Probes of `EarlyStopping` and `fit_best`."""

import math

from torch import nn

from torchdojo import probing


def watched(module, values, settings, show):
    """Calls `update` with one value after the other, on a model that changes before each call"""
    stopping = module.EarlyStopping(**settings)
    model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).double()
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
        return {"stops": stops} | best
    restored, parts = [], []
    for _ in range(2):
        stopping.restore(model)
        restored.append([t.clone() for t in tensors])
        parts.append([t.detach().clone() for t in (*model.parameters(), *model.buffers())])
        change()
    best |= {"restored": restored[0], "restored again": restored[1]}
    return best | {"the model's own tensors": parts}


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
        return values[int(net.weight.item()) - 1]

    returned = module.fit_best(model, train_epoch, evaluate, patience, max_epochs)
    return {"returned": returned, "weight is that of epoch": weight.item(), "calls": seen}


def refused(module, attempts, value):
    """Makes an `EarlyStopping` of each of some settings, then one that has nothing to restore"""
    found = [probing.raised(module.EarlyStopping, *settings) for settings in attempts]
    stopping, model = module.EarlyStopping(2), nn.Linear(2, 1)
    before = stopping.best_value, stopping.best_epoch
    found.append(probing.raised(stopping.restore, model))
    stopping.update(math.nan, model)
    found.append(probing.raised(stopping.restore, model))
    stopping.update(value, model)
    return found, before, probing.raised(stopping.restore, model), stopping.best_value
