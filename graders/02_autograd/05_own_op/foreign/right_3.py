"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Adds and subtracts one row of a scaled identity matrix at a time, so that nothing is ever moved in place.",
    seen="full marks",
)
def numerical_gradient(function, x, upstream, step):
    if x.dtype is not torch.float64:
        raise ValueError(f"the differences need float64, not {x.dtype}")
    values, weights = x.detach(), upstream.detach()

    def weighted(argument):
        with torch.no_grad():
            return float(torch.sum(weights * function(argument)))

    count = values.numel()
    moves = torch.eye(count, dtype=torch.float64, device=x.device) * step
    moves = moves.reshape(count, *values.shape)
    slopes = [(weighted(values + move) - weighted(values - move)) / (2 * step) for move in moves]
    return torch.tensor(slopes, dtype=torch.float64, device=x.device).reshape(values.shape)
