"""Probes of `train_epoch` and `fit`."""

import weakref

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode


def trained(module, weights, x, y, epochs, show, less):
    """Trains a model, that has old gradients, with `fit` and looks at its SHOW"""
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 4)).to(x)
    for parameter, value in zip(model.parameters(), weights, strict=True):
        parameter.data.copy_(value)
        parameter.grad = value.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.8)
    batches = list(zip(x.split(4), y.split(4), strict=True))

    def loss_fn(output, target):
        return nn.functional.cross_entropy(output, target) - less

    history = module.fit(model, batches, loss_fn, optimizer, epochs)
    if show == "accuracies":
        return [torch.tensor(numbers["accuracy"], dtype=x.dtype) for numbers in history]
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
    batches = zip(x.split(4), y.split(4), strict=True)
    if function == "fit":
        batches = list(batches)
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
