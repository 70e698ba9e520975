"""Right answers by people who had seen the exercise alone, of a second round."""

from contextlib import ExitStack
from functools import partial

import torch
from torch import nn

from torchdojo.grading import right


@right("Overwrites what is 0 or below in a copy; a nan is neither, and stays.", seen="full marks")
def relu(z):
    result = z.clone()
    result[z <= 0] = 0.0
    return result


@right(
    "Counts per unit how often its output was not 0, with an ExitStack that takes everything back.",
    seen="full marks",
)
def dead_units(model, batches):
    def count(counts, name, module, args, output):
        counts[name] = counts.get(name, 0) + torch.count_nonzero(output, dim=0)

    counts = {}
    with ExitStack() as stack:
        for name, module in model.named_modules():
            stack.callback(setattr, module, "training", module.training)
            if isinstance(module, nn.ReLU):
                handle = module.register_forward_hook(partial(count, counts, name))
                stack.callback(handle.remove)
        stack.enter_context(torch.no_grad())
        model.eval()
        for batch in batches:
            model(batch)
    return {name: number == 0 for name, number in counts.items()}
