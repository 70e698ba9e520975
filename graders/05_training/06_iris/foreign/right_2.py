"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn

from torchdojo.grading import right


@right(
    "Turns both lists into one-hot tables; their matrix product counts the pairs.",
    seen="full marks",
)
def confusion_matrix(truth, guess, num_classes):
    classes = torch.arange(num_classes, device=truth.device)
    is_truth = (truth[None, :] == classes[:, None]).to(torch.int64)
    is_guess = (guess[:, None] == classes[None, :]).to(torch.int64)
    return is_truth @ is_guess


@right(
    "Walks over the rows in plain Python and writes nan by hand where a row is empty.",
    seen="full marks",
)
def recall(matrix):
    parts = []
    for i, row in enumerate(matrix.tolist()):
        examples = sum(row)
        parts.append(row[i] / examples if examples > 0 else float("nan"))
    return torch.tensor(parts, dtype=torch.float64, device=matrix.device)
