"""Wrong answers by people who had seen the exercise alone."""

import time
from pathlib import Path
import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "The mean of the ranks' accuracies: a rank with two examples weighs as much as one with ten, so it is not the share of all examples.",
    seen="named",
)
def global_accuracy(logits, labels):
    n = len(labels)
    right_here = (logits.argmax(1) == labels).sum().item()
    both = torch.tensor([right_here / max(n, 1), float(n > 0), n], dtype=torch.float64)
    dist.all_reduce(both)
    if both[2] == 0:
        raise ValueError("no examples at all")
    return (both[0] / both[1]).item()


@wrong(
    "A rank without examples raises before it takes part: n may be 0 on one rank, and the others wait for it at the all_reduce.",
    seen="caught",
)
def global_accuracy(logits, labels):
    if labels.numel() == 0:
        raise ValueError("there are no examples")
    hits = (logits.argmax(dim=1) == labels).sum()
    counts = torch.stack([hits, torch.tensor(labels.numel())])
    dist.all_reduce(counts)
    return counts[0].item() / counts[1].item()


@wrong(
    "Counts are kept in the dtype of the scores: bfloat16 has no 257, float16 no 2049, so the share of many examples is off.",
    seen="full marks",
)
def global_accuracy(logits, labels):
    hits = (logits.argmax(1) == labels).sum()
    counts = logits.new_tensor([hits.item(), len(labels)])
    dist.all_reduce(counts)
    if counts[1] == 0:
        raise ValueError("no rank has any example")
    return counts[0].item() / counts[1].item()


@wrong(
    "The barrier stands before the writing: the other ranks return while rank 0 still writes, and may see half a file.",
    seen="named",
)
def save_once(model, path):
    dist.barrier()  # let everybody finish the step first
    if dist.get_rank() == 0:
        torch.save(model.state_dict(), path)


@wrong(
    "Waits until the file exists, not until it is complete: it exists from the first byte on, or since the save before.",
    seen="caught",
)
def save_once(model, path):
    if dist.get_rank() == 0:
        torch.save(model.state_dict(), path)
    else:
        for _ in range(300):
            if Path(path).exists():
                break
            time.sleep(0.01)


@wrong(
    "named_parameters() leaves the buffers out, so that the file holds less than the model's state dict.",
    seen="named",
)
def save_once(model, path):
    if dist.get_rank() == 0:
        torch.save({name: p.detach() for name, p in model.named_parameters()}, path)
    dist.barrier()


@wrong(
    "Pairs parameters with the values of the state dict by place: buffers stand among these, are not loaded, and shift what follows.",
    seen="caught",
)
def load_everywhere(model, path):
    state = torch.load(path, weights_only=True)
    with torch.no_grad():
        for p, value in zip(model.parameters(), state.values()):
            p.copy_(value)


@wrong(
    "Rank 0 reads the file and broadcasts the parameters only: the other ranks keep their own buffers.",
    seen="caught",
)
def load_everywhere(model, path):
    if dist.get_rank() == 0:
        model.load_state_dict(torch.load(path, weights_only=True))
    for p in model.parameters():
        dist.broadcast(p.detach(), 0)
