"""Wrong answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import wrong


@wrong(
    "Looking an unknown name up in a dictionary raises KeyError; the contract promises ValueError for any other name.",
    seen="caught",
)
def make_variant(name, hidden):
    tails = {
        "logits": ([], nn.CrossEntropyLoss),
        "softmax": ([nn.Softmax(dim=1)], nn.CrossEntropyLoss),
        "log_softmax": ([nn.LogSoftmax(dim=1)], nn.NLLLoss),
    }
    tail, loss = tails[name]
    return nn.Sequential(nn.Linear(4, hidden), nn.Sigmoid(), nn.Linear(hidden, 3), *tail), loss()


@wrong(
    "exp() of a logit of 100 or more overflows: inf / inf is nan, so the rows of a confident model do not sum to one.",
    seen="full marks",
)
def probabilities(name, outputs):
    if name == "softmax":
        return outputs
    powers = outputs.exp()
    return powers / powers.sum(dim=1, keepdim=True)


@wrong(
    "The mean of the batches' means counts each example of a small last batch more than the others; it is not per example.",
    seen="named",
)
def fit(model, loader, loss_fn, optimizer, epochs):
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        losses, accuracies = [], []
        for x, y in loader:
            optimizer.zero_grad()
            outputs = model(x)
            loss = loss_fn(outputs, y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            accuracies.append((outputs.argmax(dim=1) == y).double().mean().item())
        history["loss"].append(sum(losses) / len(losses))
        history["accuracy"].append(sum(accuracies) / len(accuracies))
    return history


@wrong(
    "model(x) is asked again after the step, so the accuracy is not from the outputs that were computed for training.",
    seen="caught",
)
def fit(model, loader, loss_fn, optimizer, epochs):
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        total, correct, count = 0.0, 0, 0
        for x, y in loader:
            loss = loss_fn(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            with torch.no_grad():
                correct += (model(x).argmax(dim=1) == y).sum().item()
            count += len(y)
        history["loss"].append(total / count)
        history["accuracy"].append(correct / count)
    return history


@wrong(
    "bincount without minlength stops at the largest cell that occurs; if the last cell is empty, K * K numbers are missing.",
    seen="caught",
)
def confusion_matrix(truth, guess, num_classes):
    cells = torch.bincount(truth * num_classes + guess)
    return cells.reshape(num_classes, num_classes)


@wrong(
    "clamp(min=1) avoids the division by zero, but then a class without examples gets 0 instead of nan.",
    seen="named",
)
def recall(matrix):
    return matrix.diagonal().double() / matrix.sum(dim=1).clamp(min=1)


@wrong(
    "assign=True makes the tensors of start the model's own; Adam changes them, and the next variant begins with trained weights.",
    seen="caught",
)
def compare(x, y, test_x, test_y, start, lr, epochs, seed):
    results = {}
    for name in ("logits", "softmax", "log_softmax"):
        model, loss_fn = make_variant(name, len(start["0.bias"]))
        model.load_state_dict(start, assign=True)
        dice = torch.Generator().manual_seed(seed)
        loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, generator=dice)
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        history = fit(model, loader, loss_fn, optimizer, epochs)
        with torch.no_grad():
            chances = probabilities(name, model(test_x))
        results[name] = {
            "loss": history["loss"][-1],
            "accuracy": (chances.argmax(dim=1) == test_y).double().mean().item(),
            "confidence": chances.gather(1, test_y[:, None]).mean().item(),
        }
    return results


@wrong(
    "The largest probability is that of the guess; confidence is asked for the right class, also where the guess is wrong.",
    seen="named",
)
def compare(x, y, test_x, test_y, start, lr, epochs, seed):
    results = {}
    for name in ("logits", "softmax", "log_softmax"):
        model, loss_fn = make_variant(name, len(start["0.bias"]))
        model.to(start["0.weight"].dtype).load_state_dict(start)
        dice = torch.Generator().manual_seed(seed)
        loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True, generator=dice)
        optimizer = torch.optim.Adam(model.parameters(), lr=lr)
        history = fit(model, loader, loss_fn, optimizer, epochs)
        with torch.no_grad():
            best, guess = probabilities(name, model(test_x)).max(dim=1)
        results[name] = {
            "loss": history["loss"][-1],
            "accuracy": (guess == test_y).double().mean().item(),
            "confidence": best.mean().item(),
        }
    return results
