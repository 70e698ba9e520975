"""Right answers by people who had seen the exercise alone."""

import copy
import heapq
import io
import torch
import torch.distributed as dist

from torchdojo.grading import right


@right("By a heap of (numbers held, rank).", seen="full marks")
def assign(sizes, world):
    if world < 1:
        raise ValueError(f"{world} ranks cannot own anything")
    heap = [(0, rank) for rank in range(world)]
    owner_of = {}
    for negative, i in sorted((-size, i) for i, size in enumerate(sizes)):
        held, rank = heap[0]
        owner_of[i] = rank
        heapq.heapreplace(heap, (held - negative, rank))
    return [owner_of[i] for i in range(len(sizes))]


@right(
    "State travels as the bytes of a torch.save, one broadcast of length and content for each rank.",
    seen="full marks",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = tuple(params)
        if len(self.params) == 0:
            raise ValueError("no parameters")
        self.rank, self.world = dist.get_rank(), dist.get_world_size()
        self.owners = assign([p.numel() for p in self.params], self.world)
        own = [p for p, owner in zip(self.params, self.owners, strict=True) if owner == self.rank]
        self.optimizers = [make(own, **options)] if own else []

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        for optimizer in self.optimizers:
            optimizer.step()
        for p, owner in zip(self.params, self.owners, strict=True):
            if p.grad is None:
                continue  # on all ranks alike: nothing has changed
            news = p.detach().clone(memory_format=torch.contiguous_format)
            dist.broadcast(news, src=owner)
            if owner != self.rank:
                p.detach().copy_(news)

    def gather_state(self):
        part = {
            i: optimizer.state[p]
            for optimizer in self.optimizers
            for i, p in enumerate(self.params)
            if self.owners[i] == self.rank and optimizer.state.get(p)
        }
        stream = io.BytesIO()
        torch.save(part, stream)
        whole = {}
        for rank in range(self.world):
            length = torch.tensor([len(stream.getvalue())])
            dist.broadcast(length, src=rank)
            if rank == self.rank:
                content = torch.frombuffer(bytearray(stream.getvalue()), dtype=torch.uint8)
            else:
                content = torch.empty(int(length), dtype=torch.uint8)
            dist.broadcast(content, src=rank)
            whole |= torch.load(io.BytesIO(bytes(content.tolist())), weights_only=False)
        return {i: whole[i] for i in sorted(whole)}

    def load_state(self, state):
        for optimizer in self.optimizers:
            for i, p in enumerate(self.params):
                if self.owners[i] != self.rank:
                    continue
                optimizer.state.pop(p, None)
                if i in state:
                    optimizer.state[p] = copy.deepcopy(state[i])


@right(
    "One message of weights for each owner and dtype; state by all_gather_object.",
    seen="full marks",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self.params = [*params]
        if not self.params:
            raise ValueError("ShardedOptimizer got no parameters")
        owners = assign([p.numel() for p in self.params], dist.get_world_size())
        self.groups = [[] for _ in range(dist.get_world_size())]
        for i, owner in enumerate(owners):
            self.groups[owner].append(i)
        self.mine = self.groups[dist.get_rank()]
        self.optimizer = None
        if self.mine:
            self.optimizer = make([self.params[i] for i in self.mine], **options)

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        if self.optimizer is not None:
            self.optimizer.step()
        for owner, group in enumerate(self.groups):
            for dtype in dict.fromkeys(self.params[i].dtype for i in group):
                theirs = [self.params[i] for i in group if self.params[i].dtype == dtype]
                vector = torch.cat([p.detach().reshape(-1) for p in theirs])
                dist.broadcast(vector, owner)
                for p, piece in zip(theirs, vector.split([p.numel() for p in theirs]), strict=True):
                    p.copy_(piece.view(p.shape))

    def gather_state(self):
        state = {} if self.optimizer is None else self.optimizer.state
        stepped = [i for i in self.mine if self.params[i] in state and state[self.params[i]]]
        part = {i: copy.deepcopy(state[self.params[i]]) for i in stepped}
        parts = [None] * dist.get_world_size()
        dist.all_gather_object(parts, part)
        return {i: values for each in parts for i, values in each.items()}

    def load_state(self, state):
        if self.optimizer is not None:
            self.optimizer.state.clear()
            self.optimizer.state.update(
                {self.params[i]: copy.deepcopy(state[i]) for i in self.mine if i in state}
            )
