"""Wrong answers by people who had seen the exercise alone, of a third round."""

import pickle
from pathlib import Path

import torch

from torchdojo.grading import wrong


@wrong(
    "The new checkpoint is written over the old one: a program that is stopped half-way has neither.",
    seen="named",
)
def save(path, model, optimizer, loader, epoch):
    torch.save(
        {
            "epoch": epoch,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "rng": torch.get_rng_state(),
            "loader": loader.generator.get_state(),
        },
        path,
    )
    return path.stat().st_size


@wrong(
    "Not every damaged file makes one of these two errors: an empty one ends in an EOFError, which is no ValueError.",
    seen="named",
)
def read(path):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except (RuntimeError, pickle.UnpicklingError) as error:
        raise ValueError(f"{path} is no checkpoint") from error
    if not isinstance(checkpoint, dict):
        raise ValueError(f"{path} holds no dictionary")
    missing = ENTRIES - checkpoint.keys()
    if missing:
        raise ValueError(f"{path} lacks {sorted(missing)}")
    return checkpoint


@wrong(
    "The loader gets a new generator, but its sampler still holds the old one and shuffles by that: the order of the examples is not restored.",
    seen="named",
)
def load(path, model, optimizer, loader):
    checkpoint = read(path)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    generator = torch.Generator()
    generator.set_state(checkpoint["loader"])
    loader.generator = generator
    torch.set_rng_state(checkpoint["rng"])
    return checkpoint["epoch"]


@wrong(
    "It saves the number of the epoch, which counts from 0, instead of how many are finished: the last epoch is trained once more after every interruption.",
    seen="named",
)
def resume(path, model, optimizer, loader, train_epoch, epochs):
    start = load(path, model, optimizer, loader) if Path(path).exists() else 0
    values = []
    for epoch in range(start, epochs):
        values.append(train_epoch(model, loader, optimizer))
        save(path, model, optimizer, loader, epoch)
    return values
