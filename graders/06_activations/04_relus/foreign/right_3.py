"""Right answers by people who had seen the exercise alone, of a third round."""

from contextlib import ExitStack
from functools import partial

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Counts how often each unit was not 0, and lets an ExitStack put everything back.",
    seen="full marks",
)
def dead_units(model, batches):
    alive = {}

    def count(name, module, args, output):
        times = (output != 0).sum(dim=0)
        alive[name] = alive.get(name, 0) + times

    def set_mode(module, mode):
        module.training = mode

    with ExitStack() as stack:
        for module in model.modules():
            stack.callback(set_mode, module, module.training)
        for name, module in model.named_modules():
            if isinstance(module, nn.ReLU):
                stack.callback(module.register_forward_hook(partial(count, name)).remove)
        model.eval()
        stack.enter_context(torch.no_grad())
        for batch in batches:
            model(batch)
    return {name: times == 0 for name, times in alive.items()}
