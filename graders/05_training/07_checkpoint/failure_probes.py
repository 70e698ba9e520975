"""Probes of what goes wrong: damaged files, and a `save` that fails half-way."""

import os
import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from torchdojo import probing


def refused(module, good, x, wrong):
    """Calls `load`, `load_model` and `resume` on each of the files WRONG, looks at the model"""
    os.chdir(tempfile.mkdtemp())

    class Harmful:
        def __reduce__(self):
            return os.mkdir, ("executed",)

    def kind(name, path, *more):
        kinds = ValueError, FileNotFoundError
        made = probing.outcome(getattr(module, name), path, *more, kinds=kinds)
        known = "raised" in made or isinstance(made["returned"], int | list)
        return made if known else type(made["returned"]).__name__

    model = nn.Linear(3, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loader = DataLoader(TensorDataset(x), 4, shuffle=True, generator=torch.Generator())
    run = (model, optimizer, loader)

    def state(number):
        dice = torch.Generator().manual_seed(number).get_state()
        other = torch.optim.SGD(model.parameters(), lr=number / 10).state_dict()
        weights = {key: value + number for key, value in good.items()}
        return {"rng": dice, "loader": dice, "epoch": 2, "model": weights, "optimizer": other}

    def others():
        generators = torch.get_rng_state(), loader.generator.get_state()
        return [optimizer.param_groups[0]["lr"], *(int(t[:64].sum()) for t in generators)]

    torch.save(state(2), "good.pt")
    whole, path, found = Path("good.pt").read_bytes(), Path("run.pt"), {}
    files = {"good": whole, "empty": b"", "text": b"x = 1", "a few bytes": whole[:3]}
    files |= {"half a file": whole[: len(whole) // 2], "a byte too few": whole[:-1]}
    files |= {"a quarter of a file": whole[: len(whole) // 4]}
    with torch.random.fork_rng(devices=[]):
        for name in wrong:
            path.unlink(missing_ok=True)
            before = others()
            if name in files:
                path.write_bytes(files[name])
            elif name == "harmful":
                torch.save({**state(3), "author": Harmful()}, path)
            elif name == "a list":
                torch.save([2, good], path)
            elif name != "missing":
                torch.save({k: v for k, v in state(3).items() if k != name}, path)
            found[f"`load`, {name}"] = kind("load", path, *run)
            found[f"`load_model`, {name}"] = kind("load_model", path, model)
            if name != "missing":
                found[f"`resume`, {name}"] = kind("resume", path, *run, lambda *_: 0.5, 3)
            found[f"the model's weight after {name}"] = model.weight.detach().clone()
            if name != "good":
                found[f"{name} changed optimizer or random numbers"] = others() != before
            found[f"code in {name} was executed"] = Path("executed").exists()
    return found


def of_another_shape(module, good, other):
    """Calls `load_model` for a checkpoint whose weights have the shape of OTHER, not the model's"""
    os.chdir(tempfile.mkdtemp())
    path, model = Path("run.pt"), nn.Linear(3, 2)
    random = {"rng": torch.get_rng_state(), "loader": torch.get_rng_state()}
    torch.save({"epoch": 1, "optimizer": {}, "model": {**good, "weight": other}} | random, path)
    return probing.raised(module.load_model, path, model, kinds=(RuntimeError,))


def interrupted(module, good, x, epoch):
    """Calls `save` twice; the second time with a model whose state cannot be written"""
    os.chdir(tempfile.mkdtemp())
    path = Path("run.pt")

    class Stuck(nn.Linear):
        def get_extra_state(self):
            return (i for i in "no file can hold this generator")

    kinds = []
    for cls in (nn.Linear, Stuck):
        model = cls(3, 2)
        model.weight.data.copy_(good)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        loader = DataLoader(TensorDataset(x), 4, shuffle=True, generator=torch.Generator())
        error = probing.raised(
            module.save, path, model, optimizer, loader, epoch, kinds=(Exception,)
        )
        kinds.append(error)
    try:
        left = torch.load(path, weights_only=True)
        left = left["epoch"], left["model"]["weight"]
    except Exception as error:
        left = f"a file that `torch.load` refuses ({type(error).__name__})"
    return kinds, left
