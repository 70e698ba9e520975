"""Right answers by people who had seen the exercise alone, of a second round."""

import contextlib
import functools

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torchdojo.grading import right


@right("A queue that is worked off from its head: hooks only mark who is there.", seen="full marks")
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        self._depth = 0
        self._line = []
        self._works = []
        self._here = {}
        with torch.no_grad():
            for t in list(module.parameters()) + list(module.buffers()):
                copy = t.detach().clone(memory_format=torch.contiguous_format)
                dist.broadcast(copy, src=0)
                t.copy_(copy)
        for p in module.parameters():
            if p.requires_grad:
                self._line.insert(0, p)
        for place, p in enumerate(self._line):
            self._here[place] = False
            p.register_post_accumulate_grad_hook(functools.partial(self._mark, place))

    def _mark(self, place, parameter):
        if self._depth:
            return
        self._here[place] = True
        self._advance(wait_for_all=True)

    def _advance(self, wait_for_all):
        while len(self._works) < len(self._line):
            place = len(self._works)
            if wait_for_all and not self._here[place]:
                break
            parameter = self._line[place]
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            self._works.append(dist.all_reduce(parameter.grad, async_op=True))

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self._depth:
            return
        self._advance(wait_for_all=False)
        world = dist.get_world_size()
        for parameter, work in zip(self._line, self._works, strict=True):
            work.wait()
            parameter.grad.div_(world)
        self._works = []
        self._here = dict.fromkeys(self._here, False)

    @contextlib.contextmanager
    def no_sync(self):
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1


@right("One no_sync around all micro-batches but the last, and then the last.", seen="full marks")
def train_with_ddp(model, steps, lr):
    for p in model.parameters():
        p.grad = None
    parallel = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    def backward(x, y, parts):
        error = nn.functional.mse_loss(parallel(x), y)
        torch.div(error, parts).backward()

    for step in steps:
        *silent, last = step
        optimizer.zero_grad(set_to_none=True)
        with parallel.no_sync():
            for x, y in silent:
                backward(x, y, len(step))
        backward(*last, len(step))
        optimizer.step()
