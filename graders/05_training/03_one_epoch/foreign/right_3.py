"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "The mean is kept up to date from batch to batch, and one update is a function of its own.",
    seen="full marks",
)
def train_epoch(model, loader, loss_fn, optimizer):
    def update(x, y):
        loss = loss_fn(model(x), y)
        optimizer.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        optimizer.step()
        return float(loss.detach())

    model.train(True)
    mean, seen = 0.0, 0
    batches = iter(loader)
    while True:
        try:
            x, y = next(batches)
        except StopIteration:
            return mean
        loss = update(x, y)
        seen += x.size(0)
        mean += (loss - mean) * x.size(0) / seen
