"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Asks autograd for the gradients of the weights directly, so nothing is ever written into `.grad`; only old gradients have to go.",
    seen="full marks",
)
def gradient_norms(model, x, y):
    weights = [module.weight for module in model.modules() if isinstance(module, nn.Linear)]
    loss = (model(x) - y).square().mean()
    gradients = torch.autograd.grad(loss, weights)
    for p in model.parameters():
        p.grad = None
    return [float(torch.linalg.vector_norm(gradient)) for gradient in gradients]


@right(
    "Notes the state of the random numbers and puts it back by hand, in a finally.",
    seen="full marks",
)
def by_activation(acts, depth, width, x, y, seed):
    before = torch.random.get_rng_state()
    result = dict.fromkeys(acts)
    try:
        for name in result:
            torch.random.manual_seed(seed)
            net = deep_net(depth, width, acts[name])
            result[name] = gradient_norms(net, x, y)
    finally:
        torch.random.set_rng_state(before)
    return result
