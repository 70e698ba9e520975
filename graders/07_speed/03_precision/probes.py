"""Probes of `clip_gradients`, `forward_loss` and `train_step`."""

import torch
from torch import nn

from torchdojo import probing


def carrying(gradients):
    """Parameters with these gradients"""
    parameters = []
    for gradient in gradients:
        like = torch.zeros(2) if gradient is None else gradient
        parameters.append(nn.Parameter(torch.zeros_like(like)))
        parameters[-1].grad = None if gradient is None else gradient.clone()
    return parameters


def told(parameters):
    """The gradients of parameters, by number"""
    return {f"gradient of parameter {n}": p.grad for n, p in enumerate(parameters, start=1)}


def refused(module, gradients, max_norm):
    """Gives parameters these gradients, and calls `clip_gradients` with a norm that is none"""
    parameters = carrying(gradients)
    raised = probing.raised(module.clip_gradients, parameters, max_norm)
    return {"raised": raised} | told(parameters)


def clipped(module, gradients, max_norm, generator):
    """Gives parameters these gradients, calls `clip_gradients`, and looks at them again"""
    parameters = carrying(gradients)
    given = (p for p in parameters) if generator else parameters
    norm = module.clip_gradients(given, max_norm)
    return {"norm": norm} | told(parameters)


def dtypes(module, weights, x, y, show, default):
    """Calls `forward_loss`, goes backward, and notes which dtypes were used where

    `default` is what autocast uses unless it is told otherwise.
    """
    model = nn.Sequential(*(nn.Linear(w.shape[1], w.shape[0]).to(x) for w in weights))
    for layer, weight in zip(model, weights, strict=True):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(weight[:, 0])
    made, got, products = [], [], []
    for layer in model:
        layer.register_forward_hook(lambda layer, args, output: made.append(output.dtype))

    def loss_fn(output, target):
        got.append(output.dtype)
        products.append((output @ output.T).dtype)
        return nn.functional.cross_entropy(output, target)

    before = torch.get_autocast_dtype(x.device.type)
    torch.set_autocast_dtype(x.device.type, getattr(torch, default))
    try:
        loss = module.forward_loss(model, x, y, loss_fn)
    finally:
        torch.set_autocast_dtype(x.device.type, before)
    if show == "loss":
        found = {"the loss function got": got, "its matrix products were": products}
        return found | {"loss": loss.detach()}
    loss.backward()
    found = {f"layer {n} returned": dtype for n, dtype in enumerate(made, start=1)}
    found |= {f"dtype of {name}": p.dtype for name, p in model.named_parameters()}
    return found | {f"gradient of {name}": p.grad for name, p in model.named_parameters()}


def trained(module, weights, x, y, max_norm, scaling, factors, show):
    """Makes a few steps with `train_step`, and notes what it returns, the weights and the scale"""
    model = nn.Sequential(*(nn.Linear(w.shape[1], w.shape[0]).to(x) for w in weights))
    for layer, weight in zip(model, weights, strict=True):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(weight[:, 0])
        layer.weight.grad = weight.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.5)
    scaler = torch.amp.GradScaler(x.device.type, enabled=scaling)
    returned, scales, inside = [], [], []

    def note(*_):
        inside.append(torch.is_autocast_enabled(x.device.type))

    model[0].weight.register_hook(note)
    optimizer.register_step_post_hook(note)
    for factor in factors:

        def loss_fn(output, target, factor=factor):
            return factor * nn.functional.cross_entropy(output, target)

        args = (model, x, y, loss_fn, optimizer, scaler, max_norm)
        returned.append(tuple(module.train_step(*args)))
        scales.append(scaler.get_scale())
    if show == "returned":
        found = {}
        for number, (loss, norm) in enumerate(returned, start=1):
            found |= {f"loss of step {number}": loss, f"norm of step {number}": norm}
        return found
    if show == "graphs":
        graphs = [getattr(loss, "requires_grad", False) for loss, _ in returned]
        return {f"loss of step {n} has a graph": one for n, one in enumerate(graphs, start=1)}
    if show == "finite":
        return {f"{n} is finite": bool(p.isfinite().all()) for n, p in model.named_parameters()}
    found = {f"{name} at the end": p.detach() for name, p in model.named_parameters()}
    found |= {f"scale after step {n}": scale for n, scale in enumerate(scales, start=1)}
    return found | {"autocast in backward or update": any(inside)}
