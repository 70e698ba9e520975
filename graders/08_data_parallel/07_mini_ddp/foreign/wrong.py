"""Wrong answers by people who had seen the exercise alone."""

import contextlib
import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torchdojo.grading import wrong


@wrong(
    "Sends every gradient the moment its hook runs: if ranks use different layers, the calls meet in different orders and mix.",
    seen="named",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.detach(), src=0)
        self.order = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.sync = True
        self.works = {}
        for p in self.order:
            p.register_post_accumulate_grad_hook(self._send)

    def _send(self, p):
        if self.sync:
            self.works[id(p)] = dist.all_reduce(p.grad, async_op=True)

    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)

    def finish(self):
        if not self.sync:
            return
        for p in self.order:
            if id(p) not in self.works:
                if p.grad is None:
                    p.grad = torch.zeros_like(p)
                self._send(p)
        for p in self.order:
            self.works[id(p)].wait()
            p.grad /= dist.get_world_size()
        self.works = {}

    @contextlib.contextmanager
    def no_sync(self):
        before, self.sync = self.sync, False
        try:
            yield
        finally:
            self.sync = before


@wrong(
    "No try/finally around the yield: after an error inside no_sync the wrapper never sends anything again.",
    seen="named",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.detach(), src=0)
        self.order = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.sync = True
        self.ready = set()
        self.works = []
        for p in self.order:
            p.register_post_accumulate_grad_hook(self._arrived)

    def _arrived(self, p):
        if not self.sync:
            return
        self.ready.add(id(p))
        while len(self.works) < len(self.order) and id(self.order[len(self.works)]) in self.ready:
            self._send()

    def _send(self):
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
            self._send()
        for p, work in zip(self.order, self.works):
            work.wait()
            p.grad /= dist.get_world_size()
        self.works = []
        self.ready = set()

    @contextlib.contextmanager
    def no_sync(self):
        before = self.sync
        self.sync = False
        yield
        self.sync = before


@wrong(
    "Marks gradients as ready under no_sync too: in the next backward they are sent before that pass has added its share.",
    seen="caught",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.detach(), src=0)
        self.order = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.sync = True
        self.ready = set()
        self.works = []
        for p in self.order:
            p.register_post_accumulate_grad_hook(self._arrived)

    def _arrived(self, p):
        self.ready.add(id(p))
        if self.sync:
            while (
                len(self.works) < len(self.order) and id(self.order[len(self.works)]) in self.ready
            ):
                self._send()

    def _send(self):
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
            self._send()
        for p, work in zip(self.order, self.works):
            work.wait()
            p.grad /= dist.get_world_size()
        self.works = []
        self.ready = set()

    @contextlib.contextmanager
    def no_sync(self):
        before, self.sync = self.sync, False
        try:
            yield
        finally:
            self.sync = before


@wrong(
    "Looks in forward whether to send; if only the backward() stands within no_sync, it sends all the same.",
    seen="caught",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.detach(), src=0)
        self.order = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.sync = True
        self.send_this_time = True
        self.ready = set()
        self.works = []
        for p in self.order:
            p.register_post_accumulate_grad_hook(self._arrived)

    def _arrived(self, p):
        if not self.send_this_time:
            return
        self.ready.add(id(p))
        while len(self.works) < len(self.order) and id(self.order[len(self.works)]) in self.ready:
            self._send()

    def _send(self):
        p = self.order[len(self.works)]
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        self.works.append(dist.all_reduce(p.grad, async_op=True))

    def forward(self, *args, **kwargs):
        self.send_this_time = self.sync
        return self.module(*args, **kwargs)

    def finish(self):
        if not self.sync:
            return
        while len(self.works) < len(self.order):
            self._send()
        for p, work in zip(self.order, self.works):
            work.wait()
            p.grad /= dist.get_world_size()
        self.works = []
        self.ready = set()

    @contextlib.contextmanager
    def no_sync(self):
        before, self.sync = self.sync, False
        try:
            yield
        finally:
            self.sync = before


@wrong(
    "Leaving no_sync always switches sending on: after an inner no_sync, the rest of the outer one sends gradients.",
    seen="full marks",
)
class MiniDDP(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.detach(), src=0)
        self.order = [p for p in reversed(list(module.parameters())) if p.requires_grad]
        self.sync = True
        self.ready = set()
        self.works = []
        for p in self.order:
            p.register_post_accumulate_grad_hook(self._arrived)

    def _arrived(self, p):
        if not self.sync:
            return
        self.ready.add(id(p))
        while len(self.works) < len(self.order) and id(self.order[len(self.works)]) in self.ready:
            self._send()

    def _send(self):
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
            self._send()
        for p, work in zip(self.order, self.works):
            work.wait()
            p.grad /= dist.get_world_size()
        self.works = []
        self.ready = set()

    @contextlib.contextmanager
    def no_sync(self):
        self.sync = False
        try:
            yield
        finally:
            self.sync = True


@wrong(
    "Only backward() stands under no_sync; DDP decides in the forward pass, so every micro-batch is averaged over the ranks.",
    seen="named",
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for step in steps:
        optimizer.zero_grad()
        for i, (x, y) in enumerate(step):
            loss = nn.functional.mse_loss(ddp(x), y) / len(step)
            if i < len(step) - 1:
                with ddp.no_sync():
                    loss.backward()
            else:
                loss.backward()
        optimizer.step()


@wrong(
    "Weights each micro-batch by its number of examples; the loss of a step is the plain mean over the micro-batches.",
    seen="caught",
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for step in steps:
        optimizer.zero_grad()
        total = sum(len(x) for x, _ in step)
        for i, (x, y) in enumerate(step):
            last = i == len(step) - 1
            with contextlib.nullcontext() if last else ddp.no_sync():
                loss = nn.functional.mse_loss(ddp(x), y) * (len(x) / total)
                loss.backward()
        optimizer.step()


@wrong(
    "zero_grad stands in the loop over micro-batches: only the gradient of the last one is left for the update.",
    seen="caught",
)
def train_with_ddp(model, steps, lr):
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for step in steps:
        for i, (x, y) in enumerate(step):
            optimizer.zero_grad()
            context = ddp.no_sync() if i + 1 < len(step) else contextlib.nullcontext()
            with context:
                loss = nn.functional.mse_loss(ddp(x), y) / len(step)
                loss.backward()
        optimizer.step()
