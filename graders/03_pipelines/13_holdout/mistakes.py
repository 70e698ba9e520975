"""What goes wrong when examples are held back."""

import random

import numpy as np
import torch
from torch.utils.data import Dataset, Subset, random_split

from torchdojo.grading import mistake


@mistake(
    "`random_split` draws from the global source, so every run gets another split: pass a `generator`.",
    loses=["uses_random_split", "leaves_global_numbers_alone"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = round(share * len(dataset))
    return tuple(random_split(dataset, [len(dataset) - held, held]))


@mistake(
    "`torch.manual_seed` seeds the global source, and with it all that is drawn later: make a `torch.Generator`.",
    loses=["leaves_global_numbers_alone"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = round(share * len(dataset))
    torch.manual_seed(seed)
    return tuple(random_split(dataset, [len(dataset) - held, held]))


@mistake(
    "The two parts have changed places: `train` comes first, and `share` is what is held back.",
    loses=["uses_random_split"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = round(share * len(dataset))
    generator = torch.Generator().manual_seed(seed)
    return tuple(random_split(dataset, [held, len(dataset) - held], generator=generator))


@mistake(
    "The size is rounded down, as `int` and fractions given to `random_split` do; the contract rounds.",
    loses=["uses_random_split"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    generator = torch.Generator().manual_seed(seed)
    return tuple(random_split(dataset, [1 - share, share], generator=generator))


@mistake(
    "The last examples are held back, whatever the seed; data are often sorted, so draw at random.",
    loses=["uses_random_split"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = len(dataset) - round(share * len(dataset))
    return Subset(dataset, range(held)), Subset(dataset, range(held, len(dataset)))


@mistake(
    "`val` gets the first places of the draw: call `random_split` with `[n - held, held]`, which gives them to `train`.",
    loses=["uses_random_split"],
)
def random_split_by_seed(dataset: Dataset, share: float, seed: int) -> tuple[Subset, Subset]:
    held = round(share * len(dataset))
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(dataset), generator=generator).tolist()
    return Subset(dataset, order[held:]), Subset(dataset, order[:held])


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


@mistake(
    "What is held back is in the training part as well: take it out of `train`.",
    loses=[
        "has_each_example_once",
        "holds_back_of_each_class",
        "leaves_no_class_out",
        "makes_subsets",
        "refuses_what_cannot_be_split",
        "leaves_global_numbers_alone",
    ],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return torch.arange(len(labels)), held.nonzero().flatten()


@mistake(
    "Places are drawn with replacement, so some come twice and too few examples are held back: use `randperm`.",
    loses=["holds_back_of_each_class", "makes_subsets", "leaves_no_class_out"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randint(len(places), (count,), generator=generator)]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "A rare class is missing where its share rounds to 0: hold back at least one example.",
    loses=["leaves_no_class_out"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(round(share * len(places)), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "A rare class is held back as a whole, and nothing is left to learn from: keep at least one example.",
    loses=["leaves_no_class_out"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = max(round(share * len(places)), 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "Of each class the same number is held back; it must be the same share.",
    loses=["holds_back_of_each_class", "leaves_no_class_out", "makes_subsets"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(labels) / len(labels.unique())), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "The share of a class is rounded down by `int`; the contract rounds.",
    loses=["holds_back_of_each_class", "makes_subsets"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(int(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "The first examples of each class are held back, whatever the seed: draw them at random.",
    loses=["repeats_itself"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[:count]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "The seed is ignored: every seed gives the same split.",
    loses=["repeats_itself"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(0)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "The global source decides, so the same seed gives another split each time: make a `torch.Generator` of your own.",
    loses=["repeats_itself", "leaves_global_numbers_alone"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places))[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


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


@mistake(
    "Masks of True and False are returned; the contract asks for places, int64.",
    loses=[
        "has_each_example_once",
        "makes_subsets",
        "repeats_itself",
        "refuses_what_cannot_be_split",
        "leaves_global_numbers_alone",
    ],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return ~held, held


@mistake(
    "The two parts have changed places: `share` of the examples are in `val`, which comes second.",
    loses=["holds_back_of_each_class", "leaves_no_class_out", "makes_subsets"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return held.nonzero().flatten(), (~held).nonzero().flatten()


@mistake(
    "Any share is taken: raise ValueError unless it is greater than 0 and less than 1.",
    loses=["refuses_what_cannot_be_split"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "A class with a single example passes, and is missing on one side: raise ValueError.",
    loses=["refuses_what_cannot_be_split"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "Nobody notices that there are more labels than examples, or fewer: compare their numbers.",
    loses=["refuses_what_cannot_be_split"],
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())


@mistake(
    "All examples are read at once and kept in lists; a `Subset` keeps the places and reads when it is asked.",
    loses=["makes_subsets", "leaves_global_numbers_alone"],
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if len(labels) != len(dataset):
        raise ValueError("not as many labels as examples")
    train, val = stratified_split(labels, share, seed)
    return [dataset[i] for i in train], [dataset[i] for i in val]


@mistake(
    "The subsets are not stratified: the labels decide which examples go where.",
    loses=["makes_subsets", "refuses_what_cannot_be_split"],
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if len(labels) != len(dataset):
        raise ValueError("not as many labels as examples")
    return random_split_by_seed(dataset, share, seed)


@mistake(
    "The subsets have changed places: `train` comes first.",
    loses=["makes_subsets"],
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if len(labels) != len(dataset):
        raise ValueError("not as many labels as examples")
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, val.tolist()), Subset(dataset, train.tolist())


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


@mistake(
    "What is kept of a class is rounded, so a tie goes to the other part: round `share * c` instead.",
    loses=["holds_back_of_each_class"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(len(places) - round((1 - share) * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


@mistake(
    "`stratified_split` rounds a half up, but `round(2.5)` is 2 in Python: use `round`.",
    loses=["holds_back_of_each_class"],
)
def stratified_split(
    labels: torch.Tensor, share: float, seed: int
) -> tuple[torch.Tensor, torch.Tensor]:
    if not 0 < share < 1:
        raise ValueError("a bad share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a single example")
        count = min(max(int(share * len(places) + 0.5), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()


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


@mistake(
    "Every example is read to compare the numbers, but none is to be read yet: `len(dataset)` tells.",
    loses=["makes_subsets"],
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if len(list(dataset)) != len(labels):
        raise ValueError("not as many labels as examples")
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())


@mistake(
    "Only too many labels are refused: with too few, the last examples are in neither part.",
    loses=["refuses_what_cannot_be_split"],
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if len(labels) > len(dataset):
        raise ValueError("not as many labels as examples")
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())


@mistake(
    "Only too few labels are refused: with too many, places are in the parts that have no example.",
    loses=["refuses_what_cannot_be_split"],
)
def stratified_subsets(
    dataset: Dataset, labels: torch.Tensor, share: float, seed: int
) -> tuple[Subset, Subset]:
    if len(labels) < len(dataset):
        raise ValueError("not as many labels as examples")
    train, val = stratified_split(labels, share, seed)
    return Subset(dataset, train.tolist()), Subset(dataset, val.tolist())


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


@mistake(
    "Shares of 0 and 1 are taken: raise ValueError unless the share is greater than 0 and less than 1.",
    loses=["refuses_what_cannot_be_split"],
)
def stratified_split(labels, share, seed):
    if not 0 <= share <= 1:
        raise ValueError("a wrong share")
    generator = torch.Generator().manual_seed(seed)
    held = torch.zeros(len(labels), dtype=torch.bool)
    for label in labels.unique():
        places = (labels == label).nonzero().flatten()
        if len(places) == 1:
            raise ValueError("a class with a single example")
        count = min(max(round(share * len(places)), 1), len(places) - 1)
        held[places[torch.randperm(len(places), generator=generator)[:count]]] = True
    return (~held).nonzero().flatten(), held.nonzero().flatten()
