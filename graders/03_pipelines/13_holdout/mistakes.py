"""What goes wrong when examples are held back."""

import random

import numpy as np
import torch
from torch.utils.data import Dataset, Subset, random_split

from torchdojo.grading import mistake, slip


@mistake(
    "`random_split` draws from the global source, so every run gets another split: pass a `generator`.",
    loses=["uses_random_split", "leaves_global_numbers_alone"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = round(share * len(dataset))
    return tuple(random_split(dataset, [len(dataset) - held, held]))


slip(
    "`torch.manual_seed` seeds the global source, and with it all that is drawn later: make a `torch.Generator`.",
    loses=["leaves_global_numbers_alone"],
    edits=[
        (
            "generator = torch.Generator().manual_seed(seed)\n"
            "train, val = random_split(dataset, [len(dataset) - held, held], generator=generator)\n"
            "return train, val",
            "torch.manual_seed(seed)\n"
            "return tuple(random_split(dataset, [len(dataset) - held, held]))",
        )
    ],
)

slip(
    "The two parts have changed places: `train` comes first, and `share` is what is held back.",
    loses=["uses_random_split"],
    edits=[
        (
            "train, val = random_split(dataset, [len(dataset) - held, held], generator=generator)\n"
            "return train, val",
            "return tuple(random_split(dataset, [held, len(dataset) - held], generator=generator))",
        )
    ],
)

slip(
    "The size is rounded down, as `int` and fractions given to `random_split` do; the contract rounds.",
    loses=["uses_random_split"],
    edits=[
        ("held = round(share * len(dataset))", ""),
        (
            "train, val = random_split(dataset, [len(dataset) - held, held], generator=generator)\n"
            "return train, val",
            "return tuple(random_split(dataset, [1 - share, share], generator=generator))",
        ),
    ],
)


@mistake(
    "The last examples are held back, whatever the seed; data are often sorted, so draw at random.",
    loses=["uses_random_split"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = len(dataset) - round(share * len(dataset))
    return Subset(dataset, range(held)), Subset(dataset, range(held, len(dataset)))


slip(
    "`val` gets the first places of the draw: call `random_split` with `[n - held, held]`, which gives them to `train`.",
    loses=["uses_random_split"],
    edits=[
        (
            "train, val = random_split(dataset, [len(dataset) - held, held], generator=generator)",
            "order = torch.randperm(len(dataset), generator=generator).tolist()",
        ),
        (
            "return train, val",
            "return Subset(dataset, order[held:]), Subset(dataset, order[:held])",
        ),
    ],
)


@mistake(
    "The classes are not looked at: a draw from all examples gives each class another share, and may miss a rare one.",
    loses=["holds_back_of_each_class", "leaves_no_class_out", "makes_subsets"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1 or (labels.unique(return_counts=True)[1] < 2).any():
        raise ValueError("this cannot be split")
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    held = sum(
        min(max(round(share * count), 1), count - 1)
        for count in labels.unique(return_counts=True)[1].tolist()
    )
    return order[held:].sort().values, order[:held].sort().values


slip(
    "What is held back is in the training part as well: take it out of `train`.",
    loses=[
        "has_each_example_once",
        "holds_back_of_each_class",
        "leaves_no_class_out",
        "makes_subsets",
        "refuses_what_cannot_be_split",
        "leaves_global_numbers_alone",
    ],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("(~held).nonzero().flatten()", "torch.arange(len(labels))"),
    ],
)

slip(
    "Places are drawn with replacement, so some come twice and too few examples are held back: use `randperm`.",
    loses=["holds_back_of_each_class", "makes_subsets", "leaves_no_class_out"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        (
            "torch.randperm(len(places), generator=generator)[:count]",
            "torch.randint(len(places), (count,), generator=generator)",
        ),
    ],
)

slip(
    "A rare class is missing where its share rounds to 0: hold back at least one example.",
    loses=["leaves_no_class_out"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("max(round(share * len(places)), 1)", "round(share * len(places))"),
    ],
)

slip(
    "A rare class is held back as a whole, and nothing is left to learn from: keep at least one example.",
    loses=["leaves_no_class_out"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        (
            "min(max(round(share * len(places)), 1), len(places) - 1)",
            "max(round(share * len(places)), 1)",
        ),
    ],
)

slip(
    "Of each class the same number is held back; it must be the same share.",
    loses=["holds_back_of_each_class", "leaves_no_class_out", "makes_subsets"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("share * len(places)", "share * len(labels) / len(labels.unique())"),
    ],
)

slip(
    "The share of a class is rounded down by `int`; the contract rounds.",
    loses=["holds_back_of_each_class", "makes_subsets"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("round(share * len(places))", "int(share * len(places))"),
    ],
)

slip(
    "The first examples of each class are held back, whatever the seed: draw them at random.",
    loses=["repeats_itself"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        ("generator = torch.Generator().manual_seed(seed)", ""),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("torch.randperm(len(places), generator=generator)[:count]", ":count"),
    ],
)

slip(
    "The seed is ignored: every seed gives the same split.",
    loses=["repeats_itself"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        ("torch.Generator().manual_seed(seed)", "torch.Generator().manual_seed(0)"),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
    ],
)

slip(
    "The global source decides, so the same seed gives another split each time: make a `torch.Generator` of your own.",
    loses=["repeats_itself", "leaves_global_numbers_alone"],
    edits=[
        (
            "if not 0 < share < 1:\n"
            '    raise ValueError(f"the share is {share}, expected more than 0 and less than 1")\n'
            "generator = torch.Generator().manual_seed(seed)",
            'if not 0 < share < 1:\n    raise ValueError("a bad share")',
        ),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("torch.randperm(len(places), generator=generator)", "torch.randperm(len(places))"),
    ],
)


@mistake(
    "Seeding the global source changes every number that is drawn later: make a `torch.Generator` of your own.",
    loses=["leaves_global_numbers_alone"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    torch.manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places))[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "Python's global source is seeded, and with it all that is drawn later: `random.Random(seed)` is one of your own.",
    loses=["leaves_global_numbers_alone"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    random.seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[random.sample(places.tolist(), count)] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "The places are not sorted: the contract asks for ascending ones.",
    loses=["has_each_example_once"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held, rest = [], []
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        places = places[torch.randperm(len(places), generator=generator)]
        held.append(places[:count])
        rest.append(places[count:])
    return torch.cat(rest), torch.cat(held)


slip(
    "Masks of True and False are returned; the contract asks for places, int64.",
    loses=[
        "has_each_example_once",
        "makes_subsets",
        "repeats_itself",
        "refuses_what_cannot_be_split",
        "leaves_global_numbers_alone",
    ],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("(~held).nonzero().flatten(), held.nonzero().flatten()", "~held, held"),
    ],
)

slip(
    "The two parts have changed places: `share` of the examples are in `val`, which comes second.",
    loses=["holds_back_of_each_class", "leaves_no_class_out", "makes_subsets"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        (
            "(~held).nonzero().flatten(), held.nonzero().flatten()",
            "held.nonzero().flatten(), (~held).nonzero().flatten()",
        ),
    ],
)

slip(
    "Any share is taken: raise ValueError unless it is greater than 0 and less than 1.",
    loses=["refuses_what_cannot_be_split"],
    edits=[
        (
            "if not 0 < share < 1:\n"
            '    raise ValueError(f"the share is {share}, expected more than 0 and less than 1")',
            "",
        ),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
    ],
)

slip(
    "A class with a single example passes, and is missing on one side: raise ValueError.",
    loses=["refuses_what_cannot_be_split"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            "if len(places) == 1:\n"
            '    raise ValueError(f"class {label} has a single example, which cannot be on both sides")',
            "",
        ),
    ],
)

slip(
    "Nobody notices that there are more labels than examples, or fewer: compare their numbers.",
    loses=["refuses_what_cannot_be_split"],
    edits=[
        (
            "if len(labels) != len(dataset):\n"
            '    raise ValueError(f"there are {len(dataset)} examples, but {len(labels)} labels")',
            "",
        )
    ],
)

slip(
    "All examples are read at once and kept in lists; a `Subset` keeps the places and reads when it is asked.",
    loses=["makes_subsets", "leaves_global_numbers_alone"],
    edits=[
        (
            'f"there are {len(dataset)} examples, but {len(labels)} labels"',
            '"not as many labels as examples"',
        ),
        (
            "Subset(dataset, train.tolist()), Subset(dataset, val.tolist())",
            "[dataset[i] for i in train], [dataset[i] for i in val]",
        ),
    ],
)

slip(
    "The subsets are not stratified: the labels decide which examples go where.",
    loses=["makes_subsets", "refuses_what_cannot_be_split"],
    edits=[
        (
            'f"there are {len(dataset)} examples, but {len(labels)} labels"',
            '"not as many labels as examples"',
        ),
        (
            "train, val = stratified_split(labels, share, seed)\n"
            "return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())",
            "return random_split_by_seed(dataset, share, seed)",
        ),
    ],
)

slip(
    "The subsets have changed places: `train` comes first.",
    loses=["makes_subsets"],
    edits=[
        (
            'f"there are {len(dataset)} examples, but {len(labels)} labels"',
            '"not as many labels as examples"',
        ),
        (
            "Subset(dataset, train.tolist()), Subset(dataset, val.tolist())",
            "Subset(dataset, val.tolist()), Subset(dataset, train.tolist())",
        ),
    ],
)


@mistake(
    "The size of `train` is rounded, so a tie goes to the other part: round `share * n`, and give `train` the rest.",
    loses=["uses_random_split"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    kept = round((1 - share) * len(dataset))
    generator = torch.Generator().manual_seed(seed)
    return tuple(random_split(dataset, [kept, len(dataset) - kept], generator=generator))


@mistake(
    "`random_split_by_seed` rounds a half up, but `round(2.5)` is 2 in Python: use `round`.",
    loses=["uses_random_split"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = int(share * len(dataset) + 0.5)
    generator = torch.Generator().manual_seed(seed)
    return tuple(random_split(dataset, [len(dataset) - held, held], generator=generator))


slip(
    "What is kept of a class is rounded, so a tie goes to the other part: round `share * c` instead.",
    loses=["holds_back_of_each_class"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("round(share * len(places))", "len(places) - round((1 - share) * len(places))"),
    ],
)

slip(
    "`stratified_split` rounds a half up, but `round(2.5)` is 2 in Python: use `round`.",
    loses=["holds_back_of_each_class"],
    edits=[
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a bad share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a single example"',
        ),
        ("round(share * len(places))", "int(share * len(places) + 0.5)"),
    ],
)


@mistake(
    "Classes are counted from 0 up, so negative labels are in neither part: go through `labels.unique()`.",
    loses=["has_each_example_once", "holds_back_of_each_class", "refuses_what_cannot_be_split"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    train, val = [], []
    for label in range(max(labels.tolist(), default=-1) + 1):
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        order = places[torch.randperm(len(places), generator=generator)].tolist()
        val += order[: max(count, 0)]
        train += order[max(count, 0) :]
    return tuple(torch.tensor(sorted(part), dtype=torch.int64) for part in (train, val))


slip(
    "Every example is read to compare the numbers, but none is to be read yet: `len(dataset)` tells.",
    loses=["makes_subsets"],
    edits=[
        ("len(labels) != len(dataset)", "len(list(dataset)) != len(labels)"),
        (
            'f"there are {len(dataset)} examples, but {len(labels)} labels"',
            '"not as many labels as examples"',
        ),
    ],
)

slip(
    "Only too many labels are refused: with too few, the last examples are in neither part.",
    loses=["refuses_what_cannot_be_split"],
    edits=[
        ("len(labels) != len(dataset)", "len(labels) > len(dataset)"),
        (
            'f"there are {len(dataset)} examples, but {len(labels)} labels"',
            '"not as many labels as examples"',
        ),
    ],
)

slip(
    "Only too few labels are refused: with too many, places are in the parts that have no example.",
    loses=["refuses_what_cannot_be_split"],
    edits=[
        ("len(labels) != len(dataset)", "len(labels) < len(dataset)"),
        (
            'f"there are {len(dataset)} examples, but {len(labels)} labels"',
            '"not as many labels as examples"',
        ),
    ],
)


@mistake(
    "NumPy's global source is seeded, and with it all that is drawn later: `np.random.default_rng(seed)` is "
    "one of your own.",
    loses=["leaves_global_numbers_alone"],
)
def stratified_split(labels, share, seed):
    if not 0 < share < 1:
        raise ValueError("a wrong share")
    np.random.seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a class with a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.from_numpy(np.random.permutation(len(places)))[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


slip(
    "Shares of 0 and 1 are taken: raise ValueError unless the share is greater than 0 and less than 1.",
    loses=["refuses_what_cannot_be_split"],
    edits=[
        ("0 < share < 1", "0 <= share <= 1"),
        ('f"the share is {share}, expected more than 0 and less than 1"', '"a wrong share"'),
        (
            'f"class {label} has a single example, which cannot be on both sides"',
            '"a class with a single example"',
        ),
    ],
)
