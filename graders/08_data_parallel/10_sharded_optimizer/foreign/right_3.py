"""Right answers by people who had seen the exercise alone, of a third round."""

import copy
from collections.abc import Iterable
from typing import Any

import torch
import torch.distributed as dist

from torchdojo.grading import right


@right(
    "Works by owner, not by parameter: each owner packs the bytes of all its weights into one message, and state is gathered as pickled dicts.",
    seen="full marks",
)
class ShardedOptimizer:
    def __init__(
        self, params: Iterable[torch.Tensor], make: type[torch.optim.Optimizer], **options: Any
    ) -> None:
        self._all = tuple(params)
        if len(self._all) == 0:
            raise ValueError("an optimizer needs at least one parameter")
        self._rank, self._world = dist.get_rank(), dist.get_world_size()
        owners = assign([p.numel() for p in self._all], self._world)
        self._positions: list[list[int]] = [[] for _ in range(self._world)]
        for position, owner in enumerate(owners):
            self._positions[owner].append(position)
        self._own = {position: self._all[position] for position in self._positions[self._rank]}
        self._part = make(list(self._own.values()), **options) if self._own else None

    def zero_grad(self) -> None:
        for p in self._all:
            p.grad = None

    def step(self) -> None:
        if self._part:
            self._part.step()
        with torch.no_grad():
            for owner, positions in enumerate(self._positions):
                if positions:
                    self._send([self._all[position].detach() for position in positions], owner)

    def _send(self, weights: list[torch.Tensor], owner: int) -> None:
        packed = torch.cat([w.contiguous().reshape(-1).view(torch.uint8) for w in weights])
        dist.broadcast(packed, src=owner)
        if owner == self._rank:
            return
        sizes = [w.numel() * w.element_size() for w in weights]
        for w, piece in zip(weights, packed.split(sizes), strict=True):
            w.copy_(piece.clone().view(w.dtype).reshape(w.shape))

    def gather_state(self) -> dict[int, dict[str, Any]]:
        mine: dict[int, dict[str, Any]] = {}
        for position, p in self._own.items():
            found = self._part.state.get(p)
            if found:
                mine[position] = copy.deepcopy(dict(found))
        shares: list[Any] = [None] * self._world
        dist.all_gather_object(shares, mine)
        together: dict[int, dict[str, Any]] = {}
        for share in shares:
            together |= share
        return dict(sorted(together.items()))

    def load_state(self, state: dict[int, dict[str, Any]]) -> None:
        if self._part is None:
            return
        self._part.state.clear()
        for position in self._own.keys() & state.keys():
            self._part.state[self._own[position]] = copy.deepcopy(state[position])
