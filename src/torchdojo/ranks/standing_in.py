"""Having simulated functions stand in for those of `torch.distributed`, wherever they are named."""

import sys
import types
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, NoReturn
from unittest import mock

import torch.distributed as dist

_PROCESSES = "run the ranks as processes, with `torchdojo.ranks.spawn`"
_BY_HAND = "write it with `all_reduce` and `broadcast`, or " + _PROCESSES
_OBJECTS = "use `broadcast_object_list` or `all_gather_object`, or " + _PROCESSES
_EACH = "call it without `_coalesced` for each tensor"
_ADVICE = {
    "DistributedDataParallel": _BY_HAND,
    "FullyShardedDataParallel": _BY_HAND,
    "fully_shard": _BY_HAND,
    "init_device_mesh": "make the groups by `new_group`, or " + _PROCESSES,
    "DeviceMesh": "make the groups by `new_group`, or " + _PROCESSES,
    "split_group": "use `new_group`",
    "shrink_group": "use `new_group`",
    "gather_single": "use `gather`",
    "gather_into_tensor": "use `gather`",
    "all_reduce_coalesced": _EACH,
    "all_gather_coalesced": _EACH,
    "breakpoint": "use `print`",
    "TCPStore": _OBJECTS,
    "FileStore": _OBJECTS,
    "HashStore": _OBJECTS,
    "PrefixStore": _OBJECTS,
}
_WITHOUT_RANKS = frozenset(
    (
        *("is_available", "is_backend_available", "is_gloo_available", "is_mpi_available"),
        *("is_nccl_available", "is_torchelastic_launched", "is_ucc_available", "is_xccl_available"),
        *("get_debug_level", "set_debug_level", "set_debug_level_from_env", "supports_complex"),
        *("get_default_backend_for_device", "get_backend_impl", "get_node_local_rank"),
        *("register_rendezvous_handler", "record_comm"),
    )
)
"""Public functions that are the same whatever the ranks are."""
_INNER = ("_get_default_group", "_resolve_process_group")
"""By these, torch's own modules come to the group of the process, which simulated ranks lack."""
_CLASSES = {
    "torch.nn.parallel.distributed": "DistributedDataParallel",
    "torch.distributed.device_mesh": "DeviceMesh",
    "torch.distributed.fsdp": "FullyShardedDataParallel",
}


class Unsimulated(RuntimeError):
    """Simulated ranks do not know this part of `torch.distributed`: do what the message says."""


def refused() -> dict[str, Any]:
    """What is refused, by name: public functions that need ranks, and what makes real groups."""
    functions = {
        name: value
        for name, value in vars(dist).items()
        if type(value) is types.FunctionType and not name.startswith("_")
    }
    makers = {
        name: value
        for name, value in vars(dist).items()
        if issubclass(type(value), type)  # `dist.reduce_op` warns of itself if it is asked
        and (name.endswith("Store") or name.startswith("ProcessGroup"))
    }
    kept = _WITHOUT_RANKS | {"Store", "ProcessGroup"}
    found = {name: v for name, v in {**functions, **makers}.items() if name not in kept}
    inner = {name: getattr(dist.distributed_c10d, name, None) for name in _INNER}
    rpc = getattr(getattr(dist, "rpc", None), "init_rpc", None)
    return {**found, **{n: v for n, v in {**inner, "init_rpc": rpc}.items() if v is not None}}


def _refuse(name: str) -> NoReturn:
    advice = _ADVICE.get(name, _PROCESSES)
    shown = "A process group of torch's own" if name in _INNER else f"`{name}`"
    raise Unsimulated(f"{shown} does not work on simulated ranks: {advice}.")


def _refusing(name: str, original: Any) -> Any:
    """What stands in for `original` and refuses to be called; a class for a class."""

    def refuse(*args: Any, **kwargs: Any) -> NoReturn:
        _refuse(name)

    refuse.__name__ = name
    return type(name, (), {"__new__": refuse}) if isinstance(original, type) else refuse


@contextmanager
def standing_in(network: Any, places: Sequence[dict[str, Any]]) -> Iterator[None]:
    """Have the public names of `network` stand in for those of `torch.distributed` in `places`."""
    known = {name for name in dir(network) if not name.startswith("_")}
    originals = {name: getattr(dist, name) for name in known if hasattr(dist, name)}
    doubles = {id(value): getattr(network, name) for name, value in originals.items()}
    for name, value in refused().items():
        if name not in known:
            doubles[id(value)], originals[name] = _refusing(name, value), value
    before = set(sys.modules)
    with ExitStack() as stack:
        for place in [*map(vars, _modules()), *places]:
            found = {name: doubles[id(v)] for name, v in place.items() if id(v) in doubles}
            if found:
                stack.enter_context(mock.patch.dict(place, found))
        for cls in _classes():
            stack.enter_context(mock.patch.object(cls, "__init__", _refusing(cls.__name__, None)))
        try:
            yield
        finally:
            back = {id(doubles[id(value)]): value for value in originals.values()}
            _put_back([sys.modules[name] for name in set(sys.modules) - before], back)


def _modules() -> list[types.ModuleType]:
    """torch's modules that name functions of `torch.distributed`, as far as they are loaded."""
    heads = ("torch.distributed", "torch.nn.parallel")
    return [m for name, m in list(sys.modules.items()) if m is not None and name.startswith(heads)]


def _classes() -> list[type]:
    loaded = ((sys.modules.get(module), name) for module, name in _CLASSES.items())
    found = (getattr(module, name, None) for module, name in loaded if module is not None)
    return [cls for cls in found if isinstance(cls, type)]


def _put_back(modules: list[types.ModuleType], originals: dict[int, Any]) -> None:
    """Modules that ranks have imported named the doubles: give them what they asked for."""
    for module in modules:
        for name, value in list(vars(module).items()):
            if id(value) in originals:
                setattr(module, name, originals[id(value)])
