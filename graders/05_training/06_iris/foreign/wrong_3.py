"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import wrong


@wrong(
    'The last branch is an `else`: a name that does not exist, or is only misspelt, quietly becomes "log_softmax" instead of a ValueError.',
    seen="named",
)
def make_variant(name, hidden):
    layers = [nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3)]
    if name == "logits":
        return nn.Sequential(*layers), nn.CrossEntropyLoss()
    elif name == "softmax":
        return nn.Sequential(*layers, nn.Softmax(dim=1)), nn.CrossEntropyLoss()
    else:
        return nn.Sequential(*layers, nn.LogSoftmax(dim=1)), nn.NLLLoss()


@wrong(
    "Rows and columns have changed places: the diagonal and the total are right, but whoever reads a row sees what was guessed, not what was true.",
    seen="named",
)
def confusion_matrix(truth, guess, num_classes):
    cells = guess * num_classes + truth
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


@wrong(
    "`clamp(min=1)` avoids 0 / 0, but then a class without examples gets a recall of 0 as if all had been missed, where nan is asked for.",
    seen="named",
)
def recall(matrix):
    matrix = matrix.to(torch.float64)
    return matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)


@wrong(
    "All variants share one loader, whose generator goes on: the second variant sees the flowers in another order than the first, and the comparison is not fair.",
    seen="named",
)
def compare(x, y, test_x, test_y, start, lr, epochs, seed):
    hidden = start["0.weight"].shape[0]
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, generator=generator)
    results = {}
    for name in VARIANTS:
        model, loss_fn = make_variant(name, hidden)
        model.to(start["0.weight"].dtype)
        model.load_state_dict(start)
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        history = fit(model, loader, loss_fn, optimizer, epochs)
        with torch.no_grad():
            chances = probabilities(name, model(test_x))
        results[name] = {
            "loss": history["loss"][-1],
            "accuracy": (chances.argmax(1) == test_y).double().mean().item(),
            "confidence": chances.gather(1, test_y[:, None]).mean().item(),
        }
    return results
