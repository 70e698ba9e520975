"""Right answers by people who had seen the exercise alone, of a second round."""

import os
from pathlib import Path

import torch
import torch.distributed as dist
from torchdojo.grading import right


@right(
    "Counts one example after the other in Python, and sends two whole numbers.", seen="full marks"
)
def global_accuracy(logits, labels):
    hits = 0
    for scores, label in zip(logits, labels, strict=True):
        best = int(torch.argmax(scores))
        if best == int(label):
            hits += 1
    all_hits = torch.tensor(hits, dtype=torch.int64, device=logits.device)
    all_examples = torch.tensor(labels.shape[0], dtype=torch.int64, device=logits.device)
    dist.all_reduce(all_examples)
    dist.all_reduce(all_hits)
    if int(all_examples) < 1:
        raise ValueError("no rank has any example")
    return int(all_hits) / int(all_examples)


@right(
    "Writes beside the place and renames, so even a reader who does not wait never sees half a file.",
    seen="full marks",
)
def save_once(model, path):
    path = Path(path)
    if dist.get_rank() == 0:
        beside = path.with_name(path.name + ".part")
        with open(beside, "wb") as file:
            torch.save(model.state_dict(), file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    dist.barrier()
