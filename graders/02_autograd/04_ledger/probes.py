"""Probes of the class `Ledger`."""

import gc
import weakref

import torch

from torchdojo import probing


def entered(module, losses, sizes, show):
    """Adds losses of batches of several sizes, and asks for the mean"""
    ledger = module.Ledger()
    running = [ledger.add(loss, n) for loss, n in zip(losses.clone().unbind(), sizes, strict=True)]
    return running if show == "running" else [ledger.mean(), ledger.mean()]


def records_alive(module, w, x):
    """Adds losses with records, drops them, and counts the records that are still in memory"""

    class Token:
        pass

    ledger, tokens, results = module.Ledger(), [], []
    w = w.clone().requires_grad_()
    for row in x:
        token, loss = Token(), torch.exp(w * row).mean()
        loss.register_hook(lambda grad, token=token: None)
        tokens.append(weakref.ref(token))
        results.append(ledger.add(loss, 2))
        del token, loss
    gc.collect()
    alive = sum(token() is not None for token in tokens)
    tied = sum(torch.is_tensor(r) and r.requires_grad for r in results)
    means = [r.detach() for r in results]
    return {"records alive": alive, "results with a record": tied, "means": means}


def added_before_backward(module, w, x):
    """Adds each loss before its `backward()`, and looks at the gradients and the losses"""
    ledger, w = module.Ledger(), w.clone().requires_grad_()
    losses = [torch.exp(w * row).mean() for row in x]
    for n, loss in enumerate(losses, start=2):
        ledger.add(loss, n)
    for loss in losses:
        loss.backward()
    return w.grad, [loss.detach() for loss in losses], ledger.mean()


def two_epochs(module, losses, n):
    """Fills two ledgers, empties the first one and fills it again"""
    first, second = module.Ledger(), module.Ledger()
    losses = losses.clone()
    first.add(losses[0], n)
    second.add(losses[1], 1)
    first.reset()
    for loss, size in zip(losses[2:], (2, n, 1), strict=True):
        first.add(loss, size)
    return {"first": first.mean(), "second": second.mean()}


def refused(module, what, loss):
    """Asks for the mean of an empty ledger, or adds a loss that is not a single number"""
    ledger, loss = module.Ledger(), loss.clone()
    if what == "emptied":
        ledger.add(loss, 3)
        ledger.reset()
    try:
        return ledger.add(loss, 2) if what == "add" else ledger.mean()
    except ValueError:
        return "ValueError"


def refused_between(module, losses, bad):
    """Fills two ledgers alike, but that one is given a loss of another shape in between"""
    first, second = module.Ledger(), module.Ledger()
    raised = []
    for one, other, n in zip(losses.clone(), losses.clone(), (2, 3), strict=True):
        first.add(one, n)
        second.add(other, n)
        raised.append(probing.raised(first.add, bad.clone(), 5))
    return {
        "raised": raised,
        "mean of one less the other's": float(first.mean()) - float(second.mean()),
    }
