"""Right answers by people who had seen the exercise alone."""

import torch
import torch.distributed as dist

from torchdojo.grading import right


@right(
    "Adds up confusion matrices: the diagonal is right, the sum is everything.", seen="full marks"
)
def global_accuracy(logits, labels):
    classes = logits.shape[1]
    cells = labels.long() * classes + logits.argmax(1)
    table = torch.bincount(cells, minlength=classes * classes)
    dist.all_reduce(table)
    if int(table.sum()) == 0:
        raise ValueError("no rank has any example")
    hits = table.view(classes, classes).diagonal().sum()
    return int(hits) / int(table.sum())


@right(
    "Waits by an all_reduce instead of a barrier, which also tells all ranks if rank 0 could not write.",
    seen="full marks",
)
def save_once(model, path):
    failed = torch.zeros(1)
    error = None
    if dist.get_rank() == 0:
        try:
            with open(path, "wb") as file:
                torch.save(model.state_dict(), file)
        except Exception as problem:
            error = problem
            failed += 1
    dist.all_reduce(failed)
    if error is not None:
        raise error
    if failed.item():
        raise RuntimeError(f"rank 0 could not write {path}")


@right(
    "Copies by name into the tensors of the model's own state dict, which share its memory.",
    seen="full marks",
)
def load_everywhere(model, path):
    saved = torch.load(path, map_location="cpu", weights_only=True)
    own = model.state_dict()
    if own.keys() != saved.keys():
        raise RuntimeError(f"The file is of another model: {sorted(own.keys() ^ saved.keys())}")
    with torch.no_grad():
        for name, value in own.items():
            value.copy_(saved[name])
