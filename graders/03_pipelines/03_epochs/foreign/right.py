"""Right answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import right


@right("index_select, with the order drawn where the generator lives", seen="full marks")
def shuffled_pairs(x, y, generator):
    if x.shape[0] != y.shape[0]:
        raise ValueError(f"{x.shape[0]} rows in x, but {y.shape[0]} in y")
    order = torch.randperm(x.shape[0], generator=generator, device=generator.device)
    return x.index_select(0, order.to(x.device)), y.index_select(0, order.to(y.device))


@right("draws all orders first, then applies them", seen="full marks")
def epochs(x, y, count, seed):
    n = len(x)
    if len(y) != n:
        raise ValueError("x and y must have the same length")
    own = torch.Generator()
    own.manual_seed(seed)
    orders = [torch.randperm(n, generator=own) for _ in range(count)]
    return [tuple(rows[order] for rows in (x, y)) for order in orders]


@right("draws into a tensor that it made beforehand", seen="full marks")
def order_of_epoch(n, seed, epoch):
    order = torch.empty(n, dtype=torch.int64)
    own = torch.Generator()
    own.manual_seed(seed + epoch)
    torch.randperm(n, generator=own, out=order)
    return order
