"""Probes of `clip_gradients`, `forward_loss` and `train_step`."""

import torch
from torch import nn


def clipped(module, gradients, max_norm, generator):
    """Gives parameters these gradients, calls `clip_gradients`, and looks at them again"""
    parameters = []
    for gradient in gradients:
        like = torch.zeros(2) if gradient is None else gradient
        parameters.append(nn.Parameter(torch.zeros_like(like)))
        parameters[-1].grad = None if gradient is None else gradient.clone()
    given = (p for p in parameters) if generator else parameters
    norm = module.clip_gradients(given, max_norm)
    return {"norm": norm, "gradients": [p.grad for p in parameters]}


def dtypes(module, weights, x, y, show):
    """Calls `forward_loss`, goes backward, and notes which dtypes were used where"""
    model = nn.Sequential(*(nn.Linear(w.shape[1], w.shape[0]).to(x) for w in weights))
    for layer, weight in zip(model, weights, strict=True):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(weight[:, 0])
    made, got = [], []
    for layer in model:
        layer.register_forward_hook(lambda layer, args, output: made.append(output.dtype))

    def loss_fn(output, target):
        got.append(output.dtype)
        return nn.functional.cross_entropy(output, target)

    loss = module.forward_loss(model, x, y, loss_fn)
    if show == "loss":
        return {"the loss function got": got, "loss": loss.detach()}
    loss.backward()
    found = {"the layers returned": made, "parameters": [p.dtype for p in model.parameters()]}
    return found | {"gradients": [p.grad for p in model.parameters()]}


def trained(module, weights, x, y, max_norm, scaling, factors, show):
    """Makes a few steps with `train_step`, and notes what it returns, the weights and the scale"""
    model = nn.Sequential(*(nn.Linear(w.shape[1], w.shape[0]).to(x) for w in weights))
    for layer, weight in zip(model, weights, strict=True):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(weight[:, 0])
        layer.weight.grad = weight.clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.5)
    scaler = torch.amp.GradScaler(x.device.type, enabled=scaling)
    returned, scales = [], []
    for factor in factors:

        def loss_fn(output, target, factor=factor):
            return factor * nn.functional.cross_entropy(output, target)

        args = (model, x, y, loss_fn, optimizer, scaler, max_norm)
        returned.append(tuple(module.train_step(*args)))
        scales.append(scaler.get_scale())
    if show == "returned":
        return returned
    return {"scales": scales, "weights": [p.detach() for p in model.parameters()]}
