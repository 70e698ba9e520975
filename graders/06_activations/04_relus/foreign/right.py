"""Right answers by people who had seen the exercise alone."""

import contextlib
import math
import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Fills zeros in where z is not positive; a nan is not in that mask and stays.",
    seen="full marks",
)
def relu(z):
    return z.masked_fill(z <= 0, 0.0)


@right(
    "Uses the complementary error function: 1 + erf(t) is erfc(-t), which keeps its digits far on the left.",
    seen="full marks",
)
def gelu(z):
    return 0.5 * z * torch.erfc(z * -math.sqrt(0.5))


@right(
    "Everything to be undone goes on an ExitStack, and the largest size of each output tells dead from alive.",
    seen="full marks",
)
def dead_units(model, batches):
    largest = {}

    def watch(name):
        def hook(module, args, output):
            size = output.detach().abs()
            if name in largest:
                size = torch.cat([largest[name][None], size])
            largest[name] = size.amax(dim=0) if len(size) else output.new_zeros(output.shape[1:])

        return hook

    with contextlib.ExitStack() as stack:
        for name, module in model.named_modules():
            stack.callback(setattr, module, "training", module.training)
            if isinstance(module, nn.ReLU):
                stack.callback(module.register_forward_hook(watch(name)).remove)
        model.eval()
        stack.enter_context(torch.no_grad())
        for x in batches:
            model(x)
    return {name: size == 0 for name, size in largest.items()}
