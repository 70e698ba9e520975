"""How a loop is tried, and loops that `test_train_epoch` must accept."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def laboratory(module, weight, bias, x, y, batch_size, lr, momentum=0.0, epochs=1, drop_last=False):
    """Calls `train_epoch` on a linear model in evaluation mode, whose gradients are old ones"""
    model = nn.Linear(weight.shape[1], weight.shape[0], dtype=weight.dtype)
    model.load_state_dict({"weight": weight, "bias": bias})
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    model.eval()
    loader = DataLoader(TensorDataset(x, y), batch_size, drop_last=drop_last)
    optimizer = torch.optim.SGD(model.parameters(), lr, momentum)
    losses = [module.train_epoch(model, loader, nn.MSELoss(), optimizer) for _ in range(epochs)]
    trained = {name: value.detach() for name, value in model.named_parameters()}
    return trained | {"losses": losses, "training": model.training}


def use(model, x, y, factor=1.0):
    """Puts the slopes of the squared error, from their formula, in place for the optimizer."""
    off = (model.train()(x) - y).detach()
    model.weight.grad = off.T @ x * 2 * factor / off.numel()
    model.bias.grad = off.sum(0) * 2 * factor / off.numel()
    return off.square().mean().item()


def by_formula(model, loader, loss_fn, optimizer):
    """with the slopes of the squared error from their formula"""
    total = count = 0
    for x, y in loader:
        total += use(model, x, y) * len(x)
        count += len(x)
        optimizer.step()
    return total / count


def backwards(model, loader, loss_fn, optimizer):
    """so that the examples of a batch are added up from the last to the first"""
    seen = []
    for x, y in loader:
        seen += [use(model, x.flip(0), y.flip(0))] * len(x)
        optimizer.step()
    return sum(reversed(seen)) / len(seen)
