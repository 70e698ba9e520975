"""Wrong answers by people who had seen the exercise alone, of a second round."""

import contextlib

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torchdojo.grading import wrong


@wrong(
    "An inner `no_sync` switches sending on again when it ends, though the outer one still runs: put back what was there before, not True.",
    seen="named",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.data, src=0)
        self.sync = True
        self.order = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.ready = set()
        self.works = []
        for i, p in enumerate(self.order):
            p.register_post_accumulate_grad_hook(lambda _, i=i: self.on_ready(i))

    def on_ready(self, i):
        if not self.sync:
            return
        self.ready.add(i)
        while len(self.works) in self.ready:
            self.send()

    def send(self):
        p = self.order[len(self.works)]
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        self.works.append(dist.all_reduce(p.grad, async_op=True))

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self.sync:
            return
        while len(self.works) < len(self.order):
            self.send()
        for work, p in zip(self.works, self.order, strict=True):
            work.wait()
            p.grad /= dist.get_world_size()
        self.works, self.ready = [], set()

    @contextlib.contextmanager
    def no_sync(self):
        self.sync = False
        try:
            yield
        finally:
            self.sync = True


@wrong(
    "Each gradient is sent as soon as its own hook runs, in whatever order that is: if two ranks use different layers, the gradient of A meets that of B, and with equal shapes nothing tells you. Keep to one order.",
    seen="named",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        with torch.no_grad():
            for t in [*module.parameters(), *module.buffers()]:
                dist.broadcast(t.data, src=0)
        self.depth = 0
        self.works = {}
        self.params = [p for p in module.parameters() if p.requires_grad]
        for p in self.params:
            p.register_post_accumulate_grad_hook(self._hook)

    def _hook(self, p):
        if self.depth == 0:
            self.works[p] = dist.all_reduce(p.grad, async_op=True)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if self.depth > 0:
            return
        for p in reversed(self.params):
            if p not in self.works:
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                self.works[p] = dist.all_reduce(p.grad, async_op=True)
        for p, work in self.works.items():
            work.wait()
            p.grad.div_(dist.get_world_size())
        self.works.clear()

    @contextlib.contextmanager
    def no_sync(self):
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1


@wrong(
    "The gradients are cleared after each step, never before the first: what the model brings along in `.grad` goes into the first update. Clear at the beginning of a step.",
    seen="named",
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for step in steps:
        for i, (x, y) in enumerate(step):
            context = ddp.no_sync() if i < len(step) - 1 else contextlib.nullcontext()
            with context:
                loss = nn.functional.mse_loss(ddp(x), y) / len(step)
                loss.backward()
        optimizer.step()
        optimizer.zero_grad()


@wrong(
    "Only the backward pass stands in `no_sync`: DDP decides in its forward pass whether to send, so each micro-batch is averaged over the ranks all the same. The weights are right, the traffic is not.",
    seen="named",
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for micro_batches in steps:
        optimizer.zero_grad()
        last = len(micro_batches) - 1
        for i, (x, y) in enumerate(micro_batches):
            loss = nn.functional.mse_loss(ddp(x), y) / len(micro_batches)
            if i < last:
                with ddp.no_sync():
                    loss.backward()
            else:
                loss.backward()
        optimizer.step()


@wrong(
    "Only the parameters are copied from rank 0, not the buffers; and a gradient that is None is left out at the end, so a rank that does not use a layer keeps the others waiting.",
    seen="named",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for p in module.parameters():
            dist.broadcast(p.data, src=0)
        self.params = [p for p in module.parameters() if p.requires_grad][::-1]
        self.syncing = True
        self.pending = []
        self.arrived = [False] * len(self.params)
        self.next = 0
        for i, p in enumerate(self.params):
            p.register_post_accumulate_grad_hook(lambda p, i=i: self._arrive(i))

    def _arrive(self, i):
        if not self.syncing:
            return
        self.arrived[i] = True
        while self.next < len(self.params) and self.arrived[self.next]:
            self._launch()

    def _launch(self):
        p = self.params[self.next]
        self.next += 1
        if p.grad is not None:
            self.pending.append((p, dist.all_reduce(p.grad, async_op=True)))

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self.syncing:
            return
        while self.next < len(self.params):
            self._launch()
        for p, work in self.pending:
            work.wait()
            p.grad /= dist.get_world_size()
        self.pending = []
        self.arrived = [False] * len(self.params)
        self.next = 0

    @contextlib.contextmanager
    def no_sync(self):
        before, self.syncing = self.syncing, False
        try:
            yield
        finally:
            self.syncing = before
