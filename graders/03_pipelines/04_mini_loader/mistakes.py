"""What goes wrong with loaders and with what they put into a batch."""

from itertools import islice

import torch
from torch.utils.data import RandomSampler, default_collate

from torchdojo.grading import mistake, slip


@mistake(
    "Each batch is a list of examples: `zip(*examples)` turns the rows into columns, one for "
    "each part.",
    loses=[
        "collates_part_by_part",
        "gives_every_batch_in_every_epoch",
        "drops_a_small_last_batch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
    ],
)
def collate(examples):
    return [tuple(torch.as_tensor(value) for value in example) for example in examples]


@mistake(
    "The batch is a list; the contract asks for a tuple, as each example is one.",
    loses=[
        "collates_part_by_part",
        "gives_every_batch_in_every_epoch",
        "drops_a_small_last_batch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
    ],
)
def collate(examples):
    return [torch.stack([torch.as_tensor(v) for v in part]) for part in zip(*examples)]


@mistake(
    "`torch.cat` joins the examples along a dimension that they have: `torch.stack` makes a "
    "new one.",
    loses=[
        "collates_part_by_part",
        "gives_every_batch_in_every_epoch",
        "drops_a_small_last_batch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
    ],
)
def collate(examples):
    return tuple(
        torch.cat(
            [
                torch.as_tensor(value).reshape(-1, *torch.as_tensor(value).shape[1:])
                for value in part
            ]
        )
        for part in zip(*examples)
    )


@mistake(
    "`torch.tensor(value, dtype=torch.float32)` makes labels and float64 features float32: "
    "keep each dtype.",
    loses=[
        "collates_part_by_part",
        "gives_every_batch_in_every_epoch",
        "drops_a_small_last_batch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
    ],
)
def collate(examples):
    return tuple(
        torch.stack([torch.as_tensor(value).to(torch.float32) for value in part])
        for part in zip(*examples)
    )


@mistake(
    "Python floats become float64, as `default_collate` and NumPy have it: the contract asks for "
    "float32.",
    loses=["collates_part_by_part"],
)
def collate(examples):
    return tuple(default_collate(examples))


@mistake(
    "Floats that are whole numbers, such as 1.0, become int64: the type of a number decides, not "
    "its value.",
    loses=["collates_part_by_part"],
)
def collate(examples):
    batch = []
    for part in zip(*examples, strict=True):
        if isinstance(part[0], torch.Tensor):
            batch.append(torch.stack(part))
        elif all(value == int(value) for value in part):
            batch.append(torch.tensor([int(value) for value in part]))
        else:
            batch.append(torch.tensor(part))
    return tuple(batch)


