"""Right answers by people who had seen the exercise alone, of a third round."""

import contextlib
from collections import deque
from collections.abc import Iterator
from typing import Any

import torch
import torch.distributed as dist
from torch import nn

from torchdojo.grading import right


@right(
    "A queue of parameters that wait to be sent, a set of those that are ready, and a counter of open no_sync blocks.",
    seen="full marks",
)
class MiniDDP(nn.Module):
    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module
        self._silent = 0  # how many no_sync blocks stand open
        self._ready: set[int] = set()
        self._under_way: list[tuple[torch.Tensor, Any]] = []
        self._waiting: deque = deque()
        with torch.no_grad():
            for tensors in (module.parameters(), module.buffers()):
                for t in tensors:
                    dist.broadcast(t.detach(), src=0)

        def ready(p: torch.Tensor) -> None:
            if self._silent:
                return
            self._ready.add(id(p))
            while self._waiting and id(self._waiting[0]) in self._ready:
                self._send(self._waiting.popleft())

        for p in module.parameters():
            if p.requires_grad:
                p.register_post_accumulate_grad_hook(ready)
        self._refill()

    def _refill(self) -> None:
        self._ready.clear()
        self._under_way.clear()
        self._waiting = deque(p for p in self.module.parameters() if p.requires_grad)
        self._waiting.reverse()

    def _send(self, p: torch.Tensor) -> None:
        if p.grad is None:
            p.grad = torch.zeros_like(p)
        self._under_way.append((p, dist.all_reduce(p.grad, async_op=True)))

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self.module(*args, **kwargs)

    def finish(self) -> None:
        if self._silent:
            return
        while self._waiting:
            self._send(self._waiting.popleft())
        n = dist.get_world_size()
        for p, work in self._under_way:
            work.wait()
            with torch.no_grad():
                p.grad /= n
        self._refill()

    @contextlib.contextmanager
    def no_sync(self) -> Iterator[None]:
        self._silent += 1
        try:
            yield
        finally:
            self._silent -= 1
