"""Checks of `test_dataset`: what it accepts, and what it rejects."""

from itertools import islice

import pytest
from torch.utils.data import Dataset, StackDataset, Subset, TensorDataset

BANK = "03_pipelines/01_joint_dataset"


def laboratory(module, x, y, index=0, add=0, watched=False):
    """Makes a `JointDataset`, asks for its length and a pair, and loops over it"""
    reads = []

    class Watched:
        def __init__(self, values):
            self.values = values

        def __len__(self):
            return len(self.values)

        def __getitem__(self, i):
            reads.append(i)
            return self.values[i]

    x, y = x.clone(), y.clone()
    data = module.JointDataset(*(map(Watched, (x, y)) if watched else (x, y)))
    found = {"early": len(reads), "is_dataset": isinstance(data, Dataset), "length": len(data)}
    x += add
    y += add
    return found | {"pair": data[index], "loop": list(islice(data, len(x) + 3))}


def stacked(x, y):
    """by torch's own `StackDataset`"""
    return StackDataset(x, y)


def chosen(x, y):
    """as all of a larger dataset that gives out the pairs"""
    return Subset(StackDataset(x, y), range(len(x)))


def other_way_round(x, y):
    """The pairs are the wrong way round: y comes first."""
    return StackDataset(y, x)


def slipped(x, y):
    """The labels have slipped: from the second on, each one belongs to the row before."""
    return StackDataset(x, Subset(y, [0, *range(len(y) - 1)]))


def counts_features(x, y):
    """Its length is the number of features of an example."""

    class Data(StackDataset):
        def __len__(self):
            return len(self[0][0])

    return Data(x, y)


def counts_x_and_y(x, y):
    """Its length counts what is in x and what is in y, and so each pair twice."""

    class Data(StackDataset):
        def __len__(self):
            return len(x) + len(y)

    return Data(x, y)


def gives_lists(x, y):
    """Its pairs are lists, not tuples."""

    class Data(StackDataset):
        def __getitem__(self, i):
            return list(super().__getitem__(i))

    return Data(x, y)


def no_dataset(x, y):
    """It is no `Dataset`, though it has a length and gives out pairs."""

    class Data:
        def __init__(self):
            self.pairs = StackDataset(x, y)

        def __len__(self):
            return len(self.pairs)

        def __getitem__(self, i):
            return self.pairs[i]

    return Data()


def starts_again(x, y):
    """Past the end it starts again, so that a loop over it never ends."""

    class Data(StackDataset):
        def __getitem__(self, i):
            return super().__getitem__(i % len(x))

    return Data(x, y)


def repeats_the_last(x, y):
    """Past the end it gives out the last pair for ever."""

    class Data(StackDataset):
        def __getitem__(self, i):
            return super().__getitem__(min(i, len(x) - 1))

    return Data(x, y)


def loses_the_last(x, y):
    """The last pair is lost, and its length is one less."""
    return Subset(StackDataset(x, y), range(len(x) - 1))


def repeats_the_first(x, y):
    """The first pair comes once more in the end, and its length is one more."""
    return Subset(StackDataset(x, y), [*range(len(x)), 0])


def leaves_y_over(x, y):
    """If y is longer than x, it says nothing and leaves the rest of y over."""
    return StackDataset(x, Subset(y, range(min(len(x), len(y)))))


def leaves_x_over(x, y):
    """If x is longer than y, it says nothing and leaves the rest of x over."""
    return StackDataset(Subset(x, range(min(len(x), len(y)))), y)


def another_error(x, y):
    """It raises RuntimeError if the lengths differ."""
    if len(x) != len(y):
        raise RuntimeError("x and y do not fit together")
    return StackDataset(x, y)


def copies_tensors(x, y):
    """It makes copies of tensors: what happens to them later is not seen."""
    return StackDataset(*(t.clone() if hasattr(t, "clone") else t for t in (x, y)))


def reads_at_once(x, y):
    """It reads all examples at once, when it is made."""
    return StackDataset(list(x), list(y))


def tensors_only(x, y):
    """It takes tensors only, and no other sequences."""
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    return TensorDataset(x, y)


def sit(exam, accepts, rejects, **options):
    """`test_dataset` judges classes that make a dataset of pairs."""
    given = {"accepts": accepts, "rejects": rejects, "through": laboratory} | options
    exam.sit("test_dataset", "JointDataset", **given)


@pytest.mark.points(2)
def test_knows_the_pairs(exam):
    """`test_dataset` accepts right datasets, and rejects those whose x and y are mixed up."""
    sit(exam, [stacked, chosen], [other_way_round, slipped])


@pytest.mark.points(2)
def test_looks_at_length_and_kind(exam):
    """It rejects a wrong length, pairs that are no tuples, and what is no `Dataset`."""
    wrong = [counts_features, counts_x_and_y, gives_lists, no_dataset]
    sit(exam, [stacked], wrong)


@pytest.mark.points(2)
def test_waits_for_the_end(exam):
    """It rejects datasets over which a `for` loop does not end where it should."""
    wrong = [starts_again, repeats_the_last, loses_the_last, repeats_the_first]
    sit(exam, [stacked], wrong)


@pytest.mark.points(2)
def test_hands_in_what_does_not_fit(exam):
    """It rejects datasets that take x and y of different lengths, or raise another error."""
    sit(exam, [stacked], [leaves_y_over, leaves_x_over, another_error])


@pytest.mark.points(2)
def test_looks_for_copies(exam):
    """It rejects datasets that copy, read too early, or take tensors only."""
    sit(exam, [stacked, chosen], [copies_tensors, reads_at_once, tensors_only])


@pytest.mark.points(1)
def test_needs_few_calls(exam):
    """It tells right from wrong with at most 8 calls."""
    sit(exam, [stacked], [slipped, gives_lists, leaves_y_over], at_most=8)


@pytest.mark.hidden
@pytest.mark.points(3)
def test_accepts_every_right_way(exam):
    """It accepts datasets written in several ways, and rejects those whose pairs are wrong."""
    sit(exam, exam.right_ways(BANK), exam.mistakes(BANK, losing=["gives_pairs"]))


@pytest.mark.hidden
@pytest.mark.points(3)
def test_finds_quiet_mistakes(exam):
    """It rejects datasets with right pairs that never end, read too early, or take what misfits."""
    wrong = exam.mistakes(BANK, losing=["iteration_ends"], keeping=["gives_pairs"])
    wrong += exam.mistakes(BANK, losing=["keeps_no_copy"], keeping=["gives_pairs"])
    wrong += exam.mistakes(BANK, losing=["refuses_unequal_lengths"], keeping=["gives_pairs"])
    sit(exam, exam.right_ways(BANK), wrong)
