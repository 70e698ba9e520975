"""Probes of `global_accuracy`, `save_once` and `load_everywhere`."""

import contextlib
import os
import tempfile
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

from torchdojo import probing
from torchdojo.ranks import simulate, spawn


def by_rank(values):
    """What each rank found, under its name."""
    return {f"{w} on rank {r}": v for r, found in enumerate(values) for w, v in found.items()}


def accuracies(module, logits, labels, sizes):
    """Shares out scores and labels, and calls `global_accuracy` on every rank"""

    def one(rank, module):
        mine, own = (t.split(sizes)[rank] for t in (logits, labels))
        share = module.global_accuracy(mine, own)
        return {"accuracy": share if isinstance(share, float) else type(share).__name__}

    return by_rank(simulate(one, len(sizes), module).values)


def nobody(module, sizes):
    """Notes what `global_accuracy` raises where ranks have so many examples"""

    def one(rank, module):
        n = sizes[rank]
        error = probing.raised(module.global_accuracy, torch.ones(n, 3), torch.zeros(n).long())
        return {"error": error}

    return by_rank(simulate(one, len(sizes), module).values)


def layers():
    """A model with parameters and buffers."""
    return nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2, bias=False))


def saved(module, size, seed, older=False):
    """Calls `save_once` while rank 0 writes slowly; notes who writes, and who finds a file"""
    path, writers, plain = Path(tempfile.mkdtemp()) / "model.pt", [], torch.save
    if older:
        plain({"older": torch.zeros(3)}, path)
    before = path.read_bytes() if older else None

    def slowly(*args, **kwargs):
        writers.append(dist.get_rank())
        if dist.get_world_size() > 1:
            never = dist.irecv(torch.zeros(1), (dist.get_rank() + 1) % dist.get_world_size())
            for _ in range(2 * size):
                never.is_completed()  # a look that lets the other ranks go on
        plain(*args, **kwargs)

    def one(rank, module):
        model = layers()
        module.save_once(model, path)
        return path.exists() and path.read_bytes() != before

    torch.save = slowly
    try:
        found = simulate(one, size, module, seed=seed).values
    finally:
        torch.save = plain
    kept = torch.load(path, weights_only=True)
    return {
        "ranks that write": writers,
        **{f"the new file is there for rank {r}": there for r, there in enumerate(found)},
        "names in the file": sorted(kept),
        **{f"{name} in the file": value for name, value in kept.items()},
    }


def loaded(module, size, seed):
    """Saves rank 0's model, and lets every rank load it into a model of its own"""
    path = Path(tempfile.mkdtemp()) / "model.pt"

    def one(rank, module):
        model = layers()
        with torch.no_grad():
            model[1].running_mean += torch.rand(4)
        module.save_once(model, path)
        other = layers()
        module.load_everywhere(other, path)
        return dict(other.state_dict())

    return by_rank(simulate(one, size, module, seed=seed).values)


def really(module, weights, logits, labels):
    """Does all three on two processes that talk through gloo"""
    path = Path(tempfile.mkdtemp()) / "model.pt"

    def one(rank, module):
        share = module.global_accuracy(logits[rank:], labels[rank:])
        module.save_once(probing.filled(nn.Linear(3, 2), weights), path)
        dist.barrier()  # for whoever comes too early: another check looks for that
        other = nn.Linear(3, 2)
        module.load_everywhere(other, path)
        return {"accuracy": share} | other.state_dict()

    try:
        return by_rank(spawn(one, 2, module, seconds=8))
    except NotImplementedError:
        raise
    except RuntimeError:
        return "a rank failed or waited for ever"


def trapped(module, seed):
    """Loads a file that holds code besides weights, and looks whether that has run"""
    folder = Path(tempfile.mkdtemp())

    class Trap:
        def __reduce__(self):
            return os.mkdir, (str(folder / "trap"),)

    def one(rank, module):
        model, good = layers(), folder / "good.pt"
        module.save_once(model, good)
        other = layers()
        module.load_everywhere(other, good)
        torch.save({**model.state_dict(), "more": Trap()}, folder / "bad.pt")
        with contextlib.suppress(Exception):
            module.load_everywhere(layers(), folder / "bad.pt")
        return {"weights": dict(other.state_dict()), "code ran": (folder / "trap").exists()}

    return simulate(one, 1, module, seed=seed).values
