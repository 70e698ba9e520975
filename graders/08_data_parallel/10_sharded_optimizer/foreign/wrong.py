"""Wrong answers by people who had seen the exercise alone."""

import copy
import pickle
import torch
import torch.distributed as dist

from torchdojo.grading import wrong


@wrong(
    "Turning the sorted list round turns ties round, too: of two parameters alike, the later now goes first.",
    seen="named",
)
def assign(sizes, world):
    if world < 1:
        raise ValueError("there must be a rank")
    held = [0] * world
    owners = [0] * len(sizes)
    for i in sorted(range(len(sizes)), key=lambda i: sizes[i])[::-1]:
        rank = held.index(min(held))
        owners[i] = rank
        held[rank] += sizes[i]
    return owners


@wrong(
    "Leaves the ValueError to min() of no ranks, which is never asked if `sizes` is empty: assign([], 0) returns [].",
    seen="full marks",
)
def assign(sizes, world):
    held = [0] * world
    owners = [0] * len(sizes)
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        rank = min(range(world), key=held.__getitem__)  # ValueError without any rank
        owners[i] = rank
        held[rank] += sizes[i]
    return owners


@wrong(
    "`params` is read twice: what yields tensors only once, such as model.parameters(), is empty the second time.",
    seen="caught",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        rank, world = dist.get_rank(), dist.get_world_size()
        self.owners = assign([p.numel() for p in params], world)
        self.params = list(params)
        if not self.params:
            raise ValueError("an optimizer needs parameters")
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == rank}
        self.inner = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.inner is not None:
            self.inner.step()
        with torch.no_grad():
            for p, owner in zip(self.params, self.owners):
                buffer = p.detach().clone(memory_format=torch.contiguous_format)
                dist.broadcast(buffer, owner)
                p.copy_(buffer)

    def gather_state(self):
        mine = {}
        for i, p in self.own.items():
            if self.inner.state.get(p):
                mine[i] = dict(self.inner.state[p])
        whole = {}
        for rank in range(dist.get_world_size()):
            data = torch.tensor(list(pickle.dumps(mine)), dtype=torch.uint8)
            size = torch.tensor([len(data)])
            dist.broadcast(size, rank)
            if rank != dist.get_rank():
                data = torch.zeros(int(size), dtype=torch.uint8)
            dist.broadcast(data, rank)
            whole.update(pickle.loads(bytes(data.tolist())))
        return whole

    def load_state(self, state):
        if self.inner is None:
            return
        self.inner.state.clear()
        for i, p in self.own.items():
            if i in state:
                self.inner.state[p] = copy.deepcopy(state[i])


@wrong(
    "A rank that owns nothing returns from step() at once, but it has to take part in the broadcasts to get the new weights.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("there are no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == dist.get_rank()}
        self.inner = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.inner is None:
            return
        self.inner.step()
        with torch.no_grad():
            for p, owner in zip(self.params, self.owners):
                buffer = p.detach().contiguous()
                dist.broadcast(buffer, owner)
                p.copy_(buffer)

    def gather_state(self):
        mine = {}
        for i, p in self.own.items():
            if self.inner.state.get(p):
                mine[i] = dict(self.inner.state[p])
        whole = {}
        for rank in range(dist.get_world_size()):
            data = torch.tensor(list(pickle.dumps(mine)), dtype=torch.uint8)
            size = torch.tensor([len(data)])
            dist.broadcast(size, rank)
            if rank != dist.get_rank():
                data = torch.zeros(int(size), dtype=torch.uint8)
            dist.broadcast(data, rank)
            whole.update(pickle.loads(bytes(data.tolist())))
        return whole

    def load_state(self, state):
        if self.inner is None:
            return
        self.inner.state.clear()
        for i, p in self.own.items():
            if i in state:
                self.inner.state[p] = copy.deepcopy(state[i])


@wrong(
    "zero_grad() is left to the inner optimizer, which knows only this rank's own parameters: the gradients of the others stay.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("there are no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == dist.get_rank()}
        self.inner = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        if self.inner is not None:
            self.inner.zero_grad(set_to_none=True)

    def step(self):
        if self.inner is not None:
            self.inner.step()
        with torch.no_grad():
            for p, owner in zip(self.params, self.owners):
                buffer = p.detach().clone(memory_format=torch.contiguous_format)
                dist.broadcast(buffer, owner)
                p.copy_(buffer)

    def gather_state(self):
        mine = {}
        for i, p in self.own.items():
            if self.inner.state.get(p):
                mine[i] = dict(self.inner.state[p])
        whole = {}
        for rank in range(dist.get_world_size()):
            data = torch.tensor(list(pickle.dumps(mine)), dtype=torch.uint8)
            size = torch.tensor([len(data)])
            dist.broadcast(size, rank)
            if rank != dist.get_rank():
                data = torch.zeros(int(size), dtype=torch.uint8)
            dist.broadcast(data, rank)
            whole.update(pickle.loads(bytes(data.tolist())))
        return whole

    def load_state(self, state):
        if self.inner is None:
            return
        self.inner.state.clear()
        for i, p in self.own.items():
            if i in state:
                self.inner.state[p] = copy.deepcopy(state[i])


