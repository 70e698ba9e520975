"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Goes corner by corner and counts for all lines at once, with the two classes as two kinds of inequality.",
    seen="full marks",
)
def most_right(weights, biases):
    x, y = corners()
    hits = [0] * len(biases)
    hits = torch.tensor(hits)
    for (first, second), wanted in zip(x.tolist(), y.tolist()):
        above = weights[:, 0] * first + weights[:, 1] * second + biases > 0
        if wanted == 1:
            hits = hits + above.long()
        else:
            hits = hits + (~above).long()
    return max(hits.tolist())
