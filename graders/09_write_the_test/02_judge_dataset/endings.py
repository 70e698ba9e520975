"""Datasets that `test_dataset` must reject for how they end: a docstring says what is wrong."""

from torch.utils.data import StackDataset, Subset


def starts_again(x, y):
    """Past the end it starts again, so that a loop over it never ends."""

    class Data(StackDataset):
        def __getitem__(self, i):
            return super().__getitem__(i % len(x))

    return Data(x, y)


def answers_past_the_end(x, y):
    """A loop over it ends, but an index past the end begins again at the first pair."""

    class Data(StackDataset):
        def __getitem__(self, i):
            return super().__getitem__(i % len(x))

        def __iter__(self):
            return (self[i] for i in range(len(x)))

    return Data(x, y)


def another_error_past_the_end(x, y):
    """A loop over it ends, but an index past the end raises KeyError."""

    class Data(StackDataset):
        def __getitem__(self, i):
            if i >= len(x):
                raise KeyError(i)
            return super().__getitem__(i)

        def __iter__(self):
            return (self[i] for i in range(len(x)))

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
