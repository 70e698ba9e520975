"""Wrong answers by people who had seen the exercise alone, of a second round."""

import pickle

import torch
from torch import nn

from torchdojo.grading import wrong


@wrong(
    "If writing fails, the old file is safe, but half of the new one stays in the folder under its other name; remove it before the error goes on.",
    seen="full marks",
    open="The contract asks for an empty folder only of a `save` that succeeds: one that is killed cannot clean up either, and the next one writes over the rest.",
)
def save(path, model, optimizer, loader, epoch):
    data = {
        "epoch": epoch,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "loader": loader.generator.get_state(),
    }
    other = path.with_name(path.name + ".tmp")
    torch.save(data, other)
    other.replace(path)
    return path.stat().st_size


@wrong(
    "Not every damaged file fails in these two ways: an empty file, for one, raises EOFError, which gets through instead of ValueError.",
    seen="named",
)
def read(path):
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        data = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError) as error:
        raise ValueError(f"{path} is damaged") from error
    if (
        not isinstance(data, dict)
        or not {"epoch", "model", "optimizer", "rng", "loader"} <= data.keys()
    ):
        raise ValueError(f"{path} is no checkpoint")
    return data


@wrong(
    "The loader gets a new generator, but its sampler, which shuffles, still holds the old one: set the state of the generator that is there.",
    seen="named",
)
def load(path, model, optimizer, loader):
    data = read(path)
    model.load_state_dict(data["model"])
    optimizer.load_state_dict(data["optimizer"])
    torch.set_rng_state(data["rng"])
    generator = torch.Generator()
    generator.set_state(data["loader"])
    loader.generator = generator
    return data["epoch"]


@wrong(
    "A damaged file is treated like a missing one: training silently begins anew and overwrites what could perhaps have been rescued; the error has to go on to the caller.",
    seen="named",
)
def resume(path, model, optimizer, loader, train_epoch, epochs):
    try:
        done = load(path, model, optimizer, loader)
    except (FileNotFoundError, ValueError):
        done = 0
    values = []
    for epoch in range(done, epochs):
        values.append(train_epoch(model, loader, optimizer))
        save(path, model, optimizer, loader, epoch + 1)
    return values


@wrong(
    "Two things: `strict=False` lets a checkpoint with missing weights or buffers pass in silence, and the model is returned in whatever mode it was, with dropout active.",
    seen="named",
)
def load_model(path, model):
    data = read(path)
    model.load_state_dict(data["model"], strict=False)
    return model
