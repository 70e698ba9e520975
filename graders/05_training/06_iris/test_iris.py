"""Checks of the three variants, their training, the confusion matrix and the comparison."""

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


def variant(module, name, weights, x, y):
    """Calls `make_variant`, looks at the layers and computes outputs, loss and gradients"""
    model, loss_fn = module.make_variant(name, len(weights["0.bias"]))
    model.to(x).load_state_dict(weights)
    outputs = model(x)
    loss = loss_fn(outputs, y)
    grads = torch.autograd.grad(loss, list(model.parameters()))
    kinds = [type(layer).__name__ for layer in model], type(loss_fn).__name__
    slopes = {
        f"gradient of {n}": g for (n, _), g in zip(model.named_parameters(), grads, strict=True)
    }
    return {"layers and loss": kinds, "outputs": outputs.detach(), "loss": loss.item()} | slopes


def fitted(module, weights, x, y, lr, epochs):
    """Calls `fit` for a model that holds old gradients; batches of 4"""
    hidden = nn.Linear(4, len(weights["0.bias"]))
    model = nn.Sequential(hidden, nn.Sigmoid(), nn.Linear(len(hidden.bias), 3)).to(x)
    model.load_state_dict(weights)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    loader = DataLoader(TensorDataset(x, y), batch_size=4)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.8)
    history = module.fit(model, loader, nn.CrossEntropyLoss(), optimizer, epochs)
    ends = {f"{name} at the end": p.detach() for name, p in model.named_parameters()}
    return {"history": history} | ends


def compared(module, data, start, lr, epochs, seed, show):
    """Calls `compare` and looks at the SHOW of each variant"""
    found = module.compare(*data, start, lr, epochs, seed)
    keys = {f"keys of {name}": sorted(one) for name, one in found.items()}
    shown = {f"{show} of {name}": one.get(show) for name, one in found.items()}
    return shown | keys | {"variants, in order": [*found]}


def flowers(draw, n):
    """Measurements of `n` flowers and their species."""
    return draw.normal(n, 4, dtype=torch.float64), draw.integers(0, 3, n)


def weights(draw):
    """Weights of a variant, with biases that matter."""
    n = draw.choice([5, 6, 7])
    shapes = {"0.weight": (n, 4), "0.bias": (n,), "2.weight": (3, n), "2.bias": (3,)}
    return {name: draw.normal(*shape, dtype=torch.float64) for name, shape in shapes.items()}


@pytest.mark.points(3)
def test_builds_three_variants(agree, draw):
    """`make_variant` gives each variant torch's own layers and the loss that belongs to it."""
    for name in ("logits", "softmax", "log_softmax"):
        agree.run(variant, name, weights(draw), *flowers(draw, 8))


@pytest.mark.points(2)
def test_knows_what_outputs_mean(agree, draw):
    """`probabilities` turns the outputs of each variant into probabilities, large ones too."""
    scores = draw.normal(5, 3, dtype=torch.float64)
    agree.call("probabilities", "logits", scores)
    agree.call("probabilities", "softmax", scores.softmax(1))
    agree.call("probabilities", "log_softmax", scores.log_softmax(1))
    agree.call("probabilities", "logits", draw.normal(4, 3, mean=1000.0, dtype=torch.float64))


@pytest.mark.points(3)
def test_fits_as_it_should(agree, draw):
    """`fit` trains right, batch by batch, and its history counts examples, not batches."""
    agree.run(fitted, weights(draw), *flowers(draw, 9), draw.int(10, 30) / 100, 4)


@pytest.mark.points(2)
def test_counts_who_is_taken_for_whom(agree, draw):
    """`confusion_matrix` counts every example, classes in rows, guesses in columns."""
    k = draw.int(4, 6)
    agree.call("confusion_matrix", draw.integers(0, k, 70), draw.integers(0, k - 1, 70), k)
    agree.call("confusion_matrix", torch.tensor([0, 1, 1]), torch.tensor([1, 1, 0]), 3)
    agree.call("confusion_matrix", draw.integers(0, 3, 0), draw.integers(0, 3, 0), 3)


@pytest.mark.points(1)
def test_knows_the_recall(agree, draw):
    """`recall` is the part of each class that was recognised."""
    agree.call("recall", draw.integers(1, 30, 4, 4))


@pytest.mark.hidden
def test_leaves_empty_classes_open(agree, draw):
    """A class without examples has the recall nan, the others have theirs."""
    matrix = draw.integers(1, 30, 3, 3)
    matrix[draw.int(0, 2)] = 0
    agree.call("recall", matrix)


@pytest.mark.points(3)
def test_compares_fairly(agree, draw):
    """`compare` gives all variants the same beginning and order, and judges on test flowers."""
    data = *flowers(draw, 37), *flowers(draw, 29)
    start, lr, seed = weights(draw), draw.int(2, 9) / 100, draw.int(0, 9999)
    for show in ("loss", "accuracy", "confidence"):
        agree.run(compared, data, start, lr, 3, seed, show)


@pytest.mark.hidden
def test_refuses_other_names(agree, draw):
    """`make_variant` raises ValueError for a name that is no variant's."""
    agree.run(variant, "softmax", weights(draw), *flowers(draw, 5))
    agree.error("make_variant", draw.word(), 5)
