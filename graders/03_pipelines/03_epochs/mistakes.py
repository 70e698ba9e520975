"""What goes wrong when pairs are shuffled for every epoch."""

import random

import torch

from torchdojo.grading import mistake


@mistake(
    "x and y are shuffled apart, each in an order of its own: draw one order and index both with it.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
    ],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    first, second = (torch.randperm(len(x), generator=generator) for _ in range(2))
    return x[first], y[second]


@mistake(
    "Only x is shuffled: y must follow in the same order.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
    ],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    return x[torch.randperm(len(x), generator=generator)], y.clone()


@mistake(
    "`torch.randint` draws with repetition: some examples come twice and others never; "
    "`torch.randperm` draws each one once.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
        "leaves_global_numbers_alone",
    ],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    order = torch.randint(len(x), (len(x),), generator=generator)
    return x[order], y[order]


@mistake(
    "`torch.randperm` does not get the `generator`, so the order comes from torch's global random "
    "numbers.",
    loses=[
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
        "leaves_global_numbers_alone",
    ],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    order = torch.randperm(len(x))
    return x[order], y[order]


@mistake(
    "`random.shuffle` uses Python's global random numbers, which the generator does not decide.",
    loses=[
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
        "leaves_global_numbers_alone",
    ],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    order = list(range(len(x)))
    random.shuffle(order)
    return x[order], y[order]


@mistake(
    "x and y are overwritten by their own shuffled rows: return new tensors, `x[order]` is one.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
        "leaves_global_numbers_alone",
        "refuses_unequal_lengths",
    ],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    order = torch.randperm(len(x), generator=generator)
    return x.copy_(x[order]), y.copy_(y[order])


@mistake(
    "`torch.argsort(order)` undoes the order: index with `order` itself, the row that comes first "
    "is `order[0]`.",
    loses=["draws_from_the_generator", "has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    order = torch.argsort(torch.randperm(len(x), generator=generator))
    return x[order], y[order]


@mistake(
    "x and y of different lengths go unnoticed: compare the lengths before you draw an order.",
    loses=["refuses_unequal_lengths"],
)
def shuffled_pairs(x, y, generator):
    order = torch.randperm(min(len(x), len(y)), generator=generator)
    return x[order], y[order]


@mistake(
    "Every epoch seeds a generator anew, so all epochs have the same order: make it before the loop.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    return [shuffled_pairs(x, y, torch.Generator().manual_seed(seed)) for _ in range(count)]


@mistake(
    "The order is drawn once and used in every epoch: draw a new one in each.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    return [shuffled_pairs(x, y, torch.Generator().manual_seed(seed))] * count


@mistake(
    "Each epoch shuffles what the epoch before has shuffled: apply every order to x and y as given.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    generator, result = torch.Generator().manual_seed(seed), []
    for _ in range(count):
        x, y = shuffled_pairs(x, y, generator)
        result.append((x, y))
    return result


@mistake(
    "`torch.manual_seed` seeds the random numbers of the whole program: "
    "make a `torch.Generator` of your own.",
    loses=["leaves_global_numbers_alone"],
)
def epochs(x, y, count, seed):
    torch.manual_seed(seed)
    return [shuffled_pairs(x, y, torch.default_generator) for _ in range(count)]


@mistake(
    "The generator is not seeded, so `epochs` ignores its seed: call `manual_seed(seed)` on it.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    generator = torch.Generator()
    return [shuffled_pairs(x, y, generator) for _ in range(count)]


@mistake(
    "The epoch is not used, so `order_of_epoch` gives the same order in all epochs.",
    loses=["jumps_to_any_epoch"],
)
def order_of_epoch(n, seed, epoch):
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed))


@mistake(
    "`order_of_epoch` ignores the seed: runs with other seeds get the same orders.",
    loses=["jumps_to_any_epoch"],
)
def order_of_epoch(n, seed, epoch):
    return torch.randperm(n, generator=torch.Generator().manual_seed(epoch))


@mistake(
    "The orders of all earlier epochs are drawn on the way: seed with `seed + epoch` and draw once.",
    loses=["jumps_to_any_epoch"],
)
def order_of_epoch(n, seed, epoch):
    generator = torch.Generator().manual_seed(seed)
    for _ in range(epoch):
        torch.randperm(n, generator=generator)
    return torch.randperm(n, generator=generator)


@mistake(
    "`order_of_epoch` seeds torch's global generator: make a `torch.Generator` of your own.",
    loses=["leaves_global_numbers_alone"],
)
def order_of_epoch(n, seed, epoch):
    torch.manual_seed(seed + epoch)
    return torch.randperm(n)
