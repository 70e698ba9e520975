"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "`clamp(min=1)` avoids 0 / 0, but it tells that a class without examples is never recognised; the contract wants nan there.",
    seen="named",
)
def recall(matrix):
    matrix = matrix.double()
    return matrix.diagonal() / matrix.sum(dim=1).clamp(min=1)


@wrong(
    'For the variant "softmax" the outputs are probabilities already; a second softmax makes them flatter.',
    seen="named",
)
def probabilities(name, outputs):
    if name == "log_softmax":
        return outputs.exp()
    return torch.softmax(outputs, dim=1)


@wrong(
    "The accuracy is computed with the outputs of a second call, after the step; the contract wants the outputs that were computed for training.",
    seen="named",
)
def fit(model, loader, loss_fn, optimizer, epochs):
    history = {"loss": [], "accuracy": []}
    model.train()
    for _ in range(epochs):
        total, right, count = 0.0, 0, 0
        for x, y in loader:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            with torch.no_grad():
                right += (model(x).argmax(dim=1) == y).sum().item()
            total += loss.item() * len(x)
            count += len(x)
        history["loss"].append(total / count)
        history["accuracy"].append(right / count)
    return history


@wrong(
    "Rows and columns are exchanged: the number of a cell is `truth * K + guess`, since the row is the true class.",
    seen="named",
)
def confusion_matrix(truth, guess, num_classes):
    cells = guess * num_classes + truth
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


@wrong(
    "Two things: one generator serves all variants, so the second and the third see the flowers in another order; and the confidence is the largest probability, also where the model is wrong.",
    seen="caught",
)
def compare(x, y, test_x, test_y, start, lr, epochs, seed):
    hidden = start["0.weight"].shape[0]
    generator = torch.Generator().manual_seed(seed)
    found = {}
    for name in ("logits", "softmax", "log_softmax"):
        model, loss_fn = make_variant(name, hidden)
        model.to(start["0.weight"].dtype)
        model.load_state_dict(start)
        loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, generator=generator)
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        history = fit(model, loader, loss_fn, optimizer, epochs)
        model.eval()
        with torch.no_grad():
            chances = probabilities(name, model(test_x))
        best, guess = chances.max(dim=1)
        found[name] = {
            "loss": history["loss"][-1],
            "accuracy": (guess == test_y).double().mean().item(),
            "confidence": best.mean().item(),
        }
    return found
