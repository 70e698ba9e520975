"""Wrong answers by people who had seen the exercise alone, of a third round."""

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

from torchdojo.grading import wrong


@wrong(
    "A .grad that is not None need not be ready: after a backward under no_sync all are there already, so the first hook sends the others before this pass has added its part.",
    seen="named",
)
class MiniDDP(nn.Module):
    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.detach(), src=0)
        self._order = [p for p in module.parameters() if p.requires_grad][::-1]
        self._works = []
        self._sync = True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._on_ready)

    def _send_next(self) -> None:
        p = self._order[len(self._works)]
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        self._works.append(dist.all_reduce(p.grad, async_op=True))

    def _on_ready(self, p: torch.Tensor) -> None:
        if not self._sync:
            return
        while (
            len(self._works) < len(self._order) and self._order[len(self._works)].grad is not None
        ):
            self._send_next()

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self.module(*args, **kwargs)

    def finish(self) -> None:
        if not self._sync:
            return
        while len(self._works) < len(self._order):
            self._send_next()
        for p, work in zip(self._order, self._works):
            work.wait()
            p.grad.div_(dist.get_world_size())
        self._works = []

    @contextlib.contextmanager
    def no_sync(self) -> Iterator[None]:
        before = self._sync
        self._sync = False
        try:
            yield
        finally:
            self._sync = before


@wrong(
    "Two mistakes in no_sync: without try/finally an error in it leaves the wrapper silent for ever, and the end of an inner no_sync switches sending on while the outer one still stands.",
    seen="named",
)
class MiniDDP(nn.Module):
    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module
        for t in [*module.parameters(), *module.buffers()]:
            dist.broadcast(t.detach(), src=0)
        self._order = [p for p in module.parameters() if p.requires_grad][::-1]
        self._ready = set()
        self._works = []
        self._sync = True
        for p in self._order:
            p.register_post_accumulate_grad_hook(self._on_ready)

    def _send_next(self) -> None:
        p = self._order[len(self._works)]
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        self._works.append(dist.all_reduce(p.grad, async_op=True))

    def _on_ready(self, p: torch.Tensor) -> None:
        if not self._sync:
            return
        self._ready.add(id(p))
        while (
            len(self._works) < len(self._order) and id(self._order[len(self._works)]) in self._ready
        ):
            self._send_next()

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self.module(*args, **kwargs)

    def finish(self) -> None:
        if not self._sync:
            return
        while len(self._works) < len(self._order):
            self._send_next()
        for p, work in zip(self._order, self._works):
            work.wait()
            p.grad.div_(dist.get_world_size())
        self._works = []
        self._ready.clear()

    @contextlib.contextmanager
    def no_sync(self) -> Iterator[None]:
        self._sync = False
        yield
        self._sync = True


@wrong(
    "Gradients are cleared only after each step, so those that the model brings along in .grad are added to the first step's.",
    seen="named",
)
def train_with_ddp(
    model: nn.Module, steps: list[list[tuple[torch.Tensor, torch.Tensor]]], lr: float
) -> None:
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for batches in steps:
        for i, (x, y) in enumerate(batches):
            last = i == len(batches) - 1
            with contextlib.nullcontext() if last else ddp.no_sync():
                loss = nn.functional.mse_loss(ddp(x), y) / len(batches)
                loss.backward()
        optimizer.step()
        optimizer.zero_grad()


@wrong(
    "DDP decides in the forward pass whether to send; with only backward() under no_sync, the gradients of every micro-batch are sent, not once a step.",
    seen="named",
)
def train_with_ddp(
    model: nn.Module, steps: list[list[tuple[torch.Tensor, torch.Tensor]]], lr: float
) -> None:
    ddp = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(ddp.parameters(), lr=lr)
    for batches in steps:
        optimizer.zero_grad()
        for i, (x, y) in enumerate(batches, start=1):
            loss = nn.functional.mse_loss(ddp(x), y) / len(batches)
            if i < len(batches):
                with ddp.no_sync():
                    loss.backward()
            else:
                loss.backward()
        optimizer.step()
