"""Right answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import right


@right(
    "Keeps a short float64 row of numbers for each batch on the device, and makes the statistics from the whole table at the end.",
    seen="full marks",
)
def train_epoch(model, batches, loss_fn, optimizer):
    table, examples, dtype = [], 0, None
    for x, y in batches:
        optimizer.zero_grad()
        output = model(x)
        loss = loss_fn(output, y)
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            value = loss.detach().double()
            hits = torch.eq(output.argmax(dim=1), y).sum().double()
            table.append(torch.stack((value * len(x), hits, value)))
        examples += len(x)
        dtype = loss.dtype
    columns = torch.stack(table)
    means = columns[:, :2].sum(dim=0) / examples
    worst = columns[:, 2].amax(dim=0, keepdim=True)
    return torch.cat((means, worst)).to(dtype)
