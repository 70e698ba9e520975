"""Probes of `loss_and_optimizer` and `train_epoch`."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def trained(module, net, x, y, recipe, show):
    """Trains a model, that arrives in evaluation mode with old gradients, by `train_epoch`"""
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 4)).to(x)
    for parameter, (value, old) in zip(model.parameters(), net, strict=True):
        parameter.data.copy_(value)
        parameter.grad = old.clone()
    data = TensorDataset(x, y)
    loader = DataLoader(data, batch_size=recipe["size"], drop_last=recipe["drop"])
    loss_fn = getattr(nn, recipe["loss"])()
    optimizer = getattr(torch.optim, recipe["optimizer"])(model.parameters(), **recipe["options"])
    model.eval()
    losses = [
        module.train_epoch(model, loader, loss_fn, optimizer) for _ in range(recipe["epochs"])
    ]
    if show == "losses":
        return {f"returned for epoch {n}": loss for n, loss in enumerate(losses, start=1)}
    return {f"{name} at the end": p.detach() for name, p in model.named_parameters()}


def normalised(module, weight, x, y, lr):
    """Trains a model with batch normalisation, that arrives in evaluation mode, for two epochs"""
    model = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)).to(x)
    model[0].weight.data.copy_(weight)
    model[0].bias.data.zero_()
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    loader = DataLoader(TensorDataset(x, y), batch_size=4)
    for _ in range(2):
        module.train_epoch(model, loader, nn.CrossEntropyLoss(), optimizer)
    state = {name: value.detach() for name, value in model.state_dict().items()}
    return state | {"in training mode afterwards": [part.training for part in model.modules()]}


def updates(module, weight, old, x, y, lr):
    """Counts forward passes, backward passes and steps, and steps by the batch's own gradients"""
    modes, right, counts = [], [], [{"backward": 0, "steps": 0, "steps by its own gradients": 0}]
    model = nn.Linear(3, 4, bias=False).to(x)
    model.weight.data.copy_(weight)
    model.weight.grad = old.clone()
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    def count(what):
        counts[-1][what] += 1

    def note_forward(*_):
        modes.append(model.training)
        counts.append(dict.fromkeys(counts[-1], 0))

    def loss_fn(output, target):
        loss = nn.functional.cross_entropy(output, target)
        right[:] = torch.autograd.grad(loss, model.weight, retain_graph=True)
        loss.register_hook(lambda _: count("backward"))
        return loss

    def note_step(*_):
        used = model.weight.grad
        count("steps")
        if used is not None and right and torch.allclose(used, right[0]):
            count("steps by its own gradients")

    model.register_forward_hook(note_forward)
    optimizer.register_step_post_hook(note_step)
    loader = DataLoader(TensorDataset(x, y), batch_size=4)
    module.train_epoch(model, loader, loss_fn, optimizer)
    found = {f"batch {n}: in training mode": mode for n, mode in enumerate(modes, start=1)}
    for number, one in enumerate(counts):
        when = f"batch {number}" if number else "before the first batch"
        found |= {f"{when}: {what}": times for what, times in one.items()}
    return found


def parts(module, lr, momentum, logits, y):
    """Calls `loss_and_optimizer` for a model with a frozen bias, looks at settings and a loss"""
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2, bias=False))
    model[0].bias.requires_grad_(False)
    loss_fn, optimizer = module.loss_and_optimizer(model, lr, momentum)
    names = {id(p): name for name, p in model.named_parameters()}
    groups = optimizer.param_groups
    return {
        "loss": type(loss_fn).__name__,
        "optimizer": type(optimizer).__name__,
        "parameters": sorted(names[id(p)] for group in groups for p in group["params"]),
        "lr": sorted({group["lr"] for group in groups}),
        "momentum": sorted({group.get("momentum", 0.0) for group in groups}),
        "value": loss_fn(logits, y).detach(),
    }
