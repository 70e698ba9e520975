"""What goes wrong when a batch is shared."""

import torch

from torchdojo.grading import mistake, slip


@mistake(
    "The tail is lost: with `n // world` examples for every rank, nobody has the rest.",
    loses=[
        "bounds_fit_together",
        "shares_the_batch",
        "shares_pairs",
        "shares_less_than_there_are_ranks",
        "calculates_for_huge_data",
        "refuses_unknown_ranks",
    ],
)
def bounds(n, rank, world):
    if not 0 <= rank < world:
        raise ValueError("no such rank")
    size = n // world
    return rank * size, (rank + 1) * size


@mistake(
    "The size is rounded up, as `chunk` does it: the last ranks get too little, or nothing.",
    loses=[
        "bounds_fit_together",
        "shares_the_batch",
        "shares_pairs",
        "shares_less_than_there_are_ranks",
        "calculates_for_huge_data",
        "refuses_unknown_ranks",
    ],
)
def bounds(n, rank, world):
    if not 0 <= rank < world:
        raise ValueError("no such rank")
    size = -(-n // world)
    return min(n, rank * size), min(n, (rank + 1) * size)


@mistake(
    "The whole remainder goes to the last rank, so sizes differ by more than one.",
    loses=[
        "bounds_fit_together",
        "shares_the_batch",
        "shares_pairs",
        "shares_less_than_there_are_ranks",
        "calculates_for_huge_data",
        "refuses_unknown_ranks",
    ],
)
def bounds(n, rank, world):
    if not 0 <= rank < world:
        raise ValueError("no such rank")
    size = n // world
    return rank * size, n if rank == world - 1 else (rank + 1) * size


@mistake(
    "`rank * n // world` is a fair deal, but the larger shares lie anywhere; here the first ranks have them.",
    loses=[
        "bounds_fit_together",
        "shares_the_batch",
        "shares_pairs",
        "shares_less_than_there_are_ranks",
        "calculates_for_huge_data",
        "refuses_unknown_ranks",
    ],
)
def bounds(n, rank, world):
    if not 0 <= rank < world:
        raise ValueError("no such rank")
    return rank * n // world, (rank + 1) * n // world


slip(
    "Ranks are counted from 1: the first one is 0, so it takes what lies before the batch.",
    loses=[
        "bounds_fit_together",
        "shares_the_batch",
        "shares_pairs",
        "shares_less_than_there_are_ranks",
        "calculates_for_huge_data",
        "refuses_unknown_ranks",
    ],
    edits=[
        ('f"rank {rank} is not one of {world} ranks"', '"no such rank"'),
        (
            "start = rank * size + min(rank, larger)",
            "rank = rank - 1\nstart = rank * size + min(rank, larger)",
        ),
    ],
)

slip(
    "`/` makes a float, which has 15 digits only: divide whole numbers with `//` or `divmod`.",
    loses=["calculates_for_huge_data"],
    edits=[
        ('f"rank {rank} is not one of {world} ranks"', '"no such rank"'),
        ("divmod(n, world)", "int(n / world), n % world"),
    ],
)

slip(
    "A rank outside of 0 .. world - 1 gets a share as well: raise ValueError.",
    loses=["refuses_unknown_ranks"],
    edits=[
        ("not 0 <= rank < world", "world < 1"),
        ('f"rank {rank} is not one of {world} ranks"', '"no ranks"'),
    ],
)

slip(
    "Only ranks that are too large are refused; -1 is no rank either, though Python counts from the end.",
    loses=["refuses_unknown_ranks"],
    edits=[
        ("not 0 <= rank < world", "rank >= world"),
        ('f"rank {rank} is not one of {world} ranks"', '"no such rank"'),
    ],
)


@mistake(
    "`chunk` may make fewer pieces than there are ranks, and of other sizes: 9 rows for 6 ranks are 5 pieces.",
    loses=[
        "shares_the_batch",
        "shares_less_than_there_are_ranks",
        "shares_pairs",
        "refuses_unknown_ranks",
    ],
)
def my_share(batch, rank, world):
    bounds(0, rank, world)
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) != 1:
            raise ValueError("lengths differ")
        return tuple(my_share(t, rank, world) for t in batch)
    return batch.chunk(world)[rank]


