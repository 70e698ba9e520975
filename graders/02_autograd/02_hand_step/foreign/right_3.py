"""Right answers by people who had seen the exercise alone, of a third round."""

import torch
from torchdojo.grading import right


@right(
    "Asks for the gradients directly, so that no .grad is filled or has to be cleared, and writes the new numbers into the old memory.",
    seen="full marks",
)
def fit_(w, b, x, y, lr, steps):
    def mean_squared_error():
        error = torch.matmul(x, w) + b - y
        return error.square().mean()

    history = []
    while len(history) < steps:
        with torch.enable_grad():
            loss = mean_squared_error()
            slopes = torch.autograd.grad(loss, [w, b])
        history.append(float(loss.detach()))
        with torch.no_grad():
            for parameter, slope in zip([w, b], slopes):
                parameter.copy_(parameter - lr * slope)
    return history
