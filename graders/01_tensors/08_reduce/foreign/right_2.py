"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("A mean is a product with a row of ones, divided by their number.", seen="full marks")
def col_mean(x):
    dtype = x.dtype if x.is_floating_point() else torch.float32
    n = x.shape[0]
    ones = torch.ones(1, n, dtype=torch.float64, device=x.device)
    return (ones @ x.double() / n).to(dtype)


@right("Goes through the rows and leaves those of zeros alone.", seen="full marks")
def normalise_rows(x):
    rows = []
    for row in x:
        if bool((row == 0).all()):
            rows.append(torch.zeros_like(row))
        else:
            rows.append(row / torch.linalg.vector_norm(row))
    return torch.stack(rows)
