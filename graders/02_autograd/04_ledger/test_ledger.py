"""Checks of the class `Ledger`."""

import gc
import weakref

import pytest
import torch


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
    first.add(losses[2], 2)
    first.add(losses[3], n)
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


@pytest.mark.points(2)
def test_weights_by_examples(agree, draw, device):
    """`mean` returns a float: each batch counts as often as it has examples."""
    agree.run(entered, draw.uniform(4, low=1, high=9), draw.shuffled([8, 5, 3, 1]), "mean")
    agree.run(entered, draw.uniform(1, low=1, high=9), [draw.int(2, 9)], "mean")


@pytest.mark.points(2)
def test_returns_the_mean_so_far(agree, draw, device):
    """`add` returns the mean so far as a tensor of shape (), float64 if the losses are."""
    agree.run(entered, draw.uniform(3, low=1, high=9), [6, 4, 1], "running")
    agree.run(entered, draw.normal(3, dtype=torch.float64), [2, 5, 3], "running")


@pytest.mark.points(3)
def test_lets_go_of_records(agree, draw):
    """Once a loss is added and dropped, nothing of the computation behind it stays in memory."""
    agree.run(records_alive, draw.normal(3), draw.normal(4, 3))


@pytest.mark.points(2)
def test_leaves_the_loss_alone(agree, draw):
    """`add` before `backward()` changes neither the losses nor their gradients."""
    agree.run(added_before_backward, draw.normal(3), draw.normal(3, 3))


@pytest.mark.points(1)
def test_starts_anew(agree, draw):
    """`reset` empties the ledger, and one ledger knows nothing of another."""
    agree.run(two_epochs, draw.uniform(4, low=1, high=9), draw.int(3, 7))


@pytest.mark.points(1)
def test_refuses_what_has_no_mean(agree, draw):
    """ValueError for the mean of an empty ledger, and for losses of any shape but ()."""
    agree.run(refused, "mean", draw.normal())
    agree.run(refused, "emptied", draw.normal())
    agree.run(refused, "add", draw.normal(4))
    agree.run(refused, "add", draw.normal(1))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_waits_for_nothing(agree, draw):
    """`add` works on the device `meta`: it asks for no value and stays where the loss is."""
    agree.run(entered, draw.normal(3), [4, 2, 1], "running")
    agree.run(entered, torch.empty(3, device="meta"), [4, 2, 1], "running")


@pytest.mark.hidden
def test_counts_on_in_bfloat16(agree, draw):
    """Many losses in bfloat16 give the right mean, and float32 comes back from `add`."""
    losses = draw.uniform(300, low=2.0, high=4.0, dtype=torch.bfloat16)
    agree.run(entered, losses, [3 + i % 4 for i in range(300)], "mean", rtol=1e-4)
    agree.run(entered, losses[:3], [3, 1, 2], "running")
