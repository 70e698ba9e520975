"""Checks of `loss_and_optimizer` and `train_epoch`: the weights decide, not the loss."""

import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

RECIPE = {"loss": "CrossEntropyLoss", "optimizer": "SGD", "size": 4, "drop": False, "epochs": 3}


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
    return losses if show == "losses" else [p.detach() for p in model.parameters()]


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
    return {name: value.detach() for name, value in model.state_dict().items()}


def call_log(module, weight, old, x, y, lr):
    """Notes each forward pass, backward pass and step, and whose gradients the step has used"""
    log, right = [], []
    model = nn.Linear(3, 4, bias=False).to(x)
    model.weight.data.copy_(weight)
    model.weight.grad = old.clone()
    model.eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    def loss_fn(output, target):
        loss = nn.functional.cross_entropy(output, target)
        right[:] = torch.autograd.grad(loss, model.weight, retain_graph=True)
        loss.register_hook(lambda _: log.append("backward"))
        return loss

    def note_step(*_):
        used = model.weight.grad
        known = used is not None and right and torch.allclose(used, right[0])
        which = "this batch's gradients" if known else "no gradients" if used is None else "others"
        log.append(f"step by {which}")

    mode = {True: "training", False: "evaluation"}
    model.register_forward_hook(lambda *_: log.append(f"forward in {mode[model.training]} mode"))
    optimizer.register_step_post_hook(note_step)
    loader = DataLoader(TensorDataset(x, y), batch_size=4)
    module.train_epoch(model, loader, loss_fn, optimizer)
    return log


def parts(module, lr, momentum, logits, y):
    """Calls `loss_and_optimizer`, looks at the optimizer's settings and computes a loss"""
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2, bias=False))
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


def setup(draw, n):
    """Weights with old gradients, `n` examples with classes, and the recipe to train with."""
    shapes = [(5, 3), (5,), (4, 5), (4,)]
    pair = [
        (draw.normal(*s, dtype=torch.float64), draw.normal(*s, dtype=torch.float64)) for s in shapes
    ]
    options = {"lr": 0.1 + 0.2 * draw.python.random(), "momentum": 0.7 + 0.2 * draw.python.random()}
    x, y = draw.normal(n, 3, dtype=torch.float64), draw.integers(0, 4, n)
    return pair, x, y, RECIPE | {"options": options}


@pytest.mark.points(3)
def test_trains_as_it_should(agree, draw, device):
    """After three epochs with a last batch of one example, every weight is where it should be."""
    agree.run(trained, *setup(draw, 9), "weights")


@pytest.mark.points(2)
def test_reports_mean_per_example(agree, draw, device):
    """`train_epoch` returns a float, the mean loss per example, each epoch anew."""
    agree.run(trained, *setup(draw, 9), "losses")


@pytest.mark.hidden
def test_counts_what_it_was_given(agree, draw):
    """The mean is right where the loader drops a last batch that is too small."""
    net, x, y, recipe = setup(draw, 11)
    agree.run(trained, net, x, y, recipe | {"drop": True}, "losses")


@pytest.mark.points(2)
def test_switches_to_training(agree, draw):
    """A model that arrives in evaluation mode is trained in training mode."""
    data = draw.normal(10, 3, dtype=torch.float64), draw.integers(0, 4, 10)
    agree.run(normalised, draw.normal(4, 3, dtype=torch.float64), *data, 0.1)


@pytest.mark.hidden
@pytest.mark.points(2)
def test_uses_what_it_is_given(agree, draw):
    """Another loss and another optimizer, that must remember its state, work as well."""
    net, x, _, recipe = setup(draw, 9)
    recipe |= {"loss": "MSELoss", "optimizer": "Adam", "options": {"lr": 0.05}}
    agree.run(trained, net, x, draw.normal(9, 4, dtype=torch.float64), recipe, "weights")


def test_updates_once_per_batch(agree, draw):
    """Each batch has a forward pass, a backward pass, and one step by its own gradients alone."""
    weights = [draw.normal(4, 3) for _ in range(2)]
    agree.run(call_log, *weights, draw.normal(9, 3), draw.integers(0, 4, 9), 0.1)


@pytest.mark.points(2)
def test_chooses_torchs_own(agree, draw):
    """`loss_and_optimizer` returns `nn.CrossEntropyLoss` and `torch.optim.SGD`, set as asked."""
    lr, momentum = 0.01 * draw.int(2, 9), 0.1 * draw.int(5, 9)
    agree.run(parts, lr, momentum, draw.normal(5, 3), draw.integers(0, 3, 5))