@mistake(
    "Every `world`-th row is dealt out: nobody is left out, but the shares are not the batch in its order.",
    loses=[
        "shares_the_batch",
        "shares_pairs",
        "shares_less_than_there_are_ranks",
        "refuses_unknown_ranks",
    ],
)
def my_share(batch, rank, world):
    bounds(0, rank, world)
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) != 1:
            raise ValueError("lengths differ")
        return tuple(my_share(t, rank, world) for t in batch)
    return batch[rank::world]


@mistake(
    "A rank without examples gets `torch.empty(0)`: keep shape and dtype by slicing, even to nothing.",
    loses=["shares_less_than_there_are_ranks"],
)
def my_share(batch, rank, world):
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) != 1:
            raise ValueError("lengths differ")
        return tuple(my_share(t, rank, world) for t in batch)
    start, stop = bounds(len(batch), rank, world)
    return batch[start:stop] if start < stop else torch.empty(0)


@mistake(
    "`len` of a tuple is the number of its tensors: cut each tensor, not the tuple.",
    loses=["shares_pairs", "shares_less_than_there_are_ranks"],
)
def my_share(batch, rank, world):
    start, stop = bounds(len(batch), rank, world)
    return batch[start:stop]


@mistake(
    "Inputs and labels of different lengths are shared without a word: their pairs no longer fit.",
    loses=["shares_pairs"],
)
def my_share(batch, rank, world):
    if isinstance(batch, tuple):
        return tuple(my_share(t, rank, world) for t in batch)
    start, stop = bounds(len(batch), rank, world)
    return batch[start:stop]


@mistake(
    "The labels are handed over whole: all tensors of a tuple must be cut.",
    loses=["shares_pairs", "shares_less_than_there_are_ranks"],
)
def my_share(batch, rank, world):
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) != 1:
            raise ValueError("lengths differ")
        return (my_share(batch[0], rank, world), *batch[1:])
    start, stop = bounds(len(batch), rank, world)
    return batch[start:stop]


@mistake(
    "`index % world` is the owner where rows are dealt out in turn; here each rank has neighbours.",
    loses=["finds_the_owner", "calculates_for_huge_data", "refuses_unknown_examples"],
)
def owner(index, n, world):
    if world < 1 or not 0 <= index < n:
        raise ValueError("no such example")
    return index % world


@mistake(
    "`index // (n // world)` forgets that some shares are larger: it names ranks that do not exist.",
    loses=["finds_the_owner", "calculates_for_huge_data", "refuses_unknown_examples"],
)
def owner(index, n, world):
    if world < 1 or not 0 <= index < n:
        raise ValueError("no such example")
    return index // max(1, n // world)


@mistake(
    "Every share is taken for a large one: behind the larger shares, count in the smaller size.",
    loses=["finds_the_owner"],
)
def owner(index, n, world):
    if world < 1 or not 0 <= index < n:
        raise ValueError("no such example")
    return index // -(-n // world)


@mistake(
    "An example that does not exist has no owner: raise ValueError for an index outside of 0 .. n - 1.",
    loses=["refuses_unknown_examples"],
)
def owner(index, n, world):
    if world < 1:
        raise ValueError("no ranks")
    size, larger = divmod(n, world)
    border = larger * (size + 1)
    return index // (size + 1) if index < border else larger + (index - border) // max(1, size)


