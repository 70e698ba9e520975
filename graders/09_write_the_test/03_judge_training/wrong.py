"""Loops that `test_train_epoch` must reject: a docstring says what is wrong."""

from .probes import use


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
