"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "A context manager as a class, with `__enter__` and `__exit__` instead of a generator.",
    seen="full marks",
)
class evaluating:  # noqa: N801
    def __init__(self, model):
        self.model = model

    def __enter__(self):
        self.modes = [(module, module.training) for module in self.model.modules()]
        self.grad = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        self.model.eval()

    def __exit__(self, kind, error, traceback):
        for module, mode in self.modes:
            module.training = mode
        torch.set_grad_enabled(self.grad)
        return False
