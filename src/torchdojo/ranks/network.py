"""The collectives of `torch.distributed` for simulated ranks."""

from typing import Any

import torch.distributed as dist

from torchdojo.ranks.collectives import Collectives
from torchdojo.ranks.meaning import REDUCTIONS
from torchdojo.ranks.messages import Work
from torchdojo.ranks.turns import Call

SUM = dist.ReduceOp.SUM


class Network(Collectives):
    """The communication functions of `torch.distributed`.

    In all of them `group` is the whole by default; a rank that is no member gets None. With
    `async_op` they return a handle at once.
    """

    def all_reduce(
        self, tensor: Any, op: Any = SUM, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Every rank's `tensor` becomes the reduction of all."""
        call = Call("all_reduce", list(tensor.shape), name_of(op))
        return self._collective(call, [tensor], [tensor], group, async_op)

    def reduce(
        self,
        tensor: Any,
        dst: Any = None,
        op: Any = SUM,
        group: Any = None,
        async_op: bool = False,
        group_dst: Any = None,
    ) -> Work | None:
        """The `tensor` of rank `dst` becomes the reduction of all; the others' are spoilt."""
        call = Call("reduce", list(tensor.shape), name_of(op))
        return self._rooted(call, [tensor], [tensor], group, async_op, ("dst", dst, group_dst))

    def broadcast(
        self,
        tensor: Any,
        src: Any = None,
        group: Any = None,
        async_op: bool = False,
        group_src: Any = None,
    ) -> Work | None:
        """Every rank's `tensor` becomes that of rank `src`."""
        call = Call("broadcast", list(tensor.shape))
        return self._rooted(call, [tensor], [tensor], group, async_op, ("src", src, group_src))

    def all_gather(
        self, tensor_list: Any, tensor: Any, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Every rank's `tensor_list` becomes the list of all tensors."""
        call = Call("all_gather", list(tensor.shape))
        return self._collective(call, list(tensor_list), [tensor], group, async_op)

    def all_gather_into_tensor(
        self, output_tensor: Any, input_tensor: Any, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Every rank's `output_tensor` becomes all inputs, one after the other."""
        pieces = list(output_tensor.view(self.get_world_size(group), *input_tensor.shape))
        call = Call("all_gather_into_tensor", list(input_tensor.shape))
        return self._collective(call, pieces, [input_tensor], group, async_op)

    all_gather_single = all_gather_into_tensor

    def gather(
        self,
        tensor: Any,
        gather_list: Any = None,
        dst: Any = None,
        group: Any = None,
        async_op: bool = False,
        group_dst: Any = None,
    ) -> Work | None:
        """The `gather_list` of rank `dst`, which is rank 0 by default, becomes all tensors."""
        call = Call("gather", list(tensor.shape))
        root = ("dst", 0 if dst is None and group_dst is None else dst, group_dst)
        return self._rooted(call, gather_list or [], [tensor], group, async_op, root)

    def scatter(
        self,
        tensor: Any,
        scatter_list: Any = None,
        src: Any = None,
        group: Any = None,
        async_op: bool = False,
        group_src: Any = None,
    ) -> Work | None:
        """Rank r's `tensor` becomes the r-th of the `scatter_list` of rank `src`, 0 by default."""
        call = Call("scatter", list(tensor.shape))
        root = ("src", 0 if src is None and group_src is None else src, group_src)
        return self._rooted(call, [tensor], scatter_list or [], group, async_op, root)

    def all_to_all(
        self,
        output_tensor_list: Any,
        input_tensor_list: Any,
        group: Any = None,
        async_op: bool = False,
    ) -> Work | None:
        """Rank r receives the r-th tensor of every rank's `input_tensor_list`."""
        given, places = list(input_tensor_list), list(output_tensor_list)
        call = Call("all_to_all", [len(given)])
        return self._collective(call, places, given, group, async_op)

    def all_to_all_single(
        self,
        output: Any,
        input: Any,
        output_split_sizes: Any = None,
        input_split_sizes: Any = None,
        group: Any = None,
        async_op: bool = False,
    ) -> Work | None:
        """Rank r receives the r-th part, along the first dimension, of every rank's `input`."""
        size = self.get_world_size(group)
        given, places = (
            _parts(input, input_split_sizes, size),
            _parts(output, output_split_sizes, size),
        )
        call = Call("all_to_all_single", [len(given)])
        return self._collective(call, places, given, group, async_op)

    def reduce_scatter(
        self, output: Any, input_list: Any, op: Any = SUM, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Rank r's `output` becomes the reduction of every rank's ``input_list[r]``."""
        call = Call("reduce_scatter", list(output.shape), name_of(op))
        return self._collective(call, [output], list(input_list), group, async_op)

    def reduce_scatter_tensor(
        self, output: Any, input: Any, op: Any = SUM, group: Any = None, async_op: bool = False
    ) -> Work | None:
        """Rank r's `output` becomes the reduction of every rank's r-th piece of `input`."""
        pieces = list(input.reshape(self.get_world_size(group), *output.shape))
        call = Call("reduce_scatter_tensor", list(output.shape), name_of(op))
        return self._collective(call, [output], pieces, group, async_op)

    reduce_scatter_single = reduce_scatter_tensor

    def all_gather_object(
        self, object_list: list[Any], obj: Any, group: Any = None, weights_only: bool = False
    ) -> None:
        """Every rank's `object_list` becomes the list of all objects."""
        self._collective(Call("all_gather_object", []), [object_list], [obj], group, False)

    def gather_object(
        self,
        obj: Any,
        object_gather_list: Any = None,
        dst: Any = None,
        group: Any = None,
        group_dst: Any = None,
        weights_only: bool = False,
    ) -> None:
        """The `object_gather_list` of rank `dst`, 0 by default, becomes the list of all objects."""
        root = ("dst", 0 if dst is None and group_dst is None else dst, group_dst)
        place = [] if object_gather_list is None else [object_gather_list]
        self._rooted(Call("gather_object", []), place, [obj], group, False, root)

    def scatter_object_list(
        self,
        scatter_object_output_list: Any,
        scatter_object_input_list: Any = None,
        src: Any = None,
        group: Any = None,
        group_src: Any = None,
        weights_only: bool = False,
    ) -> None:
        """The first of rank r's outputs becomes the r-th input of rank `src`, 0 by default."""
        root = ("src", 0 if src is None and group_src is None else src, group_src)
        given = list(scatter_object_input_list or [])
        place = [scatter_object_output_list]
        self._rooted(Call("scatter_object_list", []), place, given, group, False, root)

    def broadcast_object_list(
        self,
        object_list: list[Any],
        src: Any = None,
        group: Any = None,
        device: Any = None,
        group_src: Any = None,
        weights_only: bool = False,
    ) -> None:
        """Every rank's `object_list` becomes that of rank `src`, 0 by default."""
        root = ("src", 0 if src is None and group_src is None else src, group_src)
        call = Call("broadcast_object_list", [])
        self._rooted(call, [object_list], [object_list], group, False, root)

    def barrier(
        self, group: Any = None, async_op: bool = False, device_ids: Any = None, timeout: Any = None
    ) -> Any:
        """Wait until every rank is here."""
        return self._collective(Call("barrier", []), [], [], group, async_op)

    def monitored_barrier(
        self, group: Any = None, timeout: Any = None, wait_all_ranks: bool = False
    ) -> None:
        """Wait until every rank is here; who waits for whom is always told."""
        self._collective(Call("monitored_barrier", []), [], [], group, False)


def _parts(tensor: Any, sizes: Any, count: int) -> list[Any]:
    if sizes:
        return list(tensor.split(list(sizes)))
    if len(tensor) % count:
        raise ValueError(f"{len(tensor)} rows cannot be shared out evenly to {count} ranks")
    return list(tensor.split(len(tensor) // count)) if len(tensor) else [tensor] * count


def name_of(op: Any) -> str:
    """The name of a reduction; raises `ValueError` for one that is not simulated."""
    name = str(op).rpartition(".")[2]
    if name not in REDUCTIONS:
        raise ValueError(f"the operation must be one of {', '.join(REDUCTIONS)}, not {name}")
    return name
