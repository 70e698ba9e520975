"""Tensors between processes where there are no sockets to pass descriptors through."""

from collections.abc import Callable
from multiprocessing.reduction import ForkingPickler
from typing import Any

import torch
from torch.multiprocessing import reductions


def share_by_value() -> None:
    """Send tensors through queues and pipes as bytes, in this process and those it forks.

    PyTorch sends the descriptor of shared memory instead, through a local socket that the receiver
    connects to; without sockets, ``DataLoader(num_workers=2)`` would wait forever. What arrives is
    a copy: writing to it is not seen by the sender.
    """
    for kind in (torch.Tensor, torch.nn.Parameter):
        ForkingPickler.register(kind, _tensor)
    for storage in (torch.storage.TypedStorage, *torch._storage_classes):
        ForkingPickler.register(storage, _typed)
    ForkingPickler.register(torch.UntypedStorage, _untyped)


def _tensor(tensor: torch.Tensor) -> Any:
    if tensor.requires_grad and not tensor.is_leaf:
        refuse: Callable[..., Any] = reductions.reduce_tensor
        return refuse(tensor)  # in PyTorch's own words
    reduce: Callable[..., Any] = _without_the_rest(tensor).__reduce_ex__
    return reduce(2)


def _without_the_rest(tensor: torch.Tensor) -> torch.Tensor:
    """The tensor in a storage of its own, if it is a view of a larger one."""
    if tensor.layout is not torch.strided or tensor.device.type != "cpu":
        return tensor
    if tensor.untyped_storage().nbytes() <= tensor.nbytes:
        return tensor
    return tensor.detach().clone().requires_grad_(tensor.requires_grad)


def _typed(storage: Any) -> Any:
    return storage.__reduce__()


def _untyped(storage: Any) -> Any:
    """As bytes: its own ``__reduce__`` makes what `torch.load` cannot read."""
    content: Any = torch.empty(0, dtype=torch.uint8)
    return _made_of, (content.set_(storage.cpu()).numpy().tobytes(),)


def _made_of(content: bytes) -> torch.UntypedStorage:
    filled = torch.frombuffer(bytearray(content or b" "), dtype=torch.uint8)
    return filled.untyped_storage() if content else torch.empty(0).untyped_storage()
