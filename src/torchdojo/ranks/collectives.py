"""How a collective comes about: numbered on each rank, carried out when the last one has called."""

from typing import Any

from torchdojo.ranks.groups import Group
from torchdojo.ranks.meaning import Mismatch, carry_out
from torchdojo.ranks.messages import Messages, Work, check_memory
from torchdojo.ranks.turns import Call, Turns


class Collectives(Messages):
    """What the collectives of `torch.distributed` have in common."""

    def __init__(self, turns: Turns) -> None:
        super().__init__(turns)
        self._collectives: dict[Group, list[list[Call]]] = {}

    def _rooted(
        self,
        call: Call,
        tensors: list[Any],
        source: list[Any],
        group: Any,
        async_op: bool,
        root: tuple[str, Any, Any],
    ) -> Work | None:
        """A collective in which one rank is special."""
        if (found := self._group(group)) is None:
            return None
        what, rank, place = root
        call.root = self._place(found, rank, place, what)
        way = f"{'to' if what == 'dst' else 'from'} rank {found.ranks[call.root]}"
        call.options = f"{call.options} {way}".strip()
        if found.rank() == call.root:
            _need_pieces(call, tensors if what == "dst" else source, found.size())
        elif call.kind in _PIECES:
            (tensors if what == "dst" else source).clear()
        return self._collective(call, tensors, source, group, async_op)

    def _collective(
        self, call: Call, tensors: list[Any], source: list[Any], group: Any, async_op: bool
    ) -> Work | None:
        check_memory(tensors + source)
        if (found := self._group(group)) is None:
            return None
        call.tensors, call.source = tensors, source
        self._take_part(call, found)
        if async_op:
            return Work(self._turns, call)
        self._turns.wait(call)
        return None

    def _take_part(self, call: Call, group: Group) -> None:
        """Number a call among those of its rank in the group; the last to come carries it out."""
        calls = self._collectives.setdefault(group, [[] for _ in group.ranks])
        mine = calls[group.rank()]
        call.number = len(mine) + 1
        call.group = "" if group is self._whole else f" in the group {list(group.ranks)}"
        mine.append(call)
        self._turns.here.calls.append(call)
        if all(len(others) >= call.number for others in calls):
            self._carry_out(group, [others[call.number - 1] for others in calls])

    def _carry_out(self, group: Group, calls: list[Call]) -> None:
        told = "; ".join(
            f"rank {rank} calls {call}" for rank, call in zip(group.ranks, calls, strict=True)
        )
        if len({(call.kind, tuple(call.shape), call.options) for call in calls}) > 1:
            self._fail(told)
        try:
            carry_out(calls)
        except Mismatch as error:
            self._fail(f"{error}: {told}")
        for call in calls:
            call.done = True

    def _agree_on(self, kind: str, options: str, group: Group) -> int:
        call = Call(kind, [], options)
        self._take_part(call, group)
        self._turns.wait(call)
        return call.number


_PIECES = ("gather", "scatter", "gather_object", "scatter_object_list")


def _need_pieces(call: Call, pieces: list[Any], size: int) -> None:
    """Raise `ValueError` unless the root has a piece for each rank."""
    if call.kind == "gather_object":
        pieces = pieces[0] if pieces else []
    if call.kind in _PIECES and len(pieces) != size:
        raise ValueError(f"{call.kind}: the root needs a list of {size}, one for each rank")
