"""Checks of `random_split_by_seed`, `stratified_split` and `stratified_subsets`."""

import pytest
import torch

from . import probes


def labelled(draw, counts):
    """Labels of classes with these numbers of examples, mixed."""
    labels = [c for c, count in counts.items() for _ in range(count)]
    return torch.tensor(draw.shuffled(labels), dtype=torch.int64)


@pytest.mark.points(2)
def test_uses_random_split(agree, draw):
    """`random_split_by_seed` is torch's own split, with its own generator and rounded sizes."""
    agree.run(probes.split_at_random, draw.shuffled(range(100, 123)), 0.33, draw.int(1, 999))
    agree.run(probes.split_at_random, draw.shuffled(range(200, 229)), 0.3, draw.int(1, 999))
    for n, share in ((7, 0.5), (5, 0.5), (1, 0.3), (0, 0.3)):
        agree.run(probes.split_at_random, list(range(n)), share, draw.int(1, 999))


@pytest.mark.points(2)
def test_has_each_example_once(agree, draw):
    """`stratified_split` puts each example into one of two parts, once; int64 and ascending."""
    agree.run(probes.places, labelled(draw, {4: 11, 0: 6, 2: 9}), 0.3, draw.int(1, 999))
    agree.run(probes.places, labelled(draw, {1: 5, -3: 8}), 0.85, draw.int(1, 999))
    agree.run(probes.places, labelled(draw, {}), 0.5, 0)


@pytest.mark.points(2)
def test_holds_back_of_each_class(agree, draw):
    """`stratified_split` holds back the rounded share of each class, whatever its number."""
    seeds = draw.shuffled(range(9))
    agree.run(probes.classes, labelled(draw, {7: 13, 3: 29, 40: 21}), 0.21, seeds)
    agree.run(probes.classes, labelled(draw, {-2: 33, 5: 8}), 0.7, seeds)
    agree.run(probes.classes, labelled(draw, {0: 5, 1: 7, 2: 9}), 0.5, seeds)


@pytest.mark.hidden
def test_leaves_no_class_out(agree, draw):
    """At least one example of each class is held back, and at least one is not."""
    agree.run(probes.classes, labelled(draw, {0: 40, 1: 3, 2: 2}), 0.1, draw.shuffled(range(9)))
    agree.run(probes.classes, labelled(draw, {0: 20, 1: 4, 2: 2}), 0.9, draw.shuffled(range(9)))


@pytest.mark.points(2)
def test_repeats_itself(agree, draw):
    """The same seed gives the same split, another seed another; each example can be held back."""
    start = draw.int(1, 9999)
    agree.run(
        probes.again, labelled(draw, {0: 18, 1: 13, 2: 9}), 0.32, list(range(start, start + 80))
    )


@pytest.mark.hidden
@pytest.mark.points(2)
def test_leaves_global_numbers_alone(agree, draw):
    """No function uses or seeds the global random numbers of torch, NumPy or Python."""
    agree.run(probes.global_numbers, labelled(draw, {0: 12, 1: 17}), 0.3, draw.int(1, 999))


@pytest.mark.points(2)
def test_makes_subsets(agree, draw):
    """`stratified_subsets` gives two `Subset`s of the dataset, and reads nothing in advance."""
    labels = labelled(draw, {0: 14, 3: 7, 1: 9})
    values = [1000 * label + i for i, label in enumerate(labels.tolist())]
    agree.run(probes.subsets, values, labels, 0.4, draw.shuffled(range(9)))


@pytest.mark.hidden
def test_refuses_what_cannot_be_split(agree, draw):
    """Bad shares, classes of one example, and labels that do not fit raise ValueError."""
    labels = labelled(draw, {0: 170, 5: 130})
    agree.run(probes.refused, labels, [0.3, 0.0, 1.0, -0.2, 1.3], [300])
    agree.run(probes.refused, labels, [0.3], [299, 301])
    for counts in draw.amid([8, 4], 1):
        labels = labelled(draw, dict(zip((-2, 0, 5), counts, strict=True)))
        agree.run(probes.refused, labels, [0.3], [13])
