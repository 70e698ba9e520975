"""Right answers by people who had seen the exercise alone, of a second round."""

import copy
import heapq

import torch
import torch.distributed as dist
from torchdojo.grading import right


@right(
    "A heap of (numbers held, rank): its smallest is always the rank that comes next.",
    seen="full marks",
)
def assign(sizes, world):
    if world < 1:
        raise ValueError(f"{world} ranks cannot own anything")
    heap = [(0, rank) for rank in range(world)]
    found = {}
    for position in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        held, rank = heapq.heappop(heap)
        found[position] = rank
        heapq.heappush(heap, (held + sizes[position], rank))
    return [found[i] for i in range(len(sizes))]


@right(
    "Keeps its parameters in a dict by position, sends all weights of an owner as one vector per dtype, and copies whatever goes in or out.",
    seen="full marks",
)
class ShardedOptimizer:
    def __init__(self, params, make, **options):
        self._all = dict(enumerate(params))
        if len(self._all) == 0:
            raise ValueError("an optimizer needs parameters")
        self._world = dist.get_world_size()
        sizes = [p.numel() for p in self._all.values()]
        self._of = {rank: [] for rank in range(self._world)}
        for position, rank in enumerate(assign(sizes, self._world)):
            self._of[rank].append(position)
        self._mine = {i: self._all[i] for i in self._of[dist.get_rank()]}
        self._inner = None
        if self._mine:
            self._inner = make(list(self._mine.values()), **options)

    def zero_grad(self):
        for p in self._all.values():
            p.grad = None

    def step(self):
        if self._inner is not None:
            self._inner.step()
        for rank, positions in self._of.items():
            by_dtype = {}
            for i in positions:
                by_dtype.setdefault(self._all[i].dtype, []).append(self._all[i])
            for group in by_dtype.values():
                self._send(rank, group)

    @staticmethod
    @torch.no_grad()
    def _send(rank, group):
        vector = torch.cat([p.detach().reshape(-1) for p in group])
        dist.broadcast(vector, src=rank)
        for p, numbers in zip(group, vector.split([p.numel() for p in group]), strict=True):
            p.copy_(numbers.view(p.shape))

    def gather_state(self):
        mine = {}
        if self._inner is not None:
            for i, p in self._mine.items():
                known = self._inner.state.get(p, {})
                if known:
                    mine[i] = copy.deepcopy(dict(known))
        everyone = [None for _ in range(self._world)]
        dist.all_gather_object(everyone, mine)
        together = {}
        for part in everyone:
            together.update(copy.deepcopy(part))
        return dict(sorted(together.items()))

    def load_state(self, state):
        if self._inner is None:
            return
        for p in list(self._inner.state):
            del self._inner.state[p]
        for i in self._mine:
            if i in state:
                self._inner.state[self._mine[i]] = copy.deepcopy(state[i])
