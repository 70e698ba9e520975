"""Right answers by people who had seen the exercise alone, of a second round."""

import functools

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torchdojo.grading import right


@right(
    "Collects first, and counts afterwards, while all tensors still are alive.", seen="full marks"
)
def saved_bytes(module, x):
    class Box:
        def __init__(self, content):
            self.content = content

    boxes = []

    def pack(t):
        boxes.append(Box(t))
        return boxes[-1]

    def unpack(box):
        return box.content

    with saved_tensors_hooks(pack, unpack):
        result = module(x)
    storages = [box.content.untyped_storage() for box in boxes]
    parameters = [p.untyped_storage() for p in module.parameters()]
    whole = {(s.device, s.data_ptr()): s.nbytes() for s in storages}
    for s in parameters:
        whole.pop((s.device, s.data_ptr()), None)
    del result
    return int(sum(whole.values()))


@right(
    "Every group becomes a small Sequential of its own for the moment, so no closure sees a loop's variable.",
    seen="full marks",
)
class Segments(nn.Module):
    def __init__(self, blocks, every):
        super().__init__()
        if every < 1:
            raise ValueError(f"a group needs at least one block, not {every}")
        self.blocks = nn.ModuleList(blocks)
        self.every = every

    def groups(self):
        waiting = list(self.blocks)
        while waiting:
            group, waiting = waiting[: self.every], waiting[self.every :]
            yield nn.Sequential(*group)

    def forward(self, x):
        if self.training:
            return functools.reduce(lambda t, group: recomputed(group, t), self.groups(), x)
        return functools.reduce(lambda t, block: block(t), self.blocks, x)
