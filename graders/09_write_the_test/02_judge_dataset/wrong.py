"""Datasets that `test_dataset` must reject: a docstring says what is wrong."""

from torch.utils.data import StackDataset, Subset, TensorDataset


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


def copies_x(x, y):
    """It keeps y itself, but a copy of x if x is a tensor."""
    return StackDataset(x.clone() if hasattr(x, "clone") else x, y)


def copies_y(x, y):
    """It keeps x itself, but a copy of y if y is a tensor."""
    return StackDataset(x, y.clone() if hasattr(y, "clone") else y)


def reads_at_once(x, y):
    """It reads all examples at once, when it is made."""
    return StackDataset(list(x), list(y))


def tensors_only(x, y):
    """It takes tensors only, and no other sequences."""
    if len(x) != len(y):
        raise ValueError("x and y do not fit together")
    return TensorDataset(x, y)
