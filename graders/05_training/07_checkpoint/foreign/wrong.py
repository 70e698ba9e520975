"""Wrong answers by people who had seen the exercise alone."""

import pickle
import torch

from torchdojo.grading import wrong


@wrong(
    "The old file is moved away first; if torch.save then fails, no whole file of this name is there, only a .bak.",
    seen="named",
)
def save(path, model, optimizer, loader, epoch):
    backup = path.with_name(path.name + ".bak")
    if path.exists():
        path.replace(backup)
    checkpoint = {
        "epoch": epoch,
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "loader": loader.generator.get_state(),
    }
    torch.save(checkpoint, path)
    backup.unlink(missing_ok=True)
    return path.stat().st_size


@wrong(
    "named_parameters() has no buffers, so the running statistics of a BatchNorm are missing from the checkpoint.",
    seen="named",
)
def save(path, model, optimizer, loader, epoch):
    checkpoint = {
        "epoch": epoch,
        "model": {name: weight.detach() for name, weight in model.named_parameters()},
        "optimizer": optimizer.state_dict(),
        "rng": torch.get_rng_state(),
        "loader": loader.generator.get_state(),
    }
    part = path.with_name(path.name + ".part")
    try:
        torch.save(checkpoint, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


@wrong(
    "except Exception also catches the FileNotFoundError of a file that does not exist, and turns it into a ValueError.",
    seen="named",
)
def read(path):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        missing = {"epoch", "model", "optimizer", "rng", "loader"} - checkpoint.keys()
    except Exception as error:
        raise ValueError(f"{path} is no checkpoint") from error
    if missing:
        raise ValueError(f"{path} lacks {sorted(missing)}")
    return checkpoint


@wrong(
    "Only two kinds of errors are translated; an empty file makes torch.load raise EOFError, which is no ValueError.",
    seen="caught",
)
def read(path):
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError) as error:
        raise ValueError(f"{path} is damaged") from error
    if not isinstance(checkpoint, dict):
        raise ValueError(f"{path} holds no dictionary")
    for entry in ("epoch", "model", "optimizer", "rng", "loader"):
        if entry not in checkpoint:
            raise ValueError(f"{path} lacks {entry!r}")
    return checkpoint


@wrong(
    "!= asks for exactly these five entries, but a reader does not mind further ones.", seen="named"
)
def read(path):
    if not path.exists():
        raise FileNotFoundError(path)
    try:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        raise ValueError(f"{path} is damaged") from error
    if not isinstance(checkpoint, dict) or set(checkpoint) != {
        "epoch",
        "model",
        "optimizer",
        "rng",
        "loader",
    }:
        raise ValueError(f"{path} is no checkpoint")
    return checkpoint


@wrong(
    "A new generator in loader.generator does not reach the sampler, which shuffles with the old one: the order is not put back.",
    seen="caught",
)
def load(path, model, optimizer, loader):
    checkpoint = read(path)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    torch.set_rng_state(checkpoint["rng"])
    generator = torch.Generator()
    generator.set_state(checkpoint["loader"])
    loader.generator = generator
    return checkpoint["epoch"]


@wrong(
    "copy_ broadcasts: weights of shape (1,) fill a layer of (3,) in silence, where load_state_dict would have raised.",
    seen="full marks",
)
def load_model(path, model):
    saved = read(path)["model"]
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            tensor.copy_(saved[name])
    return model.eval()


@wrong(
    "range(done, done + epochs) trains epochs more after the checkpoint; epochs is the number in total.",
    seen="named",
)
def resume(path, model, optimizer, loader, train_epoch, epochs):
    done = load(path, model, optimizer, loader) if path.exists() else 0
    results = []
    for epoch in range(done, done + epochs):
        results.append(train_epoch(model, loader, optimizer))
        save(path, model, optimizer, loader, epoch + 1)
    return results
