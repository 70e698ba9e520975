"""Right answers by people who had seen the exercise alone."""

import collections
import contextlib
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torchdojo.grading import right


@right(
    "A queue of parameters that still have to be sent, and a counter of how deep no_sync is nested.",
    seen="full marks",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            fresh = t.detach().clone(memory_format=torch.contiguous_format)
            dist.broadcast(fresh, src=0)
            t.detach().copy_(fresh)
        self._params = [p for p in module.parameters() if p.requires_grad][::-1]
        self._muted = 0
        self._begin()
        for p in self._params:
            p.register_post_accumulate_grad_hook(self._hook)

    def _begin(self):
        self._queue = collections.deque(self._params)
        self._done = set()
        self._sent = []

    def _send_next(self):
        p = self._queue.popleft()
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        self._sent.append((p, dist.all_reduce(p.grad, async_op=True)))

    def _hook(self, p):
        if self._muted:
            return
        self._done.add(id(p))
        while self._queue and id(self._queue[0]) in self._done:
            self._send_next()

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self._muted:
            return
        while self._queue:
            self._send_next()
        world = dist.get_world_size()
        for p, work in self._sent:
            work.wait()
            p.grad.div_(world)
        self._begin()

    @contextlib.contextmanager
    def no_sync(self):
        self._muted += 1
        try:
            yield
        finally:
            self._muted -= 1


@right(
    "A generator walks along the parameters and pauses at each that isn't ready; the hooks push it on.",
    seen="full marks",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        with torch.no_grad():
            for t in [*module.parameters(), *module.buffers()]:
                fresh = t.detach().contiguous()
                dist.broadcast(fresh, src=0)
                t.copy_(fresh)
        self.backwards = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.quiet = False
        self.ready = [False] * len(self.backwards)
        self.works = []
        self.walker = self._walk()
        for i, p in enumerate(self.backwards):
            p.register_post_accumulate_grad_hook(lambda _, i=i: self._arrived(i))

    def _walk(self):
        for i, p in enumerate(self.backwards):
            while not self.ready[i]:
                yield
            self.works.append(dist.all_reduce(p.grad, async_op=True))

    def _arrived(self, i):
        if not self.quiet:
            self.ready[i] = True
            next(self.walker, None)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self.quiet:
            return
        for p in self.backwards:
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        self.ready = [True] * len(self.backwards)
        next(self.walker, None)
        for p, work in zip(self.backwards, self.works):
            work.wait()
            p.grad = p.grad / dist.get_world_size()
        self.ready = [False] * len(self.backwards)
        self.works = []
        self.walker = self._walk()

    @contextlib.contextmanager
    def no_sync(self):
        with contextlib.ExitStack() as stack:
            stack.callback(setattr, self, "quiet", self.quiet)
            self.quiet = True
            yield


@right(
    "All micro-batches but the last share one no_sync block; the last follows behind it.",
    seen="full marks",
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    for step in steps:
        *early, last = step

        def add(pair):
            x, y = pair
            (nn.functional.mse_loss(ddp(x), y) / len(step)).backward()

        ddp.zero_grad(set_to_none=True)
        with ddp.no_sync():
            for pair in early:
                add(pair)
        add(last)
        optimizer.step()
