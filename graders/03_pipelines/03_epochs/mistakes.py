"""What goes wrong when pairs are shuffled for every epoch."""

import functools
import random

import numpy as np
import torch

from torchdojo.grading import mistake, slip

slip(
    "x and y are shuffled apart, each in an order of its own: draw one order and index both with it.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
    ],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "order = torch.randperm(len(x), generator=generator)",
            "first, second = (torch.randperm(len(x), generator=generator) for _ in range(2))",
        ),
        ("x[order], y[order]", "x[first], y[second]"),
    ],
)


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


slip(
    "`torch.randint` draws with repetition: some examples come twice and others never; "
    "`torch.randperm` draws each one once.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
        "leaves_global_numbers_alone",
    ],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "torch.randperm(len(x), generator=generator)",
            "torch.randint(len(x), (len(x),), generator=generator)",
        ),
    ],
)

slip(
    "`torch.randperm` does not get the `generator`, so the order comes from torch's global random "
    "numbers.",
    loses=[
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
        "leaves_global_numbers_alone",
    ],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        ("torch.randperm(len(x), generator=generator)", "torch.randperm(len(x))"),
    ],
)


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


slip(
    "x and y are overwritten by their own shuffled rows: return new tensors, `x[order]` is one.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
        "leaves_global_numbers_alone",
        "refuses_unequal_lengths",
    ],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        ("x[order], y[order]", "x.copy_(x[order]), y.copy_(y[order])"),
    ],
)

slip(
    "The rows are put in the inverse order: index with `order` itself, so that row `order[0]` comes "
    "first.",
    loses=["draws_from_the_generator", "has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "torch.randperm(len(x), generator=generator)",
            "torch.argsort(torch.randperm(len(x), generator=generator))",
        ),
    ],
)


