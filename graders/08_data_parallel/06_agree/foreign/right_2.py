"""Right answers by people who had seen the exercise alone, of a second round."""

import torch
import torch.distributed as dist
from torchdojo.grading import right


@right(
    "Sends the whole model as bytes, in one message, whatever the dtypes are.", seen="full marks"
)
def start_alike(model):
    tensors = [*model.parameters(), *model.buffers()]
    if not tensors:
        return
    with torch.no_grad():
        raw = [t.detach().contiguous().reshape(-1).view(torch.uint8) for t in tensors]
        message = torch.cat(raw)
        dist.broadcast(message, src=0)
        lengths = [len(r) for r in raw]
        for t, piece in zip(tensors, message.split(lengths), strict=True):
            t.copy_(piece.clone().view(t.dtype).view(t.shape))


@right(
    "Everyone compares with rank 0's copy and raises flags; one exchange of all flags makes a list that all share.",
    seen="full marks",
)
def differing(model):
    names, flags = [], []
    for kind in (model.named_parameters, model.named_buffers):
        for name, tensor in kind():
            mine = tensor.detach()
            theirs = mine.clone(memory_format=torch.contiguous_format)
            dist.broadcast(theirs, src=0)
            same = (mine == theirs) | ((mine != mine) & (theirs != theirs))
            names.append(name)
            flags.append(0 if bool(same.all()) else 1)
    if not names:
        return []
    raised = torch.tensor(flags, dtype=torch.int64)
    dist.all_reduce(raised, op=dist.ReduceOp.SUM)
    return [name for name, flag in zip(names, raised.tolist(), strict=True) if flag]
