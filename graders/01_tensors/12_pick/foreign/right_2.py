"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
from torchdojo.grading import right


@right("Works out the place of each score in the flattened table.", seen="full marks")
def true_class_scores(logits, y):
    n, classes = logits.shape
    check_labels(y, classes)
    starts = torch.arange(n, device=y.device) * classes
    return logits.reshape(-1)[starts + y]


@right("Scatters ones into zeros.", seen="full marks")
def one_hot(y, num_classes):
    if ((y < 0) | (y >= num_classes)).any():
        raise ValueError(f"labels must be from 0 to {num_classes - 1}")
    out = torch.zeros((*y.shape, num_classes), dtype=torch.float32, device=y.device)
    return out.scatter_(-1, y.unsqueeze(-1), 1.0)