@wrong(
    "p.data = buffer puts other memory under the parameter: whatever shares its memory keeps the old weights. It should change in place.",
    seen="full marks",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("there are no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == dist.get_rank()}
        self.inner = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.inner is not None:
            self.inner.step()
        for p, owner in zip(self.params, self.owners):
            buffer = p.detach().clone()
            dist.broadcast(buffer, owner)
            p.data = buffer

    def gather_state(self):
        mine = {}
        for i, p in self.own.items():
            if self.inner.state.get(p):
                mine[i] = dict(self.inner.state[p])
        whole = {}
        for rank in range(dist.get_world_size()):
            data = torch.tensor(list(pickle.dumps(mine)), dtype=torch.uint8)
            size = torch.tensor([len(data)])
            dist.broadcast(size, rank)
            if rank != dist.get_rank():
                data = torch.zeros(int(size), dtype=torch.uint8)
            dist.broadcast(data, rank)
            whole.update(pickle.loads(bytes(data.tolist())))
        return whole

    def load_state(self, state):
        if self.inner is None:
            return
        self.inner.state.clear()
        for i, p in self.own.items():
            if i in state:
                self.inner.state[p] = copy.deepcopy(state[i])


@wrong(
    "dict(...) copies the dict but not its tensors: the next step changes the state that the caller has handed over.",
    seen="named",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("there are no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == dist.get_rank()}
        self.inner = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.inner is not None:
            self.inner.step()
        with torch.no_grad():
            for p, owner in zip(self.params, self.owners):
                buffer = p.detach().clone(memory_format=torch.contiguous_format)
                dist.broadcast(buffer, owner)
                p.copy_(buffer)

    def gather_state(self):
        mine = {}
        for i, p in self.own.items():
            if self.inner.state.get(p):
                mine[i] = dict(self.inner.state[p])
        whole = {}
        for rank in range(dist.get_world_size()):
            data = torch.tensor(list(pickle.dumps(mine)), dtype=torch.uint8)
            size = torch.tensor([len(data)])
            dist.broadcast(size, rank)
            if rank != dist.get_rank():
                data = torch.zeros(int(size), dtype=torch.uint8)
            dist.broadcast(data, rank)
            whole.update(pickle.loads(bytes(data.tolist())))
        return whole

    def load_state(self, state):
        if self.inner is None:
            return
        self.inner.state.clear()
        for i, p in self.own.items():
            if i in state:
                self.inner.state[p] = dict(state[i])


@wrong(
    "A parameter that `state` leaves out keeps its old momentum: the next step does not go on from the state that was loaded.",
    seen="full marks",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = list(params)
        if not self.params:
            raise ValueError("there are no parameters")
        self.owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.own = {i: p for i, p in enumerate(self.params) if self.owners[i] == dist.get_rank()}
        self.inner = make(list(self.own.values()), **options) if self.own else None

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        if self.inner is not None:
            self.inner.step()
        with torch.no_grad():
            for p, owner in zip(self.params, self.owners):
                buffer = p.detach().clone(memory_format=torch.contiguous_format)
                dist.broadcast(buffer, owner)
                p.copy_(buffer)

    def gather_state(self):
        mine = {}
        for i, p in self.own.items():
            if self.inner.state.get(p):
                mine[i] = dict(self.inner.state[p])
        whole = {}
        for rank in range(dist.get_world_size()):
            data = torch.tensor(list(pickle.dumps(mine)), dtype=torch.uint8)
            size = torch.tensor([len(data)])
            dist.broadcast(size, rank)
            if rank != dist.get_rank():
                data = torch.zeros(int(size), dtype=torch.uint8)
            dist.broadcast(data, rank)
            whole.update(pickle.loads(bytes(data.tolist())))
        return whole

    def load_state(self, state):
        for i, p in self.own.items():
            if i in state:
                self.inner.state[p] = copy.deepcopy(state[i])
