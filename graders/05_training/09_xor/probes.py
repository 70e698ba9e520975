"""Probes of XOR."""

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_hook
from torch.optim.optimizer import register_optimizer_step_post_hook


def built(module, hidden, seed, x):
    """Calls `make_net` after seeding, looks at its layers and its first answers"""
    torch.manual_seed(seed)
    net = module.make_net(hidden)
    return {"layers": [type(layer).__name__ for layer in net], "logits": net(x).detach()}


def trained(module, weights, steps, lr):
    """Calls `train` for a net, or a line, with given weights; notes what has computed"""
    layers = [nn.Linear(w.shape[1], w.shape[0], dtype=w.dtype) for w, _ in weights]
    model = nn.Sequential(layers[0], *[part for layer in layers[1:] for part in (nn.Tanh(), layer)])
    for layer, (weight, bias) in zip(layers, weights, strict=True):
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
        layer.weight.grad = torch.ones_like(weight)
    used, steps_of = set(), {}

    def note_step(optimizer, *_):
        name = type(optimizer).__name__
        steps_of[name] = steps_of.get(name, 0) + 1

    hooks = [
        register_module_forward_hook(lambda m, *_: used.add(type(m).__name__)),
        register_optimizer_step_post_hook(note_step),
    ]
    try:
        loss = module.train(model, steps, lr)
    finally:
        for hook in hooks:
            hook.remove()
    ends = {f"{name} at the end": p.detach() for name, p in model.named_parameters()}
    return {"loss": loss, "modules": sorted(used), "steps": steps_of} | ends


def judged(module, tables):
    """Calls `solves` for several models that return given logits for the four corners"""

    class Table(nn.Module):
        def forward(self, x):
            return self.logits[(2 * x[:, 0] + x[:, 1]).long()].unsqueeze(1)

    model, found = Table(), {}
    for logits in tables:
        model.logits = logits
        words = ", ".join(f"{logit:.3g}" for logit in logits.tolist())
        found[f"logits {words}"] = module.solves(model)
    return found


def shared(module, hidden, seeds, plan, x):
    """Calls `share_solved` with a `learn` that fills each net as planned, right or nearly right"""
    first, plan = [], list(plan)

    def learn(model):
        first.append(model(x).detach())
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.zero_()
            weight, bias, last, end = model.parameters()
            weight[:2], bias[0], bias[1] = 20.0, -10.0, -30.0
            last[0, 0] = 9.0
            if plan.pop(0):
                last[0, 1], end[0] = -9.0, -9.0

    share = module.share_solved(hidden, seeds, learn)
    logits = {f"first logits of net {n}": t for n, t in enumerate(first, start=1)}
    return {"share": share} | logits


def smallest(module, largest, share, shares, show):
    """Calls `smallest_net` with given shares and looks at SHOW"""
    asked = []

    def share_of(hidden):
        asked.append(hidden)
        return shares[hidden - 1]

    try:
        found = module.smallest_net(largest, share, share_of)
    except ValueError:
        found = "a ValueError"
    return {"what it returns": found, "the sizes it asks for": asked}[show]
