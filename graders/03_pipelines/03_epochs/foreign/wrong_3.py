"""Wrong answers by people who had seen the exercise alone, of a third round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "The order is right, but it comes from the global generator, which you seed anew for the whole program.",
    seen="named",
)
def order_of_epoch(n, seed, epoch):
    torch.manual_seed(seed + epoch)
    return torch.randperm(n)


@wrong(
    "With one row or none there is nothing to shuffle, but then you hand back x and y themselves, and whoever writes "
    "into the result changes the data, since it is no tensor of its own.",
    seen="named",
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y have different lengths")
    order = torch.randperm(len(x), generator=generator)
    if len(x) < 2:
        return x, y
    return x[order], y[order]


@wrong(
    "With `yield` in it the function returns a generator, not a list: it has no length, can be looped over once, and the "
    "lengths are not compared until somebody loops.",
    seen="named",
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y have different lengths")
    generator = torch.Generator().manual_seed(seed)
    for _ in range(count):
        order = torch.randperm(len(x), generator=generator)
        yield x[order], y[order]


@wrong(
    "Each epoch shuffles the result of the one before instead of x and y as they were given, and with a count of 0 "
    "different lengths go unnoticed, since only the loop would have compared them.",
    seen="named",
)
def epochs(x, y, count, seed):
    generator = torch.Generator().manual_seed(seed)
    result = []
    for _ in range(count):
        x, y = shuffled_pairs(x, y, generator)  # noqa: F821
        result.append((x, y))
    return result
