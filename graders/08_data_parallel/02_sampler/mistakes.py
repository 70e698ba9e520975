"""What goes wrong when a data set is dealt out to ranks."""

import torch
from torch.utils.data import DataLoader, Sampler
from torch.utils.data.distributed import DistributedSampler

from torchdojo.grading import mistake, slip


@mistake(
    "The same order every epoch: `set_epoch` must change the seed of the permutation.",
    loses=["shuffles_alike_on_all_ranks", "pads_as_often_as_needed"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "The rank is in the seed: every rank has an order of its own, so some examples come twice and others never.",
    loses=[
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "leaves_global_randomness_alone",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch + self.rank)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "The permutation comes from the global random numbers, which differ from rank to rank: seed a generator.",
    loses=[
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "leaves_global_randomness_alone",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            order = torch.randperm(self.n).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "`torch.manual_seed` reseeds the global random numbers, of dropout and all the rest: use a `torch.Generator`.",
    loses=["leaves_global_randomness_alone"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            torch.manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "The parts are dealt out first and shuffled afterwards: each rank sees the same examples in every epoch.",
    loses=[
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "leaves_global_randomness_alone",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        total = len(self) * self.world
        mine = (order * (total // self.n + 1))[self.rank : total : self.world]
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            mine = [mine[i] for i in torch.randperm(len(mine), generator=generator)]
        yield from mine


@mistake(
    "Each rank has a block of neighbours; the contract deals out one by one, so rank r has r, r + world, ...",
    loses=[
        "deals_out_in_turn",
        "shuffles_alike_on_all_ranks",
        "leaves_global_randomness_alone",
        "refuses_unknown_ranks",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        padded = order * (total // self.n + 1)
        yield from padded[self.rank * len(self) : (self.rank + 1) * len(self)]


@mistake(
    "Nothing is padded: the last ranks make fewer steps, and the others wait for them for ever.",
    loses=[
        "deals_out_in_turn",
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "leaves_global_randomness_alone",
        "refuses_unknown_ranks",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        stop = total if self.drop_last else self.n
        yield from order[self.rank : stop : self.world]


@mistake(
    "The order is padded from its beginning once only: with few examples it must be repeated more often.",
    loses=["pads_as_often_as_needed"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order + order[: max(0, total - self.n)])[self.rank : total : self.world]


@mistake(
    "`drop_last` changes nothing: the order must be cut to a multiple of the number of ranks.",
    loses=["deals_out_in_turn", "shuffles_alike_on_all_ranks", "pads_as_often_as_needed"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + self.world - 1) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "Without `drop_last` the tail is lost as well: the order must be padded to the next multiple.",
    loses=[
        "deals_out_in_turn",
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "leaves_global_randomness_alone",
        "refuses_unknown_ranks",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return self.n // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "The sampler goes to the next epoch by itself: asked twice, by a progress bar say, a rank is ahead of the others.",
    loses=["shuffles_alike_on_all_ranks", "pads_as_often_as_needed"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        self.epoch += 1
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "`len` is that of the whole data set: it must be the number of indices of this rank.",
    loses=[
        "deals_out_in_turn",
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "refuses_unknown_ranks",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return self.n

    def size(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = self.size() * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "A rank that does not exist is not refused: raise ValueError outside of 0 .. num_replicas - 1.",
    loses=["refuses_unknown_ranks"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "`shuffle=True` without a sampler: every rank goes through the whole data set.",
    loses=["uses_the_real_sampler", "has_a_new_order_every_epoch"],
)
def loader_for(dataset, rank, world, batch_size, seed):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=True, generator=generator)
    loader.sampler.set_epoch = lambda epoch: generator.manual_seed(seed + epoch)
    return loader


slip(
    "The sampler is told not to shuffle.",
    loses=["uses_the_real_sampler", "has_a_new_order_every_epoch"],
    edits=[("shuffle=True", "shuffle=False")],
)

slip(
    "The rank is added to the sampler's seed: every rank must give it the same one.",
    loses=["uses_the_real_sampler", "has_a_new_order_every_epoch"],
    edits=[
        (
            "DistributedSampler(dataset, num_replicas=world, rank=rank, shuffle=True, seed=seed)",
            "DistributedSampler(dataset, num_replicas=world, rank=rank, seed=seed + rank)",
        )
    ],
)

slip(
    "The seed is not handed to the sampler, whose own is 0.",
    loses=["uses_the_real_sampler", "has_a_new_order_every_epoch"],
    edits=[
        (
            "DistributedSampler(dataset, num_replicas=world, rank=rank, shuffle=True, seed=seed)",
            "DistributedSampler(dataset, num_replicas=world, rank=rank)",
        )
    ],
)

slip(
    "The sampler drops the tail; the contract asks that nothing be dropped.",
    loses=["uses_the_real_sampler", "has_a_new_order_every_epoch"],
    edits=[
        (
            "DistributedSampler(dataset, num_replicas=world, rank=rank, shuffle=True, seed=seed)",
            "DistributedSampler(dataset, world, rank, seed=seed, drop_last=True)",
        )
    ],
)

slip(
    "The loader uses your own sampler; this function is for torch's `DistributedSampler`.",
    loses=["uses_the_real_sampler"],
    edits=[
        (
            "DistributedSampler(dataset, num_replicas=world, rank=rank, shuffle=True, seed=seed)",
            "RankSampler(dataset, world, rank, seed=seed)",
        )
    ],
)

slip(
    "Without `set_epoch` the sampler stays in epoch 0: the same order for ever.",
    loses=["has_a_new_order_every_epoch"],
    edits=[("loader.sampler.set_epoch(epoch)", "")],
)

slip(
    "Epochs are counted from 0 even when training resumes later: give `set_epoch` the epoch itself.",
    loses=["has_a_new_order_every_epoch"],
    edits=[("loader.sampler.set_epoch(epoch)", "loader.sampler.set_epoch(epoch - start)")],
)

slip(
    "`set_epoch` comes after the epoch, too late for it: the order is fixed when the iteration begins.",
    loses=["has_a_new_order_every_epoch"],
    edits=[
        (
            "loader.sampler.set_epoch(epoch)",
            "epochs.append(list(loader))\nloader.sampler.set_epoch(epoch)",
        ),
        ("epochs.append(list(loader))", ""),
    ],
)


@mistake(
    "`torch.cat` puts one rank behind the other; the examples were dealt out in turn, so deal them back.",
    loses=["merges_without_duplicates"],
)
def merge(parts, n):
    if len({len(part) for part in parts}) != 1 or len(parts) * len(parts[0]) < n:
        raise ValueError("the parts do not fit")
    return torch.cat(parts)[:n]


@mistake(
    "The padded duplicates are counted: only the first n rows belong to the data set.",
    loses=["merges_without_duplicates"],
)
def merge(parts, n):
    if len({len(part) for part in parts}) != 1 or len(parts) * len(parts[0]) < n:
        raise ValueError("the parts do not fit")
    return torch.stack(parts, dim=1).flatten(0, 1)


@mistake(
    "Parts that cannot be those of n examples are merged all the same: check their lengths.",
    loses=["merges_without_duplicates"],
)
def merge(parts, n):
    shortest = min(len(part) for part in parts)
    return torch.stack([part[:shortest] for part in parts], dim=1).flatten(0, 1)[:n]


@mistake(
    "`order[:-rest]` with a rest of 0 is `order[:0]`, which is empty: where the ranks divide the size, nothing is to be cut.",
    loses=["deals_out_in_turn"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        if self.drop_last:
            order = order[: -(self.n % self.world)]
        else:
            order = [order[i % self.n] for i in range(len(self) * self.world)]
        yield from order[self.rank :: self.world]


@mistake(
    "`set_epoch` seeds one generator, and every pass draws on from it: a second pass over an epoch has another order. Make a fresh one in `__iter__`.",
    loses=["shuffles_alike_on_all_ranks", "pads_as_often_as_needed"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last = shuffle, seed, drop_last
        self.generator = torch.Generator().manual_seed(seed)

    def set_epoch(self, epoch):
        self.generator.manual_seed(self.seed + epoch)

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            order = torch.randperm(self.n, generator=self.generator).tolist()
        for place in range(self.rank, len(self) * self.world, self.world):
            yield order[place % self.n]


@mistake(
    "Everything is made flat, so n single numbers are left of it, not n rows: keep the dimensions behind the first.",
    loses=["merges_without_duplicates"],
)
def merge(parts, n):
    if len({len(part) for part in parts}) != 1 or len(parts) * len(parts[0]) < n:
        raise ValueError("the parts do not fit")
    return torch.stack(parts, dim=1).reshape(-1)[:n]


@mistake(
    "`zip` stops at the shortest part, so parts of different lengths lose rows without an error: compare their lengths.",
    loses=["merges_without_duplicates"],
)
def merge(parts, n):
    if sum(len(part) for part in parts) < n:
        raise ValueError("too few rows")
    rows = [row for group in zip(*parts) for row in group]
    return torch.stack(rows[:n])


slip(
    "`drop_last=True` throws away the last, smaller batch of each epoch; the contract asks that nothing be dropped.",
    loses=["uses_the_real_sampler"],
    edits=[
        (
            "DataLoader(dataset, batch_size=batch_size, sampler=sampler)",
            "DataLoader(dataset, batch_size=batch_size, sampler=sampler, drop_last=True)",
        )
    ],
)


@mistake(
    "`shuffle` changes nothing: without it, the order is 0, 1, 2, ...",
    loses=["deals_out_in_turn", "refuses_unknown_ranks"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        generator = torch.Generator().manual_seed(self.seed + self.epoch)
        order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "The order is padded with its last index; it starts again at its beginning.",
    loses=[
        "deals_out_in_turn",
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "leaves_global_randomness_alone",
        "refuses_unknown_ranks",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order + order[-1:] * total)[self.rank : total : self.world]


@mistake(
    "The indices are 0-d tensors, elements of `randperm`: make Python ints of them, by `tolist`.",
    loses=["shuffles_alike_on_all_ranks", "pads_as_often_as_needed"],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last, self.epoch = shuffle, seed, drop_last, 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator)
        total = len(self) * self.world
        for place in range(self.rank, total, self.world):
            yield order[place % self.n]


@mistake(
    "The epoch is not there before `set_epoch` is called: it is 0 at first.",
    loses=[
        "shuffles_alike_on_all_ranks",
        "pads_as_often_as_needed",
        "leaves_global_randomness_alone",
    ],
)
class RankSampler(Sampler):
    def __init__(self, dataset, num_replicas, rank, shuffle=True, seed=0, drop_last=False):
        if not 0 <= rank < num_replicas:
            raise ValueError("no such rank")
        self.n, self.world, self.rank = len(dataset), num_replicas, rank
        self.shuffle, self.seed, self.drop_last = shuffle, seed, drop_last

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return (self.n + (0 if self.drop_last else self.world - 1)) // self.world

    def __iter__(self):
        order = list(range(self.n))
        if self.shuffle:
            generator = torch.Generator().manual_seed(self.seed + self.epoch)
            order = torch.randperm(self.n, generator=generator).tolist()
        total = len(self) * self.world
        yield from (order * (total // self.n + 1))[self.rank : total : self.world]


@mistake(
    "`drop_last=True` makes the loader throw away its last, smaller batch, and the sampler never gets the seed.",
    loses=["uses_the_real_sampler", "has_a_new_order_every_epoch"],
)
def loader_for(dataset, rank, world, batch_size, seed):
    sampler = DistributedSampler(dataset, num_replicas=world, rank=rank, shuffle=True)
    return DataLoader(dataset, batch_size=batch_size, sampler=sampler, drop_last=True)
