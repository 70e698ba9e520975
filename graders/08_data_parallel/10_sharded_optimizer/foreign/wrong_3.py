"""Wrong answers by people who had seen the exercise alone, of a third round."""

import copy
from collections.abc import Iterable
from typing import Any

import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "You deal the sorted parameters out there and back again, 0, 1, 1, 0; each has to go to the rank that holds the fewest numbers so far, which differs as soon as sizes are far apart.",
    seen="caught",
)
def assign(sizes: list[int], world: int) -> list[int]:
    if world < 1:
        raise ValueError("world must be at least 1")
    order = sorted(range(len(sizes)), key=lambda i: -sizes[i])
    snake = list(range(world)) + list(reversed(range(world)))
    owners = [0] * len(sizes)
    for turn, i in enumerate(order):
        owners[i] = snake[turn % len(snake)]
    return owners


@wrong(
    "zero_grad of the own optimizer clears only what this rank owns; the gradients of all the other parameters pile up from step to step.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(
        self, params: Iterable[torch.Tensor], make: type[torch.optim.Optimizer], **options: Any
    ) -> None:
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.rank = dist.get_rank()
        own = [p for p, owner in zip(self.params, self.owners) if owner == self.rank]
        self.optimizer = make(own, **options) if own else None

    def zero_grad(self) -> None:
        if self.optimizer is not None:
            self.optimizer.zero_grad(set_to_none=True)

    def step(self) -> None:
        if self.optimizer is not None:
            self.optimizer.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.detach(), src=owner)

    def gather_state(self) -> dict[int, dict[str, Any]]:
        mine = {}
        if self.optimizer is not None:
            for i, p in enumerate(self.params):
                if self.owners[i] == self.rank and p in self.optimizer.state:
                    mine[i] = self.optimizer.state[p]
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: part[i] for part in parts for i in sorted(part)}

    def load_state(self, state: dict[int, dict[str, Any]]) -> None:
        if self.optimizer is None:
            return
        self.optimizer.state.clear()
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and i in state:
                self.optimizer.state[p] = copy.deepcopy(state[i])


@wrong(
    "optimizer.state is a defaultdict: asking for a parameter that has never been stepped makes an empty entry, which then stands in what gather_state returns.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(
        self, params: Iterable[torch.Tensor], make: type[torch.optim.Optimizer], **options: Any
    ) -> None:
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.rank = dist.get_rank()
        own = [p for p, owner in zip(self.params, self.owners) if owner == self.rank]
        self.optimizer = make(own, **options) if own else None

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        if self.optimizer is not None:
            self.optimizer.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.detach(), src=owner)

    def gather_state(self) -> dict[int, dict[str, Any]]:
        mine = {}
        for i, (p, owner) in enumerate(zip(self.params, self.owners)):
            if owner == self.rank:
                mine[i] = self.optimizer.state[p]
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        whole = {}
        for part in parts:
            whole.update(part)
        return whole

    def load_state(self, state: dict[int, dict[str, Any]]) -> None:
        if self.optimizer is None:
            return
        self.optimizer.state.clear()
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and i in state:
                self.optimizer.state[p] = copy.deepcopy(state[i])


@wrong(
    "Two mistakes in load_state: dict() copies no tensor, so the next steps change the state that was passed in, and old state of parameters that are not in it is kept.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(
        self, params: Iterable[torch.Tensor], make: type[torch.optim.Optimizer], **options: Any
    ) -> None:
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.rank = dist.get_rank()
        own = [p for p, owner in zip(self.params, self.owners) if owner == self.rank]
        self.optimizer = make(own, **options) if own else None

    def zero_grad(self) -> None:
        for p in self.params:
            p.grad = None

    def step(self) -> None:
        if self.optimizer is not None:
            self.optimizer.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.detach(), src=owner)

    def gather_state(self) -> dict[int, dict[str, Any]]:
        mine = {}
        if self.optimizer is not None:
            for i, p in enumerate(self.params):
                if self.owners[i] == self.rank and p in self.optimizer.state:
                    mine[i] = self.optimizer.state[p]
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: part[i] for part in parts for i in sorted(part)}

    def load_state(self, state: dict[int, dict[str, Any]]) -> None:
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and i in state:
                self.optimizer.state[p] = dict(state[i])
