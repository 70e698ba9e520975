"""What goes wrong when batches are counted, ordered and numbered."""

import torch
from torch.utils.data import DataLoader, RandomSampler, Subset

from torchdojo.grading import mistake, slip


@mistake(
    "The number of batches is rounded down, so a smaller last batch is lost although "
    "`drop_last` is false.",
    loses=["plans_every_batch", "plans_what_the_loaders_do"],
)
def plan(n, batch_size, drop_last):
    if batch_size < 1 or n < 0:
        raise ValueError("impossible sizes")
    return [batch_size] * (n // batch_size)


slip(
    "The last batch is counted as a full one: it has only the examples that are left.",
    loses=["plans_every_batch", "plans_what_the_loaders_do"],
    edits=[
        ('f"{n} examples cannot make batches of {batch_size}"', '"impossible sizes"'),
        (
            "[batch_size] * full + ([rest] if rest and not drop_last else [])",
            "[batch_size] * (full + (rest > 0 and not drop_last))",
        ),
    ],
)

slip(
    "`drop_last` is inverted: True must leave the smaller last batch out, False must keep it.",
    loses=["plans_every_batch", "plans_what_the_loaders_do"],
    edits=[
        ('f"{n} examples cannot make batches of {batch_size}"', '"impossible sizes"'),
        ("not drop_last", "drop_last"),
    ],
)

slip(
    "`drop_last` is not used, so the smaller last batch is always kept.",
    loses=["plans_every_batch", "plans_what_the_loaders_do"],
    edits=[
        ('f"{n} examples cannot make batches of {batch_size}"', '"impossible sizes"'),
        ("[rest] if rest and not drop_last else []", "[rest] * (rest > 0)"),
    ],
)

slip(
    "There is an empty batch at the end if the examples come out even: add the rest only if "
    "there is one.",
    loses=["plans_every_batch", "refuses_impossible_sizes"],
    edits=[
        ('f"{n} examples cannot make batches of {batch_size}"', '"impossible sizes"'),
        ("[rest] if rest and not drop_last else []", "[] if drop_last else [rest]"),
    ],
)


@mistake(
    "No examples make no batch: for n = 0 the list must be empty, but there is a batch of size 0.",
    loses=["plans_every_batch"],
)
def plan(n, batch_size, drop_last):
    if batch_size < 1 or n < 0:
        raise ValueError("impossible sizes")
    sizes = [len(piece) for piece in torch.arange(n).split(batch_size)]
    return sizes[:-1] if drop_last and sizes[-1] < batch_size else sizes


slip(
    "`drop_last` drops the last batch even if it is full: leave it out only if it is smaller.",
    loses=["plans_every_batch"],
    edits=[
        ('f"{n} examples cannot make batches of {batch_size}"', '"impossible sizes"'),
        (
            "return [batch_size] * full + ([rest] if rest and not drop_last else [])",
            "sizes = [batch_size] * full + [rest] * (rest > 0)\n"
            "return sizes[:-1] if drop_last else sizes",
        ),
    ],
)


@mistake(
    "`plan` returns how many batches there are; the contract asks for a list with the size of"
    " each.",
    loses=["plans_every_batch", "plans_what_the_loaders_do", "refuses_impossible_sizes"],
)
def plan(n, batch_size, drop_last):
    if batch_size < 1 or n < 0:
        raise ValueError("impossible sizes")
    return n // batch_size if drop_last else -(-n // batch_size)


slip(
    "A `batch_size` of 0 raises ZeroDivisionError, and a negative one gives nonsense: raise "
    "ValueError first.",
    loses=["refuses_impossible_sizes"],
    edits=[
        (
            "if batch_size < 1 or n < 0:\n"
            '    raise ValueError(f"{n} examples cannot make batches of {batch_size}")',
            "",
        )
    ],
)


@mistake(
    "A negative `batch_size` goes unnoticed (`range` refuses 0 alone): all below 1 must raise "
    "ValueError.",
    loses=["refuses_impossible_sizes"],
)
def plan(n, batch_size, drop_last):
    sizes = [min(batch_size, n - start) for start in range(0, n, batch_size)]
    return [size for size in sizes if size == batch_size or not drop_last]


slip(
    "A negative `n` goes unnoticed: it must raise ValueError, as a `batch_size` below 1 does.",
    loses=["refuses_impossible_sizes"],
    edits=[
        ("batch_size < 1 or n < 0", "batch_size < 1"),
        ('f"{n} examples cannot make batches of {batch_size}"', '"impossible sizes"'),
    ],
)


@mistake(
    "A training set that is smaller than one batch keeps it: `drop_last=True`, whatever the sizes.",
    loses=["loads_for_training"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    options = {"shuffle": True, "drop_last": len(train_set) >= batch_size}
    training = DataLoader(train_set, batch_size, generator=generator, **options)
    return training, DataLoader(test_set, batch_size)


@mistake(
    "Both loaders share one generator, so each loop over the test set changes the next order in "
    "training: leave it to training.",
    loses=["loads_for_training"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True, generator=generator)
    return training, DataLoader(test_set, batch_size, generator=generator)


@mistake(
    "The training loader keeps a small last batch: it needs `drop_last=True`.",
    loses=["loads_for_training", "plans_what_the_loaders_do", "seeds_nothing_global"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, generator=generator)
    return training, DataLoader(test_set, batch_size)


@mistake(
    "The training loader does not shuffle: a `generator` alone changes nothing, it needs "
    "`shuffle=True`.",
    loses=["loads_for_training"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, drop_last=True, generator=generator)
    return training, DataLoader(test_set, batch_size)


@mistake(
    "The seed is not used: without a `generator`, the loader shuffles by torch's global "
    "random numbers.",
    loses=["loads_for_training"],
)
def loaders(train_set, test_set, batch_size, seed):
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True)
    return training, DataLoader(test_set, batch_size)


@mistake(
    "`torch.manual_seed` seeds the random numbers of the whole program: give the loader a "
    "generator of its own.",
    loses=["loads_for_training", "seeds_nothing_global"],
)
def loaders(train_set, test_set, batch_size, seed):
    torch.manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True)
    return training, DataLoader(test_set, batch_size)


@mistake(
    "The order is drawn once, so every epoch repeats it: let the loader shuffle, with "
    "`shuffle=True`.",
    loses=["loads_for_training"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(train_set), generator=generator).tolist()
    training = DataLoader(Subset(train_set, order), batch_size, drop_last=True)
    return training, DataLoader(test_set, batch_size)


@mistake(
    "The test loader drops a small last batch, so the score is not about all examples.",
    loses=["loads_for_testing", "plans_what_the_loaders_do"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True, generator=generator)
    return training, DataLoader(test_set, batch_size, drop_last=True)


@mistake(
    "The test loader shuffles too: it must keep the order, so that predictions can be matched"
    " to examples.",
    loses=["loads_for_testing", "loads_for_training"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    options = {"shuffle": True, "generator": generator}
    training = DataLoader(train_set, batch_size, drop_last=True, **options)
    return training, DataLoader(test_set, batch_size, **options)


@mistake(
    "The loaders are the wrong way round: the first is for training, the second for testing.",
    loses=["loads_for_training", "loads_for_testing", "plans_what_the_loaders_do"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True, generator=generator)
    return DataLoader(test_set, batch_size), training


@mistake(
    "Both loaders read the training set: the second one is for the test set.",
    loses=["loads_for_testing", "plans_what_the_loaders_do"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True, generator=generator)
    return training, DataLoader(train_set, batch_size)


@mistake(
    "The batch size is not passed on to the test loader, so each batch has one example.",
    loses=["loads_for_testing", "plans_what_the_loaders_do"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True, generator=generator)
    return training, DataLoader(test_set)


slip(
    "`enumerate` counts from 0 unless told otherwise: the first batch of an epoch is number 1.",
    loses=["numbers_every_batch"],
    edits=[("enumerate(loader, start=1)", "enumerate(loader)")],
)

slip(
    "The step is given out before it grows, so it is counted from 0.",
    loses=["numbers_every_batch"],
    edits=[
        ("enumerate(loader, start=1)", "enumerate(loader, 1)"),
        ("step += 1", "yield epoch, number, step, batch\nstep += 1"),
        ("yield epoch, number, step, batch", ""),
    ],
)

slip(
    "Epochs are counted from 0: `range(1, epochs + 1)` starts with 1.",
    loses=["numbers_every_batch"],
    edits=[
        ("range(1, epochs + 1)", "range(epochs)"),
        ("enumerate(loader, start=1)", "enumerate(loader, 1)"),
    ],
)

slip(
    "The last epoch is missing: `range(1, epochs)` ends one too early.",
    loses=["numbers_every_batch"],
    edits=[("epochs + 1", "epochs"), ("enumerate(loader, start=1)", "enumerate(loader, 1)")],
)


@mistake(
    "The step starts again in every epoch: set the counter to 0 once, before the loop over "
    "the epochs.",
    loses=["numbers_every_batch"],
)
def numbered(loader, epochs):
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(loader, 1):
            yield epoch, number, number, batch


slip(
    "The number goes on from epoch to epoch: it is the place in the epoch, only the step goes on.",
    loses=["numbers_every_batch"],
    edits=[
        ("for number, batch in enumerate(loader, start=1):", "for batch in loader:"),
        ("epoch, number, step, batch", "epoch, step, step, batch"),
    ],
)


@mistake(
    "The step is computed as `epoch * len(loader) + number` with epochs from 1, so it starts "
    "one epoch too late.",
    loses=["numbers_every_batch"],
)
def numbered(loader, epochs):
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(loader, 1):
            yield epoch, number, epoch * len(loader) + number, batch


slip(
    "The batches are collected once and repeated, so the loader cannot shuffle: loop over it "
    "in each epoch.",
    loses=["numbers_every_batch", "reads_batch_by_batch"],
    edits=[
        ("step = 0", "batches, step = list(loader), 0"),
        ("enumerate(loader, start=1)", "enumerate(batches, 1)"),
    ],
)


@mistake(
    "All batches are collected in a list before the first is given out: use `yield`, so that "
    "each is read when it is due.",
    loses=["reads_batch_by_batch"],
)
def numbered(loader, epochs):
    found = []
    for epoch in range(1, epochs + 1):
        for number, batch in enumerate(loader, 1):
            found.append((epoch, number, len(found) + 1, batch))
    return found


@mistake(
    "`drop_last` keeps a small batch if it is the only one: fewer examples than one batch make no "
    "batch at all.",
    loses=["plans_every_batch"],
)
def plan(n, batch_size, drop_last):
    if batch_size < 1 or n < 0:
        raise ValueError("impossible sizes")
    full, rest = divmod(n, batch_size)
    sizes = [batch_size] * full
    if rest and not (drop_last and sizes):
        sizes.append(rest)
    return sizes


slip(
    "The smaller batch comes first; it holds the examples that are left, so it is the last one.",
    loses=["plans_every_batch", "plans_what_the_loaders_do"],
    edits=[
        ('f"{n} examples cannot make batches of {batch_size}"', '"impossible sizes"'),
        (
            "[batch_size] * full + ([rest] if rest and not drop_last else [])",
            "([rest] if rest and not drop_last else []) + [batch_size] * full",
        ),
    ],
)


@mistake(
    "The two loaders come in a list; the contract asks for a tuple.",
    loses=["loads_for_training", "loads_for_testing"],
)
def loaders(train_set, test_set, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    training = DataLoader(train_set, batch_size, shuffle=True, drop_last=True, generator=generator)
    return [training, DataLoader(test_set, batch_size)]


@mistake(
    "Only the sampler has the generator, so each loop over the loader draws a global number: give "
    "the loader `generator=`.",
    loses=["loads_for_training"],
)
def loaders(train_set, test_set, batch_size, seed):
    sampler = RandomSampler(train_set, generator=torch.Generator().manual_seed(seed))
    training = DataLoader(train_set, batch_size, sampler=sampler, drop_last=True)
    return training, DataLoader(test_set, batch_size)


@mistake(
    "The order is drawn once, from torch's global numbers: let the loader shuffle, by a generator "
    "that starts from the seed.",
    loses=["loads_for_training", "seeds_nothing_global"],
)
def loaders(train_set, test_set, batch_size, seed):
    order = torch.randperm(len(train_set)).tolist()
    training = DataLoader(Subset(train_set, order), batch_size, drop_last=True)
    return training, DataLoader(test_set, batch_size)


slip(
    "Only the first part of the batch is given out: hand on what the loader gives, whatever it is.",
    loses=["numbers_every_batch"],
    edits=[
        ("enumerate(loader, start=1)", "enumerate(loader, 1)"),
        ("epoch, number, step, batch", "epoch, number, step, batch[0]"),
    ],
)
