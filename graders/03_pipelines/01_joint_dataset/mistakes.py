"""What goes wrong with datasets of pairs and their loaders."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset, RandomSampler, Subset

from torchdojo.grading import mistake, slip

slip(
    "x and y of different lengths go unnoticed: compare the lengths in `__init__`, where it can be mended.",
    loses=["refuses_unequal_lengths"],
    edits=[
        (
            "if len(x) != len(y):\n"
            '    raise ValueError(f"x has {len(x)} examples, but y has {len(y)}")',
            "",
        )
    ],
    id="JointDataset-7743f242",
)

slip(
    "`assert` raises AssertionError, and `python -O` leaves it out; the contract asks for ValueError.",
    loses=["refuses_unequal_lengths"],
    edits=[
        (
            "if len(x) != len(y):\n"
            '    raise ValueError(f"x has {len(x)} examples, but y has {len(y)}")',
            "assert len(x) == len(y)",
        )
    ],
    id="JointDataset-f8967f40",
)

slip(
    "`[x, y]` is a list; a pair is a tuple, `(x, y)`.",
    loses=[
        "gives_pairs",
        "iteration_ends",
        "keeps_no_copy",
        "keeps_parts_of_tensors",
        "refuses_unequal_lengths",
    ],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        ("self.x[index], self.y[index]", "[self.x[index], self.y[index]]"),
    ],
    id="JointDataset-05056740",
)

slip(
    "The pair is the wrong way round: first comes x, then y.",
    loses=[
        "gives_pairs",
        "iteration_ends",
        "keeps_no_copy",
        "keeps_parts_of_tensors",
        "refuses_unequal_lengths",
    ],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        ("self.x[index], self.y[index]", "self.y[index], self.x[index]"),
    ],
    id="JointDataset-cc08f649",
)

slip(
    "The index wraps round at the end, so a `for` loop over the dataset starts again for ever: "
    "only IndexError ends it.",
    loses=["iteration_ends", "refuses_what_lies_past_the_end"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "return self.x[index], self.y[index]",
            "index = index % len(self)\nreturn self.x[index], self.y[index]",
        ),
    ],
    id="JointDataset-b1c36f8b",
)

slip(
    "Past the end `__getitem__` returns None, so a `for` loop goes on for ever: only IndexError ends it.",
    loses=["iteration_ends", "refuses_what_lies_past_the_end"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "return self.x[index], self.y[index]",
            "if index < len(self):\n    return self.x[index], self.y[index]\nreturn None",
        ),
    ],
    id="JointDataset-28b2ad3c",
)

slip(
    "Past the end `__getitem__` raises StopIteration, which belongs to iterators; an index that is "
    "too large is an IndexError.",
    loses=["refuses_what_lies_past_the_end"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "return self.x[index], self.y[index]",
            "if index >= len(self):\n    raise StopIteration\nreturn self.x[index], self.y[index]",
        ),
    ],
    id="JointDataset-e312d508",
)

slip(
    "`len(dataset)` counts the features of an example; it must count the examples, the first dimension.",
    loses=["gives_pairs", "refuses_unequal_lengths"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        ("len(self.x)", "len(self.x[0])"),
    ],
    id="JointDataset-2405eff9",
)

slip(
    "The data are copied with `clone()`: the dataset should keep the tensors that it was given.",
    loses=["keeps_no_copy", "keeps_parts_of_tensors", "gives_pairs"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        ("self.x, self.y = x, y", "self.x, self.y = x.clone(), y.clone()"),
    ],
    id="JointDataset-bd4cbd81",
)

slip(
    "x and y are made tensors, which reads every example and fails on texts: keep them as they are.",
    loses=["gives_pairs", "keeps_no_copy"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        ("self.x, self.y = x, y", "self.x, self.y = torch.as_tensor(x), torch.as_tensor(y)"),
    ],
    id="JointDataset-21a02c70",
)

slip(
    "`contiguous()` copies a tensor that does not lie in one piece: keep x and y themselves.",
    loses=["keeps_parts_of_tensors"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        (
            "self.x, self.y = x, y",
            "together = [p.contiguous() if isinstance(p, torch.Tensor) else p for p in (x, y)]\n"
            "self.x, self.y = together",
        ),
    ],
    id="JointDataset-be97a1cd",
)

slip(
    "`list(zip(x, y))` in `__init__` reads every example before one is asked for: "
    "keep x and y, and index them in `__getitem__`.",
    loses=["keeps_no_copy"],
    edits=[
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
        ("self.x, self.y = x, y", "self.pairs = list(zip(x, y))"),
        ("len(self.x)", "len(self.pairs)"),
        ("self.x[index], self.y[index]", "self.pairs[index]"),
    ],
    id="JointDataset-0e8cf6df",
)

slip(
    "The class does not say that it is a `Dataset`: write `class JointDataset(Dataset)`.",
    loses=["gives_pairs", "refuses_unequal_lengths"],
    edits=[
        ("class JointDataset(Dataset):", "class JointDataset:"),
        ('f"x has {len(x)} examples, but y has {len(y)}"', '"x and y do not fit together"'),
    ],
    id="JointDataset-36b93a18",
)

slip(
    "`as_tensor_dataset` returns your own class; it should return PyTorch's `TensorDataset`.",
    loses=["wraps_tensors"],
    edits=[("TensorDataset(x, y)", "JointDataset(x, y)")],
)

slip(
    "x and y are joined into one tensor, so labels turn into floats and examples are no pairs: "
    "`TensorDataset` takes both, one after the other.",
    loses=["wraps_tensors"],
    edits=[("TensorDataset(x, y)", "TensorDataset(torch.cat([x, y.unsqueeze(1)], dim=1))")],
)

slip(
    "`torch.tensor(x)` copies: hand `TensorDataset` the tensors as they are.",
    loses=["wraps_tensors"],
    edits=[("TensorDataset(x, y)", "TensorDataset(torch.tensor(x), torch.tensor(y))")],
)

slip(
    "`contiguous()` copies a tensor that does not lie in one piece, such as `t.T`: hand "
    "`TensorDataset` the tensors as they are.",
    loses=["wraps_tensors"],
    edits=[("TensorDataset(x, y)", "TensorDataset(x.contiguous(), y.contiguous())")],
)

slip(
    "`drop_last` is inverted: True must leave the small last batch out, False must keep it.",
    loses=["batches_in_order"],
    edits=[
        (
            "DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)",
            "DataLoader(dataset, batch_size, drop_last=not drop_last)",
        )
    ],
)

slip(
    "`drop_last` is not handed on, so the loader always keeps the small last batch.",
    loses=["batches_in_order"],
    edits=[
        (
            "DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)",
            "DataLoader(dataset, batch_size)",
        )
    ],
)

slip(
    "The third argument of `DataLoader` is `shuffle`: pass the other by its name, "
    "`drop_last=drop_last`.",
    loses=["batches_in_order"],
    edits=[
        (
            "DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)",
            "DataLoader(dataset, batch_size, drop_last)",
        )
    ],
)

slip(
    "`batches` shuffles; it must keep the order of the dataset.",
    loses=["batches_in_order"],
    edits=[
        (
            "DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)",
            "DataLoader(dataset, batch_size, shuffle=True, drop_last=drop_last)",
        )
    ],
)


@mistake(
    "The seed is not used: without a `generator`, the loader shuffles by PyTorch's global random numbers.",
    loses=["shuffles_anew_from_its_seed", "reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    return DataLoader(dataset, batch_size, shuffle=True, num_workers=num_workers)


@mistake(
    "`torch.manual_seed` seeds the global random numbers of the whole program: give the loader a "
    "`torch.Generator` of its own.",
    loses=["shuffles_anew_from_its_seed", "reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    torch.manual_seed(seed)
    return DataLoader(dataset, batch_size, shuffle=True, num_workers=num_workers)


@mistake(
    "Only the sampler has the generator, so the loader draws a global number at the start of every "
    "loop: give it `generator=` as well.",
    loses=["shuffles_anew_from_its_seed", "reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    sampler = RandomSampler(dataset, generator=torch.Generator().manual_seed(seed))
    return DataLoader(dataset, batch_size, sampler=sampler, num_workers=num_workers)


@mistake(
    "The order is drawn once, before the first epoch, so every epoch repeats it: let the loader "
    "shuffle, with `shuffle=True`.",
    loses=["shuffles_anew_from_its_seed", "reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    return DataLoader(
        Subset(dataset, order), batch_size, generator=generator, num_workers=num_workers
    )


@mistake(
    "x and y are shuffled apart, each in an order of its own, so labels no longer belong to their examples.",
    loses=["shuffles_anew_from_its_seed", "reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.Generator().manual_seed(seed)
    x, y = zip(*[dataset[i] for i in range(len(dataset))])
    first, second = (torch.randperm(len(dataset), generator=generator) for _ in range(2))
    apart = JointDataset([x[i] for i in first], [y[i] for i in second])
    return DataLoader(apart, batch_size, shuffle=True, generator=generator, num_workers=num_workers)


@mistake(
    "The loader has a generator but no `shuffle=True`, so the examples come in order.",
    loses=["shuffles_anew_from_its_seed", "reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size, generator=generator, num_workers=num_workers)


@mistake(
    "`num_workers` is not handed on to the loader, so the training process reads every example itself.",
    loses=["reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.Generator().manual_seed(seed)
    return DataLoader(dataset, batch_size, shuffle=True, generator=generator)


@mistake(
    "The dataset is its own iterator and remembers its place, so a second loop over it finds nothing: "
    "leave `__iter__` out, `__getitem__` is enough.",
    loses=["iteration_ends"],
    judged=False,
)
class JointDataset(Dataset):
    def __init__(self, x: Sequence[Any], y: Sequence[Any]) -> None:
        if len(x) != len(y):
            raise ValueError("x and y do not fit together")
        self.x, self.y, self.place = x, y, 0

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        return self.x[index], self.y[index]

    def __iter__(self):
        return self

    def __next__(self) -> tuple[Any, Any]:
        if self.place == len(self):
            raise StopIteration
        self.place += 1
        return self[self.place - 1]


slip(
    "Each example of x is flattened to a vector: `as_tensor_dataset` keeps the shape `(N, ...)`.",
    loses=["wraps_tensors"],
    edits=[("TensorDataset(x, y)", "TensorDataset(x.flatten(1), y)")],
)

slip(
    "A small batch is kept if it is the only one: with `drop_last=True`, three examples make no batch "
    "of five.",
    loses=["batches_in_order"],
    edits=[
        (
            "DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)",
            "DataLoader(dataset, batch_size, drop_last=drop_last and len(dataset) > batch_size)",
        )
    ],
)

slip(
    "`batches` returns a list, which holds all batches at once: return the `DataLoader` itself.",
    loses=["batches_in_order"],
    edits=[
        (
            "DataLoader(dataset, batch_size=batch_size, drop_last=drop_last)",
            "list(DataLoader(dataset, batch_size, drop_last=drop_last))",
        )
    ],
)


@mistake(
    "`torch.manual_seed` seeds and returns PyTorch's global generator: make one of your own, "
    "`torch.Generator().manual_seed(seed)`.",
    loses=["shuffles_anew_from_its_seed"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.manual_seed(seed)
    return DataLoader(
        dataset, batch_size, shuffle=True, generator=generator, num_workers=num_workers
    )


@mistake(
    "The generator is never seeded, so every seed gives the same orders: call `manual_seed(seed)` on it.",
    loses=["shuffles_anew_from_its_seed", "reads_by_workers"],
)
def shuffled(dataset: Dataset, batch_size: int, seed: int, num_workers: int = 0) -> DataLoader:
    generator = torch.Generator()
    return DataLoader(
        dataset, batch_size, shuffle=True, generator=generator, num_workers=num_workers
    )