slip(
    "`n / world` is a float of about 16 digits: for very large n its `int` is off, and the shares no longer fit together. Divide with `//`.",
    loses=["calculates_for_huge_data"],
    edits=[
        ('f"rank {rank} is not one of {world} ranks"', '"no such rank"'),
        ("size, larger = divmod(n, world)", "size = int(n / world)\nlarger = n - size * world"),
    ],
)


@mistake(
    "`my_share` lets rank -1 pass: Python counts from the end, so it takes the last rank's rows. Raise ValueError.",
    loses=["refuses_unknown_ranks"],
)
def my_share(batch, rank, world):
    if world < 1 or rank >= world:
        raise ValueError("no such rank")
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) != 1:
            raise ValueError("lengths differ")
        return tuple(t.tensor_split(world)[rank] for t in batch)
    return batch.tensor_split(world)[rank]


@mistake(
    "`tensor_split(world)[rank]` doesn't check the rank: -1 takes the last share, and others end in an error of another kind.",
    loses=["refuses_unknown_ranks"],
)
def my_share(batch, rank, world):
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) != 1:
            raise ValueError("lengths differ")
        return tuple(t.tensor_split(world)[rank] for t in batch)
    return batch.tensor_split(world)[rank]


@mistake(
    "Only the sum of the lengths is compared: tensors of 4, 3 and 5 rows pass. Compare each length with the first.",
    loses=["shares_pairs"],
)
def my_share(batch, rank, world):
    if not isinstance(batch, tuple):
        start, stop = bounds(len(batch), rank, world)
        return batch[start:stop]
    n = len(batch[0])
    if sum(len(t) for t in batch) != n * len(batch):
        raise ValueError("lengths differ")
    start, stop = bounds(n, rank, world)
    return tuple(t[start:stop] for t in batch)


@mistake(
    "Only the first two tensors' lengths are compared: a tuple may hold more, so compare them all.",
    loses=["shares_pairs"],
)
def my_share(batch, rank, world):
    if isinstance(batch, tuple):
        if len(batch[0]) != len(batch[1]):
            raise ValueError("lengths differ")
        return tuple(my_share(t, rank, world) for t in batch)
    start, stop = bounds(len(batch), rank, world)
    return batch[start:stop]


@mistake(
    "Only the first and the last tensor's lengths are compared: one between them may differ, too.",
    loses=["shares_pairs"],
)
def my_share(batch, rank, world):
    if isinstance(batch, tuple):
        if len(batch[0]) != len(batch[-1]):
            raise ValueError("lengths differ")
        return tuple(my_share(t, rank, world) for t in batch)
    start, stop = bounds(len(batch), rank, world)
    return batch[start:stop]


@mistake(
    "`torch.stack` needs at least one row, so a rank without examples gets an error: a slice may be empty.",
    loses=["shares_less_than_there_are_ranks"],
)
def my_share(batch, rank, world):
    tensors = batch if isinstance(batch, tuple) else (batch,)
    if len({len(t) for t in tensors}) != 1:
        raise ValueError("lengths differ")
    start, stop = bounds(len(tensors[0]), rank, world)
    shares = tuple(torch.stack([t[i] for i in range(start, stop)]) for t in tensors)
    return shares if isinstance(batch, tuple) else shares[0]


@mistake(
    "If no rank has the example, `next` raises StopIteration: raise ValueError.",
    loses=["refuses_unknown_examples"],
)
def owner(index, n, world):
    return next(rank for rank in range(world) if index in range(*bounds(n, rank, world)))


@mistake(
    "If no rank has the example, the loop ends and None is returned: raise ValueError.",
    loses=["refuses_unknown_examples"],
)
def owner(index, n, world):
    for rank in range(world):
        start, stop = bounds(n, rank, world)
        if start <= index < stop:
            return rank
    return None


