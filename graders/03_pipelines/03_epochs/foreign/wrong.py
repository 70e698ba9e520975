"""Wrong answers by people who had seen the exercise alone."""

import torch

from torchdojo.grading import wrong


@wrong(
    "cat puts x and y into one table of one dtype: integer labels come back as floats, and large ones are rounded.",
    seen="caught",
)
def shuffled_pairs(x, y, generator):
    n = len(x)
    if n != len(y):
        raise ValueError("x and y must have the same length")
    order = torch.randperm(n, generator=generator)
    left, right_ = x.reshape(n, -1), y.reshape(n, -1)
    table = torch.cat([left, right_], dim=1)[order]
    width = left.shape[1]
    return table[:, :width].reshape(x.shape), table[:, width:].reshape(y.shape)


@wrong(
    "out[order] = x sends row 0 to place order[0]: that is the inverse order. order[0] is the row that comes first.",
    seen="named",
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y must have the same length")
    order = torch.randperm(len(x), generator=generator)
    new_x, new_y = torch.empty_like(x), torch.empty_like(y)
    new_x[order] = x
    new_y[order] = y
    return new_x, new_y


@wrong(
    "With one row there is nothing to shuffle, but the caller's own tensors come back; results must be tensors of their own.",
    seen="full marks",
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y must have the same length")
    if len(x) < 2:
        return x, y
    order = torch.randperm(len(x), generator=generator)
    return x[order], y[order]


@wrong(
    "The generator is made and seeded inside the loop: all epochs have the same order.",
    seen="named",
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y must have the same length")
    result = []
    for _ in range(count):
        generator = torch.Generator().manual_seed(seed)
        order = torch.randperm(len(x), generator=generator)
        result.append((x[order], y[order]))
    return result


@wrong(
    "Shuffles the result of the epoch before: from the second epoch on, the order is not applied to x and y as given.",
    seen="named",
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y must have the same length")
    generator = torch.Generator().manual_seed(seed)
    result = []
    for _ in range(count):
        order = torch.randperm(len(x), generator=generator)
        x, y = x[order], y[order]
        result.append((x, y))
    return result


@wrong(
    "The lengths are compared only inside the loop: with count 0, x and y of different lengths raise no ValueError.",
    seen="full marks",
)
def epochs(x, y, count, seed):
    generator = torch.Generator().manual_seed(seed)
    result = []
    for _ in range(count):
        if len(x) != len(y):
            raise ValueError("x and y must have the same length")
        order = torch.randperm(len(x), generator=generator)
        result.append((x[order], y[order]))
    return result


@wrong(
    "torch.manual_seed returns the global generator, after seeding it: the random numbers of the whole program are reset.",
    seen="named",
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y must have the same length")
    generator = torch.manual_seed(seed)
    orders = [torch.randperm(len(x), generator=generator) for _ in range(count)]
    return [(x[order], y[order]) for order in orders]


@wrong(
    "Draws all orders up to this epoch from one generator; the contract wants one draw from a new one seeded with seed + epoch.",
    seen="named",
)
def order_of_epoch(n, seed, epoch):
    generator = torch.Generator().manual_seed(seed)
    for _ in range(epoch + 1):
        order = torch.randperm(n, generator=generator)
    return order
