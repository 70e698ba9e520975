"""Messages from one simulated rank to another, and the handles of what goes on meanwhile."""

import copy
from dataclasses import dataclass, field
from typing import Any

import torch

from torchdojo.ranks.groups import Group, Groups
from torchdojo.ranks.turns import Call, Disagreement, Turns


class Work:
    """A call that goes on in the background, as `torch.distributed` returns for ``async_op``."""

    def __init__(self, turns: Turns, call: Call) -> None:
        self._turns, self._call = turns, call

    def wait(self, timeout: Any = None) -> bool:
        """Wait until the call is done."""
        self._call.waited = True
        self._turns.wait(self._call)
        return True

    def synchronize(self) -> None:
        """Wait until the call is done."""
        self.wait()

    def is_completed(self) -> bool:
        """Whether it is done; other ranks go on meanwhile."""
        self._turns.pause()
        self._call.waited = True  # whoever asks looks after it
        return self._call.done

    def is_success(self) -> bool:
        """Whether it is done; what fails ends the simulation."""
        return self._call.done

    def exception(self) -> None:
        """None: what fails ends the simulation."""

    def result(self) -> list[Any]:
        """The tensors that hold, or will hold, what the call brings."""
        return self._call.tensors

    def source_rank(self) -> int:
        """Who has sent what was received."""
        return self._call.peer

    def get_future(self) -> Any:
        """A future of the tensors, which is waited for here: nothing could wake it later."""
        self.wait()
        future: Any = torch.futures.Future()
        future.set_result(self._call.tensors)
        return future


@dataclass(frozen=True)
class P2POp:
    """One message of `batch_isend_irecv`; `op` is ``dist.isend`` or ``dist.irecv``."""

    op: Any
    tensor: Any
    peer: int | None = None
    group: Any = None
    tag: int = 0
    group_peer: int | None = None

    def __post_init__(self) -> None:
        if getattr(self.op, "__name__", "") not in ("isend", "irecv"):
            raise ValueError("`op` must be `dist.isend` or `dist.irecv`")


@dataclass
class Post:
    """What waits to be sent to, or received by, a rank of a group."""

    sends: list[Call] = field(default_factory=list)
    receives: list[Call] = field(default_factory=list)


