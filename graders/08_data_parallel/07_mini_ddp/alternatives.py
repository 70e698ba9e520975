"""Other right ways to wrap a module."""

import contextlib

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torchdojo.grading import alternative


@alternative("counts what is ready by position, divides before it sends")
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in list(module.parameters()) + list(module.buffers()):
            dist.broadcast(t.data, 0)
        self.params = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.quiet = 0
        self.reset()
        for place, p in enumerate(self.params):
            p.register_post_accumulate_grad_hook(lambda _, place=place: self.mark(place))

    def reset(self):
        self.ready = [False] * len(self.params)
        self.pending = {}

    def mark(self, place):
        if self.quiet:
            return
        self.ready[place] = True
        while len(self.pending) < len(self.params) and self.ready[len(self.pending)]:
            self.send()

    def send(self):
        p = self.params[len(self.pending)]
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        p.grad.div_(dist.get_world_size())
        self.pending[len(self.pending)] = dist.all_reduce(p.grad, async_op=True)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self.quiet:
            return
        while len(self.pending) < len(self.params):
            self.send()
        for work in self.pending.values():
            work.wait()
        self.reset()

    @contextlib.contextmanager
    def no_sync(self):
        self.quiet += 1
        try:
            yield
        finally:
            self.quiet -= 1


@alternative("the means of all gradients are written back from copies")
def _end(p, work):
    work.wait()
    p.grad = p.grad.detach().clone() * (1 / dist.get_world_size())


@alternative("an exit stack and gradients cleared after the step")
def train_with_ddp(model, steps, lr):
    optimizer = torch.optim.SGD(model.parameters(), lr)
    ddp = DistributedDataParallel(model)
    model.zero_grad()
    for *early, last in steps:
        with contextlib.ExitStack() as stack:
            if early:
                stack.enter_context(ddp.no_sync())
            for x, y in early:
                loss = nn.functional.mse_loss(ddp(x), y)
                loss.div(len(early) + 1).backward()
        loss = nn.functional.mse_loss(ddp(last[0]), last[1])
        loss.div(len(early) + 1).backward()
        optimizer.step()
        optimizer.zero_grad()
