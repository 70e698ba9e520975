"""Probes of `JointDataset`, `as_tensor_dataset`, `batches` and `shuffled`."""

import multiprocessing
from itertools import islice
from operator import getitem

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset, get_worker_info

from torchdojo import probing


def pairs(module, x, y, indices):
    """Makes a `JointDataset`, asks for its length and for some of its pairs"""
    data = module.JointDataset(x, y)
    return isinstance(data, Dataset), len(data), [data[i] for i in indices]


def iterated(module, x, y, limit):
    """Loops over `JointDataset(x, y)` twice, giving up if a loop does not end where it should"""
    data = module.JointDataset(x, y)
    return {f"loop {n}": list(islice(data, limit)) for n in (1, 2)}


def past_the_end(module, x, y):
    """Asks a `JointDataset(x, y)` for pairs past its end"""
    data = module.JointDataset(x, y)
    past = {i: probing.raised(getitem, data, i, kinds=(IndexError,)) for i in (len(x), len(x) + 2)}
    return {f"dataset[{i}]": error for i, error in past.items()}


def copied(x, in_one_piece):
    """A copy of `x`; if it is not to lie in one piece, another row follows each of its rows"""
    return x.clone() if in_one_piece else torch.stack([x, x], dim=1)[:, 0]


def changed_later(module, x, y, row, in_one_piece):
    """Makes a `JointDataset`, then changes one row of x and of y, and asks for that pair"""
    x, y = copied(x, in_one_piece), copied(y, in_one_piece)
    data = module.JointDataset(x, y)
    x[row], y[row] = -1, 7
    return data[row]


def reads(module, length, index):
    """Makes a `JointDataset` over sequences that note every read, then asks for one pair"""

    class Noted:
        def __init__(self, name):
            self.name, self.read = name, []

        def __len__(self):
            return length

        def __getitem__(self, i):
            if not 0 <= i < length:
                raise IndexError(i)
            self.read.append(i)
            return f"{self.name}{i}"

    x, y = Noted("x"), Noted("y")
    data = module.JointDataset(x, y)
    before = {"reads by __init__": x.read + y.read}
    return before | {"pair": data[index], "reads of x": x.read, "reads of y": y.read}


def wrapped(module, x, y, row, in_one_piece):
    """Calls `as_tensor_dataset`, then changes a row of x and of y, and looks at the dataset"""
    x, y = copied(x, in_one_piece), copied(y, in_one_piece)
    data = module.as_tensor_dataset(x, y)
    x[row], y[row] = -1, 7
    return {
        "is TensorDataset": isinstance(data, TensorDataset),
        "length": len(data),
        "pair": data[row],
        "tensors": getattr(data, "tensors", None),
    }


def loaded(module, x, y, batch_size, drop_last):
    """Calls `batches`, looks at the loader, and loops over it twice"""
    loader = module.batches(TensorDataset(x, y), batch_size, drop_last)
    kind, rounds = isinstance(loader, DataLoader), [list(loader), list(loader)]
    return {"is DataLoader": kind, "batches": rounds, "length": len(loader)}


def orders(module, x, y, batch_size, seeds):
    """Calls `shuffled` for several seeds, loops twice over each, then draws a global number"""
    torch.manual_seed(11)
    loaders = [module.shuffled(TensorDataset(x, y), batch_size, seed) for seed in seeds]
    kinds = [isinstance(loader, DataLoader) for loader in loaders]
    found = {
        f"loader {n} (seed {seed}), epoch {epoch}": list(loader)
        for n, (loader, seed) in enumerate(zip(loaders, seeds, strict=True), start=1)
        for epoch in (1, 2)
    }
    return {"is DataLoader": kinds} | found | {"global number": torch.rand(1)}


def worked(module, x, batch_size, seed, num_workers):
    """Calls `shuffled` with worker processes and notes which of them has read each example"""
    multiprocessing.set_start_method("fork", force=True)

    class Signed(Dataset):
        def __len__(self):
            return len(x)

        def __getitem__(self, i):
            worker = get_worker_info()
            return x[i], -1 if worker is None else worker.id

    loader = module.shuffled(Signed(), batch_size, seed, num_workers)
    return {"num_workers": loader.num_workers, "batches": list(loader)}