class Messages(Groups):
    """The functions of `torch.distributed` between two ranks."""

    P2POp = P2POp

    def __init__(self, turns: Turns) -> None:
        super().__init__(turns)
        self._posts: dict[tuple[Group, int, int, str], Post] = {}

    def send(
        self, tensor: Any, dst: Any = None, group: Any = None, tag: int = 0, group_dst: Any = None
    ) -> None:
        """Wait until rank `dst` has received `tensor`."""
        if (work := self.isend(tensor, dst, group, tag, group_dst)) is not None:
            work.wait()

    def recv(
        self, tensor: Any, src: Any = None, group: Any = None, tag: int = 0, group_src: Any = None
    ) -> int:
        """Wait until `tensor` holds what rank `src`, or any if None, has sent; returns who."""
        if (work := self.irecv(tensor, src, group, tag, group_src)) is None:
            return -1
        work.wait()
        return work.source_rank()

    def isend(
        self, tensor: Any, dst: Any = None, group: Any = None, tag: int = 0, group_dst: Any = None
    ) -> Work | None:
        """Begin to send `tensor` to rank `dst`."""
        call = Call("send", list(tensor.shape), tensors=[tensor])
        return self._message(call, group, (dst, group_dst, "dst"), tag)

    def irecv(
        self, tensor: Any, src: Any = None, group: Any = None, tag: int = 0, group_src: Any = None
    ) -> Work | None:
        """Begin to receive `tensor` from rank `src`, or any if it is None."""
        call = Call("recv", list(tensor.shape), tensors=[tensor])
        return self._message(call, group, (src, group_src, "src"), tag)

    def batch_isend_irecv(self, p2p_op_list: Any) -> list[Any]:
        """Begin all messages of a list; returns a handle for each."""
        if not p2p_op_list or not all(isinstance(op, P2POp) for op in p2p_op_list):
            raise ValueError("batch_isend_irecv takes a list of at least one `dist.P2POp`")
        begin = {"isend": self.isend, "irecv": self.irecv}
        works = [
            begin[op.op.__name__](op.tensor, op.peer, op.group, op.tag, op.group_peer)
            for op in p2p_op_list
        ]
        return [work for work in works if work is not None]

    def send_object_list(
        self, object_list: Any, dst: Any = None, group: Any = None, *a: Any, **more: Any
    ) -> None:
        """Wait until rank `dst` has received the objects."""
        call = Call("send_object_list", [len(object_list)], tensors=[list(object_list)])
        work = self._message(call, group, (dst, more.get("group_dst"), "dst"), 0)
        if work is not None:
            work.wait()

    def recv_object_list(
        self, object_list: Any, src: Any = None, group: Any = None, *a: Any, **more: Any
    ) -> int:
        """Wait until `object_list` holds what rank `src` has sent; returns who."""
        call = Call("recv_object_list", [len(object_list)], tensors=[object_list])
        work = self._message(call, group, (src, more.get("group_src"), "src"), 0)
        if work is None:
            return -1
        work.wait()
        return work.source_rank()

    def _message(
        self, call: Call, group: Any, other: tuple[Any, Any, str], tag: int
    ) -> Work | None:
        check_memory(call.tensors)
        if (found := self._group(group)) is None:
            return None
        me, sends = self._turns.here.number, call.kind.startswith("send")
        call.owner, call.peer = me, self._peer(call, found, other, sends=sends)
        call.options = f"{'to' if sends else 'from'} " + (
            "any rank" if call.peer < 0 else f"rank {call.peer}"
        )
        if call.peer == me:
            raise ValueError(f"rank {me} cannot {call.kind} {call.options}: that is itself")
        self._turns.here.calls.append(call)
        receiver = call.peer if sends else me
        post = self._posts.setdefault((found, receiver, tag, call.kind[4:]), Post())
        (post.sends if sends else post.receives).append(call)
        self._deliver(post)
        return Work(self._turns, call)

    def _peer(self, call: Call, group: Group, other: tuple[Any, Any, str], *, sends: bool) -> int:
        rank, place, what = other
        if not sends and rank is None and place is None:
            return -1
        try:
            return group.ranks[self._place(group, rank, place, what)]
        except ValueError as error:
            way = "to" if sends else "from"
            shown = place if rank is None else rank
            me = self._turns.here.number
            raise ValueError(f"rank {me} cannot {call.kind} {way} rank {shown}: {error}") from None

    def _deliver(self, post: Post) -> None:
        """Carry over the first message that fits, if there is one: a new call makes one at most."""
        for sent in post.sends:
            for received in post.receives:
                if received.peer in (-1, sent.owner):
                    post.sends.remove(sent)
                    post.receives.remove(received)
                    self._carry_over(sent, received)
                    return

    def _carry_over(self, sent: Call, received: Call) -> None:
        if sent.shape != received.shape:
            self._fail(f"rank {sent.owner}: {sent}; rank {received.owner}: {received}")
        received.peer = sent.owner
        if isinstance(received.tensors[0], list):
            received.tensors[0][:] = copy.deepcopy(sent.tensors[0])
        else:
            with torch.no_grad():
                received.tensors[0].copy_(sent.tensors[0])
        sent.done = received.done = True

    def _fail(self, sentence: str) -> None:
        self._turns.failure = Disagreement(sentence)
        raise Disagreement(sentence)


def check_memory(tensors: list[Any]) -> None:
    """Refuse what gloo refuses."""
    for tensor in tensors:
        if isinstance(tensor, torch.Tensor) and not tensor.is_contiguous():
            raise ValueError("tensors must be contiguous: call `contiguous()` first")
