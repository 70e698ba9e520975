"""Right answers by people who had seen the exercise alone."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Asks autograd for the weights' gradients alone, and clears whatever the model had before.",
    seen="full marks",
)
def gradient_norms(model, x, y):
    weights = [layer.weight for layer in model.modules() if isinstance(layer, nn.Linear)]
    with torch.enable_grad():
        loss = (model(x) - y).square().mean()
        grads = torch.autograd.grad(loss, weights)
    for parameter in model.parameters():
        parameter.grad = None
    return [torch.linalg.vector_norm(grad).item() for grad in grads]


@right(
    "Saves and restores the state of the random numbers by hand, in a finally.", seen="lost points"
)
def by_activation(acts, depth, width, x, y, seed):
    def fresh(act):
        torch.manual_seed(seed)
        return deep_net(depth, width, act)

    state = torch.random.get_rng_state()
    try:
        return {name: gradient_norms(fresh(act), x, y) for name, act in acts.items()}
    finally:
        torch.random.set_rng_state(state)


@right(
    "Takes the root of each norm before it divides, so that the quotient cannot overflow.",
    seen="full marks",
)
def shrinkage(norms):
    steps = len(norms) - 1
    if steps < 1:
        raise ValueError(f"{len(norms)} norms have no factor between them")
    return float(norms[0] ** (1 / steps) / norms[-1] ** (1 / steps))
