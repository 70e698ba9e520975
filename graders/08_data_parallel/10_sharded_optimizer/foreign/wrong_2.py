"""Wrong answers by people who had seen the exercise alone, of a second round."""

import copy

import torch
import torch.distributed as dist
from torchdojo.grading import wrong


@wrong(
    "`reverse=True` also turns round the positions of parameters of equal size: of two alike the later comes first, so assign([5, 5], 2) is [1, 0]. Sort by (-size, position).",
    seen="named",
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be at least one rank")
    owners = [0] * len(sizes)
    held = [0] * world
    for size, i in sorted(((size, i) for i, size in enumerate(sizes)), reverse=True):
        rank = held.index(min(held))
        owners[i] = rank
        held[rank] += size
    return owners


@wrong(
    "Each parameter's state is taken over as it is, not copied: the next step changes the caller's dict in place, and whoever loads it a second time starts from somewhere else.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        self.rank = dist.get_rank()
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        own = [p for p, owner in zip(self.params, self.owners) if owner == self.rank]
        self.optimizer = make(own, **options) if own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.optimizer is not None:
            self.optimizer.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.data, src=owner)

    def gather_state(self):
        mine = {}
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and self.optimizer.state.get(p):
                mine[i] = copy.deepcopy(self.optimizer.state[p])
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: state for part in parts for i, state in part.items()}

    def load_state(self, state):
        if self.optimizer is None:
            return
        self.optimizer.state.clear()
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and i in state:
                self.optimizer.state[p] = state[i]


@wrong(
    "What was kept before is overwritten only where the new dict has something: a parameter without state in it keeps its old one, where it should begin afresh. Clear first.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        self.rank = dist.get_rank()
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        own = [p for p, owner in zip(self.params, self.owners) if owner == self.rank]
        self.optimizer = make(own, **options) if own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.optimizer is not None:
            self.optimizer.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.data, src=owner)

    def gather_state(self):
        mine = {}
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and self.optimizer.state.get(p):
                mine[i] = copy.deepcopy(self.optimizer.state[p])
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: state for part in parts for i, state in part.items()}

    def load_state(self, state):
        if self.optimizer is None:
            return
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and i in state:
                self.optimizer.state[p] = copy.deepcopy(state[i])


@wrong(
    "A rank that owns nothing returns from `step` at once, and from then on it neither gets the new weights nor takes part in the broadcasts: with more ranks than parameters, the others wait for ever.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("no parameters")
        self.rank = dist.get_rank()
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        own = [p for p, owner in zip(self.params, self.owners) if owner == self.rank]
        self.optimizer = make(own, **options) if own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.optimizer is None:
            return
        self.optimizer.step()
        for p, owner in zip(self.params, self.owners):
            dist.broadcast(p.data, src=owner)

    def gather_state(self):
        mine = {}
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and self.optimizer.state.get(p):
                mine[i] = copy.deepcopy(self.optimizer.state[p])
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, mine)
        return {i: state for part in parts for i, state in part.items()}

    def load_state(self, state):
        if self.optimizer is None:
            return
        self.optimizer.state.clear()
        for i, p in enumerate(self.params):
            if self.owners[i] == self.rank and i in state:
                self.optimizer.state[p] = copy.deepcopy(state[i])


@wrong(
    "The parameters are dealt out in their own order, not from the largest down, and to the rank with the fewest parameters, not the fewest numbers: large, small, large, small puts all large ones on one rank.",
    seen="named",
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("world must be at least 1")
    counts = [0] * world
    owners = []
    for _ in sizes:
        rank = min(range(world), key=lambda r: counts[r])
        owners.append(rank)
        counts[rank] += 1
    return owners
