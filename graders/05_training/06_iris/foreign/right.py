"""Right answers by people who had seen the exercise alone."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo.grading import right


@right("Adds ones into the flat cells by scatter_add_ instead of bincount.", seen="full marks")
def confusion_matrix(truth, guess, num_classes):
    cells = torch.zeros(num_classes * num_classes, dtype=torch.int64, device=truth.device)
    cells.scatter_add_(0, truth * num_classes + guess, torch.ones_like(truth))
    return cells.unflatten(0, (num_classes, num_classes))


@right(
    "Keeps weighted losses and hits of an epoch in lists and adds them up at its end, the gradients are cleared after the step.",
    seen="lost points",
)
def fit(model, loader, loss_fn, optimizer, epochs):
    model.zero_grad()
    optimizer.zero_grad()
    history = {"loss": [], "accuracy": []}
    for _ in range(epochs):
        sizes, losses, hits = [], [], []
        for x, y in loader:
            outputs = model(x)
            loss = loss_fn(outputs, y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            sizes.append(y.numel())
            losses.append(loss.detach().double() * y.numel())
            hits.append(outputs.detach().argmax(dim=1).eq(y).sum())
        history["loss"].append(torch.stack(losses).sum().item() / sum(sizes))
        history["accuracy"].append(torch.stack(hits).sum().item() / sum(sizes))
    return history


@right(
    "Takes the mean probability of the right class as the negative NLL of the probabilities themselves; copies start first.",
    seen="full marks",
)
def compare(x, y, test_x, test_y, start, lr, epochs, seed):
    start = {name: value.detach().clone() for name, value in start.items()}
    hidden, dtype = start["0.weight"].shape[0], start["0.weight"].dtype

    def one(name):
        model, loss_fn = make_variant(name, hidden)
        model = model.to(dtype)
        model.load_state_dict(start)
        loader = DataLoader(
            TensorDataset(x, y),
            batch_size=16,
            shuffle=True,
            generator=torch.Generator().manual_seed(seed),
        )
        adam = torch.optim.Adam(model.parameters(), lr=lr)
        loss = fit(model, loader, loss_fn, adam, epochs)["loss"][-1]
        with torch.no_grad():
            chances = probabilities(name, model(test_x))
        hits = int(chances.argmax(dim=1).eq(test_y).sum())
        return {
            "loss": loss,
            "accuracy": hits / len(test_y),
            "confidence": -nn.functional.nll_loss(chances, test_y).item(),
        }

    return {name: one(name) for name in ("logits", "softmax", "log_softmax")}
