"""Right answers by people who had seen the exercise alone."""

import io
import os
import torch

from torchdojo.grading import right


@right(
    "Serialises into memory first, then writes the bytes beside the old file, flushes them to the disk and renames.",
    seen="full marks",
)
def save(path, model, optimizer, loader, epoch):
    buffer = io.BytesIO()
    torch.save(
        {
            "loader": loader.generator.get_state(),
            "rng": torch.random.get_rng_state(),
            "epoch": int(epoch),
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
        },
        buffer,
    )
    content = buffer.getvalue()
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return len(content)


@right(
    "Opens the file itself, so that only a missing file gives FileNotFoundError, and walks through all that it holds.",
    seen="lost points",
)
def read(path):
    def check(thing):
        if isinstance(thing, dict):
            for key, value in thing.items():
                check(key)
                check(value)
        elif isinstance(thing, (list, tuple)):
            for value in thing:
                check(value)
        elif thing is not None and not isinstance(thing, (torch.Tensor, bool, int, float, str)):
            raise ValueError(f"a checkpoint does not hold a {type(thing).__name__}")

    with open(path, "rb") as file:
        try:
            checkpoint = torch.load(
                file, map_location=lambda storage, location: storage, weights_only=True
            )
        except Exception as error:
            raise ValueError(f"{path} is damaged: {error}") from error
    if not isinstance(checkpoint, dict):
        raise ValueError(f"{path} holds no dictionary")
    check(checkpoint)
    if not {"epoch", "model", "optimizer", "rng", "loader"}.issubset(checkpoint):
        raise ValueError(f"{path} lacks an entry")
    return checkpoint


@right(
    "Tries to load instead of asking whether the file exists, and trains in a generator that counts the finished epochs.",
    seen="full marks",
)
def resume(path, model, optimizer, loader, train_epoch, epochs):
    try:
        finished = load(path, model, optimizer, loader)
    except FileNotFoundError:
        finished = 0

    def remaining(finished):
        while finished < epochs:
            value = train_epoch(model, loader, optimizer)
            finished += 1
            save(path, model, optimizer, loader, finished)
            yield value

    return list(remaining(finished))
