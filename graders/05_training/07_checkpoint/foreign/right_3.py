"""Right answers by people who had seen the exercise alone, of a third round."""

import io
import os

import torch

from torchdojo.grading import right


@right(
    "The checkpoint is made in memory first, then written beside the old one, flushed to the disk and renamed.",
    seen="full marks",
)
def save(path, model, optimizer, loader, epoch):
    def states():
        yield "epoch", int(epoch)
        yield "model", model.state_dict()
        yield "optimizer", optimizer.state_dict()
        yield "rng", torch.get_rng_state()
        yield "loader", loader.generator.get_state()

    memory = io.BytesIO()
    torch.save(dict(states()), memory)
    content = memory.getvalue()
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return len(content)