@mistake(
    "Every share is taken for a small one, of `n // world`: the last rank gets the whole remainder, and fewer examples than ranks divide by zero.",
    loses=["finds_the_owner"],
)
def owner(index, n, world):
    if world < 1 or not 0 <= index < n:
        raise ValueError("no such example")
    return min(index // (n // world), world - 1)


@mistake(
    "`chunk` rounds the size of a share up, also where the ranks that it forgets get an empty one: 9 rows for 6 ranks are 2, 2, 2, 2, 1, 0.",
    loses=[
        "shares_the_batch",
        "shares_less_than_there_are_ranks",
        "shares_pairs",
        "refuses_unknown_ranks",
    ],
)
def my_share(batch, rank, world):
    if not 0 <= rank < world:
        raise ValueError("no such rank")
    if isinstance(batch, tuple):
        if len({len(t) for t in batch}) > 1:
            raise ValueError("different lengths")
        return tuple(my_share(t, rank, world) for t in batch)
    pieces = batch.chunk(world)
    return pieces[rank] if rank < len(pieces) else batch[:0]


@mistake(
    "A list of tensors comes back; of a tuple, the share is a tuple.",
    loses=["shares_pairs", "shares_less_than_there_are_ranks"],
)
def my_share(batch, rank, world):
    if isinstance(batch, torch.Tensor):
        start, stop = bounds(len(batch), rank, world)
        return batch[start:stop]
    if len({len(t) for t in batch}) > 1:
        raise ValueError("different lengths")
    return [my_share(t, rank, world) for t in batch]


slip(
    "Only an index that is too large is refused; -1 is no example either, though Python counts from the end.",
    loses=["refuses_unknown_examples"],
    edits=[
        ("not 0 <= index < n", "index >= n"),
        ('f"no example {index} among {n} for {world} ranks"', '"no such example"'),
        (
            "if index < border:\n"
            "    return index // (size + 1)\n"
            "return larger + (index - border) // size",
            "return index // (size + 1) if index < border else larger + (index - border) // size",
        ),
    ],
)


@mistake(
    "`owner` looks at the index only: a world without ranks has no owner of anything, so raise ValueError if `world` is less than 1.",
    loses=["refuses_unknown_examples"],
)
def owner(index, n, world):
    if not 0 <= index < n:
        raise ValueError("no such example")
    size, larger = divmod(n, world)
    border = larger * (size + 1)
    return index // (size + 1) if index < border else larger + (index - border) // size


slip(
    "A list of all examples is made only to count them: for 10**18 there is no room. Calculate with `n`.",
    loses=["calculates_for_huge_data"],
    edits=[
        ('f"rank {rank} is not one of {world} ranks"', '"no such rank"'),
        (
            "size, larger = divmod(n, world)",
            "examples = list(range(n))\nsize, larger = divmod(len(examples), world)",
        ),
    ],
)


@mistake(
    "The owner of every example is written down to look up one: for 10**18 there is no room. Calculate it.",
    loses=["calculates_for_huge_data"],
)
def owner(index, n, world):
    if world < 1 or not 0 <= index < n:
        raise ValueError("no such example")
    shares = [bounds(n, rank, world) for rank in range(world)]
    owners = [torch.full((stop - start,), rank) for rank, (start, stop) in enumerate(shares)]
    return torch.cat(owners)[index].item()


@mistake(
    "Rounding the borders up spreads the larger shares over the ranks; here the first ranks have them: 6 examples for 4 ranks are 2, 2, 1, 1.",
    loses=[
        "bounds_fit_together",
        "shares_less_than_there_are_ranks",
        "calculates_for_huge_data",
    ],
)
def bounds(n, rank, world):
    if not 0 <= rank < world:
        raise ValueError("no such rank")
    return -(-rank * n // world), -(-(rank + 1) * n // world)


@mistake(
    "`index * world // n` spreads the larger shares over the ranks; here the first ranks have them: of 6 examples, number 3 belongs to rank 1 of 4.",
    loses=["finds_the_owner"],
)
def owner(index, n, world):
    if world < 1 or not 0 <= index < n:
        raise ValueError("no such example")
    return index * world // n
