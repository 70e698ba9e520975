"""How a dataset is tried, and datasets that `test_dataset` must accept."""

from itertools import islice

from torch.utils.data import Dataset, StackDataset, Subset


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
