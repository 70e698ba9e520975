"""Checks of `evaluating`, `evaluate` and `predict`."""

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


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


def modes(module, name, modes, x, y):
    """Calls `NAME` for a model whose parts are in certain modes, notes the modes afterwards"""
    model = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.BatchNorm1d(4), nn.Dropout(0.2)))
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode
    loader = DataLoader(TensorDataset(x, y), batch_size=4)
    more = [nn.CrossEntropyLoss()] if name == "evaluate" else []
    passes = []
    model.register_forward_hook(lambda *args: passes.append(len(args[-1])))
    getattr(module, name)(model, loader, *more)
    return {"passes": passes, "modes": [part.training for part in model.modules()]}


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
    model = nn.Sequential(nn.Linear(3, 4), nn.Sequential(nn.BatchNorm1d(4), nn.Dropout(0.2)))
    for part, mode in zip(model.modules(), modes, strict=True):
        part.training = mode
    found = {"error": "none"}
    with torch.set_grad_enabled(grad):
        try:
            with module.evaluating(model):
                found["modes inside"] = [part.training for part in model.modules()]
                found["graph inside"] = torch.is_grad_enabled()
                if fails:
                    raise KeyError("a broken batch")
        except KeyError:
            found["error"] = "KeyError"
        found["graph afterwards"] = torch.is_grad_enabled()
    return found | {"modes afterwards": [part.training for part in model.modules()]}


def predicted(module, weight, x, y, size):
    """Calls `predict` for a linear model with given weights"""
    model = nn.Linear(3, 4, bias=False).to(x)
    model.load_state_dict({"weight": weight})
    return module.predict(model, DataLoader(TensorDataset(x, y), batch_size=size))


def examples(draw, n, wrong):
    """A linear classifier and `n` examples; it is right about all but the first `wrong`."""
    weight, bias, x = (draw.normal(*s, dtype=torch.float64) for s in ((4, 3), (4,), (n, 3)))
    y = (x @ weight.T + bias).argmax(1)
    y[:wrong] = (y[:wrong] + draw.integers(1, 4, wrong)) % 4
    return weight, bias, x, y


@pytest.mark.points(3)
def test_averages_over_examples(agree, draw, device):
    """`evaluate` returns mean loss and accuracy over all examples, with a last batch of one."""
    agree.run(judged, *examples(draw, 11, draw.int(3, 5)), 5, False)


@pytest.mark.hidden
def test_counts_what_it_was_given(agree, draw):
    """Where the loader drops a last batch, only the others count."""
    agree.run(judged, *examples(draw, 13, draw.int(3, 5)), 5, True)


@pytest.mark.points(3)
def test_touches_nothing(agree, draw, device):
    """Dropout and batch normalisation are in evaluation mode; nothing in the model changes."""
    weight, old, x = (draw.normal(*s, dtype=torch.float64) for s in ((4, 3), (4, 3), (9, 3)))
    y = draw.integers(0, 4, 9)
    agree.run(touched, "evaluate", weight, old, x, y)
    agree.run(touched, "predict", weight, old, x, y)


@pytest.mark.points(2)
def test_leaves_each_part_in_its_mode(agree, draw):
    """Each submodule is afterwards in the mode in which it was, in training or not."""
    x, y = draw.normal(6, 3), draw.integers(0, 4, 6)
    for name in ("evaluate", "predict"):
        agree.run(modes, name, [True] * 5, x, y)
        agree.run(modes, name, [False] * 5, x, y)
        agree.run(modes, name, [True, True, True, False, True], x, y)


@pytest.mark.points(2)
def test_records_no_graph(agree, draw):
    """No forward pass records a graph, and afterwards graphs are recorded again."""
    x, y = draw.normal(6, 3), draw.integers(0, 4, 6)
    agree.run(recorded, "evaluate", x, y)
    agree.run(recorded, "predict", x, y)


@pytest.mark.points(2)
def test_predicts_in_order(agree, draw, device):
    """`predict` returns the class of every example, those of the last batch included."""
    weight, _, x, y = examples(draw, 9, 4)
    agree.run(predicted, weight, x, y, 4)


@pytest.mark.points(2)
def test_makes_a_block_safe(agree):
    """Inside `with evaluating(model):` nothing trains, no graph is recorded; then all is back."""
    agree.run(block, [True, True, False, True, True], True, False)
    agree.run(block, [False, False, True, False, True], False, False)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_restores_after_an_error(agree):
    """An error in the block goes on to the caller, and everything is restored all the same."""
    agree.run(block, [True, True, False, True, True], True, True)
