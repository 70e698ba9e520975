"""Checks of `random_split_by_seed`, `stratified_split` and `stratified_subsets`."""

import random
from collections import Counter

import numpy as np
import pytest
import torch
from torch.utils.data import Dataset, Subset

from torchdojo import probing


def split_at_random(module, values, share, seed):
    """Calls `random_split_by_seed` on a dataset of these values and looks at both parts"""
    parts = module.random_split_by_seed(values, share, seed)
    kinds = [isinstance(part, Subset) for part in parts]
    return {
        "are Subsets": kinds,
        "train, val": [[part[i] for i in range(len(part))] for part in parts],
    }


def places(module, labels, share, seed):
    """Calls `stratified_split`, and lists all places of both parts, and what they are"""
    train, val = module.stratified_split(labels, share, seed)
    ascending = [bool((part.diff() > 0).all()) for part in (train, val)]
    kinds = {"ascending": ascending, "dtypes": [str(part.dtype) for part in (train, val)]}
    return {"all places": sorted(train.tolist() + val.tolist())} | kinds


def classes(module, labels, share, seeds):
    """Calls `stratified_split` with several seeds and counts each class in both parts"""
    splits = [module.stratified_split(labels, share, seed) for seed in seeds]
    return [[sorted(Counter(labels[p].tolist()).items()) for p in parts] for parts in splits]


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
            found[start, "examples in all parts"] = sum(len(part) for part in parts)
            places = [sorted(map(int, part.indices)) for part in parts]
            found[start, "same as before"] = places == found.setdefault("places", places)
            found[start, "next"] = torch.rand(1), np.random.rand(), random.random()
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

    dataset, found = Noted(), []
    for seed in seeds:
        parts = module.stratified_subsets(dataset, labels, share, seed)
        early = {"read too early": len(read), "are Subsets": [isinstance(p, Subset) for p in parts]}
        early["of the dataset"] = [getattr(part, "dataset", None) is dataset for part in parts]
        held = [[part[i] for i in range(len(part))] for part in parts]
        early["classes"] = [sorted(Counter(v // 1000 for v in part).items()) for part in held]
        found.append(early | {"all values": sorted(held[0] + held[1])})
        read.clear()
    return found


def refused(module, labels, shares, values):
    """Calls both stratified functions with several shares and notes what becomes of each"""
    found = {}
    for share in shares:
        for name, args in (("stratified_split", ()), ("stratified_subsets", (values,))):
            made = probing.outcome(getattr(module, name), *args, labels, share, 4)
            found[name, share] = made.get("raised") or sum(map(len, made["returned"]))
    return found


def labelled(draw, counts):
    """Labels of classes with these numbers of examples, mixed."""
    return torch.tensor(draw.shuffled([c for c, count in counts.items() for _ in range(count)]))


@pytest.mark.points(2)
def test_uses_random_split(agree, draw):
    """`random_split_by_seed` is torch's own split, with its own generator and rounded sizes."""
    agree.run(split_at_random, draw.shuffled(range(100, 123)), 0.33, draw.int(1, 999))
    agree.run(split_at_random, draw.shuffled(range(200, 229)), 0.3, draw.int(1, 999))


@pytest.mark.points(2)
def test_has_each_example_once(agree, draw):
    """`stratified_split` puts each example into one of two parts, once; int64 and ascending."""
    agree.run(places, labelled(draw, {4: 11, 0: 6, 2: 9}), 0.3, draw.int(1, 999))
    agree.run(places, labelled(draw, {1: 5, 0: 8}), 0.85, draw.int(1, 999))


@pytest.mark.points(2)
def test_holds_back_of_each_class(agree, draw):
    """`stratified_split` holds back the rounded share of each class, whatever its number."""
    agree.run(classes, labelled(draw, {7: 13, 3: 29, 40: 21}), 0.21, draw.shuffled(range(9)))
    agree.run(classes, labelled(draw, {2: 33, 5: 8}), 0.7, draw.shuffled(range(9)))


@pytest.mark.hidden
def test_leaves_no_class_out(agree, draw):
    """At least one example of each class is held back, and at least one is not."""
    agree.run(classes, labelled(draw, {0: 40, 1: 3, 2: 2}), 0.1, draw.shuffled(range(9)))
    agree.run(classes, labelled(draw, {0: 20, 1: 4, 2: 2}), 0.9, draw.shuffled(range(9)))


@pytest.mark.points(2)
def test_repeats_itself(agree, draw):
    """The same seed gives the same split, another seed another; each example can be held back."""
    start = draw.int(1, 9999)
    agree.run(again, labelled(draw, {0: 18, 1: 13, 2: 9}), 0.32, list(range(start, start + 80)))


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_global_numbers_alone(agree, draw):
    """No function uses or seeds the global random numbers of torch, NumPy or Python."""
    agree.run(global_numbers, labelled(draw, {0: 12, 1: 17}), 0.3, draw.int(1, 999))


@pytest.mark.points(2)
def test_makes_subsets(agree, draw):
    """`stratified_subsets` gives two `Subset`s of the dataset, and reads nothing in advance."""
    labels = labelled(draw, {0: 14, 3: 7, 1: 9})
    values = [1000 * label + i for i, label in enumerate(labels.tolist())]
    agree.run(subsets, values, labels, 0.4, draw.shuffled(range(9)))


@pytest.mark.hidden
def test_refuses_what_cannot_be_split(agree, draw):
    """Bad shares, classes of one example, and labels that do not fit raise ValueError."""
    labels = labelled(draw, {0: 170, 5: 130})
    agree.run(refused, labels, [0.3, 0.0, 1.0, -0.2, 1.3], list(range(300)))
    agree.run(refused, labels, [0.3], list(range(299)))
    agree.run(refused, labels, [0.3], list(range(301)))
    agree.run(refused, labelled(draw, {0: 8, 5: 1, 2: 4}), [0.3], list(range(13)))
