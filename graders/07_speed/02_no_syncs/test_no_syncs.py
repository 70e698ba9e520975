"""Checks of `train_epoch` and `fit`: the numbers of the slow loop, and how often they are read."""

import weakref

import pytest
import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

METHODS = ["item", "tolist", "cpu", "numpy", "nonzero", "equal", "allclose", "masked_select"]
SPECIAL = ["bool", "float", "int", "index", "complex", "array", "repr", "format", "contains"]
READS = [*METHODS, *(f"__{name}__" for name in SPECIAL)]


def trained(module, weights, x, y, epochs, show):
    """Trains a model, that has old gradients, with `fit`"""
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 4)).to(x)
    for parameter, value in zip(model.parameters(), weights, strict=True):
        parameter.data.copy_(value)
        parameter.grad = value.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.8)
    batches = list(zip(x.split(4), y.split(4), strict=True))
    history = module.fit(model, batches, nn.CrossEntropyLoss(), optimizer, epochs)
    return history if show == "history" else [p.detach() for p in model.parameters()]


def reads(module, function, names, weight, x, y, more):
    """Calls it while every reading of a tensor's numbers is noted"""
    noted, busy, here = [], [], {}

    class Functions(TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            name = getattr(func, "__name__", "")
            if name == "to" and "cpu" in map(str, (*args[1:], *(kwargs or {}).values())):
                name = "cpu"
            items = args[0] if name in ("tensor", "as_tensor") and args else ()
            joins = isinstance(items, list | tuple) and any(map(torch.is_tensor, items))
            if name not in names and not joins:
                return func(*args, **(kwargs or {}))
            place = None if joins else args[0].untyped_storage().data_ptr()
            if place not in here:
                noted.append(name)
            if name == "cpu":
                here[place] = args[0]  # kept, so that no other tensor gets its place
            busy.append(name)
            try:
                return func(*args, **(kwargs or {}))
            finally:
                busy.pop()

    class Operations(TorchDispatchMode):
        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            if not busy and func._schema.name == "aten::_local_scalar_dense":
                noted.append("a number read inside of another function")
            return func(*args, **(kwargs or {}))

    model = nn.Linear(3, 4, bias=False).to(x)
    model.weight.data.copy_(weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    batches = list(zip(x.split(4), y.split(4), strict=True))
    with Operations(), Functions():
        result = getattr(module, function)(model, batches, nn.CrossEntropyLoss(), optimizer, *more)
    allowed = sum(more)
    extra = ", ".join(sorted(set(noted))) if len(noted) > allowed else "none"
    return {"result": result, "read too often": extra}


def on_meta(module, sizes, weight):
    """Runs `train_epoch` on `meta`, where no number can be read, and looks at what it returns"""
    model = nn.Linear(3, 4, bias=False).to(weight.dtype).to("meta")
    batches = [
        (torch.ones(n, 3, dtype=weight.dtype, device="meta"), torch.ones(n, device="meta").long())
        for n in sizes
    ]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    result = module.train_epoch(model, batches, nn.CrossEntropyLoss(), optimizer)
    return {"shape": list(result.shape), "dtype": result.dtype, "device": result.device.type}


def graphs(module, weight, x, y):
    """Calls `train_epoch`, and counts at each batch how many earlier batches' graphs still live"""
    alive, most = [], []

    class Token:
        pass

    class Mark(torch.autograd.Function):
        @staticmethod
        def forward(ctx, loss):
            ctx.token = Token()
            alive.append(weakref.ref(ctx.token))
            return loss.clone()

        @staticmethod
        def backward(ctx, upstream):
            return upstream

    def loss_fn(output, target):
        living = sum(token() is not None for token in alive)
        most.append(max(0, living - 1))
        return Mark.apply(nn.functional.cross_entropy(output, target))

    model = nn.Linear(3, 4, bias=False).to(x)
    model.weight.data.copy_(weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    batches = list(zip(x.split(2), y.split(2), strict=True))
    result = module.train_epoch(model, batches, loss_fn, optimizer)
    living = {"graphs kept besides the last one": max(most)}
    return living | {"result has a graph": result.requires_grad, "result": result.detach()}


def data(draw, n):
    """Examples of three features with one of four classes, and weights for them."""
    return draw.normal(n, 3, dtype=torch.float64), draw.integers(0, 4, n)


def weights(draw):
    """Weights for the model that `trained` makes."""
    return [draw.normal(*shape, dtype=torch.float64) for shape in [(5, 3), (5,), (4, 5), (4,)]]


@pytest.mark.points(2)
def test_trains_as_it_should(agree, draw, device):
    """After three epochs with a last batch of one example, every weight is where it should be."""
    agree.run(trained, weights(draw), *data(draw, 9), 3, "weights")


@pytest.mark.points(2)
def test_reports_each_epoch(agree, draw, device):
    """`fit` returns mean loss per example, accuracy and worst loss of each epoch, as floats."""
    for n in (9, 14):
        agree.run(trained, weights(draw), *data(draw, n), 3, "history")


@pytest.mark.points(3)
def test_reads_nothing_in_the_loop(agree, draw):
    """`train_epoch` returns its three numbers as a tensor, and reads no number on the way."""
    weight = draw.normal(4, 3, dtype=torch.float64)
    agree.run(reads, "train_epoch", READS, weight, *data(draw, 10), [], rtol=1e-6)


@pytest.mark.points(2)
def test_reads_once_per_epoch(agree, draw):
    """`fit` reads back at most once per epoch."""
    agree.run(
        reads, "fit", READS, draw.normal(4, 3), draw.normal(6, 3), draw.integers(0, 4, 6), [3]
    )


@pytest.mark.hidden
@pytest.mark.points(2)
def test_runs_without_numbers(agree, draw):
    """`train_epoch` runs on `meta`, and returns its tensor there, in the dtype of the loss."""
    agree.run(on_meta, [3, 3, 1], draw.normal(4, 3, dtype=torch.float64))
    agree.run(on_meta, [2], draw.normal(4, 3))


@pytest.mark.hidden
def test_keeps_no_graphs(agree, draw):
    """The graph of a batch is let go of before the epoch is over, and the result has none."""
    agree.run(graphs, draw.normal(4, 3, dtype=torch.float64), *data(draw, 9), rtol=1e-6)
