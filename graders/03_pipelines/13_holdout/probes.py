"""Probes of `random_split_by_seed`, `stratified_split` and `stratified_subsets`."""

import random
from collections import Counter

import numpy as np
import torch
from torch.utils.data import Dataset, Subset

from torchdojo import probing


def split_at_random(module, values, share, seed):
    """Calls `random_split_by_seed` on a dataset of these values and looks at both parts"""
    parts = module.random_split_by_seed(values, share, seed)
    kinds = [isinstance(part, Subset) for part in parts]
    train, val = ([part[i] for i in range(len(part))] for part in parts)
    return {"are Subsets": kinds, "train": train, "val": val}


def places(module, labels, share, seed):
    """Calls `stratified_split`, and lists all places of both parts, and what they are"""
    train, val = module.stratified_split(labels, share, seed)
    ascending = [bool((part.diff() > 0).all()) for part in (train, val)]
    kinds = {"ascending": ascending, "dtypes": [str(part.dtype) for part in (train, val)]}
    return {"all places": sorted(train.tolist() + val.tolist())} | kinds


def classes(module, labels, share, seeds):
    """Calls `stratified_split` with several seeds and counts each class in both parts"""
    found = {}
    for seed in seeds:
        parts = zip(("train", "val"), module.stratified_split(labels, share, seed), strict=True)
        for name, part in parts:
            of_class = Counter(labels[part].tolist())
            for c in labels.unique().tolist():
                found[f"seed {seed}, number in {name} of class {c}"] = of_class[c]
    return found


def again(module, labels, share, seeds):
    """Calls `stratified_split` with many seeds, twice each, and compares the parts `val`"""
    first = [module.stratified_split(labels, share, seed)[1].tolist() for seed in seeds]
    second = [module.stratified_split(labels, share, seed)[1].tolist() for seed in seeds]
    return {
        "twice the same": first == second,
        "different splits": len({tuple(val) for val in first}),
        "held back by some seed": sorted({place for val in first for place in val}),
    }


def global_numbers(module, labels, share, seed):
    """Calls all functions after seeding the global random numbers in two ways, then draws some"""
    found = {}
    with torch.random.fork_rng(devices=[]):
        for start in (seed, seed + 1):
            torch.manual_seed(start)
            np.random.seed(start)
            random.seed(start)
            parts = [*module.random_split_by_seed(labels, share, 3)]
            parts += [*module.stratified_subsets(labels, labels, share, 3)]
            found[f"examples, seed {start}"] = sum(len(part) for part in parts)
            places = [sorted(map(int, part.indices)) for part in parts]
            found[f"same places, seed {start}"] = places == found.setdefault("places", places)
            found[f"next numbers, seed {start}"] = torch.rand(1), np.random.rand(), random.random()
    del found["places"]
    return found


def subsets(module, values, labels, share, seeds):
    """Calls `stratified_subsets` on a dataset that notes each reading, and reads the parts"""

    read = []

    class Noted(Dataset):
        def __len__(self):
            return len(values)

        def __getitem__(self, i):
            read.append(int(i))
            return values[i]

    dataset, found = Noted(), {}
    for seed in seeds:
        parts = module.stratified_subsets(dataset, labels, share, seed)
        of = {"read too early": len(read), "Subsets": [isinstance(p, Subset) for p in parts]}
        of["of the dataset"] = [getattr(part, "dataset", None) is dataset for part in parts]
        train, val = ([part[i] for i in range(len(part))] for part in parts)
        for name, part in (("train", train), ("val", val)):
            of[f"class and number in {name}"] = sorted(Counter(v // 1000 for v in part).items())
        of["all values"] = sorted(train + val)
        found |= {f"{name}, seed {seed}": value for name, value in of.items()}
        read.clear()
    return found


def refused(module, labels, shares, lengths):
    """Calls both stratified functions with several shares and notes what becomes of each"""
    found = {}
    for share in shares:
        made = {"stratified_split": probing.outcome(module.stratified_split, labels, share, 4)}
        for n in lengths:
            args = list(range(n)), labels, share, 4
            two = probing.outcome(module.stratified_subsets, *args)
            made[f"stratified_subsets of {n} examples"] = two
        for name, one in made.items():
            place = f"{name}, {len(labels)} labels, share {share}"
            found[place] = one.get("raised") or sum(map(len, one["returned"]))
    return found
