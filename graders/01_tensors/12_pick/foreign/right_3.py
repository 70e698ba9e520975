"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Compares every label with all class numbers at once; exactly one of them is equal.",
    seen="full marks",
)
def one_hot(y, num_classes):
    bad = torch.logical_or(y < 0, y >= num_classes)
    if bool(bad.any()):
        raise ValueError(f"label {y[bad][0].item()} is not one of {num_classes} classes")
    classes = torch.arange(num_classes, device=y.device)
    return torch.eq(y.unsqueeze(-1), classes).to(torch.float32)