@mistake(
    "The iterator is made once, in `__init__`, so it is used up after the first epoch: make "
    "it in `__iter__`.",
    loses=[
        "gives_every_batch_in_every_epoch",
        "drops_a_small_last_batch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
    ],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator
        self.batches = self.epoch()

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def epoch(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            order = torch.randperm(len(order), generator=self.generator).tolist()
        for k in range(len(self)):
            chosen = order[k * self.batch_size : (k + 1) * self.batch_size]
            yield collate([self.dataset[i] for i in chosen])

    def __iter__(self):
        return self.batches


@mistake(
    "The loader is its own iterator and never goes back to the start: the second epoch is empty.",
    loses=[
        "gives_every_batch_in_every_epoch",
        "drops_a_small_last_batch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
    ],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator
        self.k = 0
        order = list(range(len(dataset)))
        if shuffle:
            order = torch.randperm(len(order), generator=generator).tolist()
        self.order = order

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def __iter__(self):
        return self

    def __next__(self):
        if self.k == len(self):
            raise StopIteration
        start = self.k * self.batch_size
        self.k += 1
        return collate([self.dataset[i] for i in self.order[start : start + self.batch_size]])


@mistake(
    "The position is kept in the loader, so two loops side by side take batches from each "
    "other: keep it in the iterator.",
    loses=["keeps_loops_apart"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            order = torch.randperm(len(order), generator=self.generator).tolist()
        self.order, self.k = order, 0
        return self

    def __next__(self):
        if self.k == len(self):
            raise StopIteration
        start = self.k * self.batch_size
        self.k += 1
        return collate([self.dataset[i] for i in self.order[start : start + self.batch_size]])


slip(
    "The small last batch is lost, although `drop_last` is false.",
    loses=[
        "gives_every_batch_in_every_epoch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
        "reads_a_batch_when_it_is_due",
    ],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        ("len(self)", "len(order) // self.batch_size"),
    ],
)

slip(
    "`len(loader)` rounds down, and the small last batch is lost with it: count one more if "
    "there is a rest.",
    loses=[
        "gives_every_batch_in_every_epoch",
        "counts_its_batches",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
        "reads_a_batch_when_it_is_due",
    ],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "full, rest = divmod(len(self.dataset), self.batch_size)\n"
            "return full if self.drop_last or not rest else full + 1",
            "return len(self.dataset) // self.batch_size",
        ),
    ],
)

slip(
    "`len(loader)` is one too many if the examples come out even.",
    loses=["gives_every_batch_in_every_epoch", "counts_its_batches", "refuses_empty_batches"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "full, rest = divmod(len(self.dataset), self.batch_size)\n"
            "return full if self.drop_last or not rest else full + 1",
            "return len(self.dataset) // self.batch_size + (not self.drop_last)",
        ),
    ],
)


@mistake(
    "`len(loader)` counts the examples; it must count the batches.",
    loses=["counts_its_batches", "refuses_empty_batches"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        return len(self.dataset)

    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            order = torch.randperm(len(order), generator=self.generator).tolist()
        for start in range(0, len(order), self.batch_size):
            chosen = order[start : start + self.batch_size]
            if len(chosen) == self.batch_size or not self.drop_last:
                yield collate([self.dataset[i] for i in chosen])


slip(
    "`drop_last` is inverted: True must leave the small last batch out, False must keep it.",
    loses=[
        "gives_every_batch_in_every_epoch",
        "drops_a_small_last_batch",
        "counts_its_batches",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
        "reads_a_batch_when_it_is_due",
    ],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        ("self.drop_last or not rest", "not self.drop_last or not rest"),
    ],
)

slip(
    "`drop_last` drops the last batch even if it is full: leave it out only if it is smaller.",
    loses=["drops_a_small_last_batch", "counts_its_batches"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "full, rest = divmod(len(self.dataset), self.batch_size)",
            "count = -(-len(self.dataset) // self.batch_size)",
        ),
        (
            "full if self.drop_last or not rest else full + 1",
            "max(count - 1, 0) if self.drop_last else count",
        ),
    ],
)


@mistake(
    "A dataset without examples gives a batch of none: there must be no batch.",
    loses=["gives_every_batch_in_every_epoch"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def __iter__(self):
        n = len(self.dataset)
        order = torch.randperm(n, generator=self.generator) if self.shuffle else torch.arange(n)
        for piece in order.split(self.batch_size):
            if len(piece) == self.batch_size or not self.drop_last:
                yield collate([self.dataset[i] for i in piece.tolist()])


@mistake(
    "`for example in dataset` goes on until IndexError: ask for the indices from 0 to "
    "`len(dataset) - 1` instead.",
    loses=["gives_every_batch_in_every_epoch"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def __iter__(self):
        examples = iter(self.dataset)
        if self.shuffle:
            order = torch.randperm(len(self.dataset), generator=self.generator).tolist()
            examples = (self.dataset[i] for i in order)
        while batch := list(islice(examples, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield collate(batch)


slip(
    "The dataset is indexed with tensors: an index is an `int`, which `tolist()` gives.",
    loses=[
        "gives_every_batch_in_every_epoch",
        "shuffles_anew_in_every_epoch",
        "reads_a_batch_when_it_is_due",
    ],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        ("order = list(range(len(self.dataset)))", "n = len(self.dataset)"),
        (
            "if self.shuffle:\n"
            "    order = torch.randperm(len(order), generator=self.generator).tolist()",
            "order = torch.randperm(n, generator=self.generator) if self.shuffle else torch.arange(n)",
        ),
    ],
)

slip(
    "`drop_last` is ignored, so a small last batch is always given out.",
    loses=["drops_a_small_last_batch", "counts_its_batches"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        ("self.drop_last or not rest", "not rest"),
    ],
)

slip(
    "The last batch is filled up with examples from the beginning: it should just be smaller.",
    loses=[
        "gives_every_batch_in_every_epoch",
        "shuffles_anew_in_every_epoch",
        "keeps_loops_apart",
        "reads_a_batch_when_it_is_due",
    ],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "order[k * self.batch_size : (k + 1) * self.batch_size]",
            "(order + order)[k * self.batch_size : (k + 1) * self.batch_size]",
        ),
    ],
)

slip(
    "`shuffle` is ignored: the examples always come in order.",
    loses=["shuffles_anew_in_every_epoch"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "if self.shuffle:\n"
            "    order = torch.randperm(len(order), generator=self.generator).tolist()",
            "",
        ),
    ],
)


@mistake(
    "The order is drawn once, in `__init__`, so every epoch repeats it: draw it in `__iter__`.",
    loses=["shuffles_anew_in_every_epoch"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator
        self.order = list(range(len(dataset)))
        if shuffle:
            self.order = torch.randperm(len(dataset), generator=generator).tolist()

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def __iter__(self):
        order = self.order
        for k in range(len(self)):
            chosen = order[k * self.batch_size : (k + 1) * self.batch_size]
            yield collate([self.dataset[i] for i in chosen])


slip(
    "Each epoch shuffles the order of the epoch before: take the new `torch.randperm` as it is.",
    loses=["shuffles_anew_in_every_epoch"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator",
            "self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator\n"
            "self.order = torch.arange(len(dataset))",
        ),
        (
            "order = list(range(len(self.dataset)))",
            "if self.shuffle:\n"
            "    self.order = self.order[torch.randperm(len(self.order), generator=self.generator)]",
        ),
        (
            "if self.shuffle:\n"
            "    order = torch.randperm(len(order), generator=self.generator).tolist()",
            "order = self.order.tolist()",
        ),
    ],
)

slip(
    "The `generator` is not used, so the order comes from torch's global random numbers.",
    loses=["shuffles_anew_in_every_epoch"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        ("torch.randperm(len(order), generator=self.generator)", "torch.randperm(len(order))"),
    ],
)

slip(
    "The dataset itself is shuffled, in place: shuffle numbers, and leave the caller's data alone.",
    loses=["shuffles_anew_in_every_epoch"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "order = torch.randperm(len(order), generator=self.generator).tolist()",
            "moved = torch.randperm(len(order), generator=self.generator).tolist()\n"
            "self.dataset[:] = [self.dataset[i] for i in moved]",
        ),
    ],
)

slip(
    "The batches are shuffled, not the examples: the same examples stay together in every epoch.",
    loses=["shuffles_anew_in_every_epoch"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        ("if self.shuffle:", "numbers = list(range(len(self)))\nif self.shuffle:"),
        (
            "order = torch.randperm(len(order), generator=self.generator).tolist()",
            "numbers = torch.randperm(len(numbers), generator=self.generator).tolist()",
        ),
        ("range(len(self))", "numbers"),
    ],
)

slip(
    "All examples are read before the first batch: read only those of the batch that is due.",
    loses=["reads_a_batch_when_it_is_due"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "for k in range(len(self)):",
            "examples = [self.dataset[i] for i in order]\nfor k in range(len(self)):",
        ),
        ("chosen = order[k * self.batch_size : (k + 1) * self.batch_size]", ""),
        (
            "[self.dataset[i] for i in chosen]",
            "examples[k * self.batch_size : (k + 1) * self.batch_size]",
        ),
    ],
)


@mistake(
    "The next batch is read before this one is given out: read its examples when it is asked for.",
    loses=["reads_a_batch_when_it_is_due"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            order = torch.randperm(len(order), generator=self.generator).tolist()
        waiting = None
        for k in range(len(self)):
            chosen = order[k * self.batch_size : (k + 1) * self.batch_size]
            batch = collate([self.dataset[i] for i in chosen])
            if waiting is not None:
                yield waiting
            waiting = batch
        if waiting is not None:
            yield waiting


slip(
    "The whole dataset is read in `__init__`: keep it, and index it when a batch is due.",
    loses=["reads_a_batch_when_it_is_due"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        ("dataset, batch_size", "[dataset[i] for i in range(len(dataset))], batch_size"),
    ],
)

slip(
    "A `batch_size` of 0 goes unnoticed until the first loop: raise ValueError in `__init__`.",
    loses=["refuses_empty_batches"],
    edits=[
        (
            "if batch_size < 1:\n"
            '    raise ValueError(f"a batch of {batch_size} examples is none: give 1 or more")',
            "",
        )
    ],
)

slip(
    "A negative `batch_size` goes unnoticed: everything below 1 must raise ValueError.",
    loses=["refuses_empty_batches"],
    edits=[
        ("batch_size < 1", "batch_size == 0"),
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
    ],
)

slip(
    "Without a generator a new one is made, with the seed that all new ones have: leave it None, and "
    "torch uses its global one.",
    loses=["shuffles_anew_in_every_epoch"],
    edits=[
        (
            'f"a batch of {batch_size} examples is none: give 1 or more"',
            '"batch_size must be 1 or more"',
        ),
        (
            "self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator",
            "self.shuffle, self.drop_last = shuffle, drop_last\n"
            "self.generator = generator or torch.Generator()",
        ),
        (
            "chosen = order[k * self.batch_size : (k + 1) * self.batch_size]",
            "places = order[k * self.batch_size : (k + 1) * self.batch_size]",
        ),
        ("[self.dataset[i] for i in chosen]", "[self.dataset[i] for i in places]"),
    ],
)


@mistake(
    "`RandomSampler` draws twice in each epoch, and without a generator it seeds one of its own: call "
    "`torch.randperm` yourself, once.",
    loses=["shuffles_anew_in_every_epoch"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        full, rest = divmod(len(self.dataset), self.batch_size)
        return full if self.drop_last or not rest else full + 1

    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            order = list(RandomSampler(self.dataset, generator=self.generator))
        for k in range(len(self)):
            places = order[k * self.batch_size : (k + 1) * self.batch_size]
            yield collate([self.dataset[i] for i in places])


@mistake(
    "`len(loader)` counts the small last batch even if `drop_last` leaves it out.",
    loses=["counts_its_batches"],
)
class MiniLoader:
    def __init__(self, dataset, batch_size, shuffle=False, drop_last=False, generator=None):
        if batch_size < 1:
            raise ValueError("batch_size must be 1 or more")
        self.dataset, self.batch_size = dataset, batch_size
        self.shuffle, self.drop_last, self.generator = shuffle, drop_last, generator

    def __len__(self):
        return -(-len(self.dataset) // self.batch_size)

    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            order = torch.randperm(len(order), generator=self.generator).tolist()
        for start in range(0, len(order), self.batch_size):
            places = order[start : start + self.batch_size]
            if len(places) == self.batch_size or not self.drop_last:
                yield collate([self.dataset[i] for i in places])
