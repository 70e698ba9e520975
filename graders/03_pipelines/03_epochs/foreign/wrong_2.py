"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch

from torchdojo.grading import wrong


@wrong(
    "Each epoch shuffles the result of the one before instead of x and y as given, and with a count of 0 different lengths are never noticed.",
    seen="named",
)
def epochs(
    x: torch.Tensor, y: torch.Tensor, count: int, seed: int
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    generator = torch.Generator().manual_seed(seed)
    result = []
    for _ in range(count):
        x, y = shuffled_pairs(x, y, generator)
        result.append((x, y))
    return result


@wrong(
    "One generator, seeded once, draws all orders here; seeding a new one with seed + epoch is what `order_of_epoch` does, and gives other orders from the second epoch on.",
    seen="caught",
)
def epochs(
    x: torch.Tensor, y: torch.Tensor, count: int, seed: int
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    if len(x) != len(y):
        raise ValueError(f"{len(x)} rows of x but {len(y)} of y")
    result = []
    for epoch in range(count):
        generator = torch.Generator().manual_seed(seed + epoch)
        result.append(shuffled_pairs(x, y, generator))
    return result


@wrong(
    "The lengths are compared only inside the loop, so with a count of 0 unequal x and y give an empty list instead of a ValueError.",
    seen="named",
)
def epochs(
    x: torch.Tensor, y: torch.Tensor, count: int, seed: int
) -> list[tuple[torch.Tensor, torch.Tensor]]:
    generator = torch.Generator().manual_seed(seed)
    return [shuffled_pairs(x, y, generator) for _ in range(count)]


@wrong(
    "order[0] is the row that comes first, but you put row 0 at place order[0]: pairs stay together, in the inverse order.",
    seen="named",
)
def shuffled_pairs(
    x: torch.Tensor, y: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    if len(x) != len(y):
        raise ValueError(f"{len(x)} rows of x but {len(y)} of y")
    order = torch.randperm(len(x), generator=generator)
    new_x, new_y = torch.empty_like(x), torch.empty_like(y)
    new_x[order] = x
    new_y[order] = y
    return new_x, new_y


@wrong(
    "torch.manual_seed resets the global generator, so whoever asks for an order repeats dropout masks and weights; use a new torch.Generator.",
    seen="named",
)
def order_of_epoch(n: int, seed: int, epoch: int) -> torch.Tensor:
    torch.manual_seed(seed + epoch)
    return torch.randperm(n)
