"""Probes of `test_train_epoch`."""

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


def stands_still(model, loader, loss_fn, optimizer):
    """No weight moves. Only the loss is computed, and the model put into training mode."""
    seen = [(len(x), use(model, x, y)) for x, y in loader]
    return sum(n * loss for n, loss in seen) / sum(n for n, _ in seen)


def forgets_the_bias(model, loader, loss_fn, optimizer):
    """The weight learns, the bias does not."""
    seen = []
    for x, y in loader:
        seen += [use(model, x, y)] * len(x)
        model.bias.grad = None
        optimizer.step()
    return sum(seen) / len(seen)


def piles_up(model, loader, loss_fn, optimizer):
    """Slopes are added to all earlier ones: it steps further each time, and the loss falls fast."""
    seen = []
    for x, y in loader:
        old = model.weight.grad, model.bias.grad
        seen += [use(model, x, y)] * len(x)
        model.weight.grad += old[0]
        model.bias.grad += old[1]
        optimizer.step()
    return sum(seen) / len(seen)


def uses_each_batch_twice(model, loader, loss_fn, optimizer):
    """Each batch is used for two updates: the loss falls faster than it should."""
    seen = []
    for x, y in loader:
        seen += [use(model, x, y)] * len(x)
        optimizer.step()
        use(model, x, y)
        optimizer.step()
    return sum(seen) / len(seen)


def counts_batches(model, loader, loss_fn, optimizer):
    """The mean is taken over batches: a small one counts as much as a full one."""
    seen = []
    for x, y in loader:
        seen.append(use(model, x, y))
        optimizer.step()
    return sum(seen) / len(seen)


def counts_the_data(model, loader, loss_fn, optimizer):
    """The sum is divided by all examples there are, also by those that the loader drops."""
    total = 0
    for x, y in loader:
        total += use(model, x, y) * len(x)
        optimizer.step()
    return total / len(loader.dataset)


def forgets_the_past(model, loader, loss_fn, optimizer):
    """Each epoch begins without the momentum that the last one has left in the optimizer."""
    optimizer.state.clear()
    seen = []
    for x, y in loader:
        seen += [use(model, x, y)] * len(x)
        optimizer.step()
    return sum(seen) / len(seen)


def steps_too_far(model, loader, loss_fn, optimizer):
    """Every step is longer than it should be, by 3 in 100."""
    seen = []
    for x, y in loader:
        seen += [use(model, x, y, 1.03)] * len(x)
        optimizer.step()
    return sum(seen) / len(seen)