@mistake(
    "x and y are joined in one tensor, so y takes on the dtype of x: index each with the same order.",
    loses=["draws_from_the_generator", "has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def shuffled_pairs(x, y, generator):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    table = torch.cat([x.reshape(len(x), -1), y.reshape(len(y), -1)], dim=1)
    table = table[torch.randperm(len(x), generator=generator)]
    width = table.shape[1] - y[:1].numel()
    return table[:, :width].reshape(x.shape), table[:, width:].reshape(y.shape)


slip(
    "With fewer than two rows the caller's own x and y come back: return new tensors in any case.",
    loses=["leaves_the_data_alone"],
    of="shuffled_pairs",
    edits=[
        (
            "if len(x) != len(y):\n"
            '    raise ValueError(f"x has {len(x)} rows, but y has {len(y)}")',
            "if len(x) != len(y):\n"
            '    raise ValueError("x and y do not fit together")\n'
            "if len(x) < 2:\n"
            "    return x, y",
        )
    ],
)


@mistake(
    "x and y of different lengths go unnoticed: compare the lengths before you draw an order.",
    loses=["refuses_unequal_lengths"],
)
def shuffled_pairs(x, y, generator):
    order = torch.randperm(min(len(x), len(y)), generator=generator)
    return x[order], y[order]


@mistake(
    "Every epoch has the same order: seed one generator before the loop, and draw from it in each.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    return [shuffled_pairs(x, y, torch.Generator().manual_seed(seed)) for _ in range(count)]


@mistake(
    "All epochs are alike: draw a new order in each, from a generator that is seeded once.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    return [shuffled_pairs(x, y, torch.Generator().manual_seed(seed))] * count


@mistake(
    "Each epoch shuffles what the epoch before has shuffled: apply every order to x and y as given.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    generator, result = torch.Generator().manual_seed(seed), []
    for _ in range(count):
        x, y = shuffled_pairs(x, y, generator)
        result.append((x, y))
    return result


slip(
    "The lengths are compared only in the loop over the epochs, so with a count of 0 nobody does: "
    "compare them before it.",
    loses=["refuses_unequal_lengths"],
    of="epochs",
    edits=[
        (
            "if len(x) != len(y):\n"
            '    raise ValueError(f"x has {len(x)} rows, but y has {len(y)}")',
            "",
        )
    ],
)


@mistake(
    "`epochs` accepts x and y of different lengths: it must raise ValueError, as `shuffled_pairs` "
    "does.",
    loses=["refuses_unequal_lengths"],
)
def epochs(x, y, count, seed):
    generator = torch.Generator().manual_seed(seed)
    orders = [torch.randperm(len(x), generator=generator) for _ in range(count)]
    return [(x[order], y[order]) for order in orders]


slip(
    "`torch.manual_seed` seeds the random numbers of the whole program: "
    "make a `torch.Generator` of your own.",
    loses=["leaves_global_numbers_alone"],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        ("generator = torch.Generator().manual_seed(seed)", "torch.manual_seed(seed)"),
        ("shuffled_pairs(x, y, generator)", "shuffled_pairs(x, y, torch.default_generator)"),
    ],
)

slip(
    "The generator is not seeded, so `epochs` ignores its seed: call `manual_seed(seed)` on it.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        ("torch.Generator().manual_seed(seed)", "torch.Generator()"),
    ],
)


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


slip(
    "The orders of all earlier epochs are drawn on the way: seed with `seed + epoch` and draw once.",
    loses=["jumps_to_any_epoch"],
    edits=[
        (
            "generator = torch.Generator().manual_seed(seed + epoch)",
            "generator = torch.Generator().manual_seed(seed)\n"
            "for _ in range(epoch):\n"
            "    torch.randperm(n, generator=generator)",
        )
    ],
)


@mistake(
    "The same tensor is returned to everybody who asks for an epoch: draw a new one in each call.",
    loses=["jumps_to_any_epoch"],
)
@functools.cache
def order_of_epoch(n, seed, epoch):
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed + epoch))


slip(
    "`order_of_epoch` seeds torch's global generator: make a `torch.Generator` of your own.",
    loses=["leaves_global_numbers_alone"],
    edits=[
        (
            "generator = torch.Generator().manual_seed(seed + epoch)",
            "torch.manual_seed(seed + epoch)",
        ),
        ("torch.randperm(n, generator=generator)", "torch.randperm(n)"),
    ],
)


@mistake(
    "`np.random.permutation` uses NumPy's global random numbers, which the generator does not decide.",
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
    order = torch.from_numpy(np.random.permutation(len(x)))
    return x[order], y[order]


slip(
    "x and y come back in a list; the contract asks for a tuple.",
    loses=[
        "keeps_pairs_together",
        "draws_from_the_generator",
        "has_a_new_order_in_each_epoch",
        "leaves_the_data_alone",
    ],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        ("x[order], y[order]", "[x[order], y[order]]"),
    ],
)


@mistake(
    "Each epoch has a generator of its own, seeded with `seed + epoch`, as `order_of_epoch` has: "
    "`epochs` draws all orders from one.",
    loses=["has_a_new_order_in_each_epoch", "leaves_the_data_alone"],
)
def epochs(x, y, count, seed):
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    result = []
    for epoch in range(count):
        generator = torch.Generator().manual_seed(seed + epoch)
        result.append(shuffled_pairs(x, y, generator))
    return result


slip(
    "With `yield`, `epochs` is a generator: it compares no lengths until somebody loops, and the "
    "contract asks for a list.",
    loses=["refuses_unequal_lengths", "has_a_new_order_in_each_epoch"],
    edits=[
        ('f"x has {len(x)} rows, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "return [shuffled_pairs(x, y, generator) for _ in range(count)]",
            "for _ in range(count):\n    yield shuffled_pairs(x, y, generator)",
        ),
    ],
)


@mistake(
    "The order is made int32; the contract asks for int64, which `torch.randperm` gives.",
    loses=["jumps_to_any_epoch"],
)
def order_of_epoch(n, seed, epoch):
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed + epoch)).int()
