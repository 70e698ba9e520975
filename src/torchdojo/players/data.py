"""Plain data: what may pass between referee and player, and how much of it at once.

``None``, booleans, numbers, strings, bytes, paths, lists, tuples, dictionaries, tensors, arrays.
"""

import torch

MAX_FRAME = 64 * 2**20
MAX_HEADER = 8 * 2**20
MAX_NODES = 200_000
MAX_TENSORS = 20_000
MAX_DEPTH = 40
MAX_KEYS = 2_000
"""Of keys that are no text: only hashes of text are secret, others can be made to collide."""
MAX_BITS = 1_000
"""Of an integer: every one that is taken is a finite float as well."""
MAX_DIMENSIONS = 64
MAX_SIZE = 2**48
MAX_PATH = 4096

_NAMES = (
    "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool",
    "uint16", "uint32", "uint64", "complex64", "complex128",
    "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2", "float8_e5m2fnuz",
)  # fmt: skip
DTYPES = {name: getattr(torch, name) for name in _NAMES}
"""The dtypes of tensors that are taken, by their names."""


class WireError(Exception):
    """What was sent is not data, is too large, or is damaged."""


class ChannelClosed(WireError):
    """The other side closed the channel before its message was complete."""


class NotData(WireError):
    """A value that is not plain data, or too much of it; the message says in what way."""


def name_of(dtype: torch.dtype) -> str:
    """The name of a dtype without its module: ``float32``."""
    return str(dtype).removeprefix("torch.")


def devices(value: object) -> tuple[str, ...]:
    """The kinds of device that the tensors in `value` live on, sorted."""
    if isinstance(value, torch.Tensor):
        return (value.device.type,)
    parts = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(parts, list | tuple):
        return ()
    return tuple(sorted({kind for part in parts for kind in devices(part)}))
