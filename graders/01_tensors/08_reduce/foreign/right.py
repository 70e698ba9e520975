"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("Takes the columns apart and stacks their means.", seen="full marks")
def col_mean(x):
    dtype = x.dtype if x.dtype.is_floating_point else torch.float32
    return torch.stack([column.to(dtype).mean() for column in x.unbind(dim=1)])[None, :]


@right("The formula as it stands: squares, their sum, its root.", seen="full marks")
def row_norm(x):
    return (x * x).sum(dim=1, keepdim=True).sqrt()


@right("Sorts each row downwards and takes the first index.", seen="full marks")
def argmax_rows(x):
    return x.sort(dim=1, descending=True).indices[:, 0]


@right(
    "Divides by the largest element first, so that squares neither vanish nor overflow.",
    seen="full marks",
)
def normalise_rows(x):
    largest = x.abs().amax(dim=1, keepdim=True)
    scaled = x / torch.where(largest == 0, torch.ones_like(largest), largest)
    length = torch.linalg.vector_norm(scaled, dim=1, keepdim=True)
    return torch.where(length == 0, scaled, scaled / length)
