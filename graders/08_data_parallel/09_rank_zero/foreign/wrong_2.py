"""Wrong answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import wrong


@wrong(
    "The counts have the dtype of the scores: float16 knows no odd numbers above 2048, bfloat16 none above 256, so the accuracy of many examples is rounded or worse. Count in int64.",
    seen="named",
)
def global_accuracy(logits, labels):
    right = (logits.argmax(dim=1) == labels).to(logits.dtype).sum()
    counts = torch.stack([right, logits.new_tensor(len(labels))])
    dist.all_reduce(counts)
    right, total = counts.tolist()
    if total == 0:
        raise ValueError("no examples")
    return right / total


@wrong(
    "The barrier stands before the writing, so the other ranks go on exactly when rank 0 begins to write. All must wait until it has finished.",
    seen="named",
)
def save_once(model, path):
    dist.barrier()
    if dist.get_rank() == 0:
        torch.save(model.state_dict(), path)


@wrong(
    "Rank 0 reads and the others get its parameters, but not its buffers: the running statistics of batch normalisation stay as they were on every other rank.",
    seen="named",
)
def load_everywhere(model, path):
    if dist.get_rank() == 0:
        model.load_state_dict(torch.load(path, weights_only=True))
    for p in model.parameters():
        dist.broadcast(p.data, src=0)


@wrong(
    "A rank without examples raises at once and leaves the collective out, though the others have examples: they wait for it for ever. Whether there are none at all is known only after the exchange.",
    seen="named",
)
def global_accuracy(logits, labels):
    if len(labels) == 0:
        raise ValueError("no examples")
    counts = torch.tensor([(logits.argmax(1) == labels).sum().item(), len(labels)])
    dist.all_reduce(counts)
    return counts[0].item() / counts[1].item()


@wrong(
    "The whole model is pickled, not its state dict, so `weights_only=True` refuses the file; and nobody waits for rank 0, so another rank may open half of it.",
    seen="named",
)
def save_once(model, path):
    if dist.get_rank() == 0:
        torch.save(model, path)
